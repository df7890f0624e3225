import type { Appeal, AppealState, Deadline, DeadlineName } from '../model/appeal.ts'
import { dateOf, endOf, type Instant } from '../model/instant.ts'
import { ANSWERED, AT_INTAKE, WITH_UNIT } from './states.ts'

/** In which states a deadline is owed; outside them it has been met or has lapsed. */
const OWED: Readonly<Record<DeadlineName, readonly AppealState[]>> = {
  accept: ['registered'],
  transfer: AT_INTAKE,
  acknowledge: ['dispatched'],
  object: [],
  result: [...AT_INTAKE, ...WITH_UNIT],
  info: ['awaiting-info'],
  review: ANSWERED,
  silence: ['follow-up'],
  reopen: ['resolved'],
}

/** The deadlines that an appeal, as it stands, still owes, the earliest first. One that may not be paused runs on while more is waited for. */
export function owed({ state, deadlines, resume }: Appeal): readonly Deadline[] {
  const paused = state === 'awaiting-info' ? resume : undefined
  return deadlines
    .filter(
      ({ name, pausable }) =>
        OWED[name].includes(state) || (paused !== undefined && pausable !== true && OWED[name].includes(paused)),
    )
    .sort((a, b) => (a.due < b.due ? -1 : Number(a.due > b.due)))
}

/** Those that bind the city; the others are times the entrepreneur has. */
export function isPromise({ name }: Pick<Deadline, 'name'>): boolean {
  return name === 'accept' || name === 'transfer' || name === 'result'
}

/** Something is owed, and its day or hour is over. */
export function isLate(appeal: Appeal, now: Instant): boolean {
  return owed(appeal).some((deadline) => isPromise(deadline) && isOver(deadline, now))
}

export function isOver({ at, due }: Pick<Deadline, 'at' | 'due'>, now: Instant): boolean {
  return at === undefined ? dateOf(now) > due : now > at
}

/** An alarm that has not been given. */
export interface Alarm {
  readonly deadline: Deadline
  readonly level: NonNullable<Deadline['alarms']>[number]['level']
  readonly at: Instant
}

const LAPSES: ReadonlySet<DeadlineName> = new Set(['info', 'silence', 'reopen'])

/** The alarms of what is owed that were not given yet, the earliest first. */
export function alarms(appeal: Appeal): readonly Alarm[] {
  const given = new Set(appeal.warned)
  return owed(appeal)
    .filter(({ name }) => !given.has(name))
    .flatMap((deadline) => alarmsOf(deadline).map((alarm) => ({ deadline, ...alarm })))
    .filter(({ deadline, level }) => !given.has(alarmName(deadline.name, level)))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
}

/** The oldest deadlines have no alarms of their own: then one, when the day is over. */
function alarmsOf(deadline: Deadline): NonNullable<Deadline['alarms']> {
  const level = LAPSES.has(deadline.name) ? 'lapse' : 'red'
  return deadline.alarms ?? [{ level, at: endOf(deadline.due) }]
}

export function alarmName(deadline: DeadlineName, level: Alarm['level']): string {
  return `${deadline}:${level}`
}
