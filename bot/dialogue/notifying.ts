import { type Appeal, isSealed } from '../model/appeal.ts'
import type { AppealEvent } from '../model/event.ts'
import type { Job } from '../model/reply.ts'
import type { Outcome } from './turn/kinds.ts'

/**
 * What another system may hear of: the stages of a case, which the entrepreneur hears of too. What staff think, say to
 * each other, or look at is theirs.
 */
const TOLD: ReadonlySet<AppealEvent['type']> = new Set([
  'registered',
  'accepted',
  'declined',
  'classified',
  'dispatched',
  'acknowledged',
  'started',
  'returned',
  'asked-back',
  'supplemented',
  'resumed',
  'extended',
  'replied',
  'concluded',
  'reviewed',
  'rated',
  'rework',
  'reopened',
  'supervised',
  'resolved',
  'archived',
  'merged',
  'unmerged',
  'transferred',
  'terminated',
  'withdrawn',
])

/**
 * A decision with a job for each event that another system is told of; none of a case that is sealed as it stands then.
 * `standing`: how an appeal stands after the turn.
 */
export function withNotices(
  outcome: Outcome,
  standing: (number: string) => Pick<Appeal, 'kind' | 'confidential'> | undefined,
): Outcome {
  if (outcome === null || outcome === 'privately' || 'needs' in outcome) return outcome
  const notices = outcome.events.flatMap((event): Job[] => {
    if (event.stream !== 'appeal' || !TOLD.has(event.type)) return []
    const appeal = standing(event.of)
    return appeal && !isSealed(appeal) ? [{ kind: 'notify', appeal: event.of, event: event.type, at: event.at }] : []
  })
  return notices.length > 0 ? { ...outcome, jobs: [...outcome.jobs, ...notices] } : outcome
}
