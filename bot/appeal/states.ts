import { type AppealState, AppealState as AppealStates } from '../model/appeal.ts'

/** Every road has come to an end. */
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
export const AT_INTAKE: readonly AppealState[] = ['registered', 'accepted', 'returned']
export const TAKEN: readonly AppealState[] = ['acknowledged', 'in-progress', 'extended', 'rework', 'supervised']
export const WITH_UNIT: readonly AppealState[] = ['dispatched', ...TAKEN]
export const ANSWERED: readonly AppealState[] = ['replied', 'in-review']
export const BEFORE_RESULT: readonly AppealState[] = [...AT_INTAKE, ...WITH_UNIT, 'awaiting-info']
export const EVERY: readonly AppealState[] = AppealStates.options
