import { lookAt } from './database.ts'
import { type Check, type Finding, ok, unknown, type World, wrong } from './finding.ts'
import { askTelegram } from './telegram.ts'

/** Further off, deadlines fall on the wrong day sooner or later, and signed requests are refused. */
const FURTHEST_MS = 30_000

interface Other {
  readonly whose: string
  readonly offMs: number
}

/** This machine's clock shows what others show: the database, and Telegram's answers. */
export const clock: Check = {
  name: 'clock',
  async look(world) {
    const others = [await databaseClock(world), await telegramClock(world)].filter((one) => one !== undefined)
    if (others.length === 0) return unknown('there was nobody to compare it with')
    const found = others.flatMap(({ whose, offMs }): readonly Finding[] => {
      if (Math.abs(offMs) <= FURTHEST_MS) return []
      const by = `${Math.round(Math.abs(offMs) / 1000)} s ${offMs > 0 ? 'ahead of' : 'behind'} ${whose}`
      return wrong(`this machine is ${by}`, 'let it keep its time (timedatectl set-ntp true, or chrony)')
    })
    return found.length > 0
      ? found
      : ok(`within ${FURTHEST_MS / 1000} s of ${others.map(({ whose }) => whose).join(' and ')}`)
  },
}

async function databaseClock(world: World): Promise<Other | undefined> {
  const before = Date.parse(world.now())
  const look = await lookAt(world)?.catch(() => undefined)
  if (!look) return undefined
  const after = Date.parse(world.now())
  return { whose: 'the database', offMs: offBy(Date.parse(look.now), before, after) }
}

async function telegramClock(world: World): Promise<Other | undefined> {
  const before = Date.parse(world.now())
  const answer = await askTelegram(world, 'getMe')
  if (answer?.is !== 'answer' || answer.at === undefined) return undefined
  return { whose: 'Telegram', offMs: offBy(answer.at, before, Date.parse(world.now())) }
}

/** How far we are ahead of a clock that was read at some moment between two of ours. */
function offBy(theirs: number, before: number, after: number): number {
  if (theirs < before) return before - theirs
  return theirs > after ? after - theirs : 0
}
