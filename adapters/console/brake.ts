const WINDOW_MS = 10 * 60_000
const MISSES = 10
/** So many who miss are remembered; beyond that the oldest are forgotten. */
const KNOWN = 1_000

/** Holds up whoever guesses: ten misses in ten minutes, and nothing of his is looked at until they have passed. */
export interface Brake {
  isOn(from: string, now: number): boolean
  missed(from: string, now: number): void
}

export function createBrake(): Brake {
  const misses = new Map<string, { readonly since: number; readonly count: number }>()
  const recent = (from: string, now: number) => {
    const known = misses.get(from)
    return known && now - known.since < WINDOW_MS ? known : { since: now, count: 0 }
  }
  return {
    isOn: (from, now) => recent(from, now).count >= MISSES,
    missed(from, now) {
      const { since, count } = recent(from, now)
      misses.delete(from)
      misses.set(from, { since, count: count + 1 })
      const [oldest] = misses.keys()
      if (misses.size > KNOWN && oldest !== undefined) misses.delete(oldest)
    },
  }
}
