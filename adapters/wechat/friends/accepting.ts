import { z } from 'zod'
import { dateOf, endOf } from '../../../bot/model/instant.ts'
import type { Memo } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { atMost } from '../at-most.ts'
import { remember } from '../lately.ts'

export interface AcceptingOptions {
  /** What is accepted, in a line of the log. */
  readonly what: string
  /** Undefined while it cannot be done at all. */
  readonly accept: () => ((id: string) => Promise<void>) | undefined
  readonly perDay: number
  /** How many were accepted today, in Shanghai. */
  readonly today: { of(name: string): Promise<number>; add(name: string): Promise<void> }
  /** Keeps what waits over a restart. Without it that is forgotten, as where ids say nothing at the next login. */
  readonly memo?: Memo
  readonly clock: Clock
  /** 0..1 */
  readonly random: () => number
  readonly log: (line: string) => void
}

/** Accepts what is asked of the account, as somebody would who looks at the phone now and then. */
export interface Accepting {
  open(stop: AbortSignal): Promise<void>
  /** Each id once, whatever becomes of it. `from` waits with one request only. */
  ask(id: string, from?: string): void
}

/** Between being asked and accepting, and between two. */
const PAUSE = { leastMs: 4_000, moreMs: 12_000 }
/** The next day does not begin on the stroke of midnight. */
const MORNING_MS = 1_800_000
const ABSENT_MS = 15_000
const ANSWER_MS = 20_000
const TRIES = 4
const RETRY_MS = 60_000
const MOST_WAITING = 1_000
const REMEMBERED = 5_000

/** The requests, and not who made them. */
const Waiting = z.array(z.string())
interface Item {
  readonly id: string
  readonly from?: string
  /** How often it was tried in vain. */
  readonly failures?: number
}

export function createAccepting(options: AcceptingOptions): Accepting {
  const { what, accept, perDay, today, memo, clock, random, log } = options
  const queue: Item[] = []
  const seen = new Map<string, true>()
  let stop = new AbortController().signal
  let working = false

  const pause = () => PAUSE.leastMs + random() * PAUSE.moreMs
  const keep = () => memo?.write(JSON.stringify(queue.map(({ id }) => id))).catch(() => {})

  function begin(): void {
    if (working || queue.length === 0 || stop.aborted) return
    working = true
    void work()
      .catch(() => log(`wechat: accepting ${what} stopped until the next one`))
      .finally(() => {
        working = false
      })
  }

  async function work(): Promise<void> {
    for (let wait = pause(); !stop.aborted; ) {
      await clock.sleep(wait, stop)
      const [item] = queue
      if (!item || stop.aborted) return
      wait = await next(item)
    }
  }

  /** Takes the one who waits longest; resolves to how long the next one waits. */
  async function next(item: Item): Promise<number> {
    const take = accept()
    if (!take) return ABSENT_MS
    if ((await today.of(what)) >= perDay) {
      log(`wechat: ${perDay} ${what} were accepted today; ${queue.length} wait until tomorrow`)
      const now = clock.now()
      return Date.parse(endOf(dateOf(now))) - Date.parse(now) + 1 + random() * MORNING_MS
    }
    const isDone = await atMost(
      clock,
      ANSWER_MS,
      succeeds(() => take(item.id)),
      false,
      stop,
    )
    if (stop.aborted) return 0
    queue.splice(queue.indexOf(item), 1)
    if (isDone) await today.add(what)
    else again(item)
    await keep()
    return isDone || queue[0]?.id !== item.id ? pause() : RETRY_MS + pause()
  }

  /** Behind the others, who are not to wait for him. */
  function again(item: Item): void {
    const failures = (item.failures ?? 0) + 1
    if (failures < TRIES) queue.push({ ...item, failures })
    else log(`wechat: one of the ${what} failed ${TRIES} times and is given up`)
  }

  function isNew({ id, from }: Item): boolean {
    if (seen.has(id) || queue.length >= MOST_WAITING) return false
    remember(seen, id, true, REMEMBERED)
    return from === undefined || !queue.some((item) => item.from === from)
  }

  return {
    async open(signal) {
      stop = signal
      const kept = Waiting.safeParse(parsed((await memo?.read().catch(() => null)) ?? '[]'))
      const earlier = (kept.data ?? []).map((id) => ({ id }))
      queue.unshift(...earlier.filter(isNew))
      begin()
    },
    ask(id, from) {
      const item = from === undefined ? { id } : { id, from }
      if (stop.aborted || !isNew(item)) return
      queue.push(item)
      void keep()
      begin()
    },
  }
}

async function succeeds(what: () => Promise<void>): Promise<boolean> {
  try {
    await what()
    return true
  } catch {
    return false
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
