import { createTelegram } from '../../adapters/telegram/index.ts'
import { hurried } from './hurried.ts'

/** A bot as a process of its own, to be killed: `TOKEN=… node --import tsx adapter-child.ts API_ROOT`. Says what is done with. */
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())

const telegram = createTelegram({
  token: process.env['TOKEN'] ?? '',
  apiRoot: process.argv[2] ?? '',
  keep: () => Promise.reject(new Error('no file comes here')),
  lookUp: () => Promise.resolve([]),
  fetch: () => Promise.resolve(null),
  clock: hurried(1),
  onHealth: () => {},
  log: () => {},
})
await telegram.listen(async (message) => {
  if (message.kind === 'said') {
    process.stdout.write(`begun ${message.text}\n`)
    await new Promise((resolve) => setTimeout(resolve, 60 + (Number(message.text) % 7) * 30))
    process.stdout.write(`done ${message.text}\n`)
  }
  return {}
}, stop.signal)
