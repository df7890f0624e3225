import type { Asked } from './evidence.ts'
import weights from './weights.json' with { type: 'json' }
import type { Window } from './windows.ts'

/** What speaks for an answer, and against it. */
export interface Signals {
  /** How much of what was asked the best passage touches, by rarity, its title and headings included: from 0 to 1. */
  readonly coverage: number
  /** How much the title, the nicknames and the headings touch. */
  readonly named: number
  /** Near 1 where next to nothing of substance was asked and met, near 0 where much was. */
  readonly slight: number
}

export function signalsOf({ rarity }: Asked, { coverage }: Window): Signals {
  return { coverage, named: coverage, slight: 1 / (1 + coverage * rarity) }
}

/**
 * From 0 to 1: how likely it is that the documents answer the question. A logistic regression whose weights
 * `tests/bench/fit-confidence.ts` fits; it says on what.
 */
export function confidenceOf({ coverage, named, slight }: Signals): number {
  const w = weights.confidence
  const evidence = w.constant + w.coverage * coverage + w.named * named + w.slight * slight
  return Math.round(1000 / (1 + Math.exp(-evidence))) / 1000
}
