import type { EntryEvent, GapEvent } from '../model/event.ts'
import type { Entry, Gap } from '../model/gap.ts'

type Answering = EntryEvent & { type: 'approved' }

/**
 * An asking is the fold of its own events and of the approval that answers it. Events of an erased person come without
 * `personal`. @throws RangeError when it is asked twice, or has another event and was never asked: the ledger is damaged.
 */
export function foldGap(before: Gap | undefined, event: GapEvent | Answering, id: string): Gap {
  if (event.type === 'asked') {
    if (before) throw new RangeError(`gap ${id} is asked twice`)
    const { confidence, why = 'refused', group = id, document } = event.data
    const { subject, at, personal } = event
    const open = { v: 1 as const, id, group, subject, at, confidence, why, ...(document && { document }) }
    return { ...open, ...(personal && { personal }) }
  }
  if (!before) throw new RangeError(`gap ${id} has an event and was never asked`)
  if (event.type === 'approved') {
    return { ...before, entry: event.of, ...(event.data.told.includes(id) && { told: true as const }) }
  }
  if (event.type === 'dismissed') return { ...before, dismissed: true }
  const { why, document = before.document } = event.data
  const { reason = before.personal?.reason } = event.personal ?? {}
  return {
    ...before,
    why,
    ...(document && { document }),
    ...(before.personal && { personal: { ...before.personal, ...(reason && { reason }) } }),
  }
}

/** An answer of staff is the fold of its events. @throws RangeError when one stands before its proposal, or that twice. */
export function foldEntry(before: Entry | undefined, event: EntryEvent): Entry {
  const { at, by } = event
  if (event.type === 'proposed') {
    if (before) throw new RangeError(`entry ${event.of} is proposed twice`)
    const state = 'proposed' as const
    const written = { writer: by, writtenAt: at, updatedAt: at }
    return { v: 1, id: event.of, state, ...event.data, ...written, told: 0, events: 1 }
  }
  if (!before) throw new RangeError(`entry ${event.of} has an event before its proposal`)
  const after: Entry = { ...before, updatedAt: at, events: before.events + 1 }
  switch (event.type) {
    case 'edited': {
      const { question = before.question, answer = before.answer, until = before.until } = event.data
      return { ...after, answer, until, ...(question !== undefined && { question }), writer: by, writtenAt: at }
    }
    case 'approved': {
      const { question, told } = event.data
      return { ...after, state: 'approved', question, approver: by, approvedAt: at, told: told.length }
    }
    case 'rejected':
      return { ...after, state: 'rejected' }
    case 'retired':
      return { ...after, state: 'retired' }
  }
}
