import type { Appeal, AppealState, Deadline, Utterance } from '../model/appeal.ts'
import type { AppealEvent } from '../model/event.ts'
import { foldPush } from '../policy/pushes.ts'
import type { Folds } from '../ports/appeal-store.ts'
import { foldMember, foldPlace } from '../roster/fold.ts'
import { foldEntry, foldGap } from './gaps.ts'
import { alarmName, alarms, isPromise, owed } from './owed.ts'

/**
 * An appeal's state is the fold of its events, and nothing else. Events of an erased person come without `personal`:
 * then the appeal folds to its public half.
 * @throws RangeError when an event stands before the registration or after it a second time: the ledger is damaged.
 */
export function fold(before: Appeal | undefined, event: AppealEvent): Appeal {
  const head = event.chain && { n: event.chain.n, hash: event.chain.hash }
  if (event.type === 'registered') {
    if (before) throw new RangeError(`appeal ${event.of} is registered twice`)
    const { data, personal, subject, at } = event
    const { against = [], ...rest } = data
    return {
      v: 1,
      ...rest,
      subject,
      state: 'registered',
      co: [],
      against,
      registeredAt: at,
      warned: [],
      merged: [],
      listed: false,
      returns: 0,
      extensions: 0,
      reworks: 0,
      nudges: 0,
      updatedAt: at,
      last: { what: 'registered', by: event.by, at },
      events: 1,
      ...(head && { head }),
      ...(personal && { personal: { ...personal, thread: [] } }),
    }
  }
  if (!before) throw new RangeError(`appeal ${event.of} has an event before its registration`)
  const after: Appeal = {
    ...before,
    updatedAt: event.at,
    events: before.events + 1,
    // Whoever took the talk over is heard by all he does.
    ...(before.talk && before.talk.by.id === event.by.id && { talk: { ...before.talk, heard: event.at } }),
    ...(!ASIDE.has(event.type) && { last: { what: event.type, by: event.by, at: event.at } }),
    ...(head && { head }),
  }
  return said(change(after, event), event)
}

/** What changes nothing about how it stands, or is not everybody's to know. */
const ASIDE: ReadonlySet<AppealEvent['type']> = new Set([
  'noted',
  'contact-opened',
  'unsealed',
  'file-opened',
  'warned',
  'absorbed',
  'released',
])

