import type { Appeal, AppealState, Deadline, Role } from '../model/appeal.ts'
import type { CalendarDate } from '../model/instant.ts'

/** What can be done to an appeal. */
export type Command =
  | 'accept'
  | 'decline'
  | 'dispatch'
  | 'acknowledge'
  | 'return'
  | 'ask-back'
  | 'reply'
  | 'conclude'
  | 'note'
  | 'supplement'
  | 'nudge'
  | 'rate'
  | 'withdraw'

export const OPEN: readonly AppealState[] = [
  'registered',
  'accepted',
  'dispatched',
  'acknowledged',
  'returned',
  'awaiting-info',
  'rework',
  'follow-up',
]

export function isOpen(state: AppealState): boolean {
  return OPEN.includes(state)
}

const WORKING = OPEN.filter((state) => state !== 'follow-up')
const UNDISPATCHED: readonly AppealState[] = ['registered', 'accepted', 'returned']

/** Who may do what in which state: one table, tested whole. */
export const RULES: Readonly<Record<Command, { readonly by: Role; readonly from: readonly AppealState[] }>> = {
  accept: { by: 'staff', from: ['registered'] },
  decline: { by: 'staff', from: ['registered', 'accepted'] },
  dispatch: { by: 'staff', from: ['registered', 'accepted', 'dispatched', 'returned', 'rework'] },
  acknowledge: { by: 'staff', from: ['dispatched', 'rework'] },
  return: { by: 'staff', from: ['dispatched', 'acknowledged'] },
  'ask-back': { by: 'staff', from: WORKING.filter((state) => state !== 'awaiting-info') },
  reply: { by: 'staff', from: WORKING },
  conclude: { by: 'staff', from: WORKING },
  note: { by: 'staff', from: [...OPEN, 'resolved', 'declined', 'withdrawn'] },
  supplement: { by: 'entrepreneur', from: OPEN },
  nudge: { by: 'entrepreneur', from: WORKING.filter((state) => state !== 'awaiting-info') },
  rate: { by: 'entrepreneur', from: ['follow-up'] },
  withdraw: { by: 'entrepreneur', from: OPEN },
}

/** An administrator may do what staff may. */
export function may(role: Role, command: Command, state: AppealState): boolean {
  const rule = RULES[command]
  return rule.from.includes(state) && (role === rule.by || (role === 'administrator' && rule.by === 'staff'))
}

/** What this role may do to an appeal in this state, in the order of the table. */
export function commandsFor(role: Role, state: AppealState): readonly Command[] {
  return (Object.keys(RULES) as Command[]).filter((command) => may(role, command, state))
}

/** In which states a deadline is owed; outside them it has been met or has lapsed. */
const OWED: Readonly<Record<Deadline['name'], readonly AppealState[]>> = {
  accept: ['registered'],
  transfer: UNDISPATCHED,
  result: WORKING,
  silence: ['follow-up'],
}

/** The deadlines that an appeal, as it stands, still owes. */
export function owed({ state, deadlines }: Appeal): readonly Deadline[] {
  return deadlines.filter(({ name }) => OWED[name].includes(state))
}

/** Something is owed to the entrepreneur, and its day is over. */
export function isLate(appeal: Appeal, today: CalendarDate): boolean {
  return owed(appeal).some(({ name, due }) => name !== 'silence' && due < today)
}
