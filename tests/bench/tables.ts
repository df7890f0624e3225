import type { Answer } from '../../knowledge/index.ts'

export const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length
export const share = (them: readonly boolean[]): string => (them.length === 0 ? '–' : mean(them.map(Number)).toFixed(3))

export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const all = [head, ...rows]
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  for (const row of all) console.log(`  ${line(row)}`)
}

export interface Judged {
  readonly kind: Answer['kind']
  readonly confidence: number
  readonly answerable: boolean
  /** What it showed first was the right document, or had the answer. */
  readonly right: boolean
}

/** How often it claims, hedges and refuses. */
export function confusion(judged: readonly Judged[]): void {
  const kinds = ['found', 'hedged', 'unsure', 'which'] as const
  const count = (them: readonly Judged[]) => kinds.map((kind) => String(them.filter((one) => one.kind === kind).length))
  const answerable = judged.filter((one) => one.answerable)
  const rows = [
    ['answerable', ...count(answerable)],
    ['of them right', ...count(answerable.filter(({ right }) => right))],
    ['unanswerable', ...count(judged.filter((one) => !one.answerable))],
  ]
  table(['', ...kinds], judged.some((one) => !one.answerable) ? rows : rows.slice(0, 2))
}

/** Of answers given with .8 four in five should be right; where half of what is asked cannot be answered. */
export function calibration(judged: readonly Judged[]): void {
  const yes = judged.filter((one) => one.answerable)
  const no = judged.filter((one) => !one.answerable)
  const rows = Array.from({ length: 10 }, (_, tenth) => {
    const among = (them: readonly Judged[]) =>
      them.filter(({ confidence }) => Math.min(9, Math.floor(confidence * 10)) === tenth)
    const right = among(yes).filter((one) => one.right).length / yes.length
    const all = among(yes).length / yes.length + among(no).length / no.length
    const told = mean([...among(yes), ...among(no)].map(({ confidence }) => confidence))
    return [
      `.${tenth}–`,
      String(among(yes).length),
      String(among(no).length),
      all === 0 ? '–' : told.toFixed(2),
      all === 0 ? '–' : (right / all).toFixed(2),
    ]
  })
  table(['confidence', 'answerable', 'unanswerable', 'told', 'right'], rows)
}

export function percentiles(what: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (part: number) => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(2)
  console.log(`  ${what}, ms: p50 ${at(0.5)}, p99 ${at(0.99)}`)
}
