import { join } from 'node:path'
import type { Bot } from '../../crash/bot.ts'
import { runSession, type Session } from '../../crash/session.ts'
import { count, drawsFrom } from '../draws.ts'
import { makeLoopDisk, whyNoLoopDisk } from '../power/loop-disk.ts'
import type { Bite, Row } from '../row.ts'

const CUTS = 100
/** So many on one file system, which is then looked through. */
const ON_ONE = 25

async function session(cuts: number, seed: number, variant?: string): Promise<Session> {
  const disk = makeLoopDisk()
  async function end(bot: Bot): Promise<void> {
    await disk.cut(bot.stop)
    await bot.kill()
    disk.remount()
  }
  try {
    const [folder, shelf] = [join(disk.folder, 'data'), join(disk.folder, 'shelf')]
    const random = drawsFrom(seed)
    return await runSession({ folder, shelf, kills: cuts, random, end, ...(variant !== undefined && { variant }) })
  } finally {
    disk.remove()
  }
}

const bite = (variant: string, name: string): Bite => ({
  name,
  async run(seed) {
    const skipped = await whyNoLoopDisk()
    if (skipped !== undefined) return { skipped }
    const { wrong, kills } = await session(ON_ONE, seed, variant)
    return { caught: wrong.length > 0, saw: `after ${kills} cuts: ${wrong[0] ?? 'nothing'}` }
  },
})

/**
 * The compiled bot on a file system of its own: commits, a snapshot every twenty of them, and generations of documents put on
 * their shelf. The power is cut, the process killed, the file system mounted again, and the next child goes on from there.
 */
export const row: Row = {
  minutes: 8,
  async run({ of, seed, tell }) {
    const skipped = await whyNoLoopDisk()
    if (skipped !== undefined) return { skipped }
    const cuts = of(CUTS)
    const seen: Session[] = []
    for (let left = cuts; left > 0; left -= ON_ONE) {
      seen.push(await session(Math.min(left, ON_ONE), seed + left))
      tell(`${count(cuts - Math.max(0, left - ON_ONE))} of ${count(cuts)}`)
    }
    const sum = (what: (one: Session) => number): number => seen.reduce((all, one) => all + what(one), 0)
    const wrong = seen.flatMap((one) => one.wrong)
    const saw = [
      `${count(sum((one) => one.kills))} cuts, ${count(sum((one) => one.midCommit))} in the midst of a commit`,
      `${count(sum((one) => one.messages))} messages acknowledged, ${count(sum((one) => one.events))} events, ${count(sum((one) => one.deliveries))} deliveries, ${count(sum((one) => one.generations))} generations of documents`,
      `${wrong.length} lost${wrong.length > 0 ? `: ${wrong[0]}` : ''}`,
    ]
    return { saw: saw.join('; '), ok: wrong.length === 0 && sum((one) => one.kills) === cuts }
  },
  bites: [
    bite('no-fsync', 'the journal and the shelf are not flushed'),
    bite('stock-lowdb', 'lowdb as it comes, its write not awaited, in the place of the journal'),
  ],
}
