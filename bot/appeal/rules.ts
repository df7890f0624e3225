import { type Appeal, type AppealState, isSealed, type Role } from '../model/appeal.ts'
import { isSeenBy } from '../model/filter.ts'
import { endOf, type Instant } from '../model/instant.ts'
import type { Party } from '../model/person.ts'
import { ANSWERED, AT_INTAKE, BEFORE_RESULT, EVERY, OPEN, TAKEN, WITH_UNIT } from './states.ts'

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
  | 'talk'
  | 'end-talk'
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
  // 接管对话: as long as there is a word to be said before the result.
  talk: { clerk: BEFORE_RESULT, handler: [...WITH_UNIT, 'awaiting-info'], supervisor: BEFORE_RESULT },
  'end-talk': { entrepreneur: EVERY, clerk: EVERY, handler: EVERY, supervisor: EVERY, system: EVERY },
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
  /** Somebody talks with the entrepreneur himself; nobody does. */
  | 'in-talk'
  | 'no-talk'

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
    case 'talk':
      return appeal.talk ? 'in-talk' : null
    case 'end-talk':
      if (!appeal.talk) return 'no-talk'
      return appeal.talk.by.id === id || roles.some((role) => ENDS_TALKS.has(role)) ? null : 'in-talk'
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

/** Besides whoever began it. */
const ENDS_TALKS: ReadonlySet<Role> = new Set(['entrepreneur', 'supervisor', 'system'])

function objectionOver({ deadlines }: Appeal, now: Instant): boolean {
  const object = deadlines.find(({ name }) => name === 'object')
  return object !== undefined && now > (object.at ?? endOf(object.due))
}

/**
 * Whether staff may look at it at all: a handler what his units work on; nobody of the unit complained of what is sealed;
 * an administrator looks after the machine, not the cases.
 */
export function sees({ roles, units, name }: Pick<Party, 'roles' | 'units' | 'name'>, appeal: Appeal): boolean {
  if (recused({ units, name }, appeal)) return false
  if (roles.some((role) => role === 'clerk' || role === 'supervisor' || role === 'leader')) return true
  return roles.includes('handler') && isSeenBy(appeal, units)
}

/** 回避: nobody of the unit complained of, and nobody who is named in it, has a part in a sealed case, nor hears of it. */
export function recused(
  { units, name }: { readonly units: readonly string[]; readonly name?: string | undefined },
  appeal: Appeal,
): boolean {
  return isNamedIn(name, appeal) || (isSealed(appeal) && appeal.against.some((unit) => units.includes(unit)))
}

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

/** The unit for which a party acts on an appeal, where it acts as a handler. */
export function unitOf({ units }: Pick<Party, 'units'>, appeal: Appeal): string | undefined {
  return (
    units.find((unit) => unit === appeal.unit || appeal.co.includes(unit)) ??
    (units.includes('*') ? appeal.unit : undefined)
  )
}
