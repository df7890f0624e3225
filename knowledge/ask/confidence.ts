import type { Asked } from './evidence.ts'
import weights from './weights.json' with { type: 'json' }
import type { Features, Window } from './windows.ts'

/** What speaks for an answer, and against it; `weights.json` says how much. */
export type Signals = Readonly<Record<Exclude<keyof typeof weights.confidence, 'constant'>, number>>

/** What was measured of a question's answer. */
export interface Measurements {
  readonly asked: Asked
  /** Of the best window. */
  readonly window: Window
  /** How far the best stands out from the next that has another text, in the units of windows' scores. */
  readonly margin: number
  /** How far the nearest document stood out before anything of it was read, as a part of what a question like this can reach. */
  readonly lead: number
  /** Of the places that the question names, the part that the document and the section name: 1 where none is named. */
  readonly places: number
}

/** Where so much of what was asked is met, by rarity, it is no small talk; and so much of a lead is clear. */
const SUBSTANCE = 4
const CLEAR = 5
const OUTSTANDING = 0.5

export function signalsOf({ asked, window: { features, score }, margin, lead, places }: Measurements): Signals {
  return {
    coverage: features.coverage,
    score: (score - sizeOf(features)) / 10,
    slight: Math.max(0, 1 - (features.coverage * asked.rarity) / SUBSTANCE),
    margin: Math.min(1, margin / CLEAR),
    lead: Math.min(1, lead / OUTSTANDING),
    elsewhere: features.elsewhere,
    places,
  }
}

/** What a window's score has of mere length, which says nothing of how well it answers. */
const sizeOf = (features: Features): number =>
  weights.window.length * features.length + weights.window.size * features.size

const NAMES = Object.keys(weights.confidence).filter((name) => name !== 'constant') as (keyof Signals)[]

/**
 * From 0 to 1: how likely it is that the documents answer the question. A logistic regression whose weights
 * `tests/bench/fit-confidence.ts` fits; it says on what.
 */
export function confidenceOf(signals: Signals): number {
  const evidence = NAMES.reduce(
    (sum, name) => sum + weights.confidence[name] * signals[name],
    weights.confidence.constant,
  )
  return Math.round(1000 / (1 + Math.exp(-evidence))) / 1000
}
