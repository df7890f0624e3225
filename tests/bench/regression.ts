/** Gradient ascent with Adam: what is fitted here is small and convex, and needs no better. */
export function ascend(
  size: number,
  slopeAt: (weights: readonly number[]) => readonly number[],
  rounds: number,
): number[] {
  const weights = new Array<number>(size).fill(0)
  const mean = new Array<number>(size).fill(0)
  const square = new Array<number>(size).fill(0)
  for (let round = 1; round <= rounds; round += 1) {
    const slope = slopeAt(weights)
    const step = 0.2 * (1 - round / (rounds + 1))
    for (let i = 0; i < size; i += 1) {
      const s = slope[i] ?? 0
      const m = 0.9 * (mean[i] ?? 0) + 0.1 * s
      const v = 0.99 * (square[i] ?? 0) + 0.01 * s * s
      mean[i] = m
      square[i] = v
      weights[i] = (weights[i] ?? 0) + (step * m) / (1 - 0.9 ** round) / (Math.sqrt(v / (1 - 0.99 ** round)) + 1e-8)
    }
  }
  return weights
}

/** The spread of each column, so that one ridge suits all of them. */
export function spreads(rows: readonly (readonly number[])[], size: number): number[] {
  const mean = (of: (row: readonly number[]) => number) => rows.reduce((sum, row) => sum + of(row), 0) / rows.length
  return Array.from({ length: size }, (_, i) => {
    const middle = mean((row) => row[i] ?? 0)
    return Math.sqrt(mean((row) => ((row[i] ?? 0) - middle) ** 2)) + 1e-6
  })
}

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)

export const rounded = (names: readonly string[], weights: readonly number[]): Record<string, number> =>
  Object.fromEntries(names.map((name, i) => [name, Math.round((weights[i] ?? 0) * 100) / 100]))
