import type { Draw } from '../lib/draws.ts'

/** One parser, or one that writes what others read. */
export interface Target {
  readonly name: string
  /** Its part of all inputs: 1 is the usual one, a slow one has less. */
  readonly weight: number
  /** Makes an input, hands it over and says what was wrong with the outcome, if anything. What it throws is wrong, too. */
  readonly try: (draw: Draw) => string | undefined
}

/** One that answers later, or takes many inputs at once: how many it took, and what was wrong. */
export interface SlowTarget {
  readonly name: string
  readonly weight: number
  readonly many: (draw: Draw) => Promise<{ readonly count: number; readonly wrong?: string | undefined }>
}

export const isWell = (text: string): boolean => !/\p{Surrogate}/u.test(text)

export const shown = (value: unknown): string =>
  JSON.stringify(value, (_, one) => (typeof one === 'string' && one.length > 200 ? `${one.slice(0, 200)}…` : one)) ??
  'undefined'
