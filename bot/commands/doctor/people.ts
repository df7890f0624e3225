import type { Reading } from '../../../adapters/store/index.ts'
import { openReading } from '../ledger.ts'
import { type Check, type Finding, NOTHING, ok, type World, wrong } from './finding.ts'

const readings = new WeakMap<World, Promise<Reading | undefined>>()

/** The ledger to look into, opened once; undefined where there is none, or it does not open: that is told of the ledger. */
async function readingOf(world: World): Promise<Reading | undefined> {
  const found = readings.get(world) ?? openReading(world.io, world.flags).catch(() => undefined)
  readings.set(world, found)
  return found
}

/** Somebody is there whom troubles are told to. */
export const staff: Check = {
  name: 'staff',
  async look(world) {
    const reading = await readingOf(world)
    if (!reading) return NOTHING
    const { members } = await reading.read({ kind: 'staff' })
    const active = members.map(({ value }) => value).filter(({ state }) => state === 'active')
    const administrators = active.filter(({ roles }) => roles.includes('administrator')).length
    if (administrators === 0)
      return wrong(
        'no administrator has joined: nobody is told of troubles',
        'qinqing staff invite NAME --role administrator',
      )
    return ok(`${active.length} have joined, ${administrators} of them administrators`)
  },
}

const LONG_MS = 3_600_000

/** What the bot has to say reaches people. */
export const deliveries: Check = {
  name: 'deliveries',
  async look(world) {
    const reading = await readingOf(world)
    if (!reading) return NOTHING
    const { summary } = await reading.read({ kind: 'outbox' })
    const { pending, parked, waiting = [] } = summary
    const old = waiting.filter(({ since }) => Date.parse(world.now()) - Date.parse(since) > LONG_MS)
    const late = old.reduce((sum, { count }) => sum + count, 0)
    const found: (readonly Finding[] | false)[] = [
      parked > 0 && wrong(`${parked} were given up`, '/parked in the chat shows why; 重发 sends them again'),
      late > 0 &&
        wrong(
          `${late} have waited for more than an hour (${old.map(({ channel }) => channel).join(', ')})`,
          'is the bot running, and the channel up? /status in the chat',
        ),
    ]
    const wrongs = found.filter((one) => one !== false).flat()
    return wrongs.length > 0 ? wrongs : ok(pending > 0 ? `${pending} on their way` : 'nothing waits')
  },
}
