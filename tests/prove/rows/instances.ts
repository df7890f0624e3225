import { startServer } from '../../postgres/server.ts'
import { count, drawsFrom } from '../draws.ts'
import { runSession, type Seen } from '../instances/session.ts'
import type { Bite, Row } from '../row.ts'

const KILLS = 50

async function session(
  kills: number,
  seed: number,
  more: { readonly variant?: string; readonly tell?: (line: string) => void } = {},
): Promise<Seen> {
  const server = await startServer()
  try {
    return await runSession({ url: await server.database(), kills, random: drawsFrom(seed), ...more })
  } finally {
    await server.end()
  }
}

const bite = (variant: string, name: string): Bite => ({
  name,
  async run(seed) {
    const { wrong, kills } = await session(12, seed, { variant })
    return { caught: wrong.length > 0, saw: `after ${kills} kills: ${wrong[0] ?? 'nothing'}` }
  },
})

/** Two compiled bots on one PostgreSQL, either of which is killed; the history is folded anew and compared with the records. */
export const row: Row = {
  minutes: 8,
  async run({ of, seed, tell }) {
    const kills = of(KILLS)
    const seen = await session(kills, seed, { tell })
    const { wrong } = seen
    const saw = [
      `${count(seen.kills)} kills of either of two`,
      `${count(seen.messages)} messages acknowledged, ${count(seen.events)} events, ${count(seen.deliveries)} deliveries`,
      `${wrong.length} lost, doubled or half${wrong.length > 0 ? `: ${wrong[0]}` : ''}`,
      `${count(seen.entries)} entries in one chain, which fold to what the records hold`,
      `${count(seen.again)} sent again under the same id, where the kill fell between sending and writing it down`,
    ]
    return { saw: saw.join('; '), ok: wrong.length === 0 && seen.kills === kills }
  },
  bites: [
    bite('split', 'what is to be said is committed in a transaction of its own'),
    bite('ack-early', 'acknowledged before the commit is awaited'),
  ],
}
