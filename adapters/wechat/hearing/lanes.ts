/** Queues by name: what is in one is done one after another, and those of different names do not wait for each other. */
export interface Lanes {
  /** False where too much waits already: then it is not done. `run` must not reject. */
  enter(lane: string, run: () => Promise<void>): boolean
  /** All that is in, and comes in meanwhile, is done. */
  empty(): Promise<void>
}

export function createLanes(most: { readonly inAll: number; readonly inOne: number }): Lanes {
  const lanes = new Map<string, { last: Promise<void>; length: number }>()
  let all = 0

  return {
    enter(name, run) {
      const lane = lanes.get(name) ?? { last: Promise.resolve(), length: 0 }
      if (all >= most.inAll || lane.length >= most.inOne) return false
      lanes.set(name, lane)
      all++
      lane.length++
      lane.last = lane.last.then(run).finally(() => {
        all--
        lane.length--
        if (lane.length === 0) lanes.delete(name)
      })
      return true
    },
    async empty() {
      while (lanes.size > 0) await Promise.all([...lanes.values()].map(({ last }) => last))
    },
  }
}
