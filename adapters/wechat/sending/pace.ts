import type { Clock } from '../../../bot/ports/clock.ts'
import { remember } from '../lately.ts'

/** Who goes first: what has begun, then who has just written, then what nobody waits for. */
export type Lane = 'begun' | 'answer' | 'push'
const LANES: readonly Lane[] = ['begun', 'answer', 'push']

/** It may be said now, or has its place so many milliseconds later. */
export type Turn = 'now' | { readonly wait: number }

/** When the account may speak: not too fast, and not at a beat. */
export interface Pace {
  /**
   * Resolves when it is this one's turn; where that would take long, at once with how long. Whoever asks again under the
   * same key by then is let in.
   */
  turn(lane: Lane, key: string): Promise<Turn>
  /** Nothing is said for so long: WeChat has found it too fast. */
  pause(ms: number): void
}

export interface PaceOptions {
  readonly clock: Clock
  /** 0..1 */
  readonly random: () => number
  /** At least so long between two messages; up to twice as long. */
  readonly gapMs: number
}

/** A gap is so much longer on the average. */
const MEAN = 1.5
/** Who would wait longer is told to come again: the outbox takes for lost what stays away. */
const LONGEST_MS: Record<Lane, number> = { begun: 12_000, answer: 12_000, push: 6_000 }
/** Whoever is passed by others for so long is told to come again as well. */
const PATIENCE_MS = 14_000
/** So many places are remembered; who has lost his is given another. */
const REMEMBERED = 5_000

interface Waiting {
  readonly lane: Lane
  readonly since: number
  readonly go: (turn: Turn) => void
}

/**
 * One queue for the whole account, and behind it a line for each lane of those that are to come again, one after another,
 * so that they do not all come back at once. Pushes take little room in the queue: answers always find some.
 */
export function createPace({ clock, random, gapMs }: PaceOptions): Pace {
  let waiting: readonly Waiting[] = []
  const ends = new Map<Lane, number>()
  const places = new Map<string, { readonly lane: Lane; readonly at: number }>()
  let last = 0
  let next = 0
  let running = false

  /** Where the clock was put back, nothing waits for what is no more. */
  function now(): number {
    const time = Date.parse(clock.now())
    if (time < last) {
      next = Math.min(next, time + gapMs)
      ends.clear()
      places.clear()
    }
    last = time
    return time
  }

  function ahead(lane: Lane, time: number): number {
    const before = waiting.filter((other) => LANES.indexOf(other.lane) <= LANES.indexOf(lane)).length
    return Math.max(0, next - time) + before * gapMs * MEAN
  }

  function placeBehind(lane: Lane, key: string, soonest: number): number {
    const at = Math.max((ends.get(lane) ?? 0) + gapMs * MEAN, soonest)
    ends.set(lane, at)
    remember(places, key, { lane, at }, REMEMBERED)
    return at
  }

  async function run(): Promise<void> {
    running = true
    while (waiting.length > 0) {
      const time = now()
      letGo(waiting.filter(({ since }) => time - since > PATIENCE_MS))
      if (next > time) {
        await clock.sleep(next - time, NEVER)
        continue
      }
      const first = LANES.flatMap((lane) => waiting.filter((one) => one.lane === lane))[0]
      if (!first) break
      waiting = waiting.filter((one) => one !== first)
      next = time + gapMs * (1 + random())
      first.go('now')
    }
    running = false
  }

  function letGo(these: readonly Waiting[]): void {
    if (these.length === 0) return
    waiting = waiting.filter((one) => !these.includes(one))
    const time = now()
    for (const { lane, go } of these) go({ wait: Math.max(ahead(lane, time), gapMs) })
  }

  return {
    async turn(lane, key) {
      const time = now()
      const place = places.get(key)
      const isMine = place?.lane === lane
      if (isMine && place.at > time) return { wait: place.at - time }
      const wait = ahead(lane, time)
      // Whoever comes at his time and is late for others' sake comes again soon, and not behind all.
      if (wait > LONGEST_MS[lane]) return { wait: isMine ? wait : placeBehind(lane, key, time + wait) - time }
      places.delete(key)
      const turn = new Promise<Turn>((go) => {
        waiting = [...waiting, { lane, since: time, go }]
      })
      if (!running) void run()
      return await turn
    },
    pause(ms) {
      next = Math.max(next, now() + ms)
      letGo(waiting)
    },
  }
}

const NEVER = new AbortController().signal
