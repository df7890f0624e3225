/**
 * Runs one after another, in the order they were asked for, works of this process that touch the same: so that they do not
 * meet in the database, where who comes first is chance. What touches nothing in common goes on at once.
 */
export function createLanes(): <T>(touches: readonly string[], work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return async (touches, work) => {
    const before = touches.flatMap((name) => last.get(name) ?? [])
    const done = Promise.allSettled(before).then(work)
    for (const name of touches) last.set(name, done)
    try {
      return await done
    } finally {
      for (const name of touches) if (last.get(name) === done) last.delete(name)
    }
  }
}
