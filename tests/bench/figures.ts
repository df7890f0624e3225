/** Each question is asked so often, and the middle of its times counts: other work on the machine is no part of it. */
const TIMES = 5

export function timeOf(work: () => unknown, times: number = TIMES): number {
  const all = Array.from({ length: times }, () => {
    const begun = performance.now()
    work()
    return performance.now() - begun
  })
  return part(all, 0.5)
}

export async function timeOfAsync(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

export function part(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0
}

export const ms = (time: number): string => time.toFixed(time < 10 ? 2 : 0)
export const at = (times: readonly number[]): string[] => [ms(part(times, 0.5)), ms(part(times, 0.99))]
export const shares = ({ recall, reciprocal }: { recall: number; reciprocal: number }): string[] => [
  recall.toFixed(3),
  reciprocal.toFixed(3),
]

/** The targets, and whether all of them are reached. */
export function against(
  measured: readonly number[],
  targets: readonly number[],
  how: 'at least' | 'at most',
  unit: string = '',
): string {
  const reached = targets.every((target, i) =>
    how === 'at least' ? (measured[i] ?? 0) >= target : (measured[i] ?? Infinity) <= target,
  )
  return `${how} ${targets.join(' / ')}${unit}: ${reached ? 'reached' : 'not reached'}`
}

export function row(cells: readonly (string | number)[]): void {
  console.log(`| ${cells.join(' | ')} |`)
}
