/** Numbers that are the same at every run with the same seed (mulberry32): a whole one from 0 below `below`. */
export type Draw = (below: number) => number

export function drawsOf(seed: number): Draw {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

export function pick<T>(draw: Draw, all: readonly [T, ...T[]] | readonly T[]): T {
  const one = all[draw(all.length)]
  if (one === undefined && all.length === 0) throw new Error('there is nothing to pick from')
  return one as T
}

export const chance = (draw: Draw, of: number): boolean => draw(of) === 0
