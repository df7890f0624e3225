import type { Told } from './bot.ts'
import { eventsAfter, life, ownerOf, threadAfter } from './life.ts'

/** What an entrepreneur, the staff and a channel remember of a bot that is killed again and again. */
export interface Account {
  /** Lines in effect for all that their speakers know. */
  readonly acknowledged: ReadonlySet<string>
  /** What the bot said, by the key of the delivery. */
  readonly heard: ReadonlyMap<string, string>
  /** Deliveries that were said again because a kill kept it from being written down that they were out. */
  readonly again: number
  /** The newest generation that was put on the shelf. */
  readonly generations: number
  readonly wrong: string[]
  hear(told: Told): void
  /** Compares what is found at the end with what was acknowledged and said; `said` lines per life. */
  compare(found: readonly Told[], lives: readonly number[]): readonly string[]
}

export function createAccount(): Account {
  const acknowledged = new Set<string>()
  const heard = new Map<string, string>()
  const out = new Set<string>()
  const wrong: string[] = []
  let again = 0
  let shelf = 0

  return {
    acknowledged,
    heard,
    get again() {
      return again
    },
    get generations() {
      return shelf
    },
    wrong,
    hear(told) {
      const { ack, outcome, key, text = '', out: written, notices = [] } = told
      if (ack !== undefined) {
        if (acknowledged.has(ack) && outcome !== 'duplicate')
          wrong.push(`${ack} was acknowledged, and took effect when it came again (${outcome})`)
        acknowledged.add(ack)
      }
      if (key !== undefined) {
        if (out.has(key)) wrong.push(`${key} was out, written down, and sent again`)
        if (heard.has(key)) again += 1
        if (heard.has(key) && heard.get(key) !== text) wrong.push(`${key} said something else the second time`)
        heard.set(key, text)
      }
      if (written !== undefined) out.add(written)
      if (told.shelf !== undefined) {
        if (told.shelf < shelf) wrong.push(`generation ${shelf} was put on the shelf, ${told.shelf} answers`)
        shelf = Math.max(shelf, told.shelf)
      }
      wrong.push(...notices.filter((notice) => /damaged|missing|不能用/u.test(notice)))
    },
    compare(found, lives) {
      const faults: string[] = []
      for (const [n, said] of lives.entries()) {
        const lines = life(n)
        const acked = lines.filter(({ id }) => acknowledged.has(id)).length
        const appeals = found.filter(({ home }) => home === ownerOf(n))
        const [appeal] = appeals
        const types = appeals.flatMap((one) => one.types ?? [])
        const thread = appeal?.thread ?? []
        const fits = (count: number): boolean =>
          equal(types, eventsAfter(count)) && equal(thread, threadAfter(n, count))
        const possible = Array.from({ length: said - acked + 1 }, (_, i) => acked + i)
        if (!possible.some(fits))
          faults.push(`life ${n}: ${acked} lines acknowledged, ${said} said, and found: ${types} ${thread}`)
        for (const { id } of lines.slice(0, acked))
          if (![...heard.keys()].some((key) => key.startsWith(`terminal:${id}#`))) faults.push(`${id} was not answered`)
      }
      const unknown = found.filter(({ appeal, home }) => appeal && !lives.some((_, n) => ownerOf(n) === home))
      for (const { appeal } of unknown) faults.push(`nobody lodged ${appeal}`)
      return faults
    },
  }
}

const equal = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one, i) => one === b[i])
