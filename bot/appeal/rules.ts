import {
  type Appeal,
  type AppealState,
  AppealState as AppealStates,
  type Deadline,
  type DeadlineName,
  isSealed,
  type Role,
} from '../model/appeal.ts'
import { isSeenBy } from '../model/filter.ts'
import { dateOf, endOf, type Instant } from '../model/instant.ts'
import type { Party } from '../model/person.ts'

/** What can be done to an appeal. */
export type Command =
  | 'accept'
  | 'decline'
  | 'classify'
  | 'dispatch'
  | 'acknowledge'
  | 'start'
  | 'return'
  | 'ask-back'
  | 'resume'
  | 'extend'
  | 'reply'
  | 'conclude'
  | 'review'
  | 'pass'
  | 'send-back'
  | 'supervise'
  | 'instruct'
  | 'merge'
  | 'unmerge'
  | 'transfer'
  | 'terminate'
  | 'approve'
  | 'refuse'
  | 'contact'
  | 'note'
  | 'supplement'
  | 'nudge'
  | 'rate'
  | 'reopen'
  | 'withdraw'
  | 'close-silently'
  | 'archive'

const CLOSED: readonly AppealState[] = [
  'declined',
  'resolved',
  'archived',
  'merged',
  'withdrawn',
  'transferred',
  'terminated',
]
export const OPEN: readonly AppealState[] = AppealStates.options.filter((state) => !CLOSED.includes(state))

export function isOpen(state: AppealState): boolean {
  return OPEN.includes(state)
}

/** The intake desk has it; a unit works on it; its result is being looked at. */
const AT_INTAKE: readonly AppealState[] = ['registered', 'accepted', 'returned']
const TAKEN: readonly AppealState[] = ['acknowledged', 'in-progress', 'extended', 'rework', 'supervised']
const WITH_UNIT: readonly AppealState[] = ['dispatched', ...TAKEN]
const ANSWERED: readonly AppealState[] = ['replied', 'in-review']
const BEFORE_RESULT: readonly AppealState[] = [...AT_INTAKE, ...WITH_UNIT, 'awaiting-info']
const EVERY = AppealStates.options

/** Who may do what in which state: one table, tested whole. What else stands in the way says `refusal`. */
export const RULES: Readonly<Record<Command, Partial<Readonly<Record<Role, readonly AppealState[]>>>>> = {
  accept: { clerk: ['registered'], supervisor: ['registered'] },
  decline: { clerk: ['registered', 'accepted'], supervisor: ['registered', 'accepted'] },
  classify: { clerk: BEFORE_RESULT, supervisor: BEFORE_RESULT },
  dispatch: {
    clerk: [...AT_INTAKE, 'dispatched', 'rework'],
    supervisor: [...AT_INTAKE, ...WITH_UNIT],
  },
  acknowledge: { handler: ['dispatched', 'rework', 'supervised'] },
  start: { handler: ['dispatched', 'acknowledged', 'rework'] },
  return: { handler: ['dispatched', 'acknowledged'] },
  'ask-back': {
    clerk: [...AT_INTAKE, 'rework'],
    handler: WITH_UNIT,
    supervisor: [...AT_INTAKE, ...WITH_UNIT],
  },
  resume: {
    clerk: ['awaiting-info'],
    handler: ['awaiting-info'],
    supervisor: ['awaiting-info'],
    system: ['awaiting-info'],
  },
  extend: { handler: TAKEN, supervisor: TAKEN },
  reply: { clerk: BEFORE_RESULT, handler: [...WITH_UNIT, 'awaiting-info'], supervisor: BEFORE_RESULT },
  conclude: {
    clerk: [...AT_INTAKE, 'rework', 'awaiting-info'],
    handler: [...WITH_UNIT, 'awaiting-info'],
    supervisor: BEFORE_RESULT,
  },
  review: { clerk: ['replied'], supervisor: ['replied'] },
  pass: { clerk: ANSWERED, supervisor: ANSWERED },
  'send-back': { clerk: ANSWERED, supervisor: ANSWERED },
  supervise: { supervisor: BEFORE_RESULT, leader: BEFORE_RESULT },
  instruct: { supervisor: OPEN, leader: OPEN },
  merge: { clerk: BEFORE_RESULT, supervisor: BEFORE_RESULT },
  unmerge: { clerk: ['merged'], supervisor: ['merged'] },
  transfer: { clerk: AT_INTAKE, supervisor: BEFORE_RESULT },
  terminate: { clerk: BEFORE_RESULT, handler: [...WITH_UNIT, 'awaiting-info'], supervisor: BEFORE_RESULT },
  approve: { clerk: OPEN, supervisor: OPEN, leader: OPEN },
  refuse: { clerk: OPEN, handler: [...WITH_UNIT, 'awaiting-info'], supervisor: OPEN, leader: OPEN },
  contact: { clerk: EVERY, handler: [...WITH_UNIT, 'awaiting-info', 'follow-up', ...ANSWERED], supervisor: EVERY },
  note: { clerk: EVERY, handler: EVERY, supervisor: EVERY, leader: EVERY },
  supplement: { entrepreneur: [...OPEN, 'merged'] },
  nudge: { entrepreneur: [...AT_INTAKE, ...WITH_UNIT, ...ANSWERED] },
  rate: { entrepreneur: ['follow-up'] },
  reopen: { entrepreneur: ['resolved'] },
  withdraw: { entrepreneur: [...OPEN, 'merged'] },
  'close-silently': { system: ['follow-up'] },
  archive: { system: ['resolved'] },
}

