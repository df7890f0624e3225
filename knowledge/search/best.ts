/** An entry of an index, and how near it is to a question. */
export interface Hit {
  readonly entry: number
  readonly score: number
}

/**
 * The entries with the highest scores, the best first, of equal ones the lower number; entries at 0 or below are left
 * out. The few best so far are kept in order: nearly every entry is compared with the last of them and no more.
 */
export function bestOf(scores: Float64Array, most: number, adjust?: (entry: number, score: number) => number): Hit[] {
  const best: Hit[] = []
  const count = scores.length
  let bar = 0
  for (let entry = 0; entry < count; entry += 1) {
    let score = scores[entry] ?? 0
    if (adjust && score > 0) score = adjust(entry, score)
    if (score > bar) {
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
