import { z } from 'zod'

/** A moment, as ISO 8601 in UTC with milliseconds: `2026-11-22T05:30:00.000Z`. Sorts as text. */
export const Instant = z.iso.datetime({ precision: 3 })
export type Instant = z.infer<typeof Instant>

/** A calendar day in Asia/Shanghai, whatever the machine's time zone: `2026-11-22`. */
export const CalendarDate = z.iso.date()
export type CalendarDate = z.infer<typeof CalendarDate>

const SHANGHAI_MS = 8 * 3_600_000 // no daylight saving since 1991

/** The day in Shanghai at this moment. */
export function dateOf(instant: Instant): CalendarDate {
  return new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 10)
}

/** Hour and minute in Shanghai, `13:05`. */
export function timeOf(instant: Instant): string {
  return new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(11, 16)
}

/** The last moment of a day in Shanghai. */
export function endOf(date: CalendarDate): Instant {
  return new Date(Date.parse(`${date}T23:59:59.999Z`) - SHANGHAI_MS).toISOString()
}

export function plusMs(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString()
}

export function plusDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** The day of the same number, or the month's last where it has none (民法典第二百零二条). */
export function plusMonths(date: CalendarDate, months: number): CalendarDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10)
}

/** Negative where `to` comes before `from`. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
