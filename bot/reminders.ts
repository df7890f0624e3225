import { quietUntil } from './appeal/time/alarms.ts'
import type { Catalog } from './model/catalog.ts'
import { Fault } from './model/fault.ts'
import { dateOf, type Instant, plusMs, timeOf } from './model/instant.ts'
import type { Message } from './model/message.ts'
import type { AppealStore, DueAlarm } from './ports/appeal-store.ts'
import type { Clock } from './ports/clock.ts'

const EVERY_MS = 60_000
/** So long no other process is given the same. One that took longer would only find that it was done. */
const LEASE_MS = 60_000
/** More alarms than this go in more messages than one: a turn is decided and kept whole. */
const MOST = 1000

export interface Reminders {
  /** Lets every alarm whose time has come take its turn; in the quiet hours none. */
  check(): Promise<void>
  run(stop: AbortSignal): Promise<void>
}

/**
 * What is due becomes a message and takes the same road as any other. That an alarm comes once is not the message's
 * doing but the ledger's: giving it is recorded with what it brings about, and then the store hands it out no more. So
 * the message's id only has to be new for every round, and what a crash kept from being recorded is given again.
 */
export function createReminders(options: {
  readonly store: Pick<AppealStore, 'due'>
  readonly clock: Clock
  readonly catalog: Pick<Catalog, 'quiet' | 'morning'>
  readonly receive: (message: Message) => Promise<unknown>
  /** Told when something failed; the loop goes on with the next round. */
  readonly trouble: (error: unknown) => void
}): Reminders {
  const { store, clock, catalog, receive, trouble } = options
  let begun = ''

  async function check(): Promise<void> {
    const at = clock.now()
    if (quietUntil(at, catalog.quiet)) return
    for (const alarms of batches(await store.due(at, plusMs(at, LEASE_MS)))) await give(alarms, at)
    await beginDay(at)
  }

  /** One appeal whose turn cannot be decided does not hold up the others: halves are tried, down to that one. */
  async function give(alarms: readonly DueAlarm[], at: Instant): Promise<void> {
    const [first] = alarms
    if (!first) return
    const named = alarms.map(({ appeal, deadline, level, on }) => ({ appeal, deadline, level, on }))
    const id = `due:${at}:${first.appeal}:${first.deadline}:${first.level}:${alarms.length}`
    try {
      await receive({ kind: 'due', id, alarms: named, at })
    } catch (error) {
      if (alarms.length === 1 || (error instanceof Fault && error.code === 'storage')) return trouble(error)
      const half = Math.ceil(alarms.length / 2)
      await give(alarms.slice(0, half), at)
      await give(alarms.slice(half), at)
    }
  }

  /** Once a day, from the city's `morning` on, what waits for the morning may go. */
  async function beginDay(at: Instant): Promise<void> {
    const today = dateOf(at)
    if (begun === today || timeOf(at) < catalog.morning) return
    await receive({ kind: 'morning', id: `morning:${today}`, at })
    begun = today
  }

  return {
    check,
    async run(stop) {
      while (!stop.aborted) {
        await check().catch(trouble)
        await clock.sleep(EVERY_MS, stop)
      }
    },
  }
}

/** At most about so many together, and those of one appeal never apart, so that they are decided in one turn. */
function batches(alarms: readonly DueAlarm[]): DueAlarm[][] {
  const groups = new Map<string, DueAlarm[]>()
  for (const alarm of alarms) {
    const group = groups.get(alarm.appeal)
    if (group) group.push(alarm)
    else groups.set(alarm.appeal, [alarm])
  }
  const all: DueAlarm[][] = []
  for (const group of groups.values()) {
    const last = all.at(-1)
    if (last && last.length + group.length <= MOST) last.push(...group)
    else all.push([...group])
  }
  return all
}
