import { badRequest, conflict } from './refusal.ts'
import type { Happening, Happenings, Update } from './types.ts'
import type { World } from './world.ts'

const LONGEST_POLL_S = 50
const KEPT_MS = 24 * 60 * 60 * 1000
/** Who asks again with the same offset is slowed down: for so long short polls become long ones, and one update is all he gets. */
const SAME_OFFSET_WAITS_MS = 3_000
const SAME_OFFSET_ONE_MS = 500
/** These are sent only to a bot that asks for them by name. */
const ON_DEMAND = ['chat_member', 'message_reaction', 'message_reaction_count']

export interface Ask {
  offset: number
  limit: number
  /** Seconds. */
  timeout: number
  allowed: readonly string[] | undefined
}

interface Waiting {
  readonly ask: Ask
  answer(updates: Update[]): void
  refuse(error: Error): void
  /** Its time no longer counts. */
  leave(): void
}

export interface UpdateQueue {
  /** Those not confirmed yet, the oldest first. */
  readonly pending: readonly Update[]
  /** When a poll was first answered with it, by the fake's clock. */
  handedOut(id: number): number | undefined
  push<K extends Happening>(kind: K, what: Happenings[K]): Update | undefined
  poll(ask: Ask, gone: AbortSignal): Promise<Update[]>
  confirm(id: number): void
  allow(kinds: readonly string[] | undefined): void
  readonly allowed: readonly string[]
  drop(): void
  /** Ends a waiting poll with a 409. */
  interrupt(by: string): void
  /** Ends a waiting poll as if its time were up. */
  release(): void
  onPush(listener: () => void): void
}

/** The updates of one bot: numbered, kept for 24 hours, handed out again until they are confirmed. */
export function createUpdates(world: World, firstId: number, conflictMs: number): UpdateQueue {
  let pending: (Update & { since: number })[] = []
  let nextId = firstId
  let allowed: readonly string[] = []
  let waiting: Waiting | undefined
  let last = { offset: Number.NaN, at: Number.NEGATIVE_INFINITY }
  let nextConflict = Number.NEGATIVE_INFINITY
  const handedOut = new Map<number, number>()
  const listeners: (() => void)[] = []

  const wanted = (kind: string) => (allowed.length > 0 ? allowed.includes(kind) : !ON_DEMAND.includes(kind))
  const bare = ({ since: _, ...update }: Update & { since: number }): Update => update
  const forget = () => {
    const oldest = world.now() - KEPT_MS
    if (pending.some(({ since }) => since < oldest)) pending = pending.filter(({ since }) => since >= oldest)
  }

  function take({ offset, limit }: Ask): Update[] {
    forget()
    if (offset < 0) pending = pending.slice(offset)
    // An offset far ahead of what was ever given confirms nothing.
    else if (offset > 0 && offset <= nextId + 10) pending = pending.filter(({ update_id }) => update_id >= offset)
    const given = pending.slice(0, limit)
    for (const { update_id } of given) if (!handedOut.has(update_id)) handedOut.set(update_id, world.now())
    return given.map(bare)
  }

  function interrupt(by: string): void {
    const loser = waiting
    waiting = undefined
    if (!loser) return
    loser.leave()
    // One conflict in three seconds is told at once, any other after as long.
    const now = performance.now()
    if (now >= nextConflict) {
      nextConflict = now + conflictMs
      loser.refuse(conflict(by))
    } else setTimeout(() => loser.refuse(conflict(by)), conflictMs).unref()
  }

  function slowed(ask: Ask): Ask {
    const now = performance.now()
    const since = ask.offset === last.offset ? now - last.at : Number.POSITIVE_INFINITY
    last = { offset: ask.offset, at: now }
    return {
      ...ask,
      timeout: since < SAME_OFFSET_WAITS_MS ? Math.max(ask.timeout, SAME_OFFSET_WAITS_MS / 1000) : ask.timeout,
      limit: since < SAME_OFFSET_ONE_MS ? 1 : ask.limit,
    }
  }

  const queue: UpdateQueue = {
    get pending() {
      return pending.map(bare)
    },
    handedOut: (id) => handedOut.get(id),
    get allowed() {
      return allowed
    },
    push(kind, what) {
      if (!wanted(kind)) return undefined
      const update: Update & { since: number } = { update_id: nextId++, since: world.now() }
      Object.assign(update, { [kind]: structuredClone(what) })
      pending.push(update)
      // A moment's wait lets updates of the same moment come together, as the real server does.
      const now = waiting
      if (now) {
        setTimeout(() => {
          if (waiting !== now) return
          waiting = undefined
          now.answer(take(now.ask))
        }, 2)
      }
      for (const listener of listeners) listener()
      return bare(update)
    },
    poll(given, gone) {
      if (given.allowed) queue.allow(given.allowed)
      const ask = slowed(given)
      const ready = take(ask)
      if (ready.length > 0 || ask.timeout <= 0) return Promise.resolve(ready)
      interrupt('terminated by other getUpdates request; make sure that only one bot instance is running')
      return new Promise((resolve, reject) => {
        const ended = () => {
          if (waiting === mine) waiting = undefined
          mine.answer([])
        }
        const over = setTimeout(ended, Math.min(ask.timeout, LONGEST_POLL_S) * 1000)
        gone.addEventListener('abort', ended, { once: true })
        const mine: Waiting = {
          ask,
          answer(updates) {
            mine.leave()
            resolve(updates)
          },
          refuse: reject,
          leave() {
            clearTimeout(over)
            gone.removeEventListener('abort', ended)
          },
        }
        waiting = mine
      })
    },
    confirm(id) {
      pending = pending.filter(({ update_id }) => update_id !== id)
    },
    allow(kinds) {
      if (kinds) allowed = kinds.map((kind) => String(kind).toLowerCase())
    },
    drop() {
      pending = []
    },
    interrupt,
    release() {
      const held = waiting
      waiting = undefined
      held?.answer([])
    },
    onPush: (listener) => void listeners.push(listener),
  }
  return queue
}

export function readAllowed(value: unknown): readonly string[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw badRequest("can't parse allowed_updates JSON object")
  return value.map(String)
}
