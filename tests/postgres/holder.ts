import { connectPg } from '../../adapters/store/postgres/connect.ts'
import { createTurns } from '../../adapters/store/postgres/turns.ts'

/** Takes a turn, says so, and keeps it: `tsx holder.ts URL NAME`. */
const [, , url = '', name = ''] = process.argv
const stop = new AbortController()
await createTurns(connectPg({ url }))(
  name,
  async (turn) => {
    process.stdout.write('mine\n')
    await new Promise((resolve) => turn.addEventListener('abort', resolve))
    process.stdout.write('lost\n')
    await new Promise(() => setInterval(() => {}, 1_000))
  },
  stop.signal,
)