/** What an event does to the public half. */
function change(appeal: Appeal, event: Exclude<AppealEvent, { type: 'registered' }>): Appeal {
  const { at, by } = event
  switch (event.type) {
    case 'accepted':
      return withDeadlines({ ...appeal, state: 'accepted', acceptedAt: appeal.acceptedAt ?? at }, event.data.deadlines)
    case 'classified': {
      const { deadlines, ...rest } = event.data
      const put = withDeadlines({ ...appeal, ...defined(rest) }, deadlines)
      if (!deadlines) return put
      // Another category may have fewer limits: none of the old ones stays.
      const kept = new Set(deadlines.map(({ name }) => name))
      return { ...put, deadlines: put.deadlines.filter((one) => !isPromise(one) || kept.has(one.name)) }
    }
    case 'proposal-made':
      return { ...appeal, pending: { ...event.data, by, at } }
    case 'proposal-refused':
      return without(appeal, 'pending')
    case 'declined':
      return closed(appeal, 'declined', at, { ground: event.data.ground })
    case 'terminated':
      return closed(appeal, 'terminated', at, { ground: event.data.ground })
    case 'transferred':
      return closed(appeal, 'transferred', at, { ground: event.data.road, outcome: 'transferred' })
    case 'withdrawn':
      return closed(appeal, 'withdrawn', at)
    case 'merged':
      return { ...closed(appeal, 'merged', at, { mergedInto: event.data.into }), resume: appeal.state }
    case 'unmerged': {
      const rest = without(appeal, 'mergedInto', 'resume', 'closedAt')
      return { ...rest, state: appeal.resume ?? 'registered' }
    }
    case 'absorbed':
      return { ...appeal, merged: [...appeal.merged, event.data.number] }
    case 'released':
      return { ...appeal, merged: appeal.merged.filter((number) => number !== event.data.number) }
    case 'dispatched': {
      const { unit, co = [], deadlines } = event.data
      const rest = without(appeal, 'handler', 'handlerAt', 'acknowledgedAt')
      const state = appeal.state === 'rework' || appeal.state === 'supervised' ? appeal.state : 'dispatched'
      const dispatched: Appeal = { ...rest, state, unit, co, dispatchedAt: at, acceptedAt: appeal.acceptedAt ?? at }
      return withDeadlines(dispatched, deadlines)
    }
    case 'acknowledged': {
      const state = appeal.state === 'dispatched' ? 'acknowledged' : appeal.state
      const { at: handlerAt } = event.data
      return { ...appeal, state, handler: by, acknowledgedAt: at, ...(handlerAt && { handlerAt }) }
    }
    case 'started':
      return { ...appeal, state: 'in-progress' }
    case 'returned': {
      const rest = without(appeal, 'handler', 'handlerAt', 'dispatchedAt', 'acknowledgedAt')
      return { ...rest, state: 'returned', returns: appeal.returns + 1 }
    }
    case 'asked-back': {
      const asked: Appeal = {
        ...appeal,
        state: 'awaiting-info',
        resume: appeal.resume ?? working(appeal.state),
        askedAt: at,
        respondedAt: appeal.respondedAt ?? at,
      }
      return withDeadlines(asked, event.data.until && [event.data.until])
    }
    case 'supplemented':
    case 'resumed': {
      if (appeal.state !== 'awaiting-info' || !appeal.resume) return appeal
      const rest = without(appeal, 'resume')
      return withDeadlines({ ...rest, state: appeal.resume }, event.data.deadlines, 'info')
    }
    case 'extended': {
      const state = appeal.state === 'acknowledged' || appeal.state === 'in-progress' ? 'extended' : appeal.state
      const rest = without(appeal, 'pending')
      return withDeadlines({ ...rest, state, extensions: appeal.extensions + 1 }, event.data.deadlines)
    }
    case 'nudged':
      return { ...appeal, nudges: appeal.nudges + 1, lastNudgeAt: at }
    case 'replied':
      return {
        ...appeal,
        state: by.role === 'handler' ? working(appeal.state) : appeal.state,
        respondedAt: appeal.respondedAt ?? at,
      }
    case 'concluded': {
      const { outcome, silence, review } = event.data
      const rest = without(appeal, 'resume', 'satisfaction', 'askedAt', 'pending', 'reviewer')
      const answered: Appeal = { ...rest, outcome, concludedAt: at, concludedBy: by }
      if (review) return withDeadlines({ ...answered, state: 'replied' }, [review.deadline], 'silence')
      return withDeadlines(told(answered, at), silence && [silence])
    }
    case 'review-taken':
      return { ...appeal, state: 'in-review', reviewer: by }
    case 'reviewed':
      return withDeadlines({ ...told(appeal, at), concludedAt: at, reviewer: by }, [event.data.silence])
    case 'sent-back': {
      const rest = without(appeal, 'outcome', 'concludedAt', 'concludedBy', 'reviewer')
      const state = appeal.listed ? 'supervised' : appeal.reworks > 0 ? 'rework' : 'in-progress'
      return withDeadlines({ ...rest, state }, event.data.deadlines, 'review')
    }
    case 'rated': {
      const { satisfaction } = event.data
      return { ...appeal, satisfaction, ratings: [...(appeal.ratings ?? []), { at, satisfaction }] }
    }
    case 'rework':
      return again({ ...appeal, reworks: appeal.reworks + 1 }, event.data.deadlines)
    case 'reopened':
      return again({ ...without(appeal, 'closedAt'), reworks: appeal.reworks + 1 }, event.data.deadlines)
    case 'supervised': {
      const rest = without(appeal, 'resume')
      // What waits for the intake desk still has to be given to a unit. Nobody is waited for any more.
      const state = appeal.dispatchedAt ? 'supervised' : (appeal.resume ?? appeal.state)
      return withDeadlines({ ...rest, state, listed: true }, event.data.deadlines)
    }
    case 'resolved':
      return withDeadlines(
        closed({ ...appeal, listed: false }, 'resolved', at),
        event.data.reopen && [event.data.reopen],
      )
    case 'archived':
      return { ...appeal, state: 'archived' }
    case 'warned': {
      const { deadline, level } = event.data
      return { ...appeal, warned: [...appeal.warned, level ? alarmName(deadline, level) : deadline] }
    }
    case 'handed-over': {
      const { to, at: handlerAt } = event.data
      const rest = without(appeal, 'handler', 'handlerAt')
      return { ...rest, ...(to && { handler: to }), ...(handlerAt && { handlerAt }) }
    }
    case 'talk-begun':
      return { ...appeal, talk: { by, at: event.data.at, since: at, heard: at } }
    case 'talk-ended':
      return without(appeal, 'talk')
    case 'instructed':
    case 'noted':
    case 'contact-opened':
    case 'unsealed':
    case 'file-opened':
      return appeal
  }
}