/** Whether the table allows it. */
export function may(role: Role, command: Command, state: AppealState): boolean {
  return RULES[command][role]?.includes(state) ?? false
}

/** Why something cannot be done now, for a word about it. */
export type Refusal =
  /** Not in this state, whoever asks. */
  | 'state'
  /** Others may, he may not. */
  | 'role'
  /** It is another unit's, or closed to him. */
  | 'unit'
  /** He proposed it, or gave the result, himself. */
  | 'second-person'
  | 'nothing-pending'
  /** Something waits for approval first. */
  | 'pending'
  /** Twice returned, or under supervision: the supervisor decides. */
  | 'supervisor'
  /** The time to object is over. */
  | 'too-late'

/** Which of a party's roles it would act in, or why it may not. Pure; `now` decides what is too late. */
export function permission(
  { id, roles, units, name }: Pick<Party, 'id' | 'roles' | 'units' | 'name'>,
  command: Command,
  appeal: Appeal,
  now: Instant,
): { readonly role: Role } | { readonly refused: Refusal } {
  const asked: readonly Role[] = roles.length > 0 ? roles : ['entrepreneur']
  const allowed = asked.filter((role) => may(role, command, appeal.state))
  if (allowed.length === 0) {
    const ever = asked.some((role) => RULES[command][role] !== undefined)
    return { refused: ever ? 'state' : 'role' }
  }
  if (roles.length > 0 && !sees({ roles, units, ...(name && { name }) }, appeal)) return { refused: 'unit' }
  const ofUnit = LEADING.has(command) ? leads(units, appeal) : isSeenBy(appeal, units)
  const fitting = allowed.filter((role) => role !== 'handler' || ofUnit)
  const [role] = fitting
  if (role === undefined) return { refused: 'unit' }
  const refused = guard({ id, roles: fitting }, command, appeal, now)
  if (refused) return { refused }
  // Approving an extension is not a clerk's.
  const chief = fitting.find((one) => one === 'supervisor' || one === 'leader')
  return { role: command === 'approve' || command === 'refuse' ? (chief ?? role) : role }
}

/** What the unit in the lead alone decides; one that works along replies, asks back and notes. */
const LEADING: ReadonlySet<Command> = new Set(['acknowledge', 'start', 'return', 'extend', 'conclude', 'terminate'])

