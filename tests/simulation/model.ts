import type { AppealState } from '../../bot/model/appeal.ts'
import type { AppealEvent } from '../../bot/model/event.ts'

type Type = AppealEvent['type']
type Who = AppealEvent['by']['role']

/**
 * The model the bot is held against: what may happen to a case in which state, by whom, and where it then stands. Written
 * apart from `bot/appeal/`, from the issue's own words; where the two disagree one of them is wrong.
 */
const INTAKE: readonly AppealState[] = ['registered', 'accepted', 'returned']
const UNIT: readonly AppealState[] = ['dispatched', 'acknowledged', 'in-progress', 'extended', 'rework', 'supervised']
const OPEN: readonly AppealState[] = [...INTAKE, ...UNIT, 'awaiting-info', 'replied', 'in-review', 'follow-up']
const BEFORE_RESULT: readonly AppealState[] = [...INTAKE, ...UNIT, 'awaiting-info']
const DESK: readonly Who[] = ['clerk', 'supervisor']
const WORKERS: readonly Who[] = ['clerk', 'handler', 'supervisor']

interface Rule {
  readonly from: readonly AppealState[]
  readonly by: readonly Who[]
  /** Where it stands then; left out where it stays, or where that depends on what was before. */
  readonly to?: readonly AppealState[]
}

const RULES: Readonly<Partial<Record<Type, Rule>>> = {
  accepted: { from: ['registered'], by: WORKERS, to: ['accepted'] },
  classified: { from: BEFORE_RESULT, by: DESK },
  'proposal-made': { from: BEFORE_RESULT, by: WORKERS },
  'proposal-refused': { from: OPEN, by: ['clerk', 'handler', 'supervisor', 'leader'] },
  declined: { from: ['registered', 'accepted'], by: ['clerk', 'supervisor', 'leader'], to: ['declined'] },
  // Whoever answers the main one gives those merged into it to its unit, so that each is answered on his own number.
  dispatched: { from: [...INTAKE, ...UNIT], by: [...DESK, 'handler'], to: ['dispatched', 'rework', 'supervised'] },
  acknowledged: { from: [...INTAKE, ...UNIT, 'awaiting-info'], by: WORKERS },
  started: { from: ['dispatched', 'acknowledged', 'rework'], by: ['handler'], to: ['in-progress'] },
  returned: { from: ['dispatched', 'acknowledged'], by: ['handler'], to: ['returned'] },
  'asked-back': { from: [...INTAKE, ...UNIT], by: WORKERS, to: ['awaiting-info'] },
  supplemented: { from: [...OPEN, 'merged'], by: ['entrepreneur'] },
  resumed: { from: ['awaiting-info'], by: [...WORKERS, 'system'] },
  extended: { from: UNIT, by: ['supervisor', 'leader'] },
  nudged: { from: [...INTAKE, ...UNIT, 'replied', 'in-review'], by: ['entrepreneur'] },
  replied: { from: BEFORE_RESULT, by: WORKERS },
  'talk-begun': { from: BEFORE_RESULT, by: WORKERS },
  concluded: { from: BEFORE_RESULT, by: WORKERS, to: ['replied', 'follow-up'] },
  'review-taken': { from: ['replied'], by: DESK, to: ['in-review'] },
  reviewed: { from: ['replied', 'in-review'], by: DESK, to: ['follow-up'] },
  'sent-back': { from: ['replied', 'in-review'], by: DESK, to: ['in-progress', 'rework', 'supervised'] },
  rated: { from: ['follow-up'], by: ['entrepreneur', 'system'], to: ['follow-up'] },
  rework: { from: ['follow-up'], by: ['entrepreneur'], to: ['rework', 'supervised'] },
  reopened: { from: ['resolved'], by: ['entrepreneur'], to: ['rework', 'supervised'] },
  supervised: { from: BEFORE_RESULT, by: ['supervisor', 'leader'] },
  instructed: { from: OPEN, by: ['supervisor', 'leader'] },
  archived: { from: ['resolved'], by: ['system'], to: ['archived'] },
  merged: { from: BEFORE_RESULT, by: DESK, to: ['merged'] },
  // By the desk; and by whoever answers the main one, when each is answered on his own number.
  unmerged: { from: ['merged'], by: [...WORKERS, 'leader'] },
  transferred: { from: BEFORE_RESULT, by: DESK, to: ['transferred'] },
  terminated: { from: BEFORE_RESULT, by: ['clerk', 'supervisor', 'leader'], to: ['terminated'] },
  withdrawn: { from: [...OPEN, 'merged'], by: ['entrepreneur'], to: ['withdrawn'] },
}

/** What is wrong with an event that happened to a case in this state, if anything. */
export function breach(event: AppealEvent, before: AppealState, after: AppealState): string | undefined {
  const rule = RULES[event.type]
  const what = `${event.type} by ${event.by.role}: ${before} → ${after}`
  if (!rule) return before === after || event.type === 'registered' || event.type === 'resolved' ? undefined : what
  const allowed = rule.from.includes(before) && rule.by.includes(event.by.role) && (rule.to?.includes(after) ?? true)
  return allowed ? undefined : what
}