/** A case somebody has taken on and now works on is in progress. */
function working(state: AppealState): AppealState {
  return state === 'acknowledged' ? 'in-progress' : state
}

/** The result has reached the entrepreneur, and is his to judge. */
function told(appeal: Appeal, at: string): Appeal {
  return { ...appeal, state: 'follow-up', respondedAt: appeal.respondedAt ?? at }
}

/** To be done again, by new dates. Twice not content, and it is the supervisor's. */
function again(appeal: Appeal, deadlines: readonly Deadline[]): Appeal {
  const rest = without(appeal, 'concludedAt', 'concludedBy', 'reviewer', 'outcome')
  const listed = appeal.listed || appeal.reworks >= 2
  return { ...rest, state: listed ? 'supervised' : 'rework', listed, deadlines: [...deadlines], warned: [] }
}

function closed(appeal: Appeal, state: AppealState, at: string, more: Partial<Appeal> = {}): Appeal {
  return { ...without(appeal, 'pending', 'resume'), ...more, state, closedAt: at }
}

/**
 * The deadlines named replace those of the same name; the alarms of one that comes at another time may then be given again.
 * `met` is over with.
 */
function withDeadlines(appeal: Appeal, deadlines: readonly Deadline[] = [], met?: Deadline['name']): Appeal {
  const names = new Set<string>([...deadlines.map(({ name }) => name), ...(met ? [met] : [])])
  if (names.size === 0) return appeal
  const old = new Map(appeal.deadlines.map((one) => [one.name, one]))
  const stays = ({ name, due, at }: Deadline) => old.get(name)?.due === due && old.get(name)?.at === at
  const told = new Set<string>(deadlines.filter(stays).map(({ name }) => name))
  const isAnew = (alarm: string) => {
    const name = alarm.split(':')[0] ?? ''
    return names.has(name) && !told.has(name)
  }
  return {
    ...appeal,
    deadlines: [...appeal.deadlines.filter(({ name }) => !names.has(name)), ...deadlines],
    warned: appeal.warned.filter((alarm) => !isAnew(alarm)),
  }
}

function without<K extends keyof Appeal>(appeal: Appeal, ...keys: readonly K[]): Appeal {
  const rest: Partial<Appeal> = { ...appeal }
  for (const key of keys) delete rest[key]
  return rest as Appeal
}

/** Without what is undefined, which would take away what is there. */
function defined<T extends object>(part: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>
  }
}

const SPOKEN = {
  declined: 'reason',
  terminated: 'reason',
  transferred: 'replied',
  'proposal-made': 'reason',
  'proposal-refused': 'reason',
  extended: 'reason',
  supervised: 'instruction',
  instructed: 'instruction',
  'sent-back': 'instruction',
  reopened: 'feedback',
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
export const folds: Folds = {
  version: 6,
  appeal: fold,
  gap: foldGap,
  entry: foldEntry,
  push: foldPush,
  member: foldMember,
  place: foldPlace,
  owed,
  alarms,
}
