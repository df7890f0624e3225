import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSession, type Session } from '../../crash/session.ts'
import { count, drawsFrom } from '../draws.ts'
import type { Bite, Row } from '../row.ts'

const KILLS = 1000
/** So many in one ledger, which is then looked through; two ledgers at once. */
const IN_ONE = 50
const ABREAST = 2

async function session(kills: number, seed: number, variant?: string): Promise<Session> {
  const home = mkdtempSync(join(tmpdir(), 'qinqing-kills-'))
  try {
    const folder = join(home, 'data')
    return await runSession({ folder, kills, random: drawsFrom(seed), ...(variant !== undefined && { variant }) })
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const bite = (variant: string, name: string): Bite => ({
  name,
  async run(seed) {
    const { wrong, kills } = await session(20, seed, variant)
    return { caught: wrong.length > 0, saw: `after ${kills} kills: ${wrong[0] ?? 'nothing'}` }
  },
})

/** The compiled bot on the embedded store, with a channel that says again what was not acknowledged, and some that was. */
export const row: Row = {
  minutes: 20,
  async run({ of, seed, tell }) {
    const kills = of(KILLS)
    const seen: Session[] = []
    let left = kills
    const lane = async (): Promise<void> => {
      while (left > 0 && seen.every(({ wrong }) => wrong.length === 0)) {
        const size = Math.min(left, IN_ONE)
        left -= size
        seen.push(await session(size, seed + left))
        tell(`${count(seen.reduce((sum, one) => sum + one.kills, 0))} of ${count(kills)}`)
      }
    }
    await Promise.all(Array.from({ length: ABREAST }, lane))
    const sum = (what: (one: Session) => number): number => seen.reduce((all, one) => all + what(one), 0)
    const wrong = seen.flatMap((one) => one.wrong)
    const all = sum((one) => one.kills)
    const saw = [
      `${count(all)} kills, ${count(sum((one) => one.midCommit))} in the midst of a commit`,
      `${count(sum((one) => one.messages))} messages acknowledged, ${count(sum((one) => one.events))} events, ${count(sum((one) => one.deliveries))} deliveries`,
      `${wrong.length} lost or doubled${wrong.length > 0 ? `: ${wrong[0]}` : ''}`,
      `${count(sum((one) => one.again))} sent again under the same id, where the kill fell between sending and writing it down`,
    ]
    return { saw: saw.join('; '), ok: wrong.length === 0 && all === kills }
  },
  bites: [
    bite('stock-lowdb', 'lowdb as it comes, its write not awaited, in the place of the journal'),
    bite('ack-early', 'acknowledged before the commit is awaited'),
    bite('no-duplicates', 'a message that comes again is not known again'),
  ],
}
