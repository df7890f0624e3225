import type { Appeal, Utterance } from '../model/appeal.ts'
import type { AppealEvent } from '../model/event.ts'
import type { Folds } from '../ports/appeal-store.ts'
import { foldEntry, foldGap } from './gaps.ts'
import { owed } from './rules.ts'

/**
 * An appeal's state is the fold of its events, and nothing else. Events of an erased person come without `personal`:
 * then the appeal folds to its public half.
 * @throws RangeError when an event stands before the registration or after it a second time: the ledger is damaged.
 */
export function fold(before: Appeal | undefined, event: AppealEvent): Appeal {
  if (event.type === 'registered') {
    if (before) throw new RangeError(`appeal ${event.of} is registered twice`)
    const { data, personal, subject, at } = event
    return {
      v: 1,
      ...data,
      subject,
      state: 'registered',
      registeredAt: at,
      warned: [],
      reworks: 0,
      nudges: 0,
      updatedAt: at,
      events: 1,
      ...(personal && { personal: { ...personal, thread: [] } }),
    }
  }
  if (!before) throw new RangeError(`appeal ${event.of} has an event before its registration`)
  const after: Appeal = { ...before, updatedAt: event.at, events: before.events + 1 }
  return said(change(after, event), event)
}

/** What an event does to the public half. */
function change(appeal: Appeal, event: Exclude<AppealEvent, { type: 'registered' }>): Appeal {
  switch (event.type) {
    case 'accepted':
      return { ...appeal, state: 'accepted' }
    case 'declined':
      return { ...appeal, state: 'declined' }
    case 'dispatched': {
      const { handler: _, ...rest } = appeal
      return { ...rest, state: 'dispatched', unit: event.data.unit }
    }
    case 'acknowledged':
      return { ...appeal, state: 'acknowledged', handler: event.by }
    case 'returned': {
      const { handler: _, ...rest } = appeal
      return { ...rest, state: 'returned' }
    }
    case 'asked-back':
      return { ...appeal, state: 'awaiting-info', resume: appeal.resume ?? appeal.state, askedAt: event.at }
    case 'supplemented': {
      const { resume, ...rest } = appeal
      return resume && appeal.state === 'awaiting-info' ? { ...rest, state: resume } : appeal
    }
    case 'nudged':
      return { ...appeal, nudges: appeal.nudges + 1, lastNudgeAt: event.at }
    case 'concluded': {
      const { resume: _, satisfaction: __, askedAt: ___, ...rest } = appeal
      const deadlines = [...appeal.deadlines.filter(({ name }) => name !== 'silence'), event.data.silence]
      return { ...rest, state: 'follow-up', outcome: event.data.outcome, concludedAt: event.at, deadlines }
    }
    case 'rated':
      return { ...appeal, satisfaction: event.data.satisfaction }
    case 'rework': {
      const { concludedAt: _, ...rest } = appeal
      return { ...rest, state: 'rework', reworks: appeal.reworks + 1, deadlines: event.data.deadlines, warned: [] }
    }
    case 'resolved':
      return { ...appeal, state: 'resolved' }
    case 'withdrawn':
      return { ...appeal, state: 'withdrawn' }
    case 'warned':
      return { ...appeal, warned: [...appeal.warned, event.data.deadline] }
    case 'replied':
    case 'noted':
    case 'contact-opened':
      return appeal
  }
}

const SPOKEN = {
  declined: 'reason',
  returned: 'reason',
  withdrawn: 'reason',
  'asked-back': 'asked-back',
  supplemented: 'supplement',
  replied: 'replied',
  concluded: 'replied',
  rated: 'feedback',
  noted: 'note',
} as const satisfies Partial<Record<AppealEvent['type'], Utterance['kind']>>

/** What an event adds to the exchange. */
function said(appeal: Appeal, event: AppealEvent): Appeal {
  if (!appeal.personal || !event.personal || !('text' in event.personal) || !(event.type in SPOKEN)) return appeal
  const { text, attachments } = event.personal
  if (text === '' && attachments.length === 0) return appeal
  const kind = SPOKEN[event.type as keyof typeof SPOKEN]
  const thread = [...appeal.personal.thread, { at: event.at, by: event.by, kind, text, attachments }]
  return { ...appeal, personal: { ...appeal.personal, thread } }
}

/** What stores are handed. */
export const folds: Folds = { version: 2, appeal: fold, gap: foldGap, entry: foldEntry, owed }
