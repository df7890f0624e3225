import { type CalendarDate, plusDays } from '../../model/instant.ts'
import type { Period } from '../../model/period.ts'

/** The week (from Monday), month or quarter in which a day lies. */
export function periodAt(kind: Period['kind'], day: CalendarDate): Period {
  if (kind === 'week') {
    const from = plusDays(day, -((weekday(day) + 6) % 7))
    return { kind, from, to: plusDays(from, 6) }
  }
  const [year = 0, month = 1] = day.split('-').map(Number)
  const first = kind === 'month' ? month : month - ((month - 1) % 3)
  return { kind, from: firstOf(year, first), to: plusDays(firstOf(year, first + (kind === 'month' ? 1 : 3)), -1) }
}

export function periodBefore({ kind, from }: Period): Period {
  return periodAt(kind, plusDays(from, -1))
}

/** `2026-11`, `2026-W47` (as ISO 8601 counts weeks) or `2026-Q4`; null for anything else. */
export function parsePeriod(text: string): Period | null {
  const [, year = '', mark = '', digits = ''] = /^(\d{4})-?([WQwq]?)(\d{1,2})$/u.exec(text.trim()) ?? []
  const n = Number(digits)
  if (year === '' || n < 1) return null
  switch (mark.toUpperCase()) {
    case 'Q':
      return n <= 4 ? periodAt('quarter', firstOf(Number(year), n * 3)) : null
    case 'W': {
      const week = periodAt('week', plusDays(`${year}-01-04`, (n - 1) * 7)) // 4 January lies in the first week
      return namePeriod(week) === `${year}-W${digits.padStart(2, '0')}` ? week : null
    }
    default:
      return n <= 12 ? periodAt('month', firstOf(Number(year), n)) : null
  }
}

/** As `parsePeriod` reads it. */
export function namePeriod({ kind, from }: Period): string {
  const year = from.slice(0, 4)
  if (kind === 'month') return from.slice(0, 7)
  if (kind === 'quarter') return `${year}-Q${Math.ceil(Number(from.slice(5, 7)) / 3)}`
  const thursday = plusDays(from, 3)
  const first = periodAt('week', `${thursday.slice(0, 4)}-01-04`).from
  const week = (Date.parse(from) - Date.parse(first)) / (7 * 86_400_000) + 1
  return `${thursday.slice(0, 4)}-W${String(week).padStart(2, '0')}`
}

/** The month may lie beyond December. */
function firstOf(year: number, month: number): CalendarDate {
  return new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10)
}

function weekday(day: CalendarDate): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay()
}
