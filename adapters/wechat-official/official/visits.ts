import type { Clock } from '../../../bot/ports/clock.ts'

/**
 * A message, from the moment it was brought until it has been answered: what is ready in time is the answer to the very
 * call that brought it (被动回复). WeChat hangs up after five seconds and brings it again, three times in all: the answer
 * then goes where he calls from now.
 */
export interface Visit {
  readonly id: string
  readonly chat: string
  calls: number
  /** It is durable: WeChat need not bring it again. */
  isTaken: boolean
  /** There will be no other answer than this; null is none. */
  over?: { readonly text: string | null }
  calling: Call | undefined
}

interface Call {
  readonly at: number
  readonly isLast: boolean
  /** It has been answered, or WeChat has hung up. */
  readonly over: AbortSignal
  readonly end: (answer: Answered) => void
}

/** A text; nothing, for it is done with; or not even that, so that it is brought again. */
export type Answered = { readonly text: string | null } | 'not-taken'

export interface Visits {
  /** The visit of this message of his, where it is under way, or was answered lately. */
  find(id: string, chat: string): Visit | undefined
  begin(id: string, chat: string): Visit
  /** Resolves to what is to be answered to this call. */
  call(visit: Visit, gone: AbortSignal): Promise<Answered>
  /** The message is durable. `more`: there may be an answer to it. */
  taken(visit: Visit, more: boolean): void
  /** It could not be taken, and need not be brought again: he was told so. */
  failed(visit: Visit): void
  /** It was not taken, and is to be brought again. */
  left(visit: Visit): void
  /**
   * Whether this text was given to a call that waits: that of the message it answers, else one of the same chat whose
   * message is durable. `key` is that of the delivery.
   */
  answer(chat: string, key: string, text: string): boolean
  /** How long nothing should be sent to this chat, so that it does not overtake what was answered just now. */
  pause(chat: string): number
  /** Whatever waits for an answer waits no longer. */
  close(): void
}

const PATIENCE_MS = 4_500
/** What is durable this late may still have its answer at once. */
const LAST_MOMENT_MS = 300
/** WeChat has long hung up. */
const LONGEST_CALL_MS = 20_000
const CALLS = 3
/** What was answered is answered the same, should it be brought again for that answer was not heard. */
const REMEMBERED_MS = 15_000
const OVERTAKING_MS = 500
/** What is old is forgotten by the heap: to look for its beginning takes long where much of it is gone. */
const SWEEP_MS = 1_000

export function createVisits(clock: Clock): Visits {
  const visits = new Map<string, Visit>()
  /** Those of a chat that are not over. */
  const open = new Map<string, Set<Visit>>()
  // Since when it is so; the oldest come first.
  const over = new Map<Visit, number>()
  /** Durable, and nobody calls for it any more. */
  const uncalled = new Map<Visit, number>()
  const answeredAt = new Map<string, number>()
  let sweptAt = Number.NEGATIVE_INFINITY
  const now = () => Date.parse(clock.now())
  const nameOf = ({ id, chat }: Pick<Visit, 'id' | 'chat'>) => `${chat} ${id}`

  function forget(): void {
    if (isWithin(SWEEP_MS, sweptAt)) return
    sweptAt = now()
    for (const visit of older(uncalled, REMEMBERED_MS)) end(visit, null)
    for (const visit of older(over, REMEMBERED_MS)) {
      over.delete(visit)
      visits.delete(nameOf(visit))
    }
    for (const chat of older(answeredAt, OVERTAKING_MS)) answeredAt.delete(chat)
  }

  function* older<T>(row: ReadonlyMap<T, number>, ms: number): Iterable<T> {
    for (const [one, since] of row) {
      if (isWithin(ms, since)) return
      yield one
    }
  }

  /** Either way: a clock may be set back. */
  const isWithin = (ms: number, since: number) => Math.abs(now() - since) <= ms

  function shut(visit: Visit): void {
    const others = open.get(visit.chat)
    others?.delete(visit)
    if (others?.size === 0) open.delete(visit.chat)
  }

  function end(visit: Visit, text: string | null): void {
    if (visit.over) return
    visit.over = { text }
    over.set(visit, now())
    uncalled.delete(visit)
    shut(visit)
    visit.calling?.end({ text })
  }

  function left(visit: Visit): void {
    shut(visit)
    visits.delete(nameOf(visit))
    visit.calling?.end('not-taken')
  }

  /** Ends it without an answer, unless it has come by then. */
  async function endAfter(ms: number, visit: Visit, call: Call): Promise<void> {
    await clock.sleep(ms, call.over)
    if (!call.over.aborted && visit.isTaken) end(visit, null)
  }

  /** Whether what is said to this call is heard, or at least asked for again. */
  const hears = ({ isLast, over, at }: Call) => !over.aborted && !(isLast && now() - at > PATIENCE_MS)

  return {
    find: (id, chat) => visits.get(nameOf({ id, chat })),

    begin(id, chat) {
      forget()
      const visit: Visit = { id, chat, calls: 0, isTaken: false, calling: undefined }
      visits.set(nameOf(visit), visit)
      open.set(chat, (open.get(chat) ?? new Set()).add(visit))
      return visit
    },

    call(visit, gone) {
      if (visit.over) return Promise.resolve({ text: visit.over.text })
      visit.calls++
      uncalled.delete(visit)
      visit.calling?.end('not-taken')
      return new Promise((resolve) => {
        const over = new AbortController()
        const stop = () => {
          call.end('not-taken')
          if (visit.isTaken) uncalled.set(visit, now())
        }
        const call: Call = {
          at: now(),
          isLast: visit.calls >= CALLS,
          over: over.signal,
          end(answered) {
            if (visit.calling === call) visit.calling = undefined
            gone.removeEventListener('abort', stop)
            over.abort()
            resolve(answered)
          },
        }
        visit.calling = call
        gone.addEventListener('abort', stop, { once: true })
        if (gone.aborted) return stop()
        void endAfter(PATIENCE_MS, visit, call)
        void clock.sleep(LONGEST_CALL_MS, over.signal).then(() => over.signal.aborted || stop())
      })
    },

    taken(visit, more) {
      visit.isTaken = true
      const { calling: call } = visit
      if (!more) return end(visit, null)
      if (!call) uncalled.set(visit, now())
      else if (now() - call.at >= PATIENCE_MS) void endAfter(LAST_MOMENT_MS, visit, call)
    },

    failed: (visit) => end(visit, null),

    left,

    answer(chat, key, text) {
      const here = [...(open.get(chat) ?? [])]
      const own = here.find(({ id }) => answers(key, id))
      const visit = [...(own ? [own] : []), ...here.filter(({ isTaken }) => isTaken)].find(
        ({ calling }) => calling && hears(calling),
      )
      if (!visit) return false
      answeredAt.delete(chat)
      answeredAt.set(chat, now())
      end(visit, text)
      return true
    },

    pause(chat) {
      const at = answeredAt.get(chat)
      return at !== undefined && isWithin(OVERTAKING_MS, at) ? OVERTAKING_MS - Math.abs(now() - at) : 0
    },

    close() {
      for (const visit of [...open.values()].flatMap((here) => [...here])) {
        if (visit.isTaken) end(visit, null)
        else left(visit)
      }
    },
  }
}

/**
 * Deliveries are named after the message that brought them about (router). No more than a hint: without it an answer
 * goes its other way.
 */
const answers = (key: string, message: string): boolean => key.slice(0, key.lastIndexOf('#')).endsWith(message)
