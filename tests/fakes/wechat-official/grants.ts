/** How many messages may be sent until when, by what he did last. */
export interface Grants {
  give(scene: string, count: number, forMs: number): void
  /** Takes one. `over`: none is open any more; `spent`: there is one, with nothing left of it. */
  take(): 'taken' | 'over' | 'spent'
  clear(): void
}

/** Milliseconds of the fake's clock. The same scene again takes the place of what was left of it. */
export function createGrants(now: () => number): Grants {
  const all = new Map<string, { left: number; until: number }>()
  return {
    give: (scene, count, forMs) => void all.set(scene, { left: count, until: now() + forMs }),
    take() {
      const open = [...all.values()].filter(({ until }) => until > now()).sort((a, b) => a.until - b.until)
      if (open.length === 0) return 'over'
      const grant = open.find(({ left }) => left > 0)
      if (!grant) return 'spent'
      grant.left--
      return 'taken'
    },
    clear: () => all.clear(),
  }
}