function leads(units: readonly string[], appeal: Appeal): boolean {
  return isSeenBy({ ...appeal, co: [] }, units)
}

function guard(
  { id, roles }: { readonly id: string; readonly roles: readonly Role[] },
  command: Command,
  appeal: Appeal,
  now: Instant,
): Refusal | null {
  const chief = roles.includes('supervisor') || roles.includes('leader')
  switch (command) {
    case 'approve':
    case 'refuse':
      if (!appeal.pending) return 'nothing-pending'
      // Whoever proposed it may take it back, not approve it.
      if (command === 'approve' && appeal.pending.by.id === id) return 'second-person'
      if (appeal.pending.by.id === id) return null
      if (!chief && !roles.includes('clerk')) return 'role'
      return appeal.pending.what === 'extend' && !chief ? 'supervisor' : null
    case 'decline':
    case 'extend':
    case 'terminate':
      return appeal.pending ? 'pending' : null
    case 'dispatch':
      return (appeal.returns >= 2 && appeal.state === 'returned') || appeal.state === 'supervised'
        ? roles.includes('supervisor')
          ? null
          : 'supervisor'
        : null
    case 'conclude':
    case 'ask-back':
      // The desk goes on with what it answered itself, not with what a unit has.
      return appeal.state === 'rework' && appeal.dispatchedAt && !roles.some((one) => one !== 'clerk') ? 'unit' : null
    case 'return':
      return objectionOver(appeal, now) ? 'too-late' : null
    case 'review':
    case 'pass':
    case 'send-back':
      if (appeal.concludedBy?.id === id && command === 'pass') return 'second-person'
      return appeal.listed && !roles.includes('supervisor') ? 'supervisor' : null
    default:
      return null
  }
}

function objectionOver({ deadlines }: Appeal, now: Instant): boolean {
  const object = deadlines.find(({ name }) => name === 'object')
  return object !== undefined && now > (object.at ?? endOf(object.due))
}

/**
 * Whether staff may look at it at all: a handler what his units work on; nobody of the unit complained of what is sealed;
 * an administrator looks after the machine, not the cases.
 */
export function sees({ roles, units, name }: Pick<Party, 'roles' | 'units' | 'name'>, appeal: Appeal): boolean {
  if (isNamedIn(name, appeal)) return false
  if (isSealed(appeal) && appeal.against.some((unit) => units.includes(unit))) return false
  if (roles.some((role) => role === 'clerk' || role === 'supervisor' || role === 'leader')) return true
  return roles.includes('handler') && isSeenBy(appeal, units)
}

/** 回避: nobody looks at a sealed case in which he is named. */
function isNamedIn(name: string | undefined, appeal: Appeal): boolean {
  const { particulars, thread = [] } = appeal.personal ?? {}
  if (!isSealed(appeal) || !particulars || name === undefined || name.length < 2) return false
  const told = thread.filter(({ by }) => by.role === 'entrepreneur').map(({ text }) => text)
  return [particulars.matter, particulars.respondent, particulars.wish, ...told].some((text) => text?.includes(name))
}

/** Whether this unit may be given it. */
export function mayBeGiven(unit: string, appeal: Pick<Appeal, 'kind' | 'confidential' | 'against'>): boolean {
  return !(isSealed(appeal) && appeal.against.includes(unit))
}

/** What this party may do to an appeal now, in the order of the table. */
export function commandsFor(
  party: Pick<Party, 'id' | 'roles' | 'units' | 'name'>,
  appeal: Appeal,
  now: Instant,
): readonly Command[] {
  return (Object.keys(RULES) as Command[]).filter((command) => 'role' in permission(party, command, appeal, now))
}

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

/** The unit for which a party acts on an appeal, where it acts as a handler. */
export function unitOf({ units }: Pick<Party, 'units'>, appeal: Appeal): string | undefined {
  return (
    units.find((unit) => unit === appeal.unit || appeal.co.includes(unit)) ??
    (units.includes('*') ? appeal.unit : undefined)
  )
}
