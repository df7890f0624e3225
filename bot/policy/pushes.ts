import type { PushEvent } from '../model/event.ts'
import type { Push } from '../model/push.ts'

/**
 * A push is the fold of its events.
 * @throws RangeError when an event stands before the proposal: the ledger is damaged.
 */
export function foldPush(before: Push | undefined, event: PushEvent): Push {
  const { at, by } = event
  if (event.type === 'push-proposed') {
    const { document } = event.data
    const fresh = { v: 1, id: event.of, state: 'proposed', document, proposedAt: at } as const
    return { ...fresh, told: [], reminded: [], updatedAt: at, events: 1 }
  }
  if (!before) throw new RangeError(`push ${event.of} has an event before its proposal`)
  const after: Push = { ...before, updatedAt: at, events: before.events + 1 }
  switch (event.type) {
    case 'push-approved':
      return { ...after, state: 'approved', decidedBy: by, decidedAt: at }
    case 'push-rejected':
      return { ...after, state: 'rejected', decidedBy: by, decidedAt: at }
    case 'push-sent':
      return { ...after, told: [...before.told, { to: event.data.to, at }] }
    case 'push-reminded':
      return { ...after, reminded: [...before.reminded, event.data.to] }
  }
}
