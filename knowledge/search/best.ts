import type { Range } from './field.ts'

/** An entry of an index, and how near it is to a question. */
export interface Hit {
  readonly entry: number
  readonly score: number
}

/** By what each entry's score is multiplied: above 0, and at most `most`, which spares asking for nearly all of them. */
export interface Factor {
  readonly most: number
  of(entry: number): number
}

/** Entries of a range, whose scores are multiplied by `times` before `plus` is added. */
export interface Weighted extends Range {
  readonly times?: number
  readonly plus?: number
}

/**
 * The entries with the highest scores, the best first, of equal ones the lower number; entries at 0 are left out. The few
 * best so far are kept in order: nearly every entry is compared with the last of them and no more.
 */
export function bestOf(scores: Float64Array, within: readonly Weighted[], most: number, factor?: Factor): Hit[] {
  const best: Hit[] = []
  let bar = 0
  for (const { start, end, times = 1, plus = 0 } of within) {
    const atMost = times * (factor?.most ?? 1)
    for (let entry = start; entry < end; entry += 1) {
      const plain = scores[entry] ?? 0
      const highest = plain * atMost + plus
      if (plain <= 0 || highest <= bar) continue
      const score = factor ? plain * times * factor.of(entry) + plus : highest
      if (score <= bar) continue
      insert(best, { entry, score }, most)
      if (best.length === most) bar = best[most - 1]?.score ?? 0
    }
  }
  return best
}

/** Puts a hit behind all that are as good, and lets the last go where there are too many. */
function insert(best: Hit[], hit: Hit, most: number): void {
  let at = best.length < most ? best.length : most - 1
  for (let before = best[at - 1]; before && before.score < hit.score; before = best[at - 1]) {
    best[at] = before
    at -= 1
  }
  best[at] = hit
}
