import { CalendarDate, dateOf, daysBetween, type Instant, plusDays } from '../../bot/model/instant.ts'
import type { PublicRequest } from '../../bot/ports/public-register.ts'
import { Refusal } from './refusal.ts'

/** “Default query limit is a span of 90 days or first 1000 requests returned, whichever is smallest.” */
const MOST_DAYS = 90
const MOST = 1000
const STATUS: ReadonlySet<string> = new Set(['open', 'closed'])

/** The requests asked for. @throws Refusal 400 where the question cannot be understood. */
export function ask(
  requests: readonly PublicRequest[],
  asked: URLSearchParams,
  now: Instant,
): readonly PublicRequest[] {
  // It overrides all other arguments.
  const ids = listOf(asked, 'service_request_id')
  if (ids) return requests.filter(({ id }) => ids.has(id)).slice(0, MOST)
  const { from, to } = daysOf(asked, dateOf(now))
  const codes = listOf(asked, 'service_code')
  const status = listOf(asked, 'status')
  for (const one of status ?? []) if (!STATUS.has(one)) throw new Refusal(400, 'status is neither open nor closed')
  const fitting = requests.filter(
    (one) =>
      one.requested >= from &&
      one.requested <= to &&
      (codes?.has(one.service.code) ?? true) &&
      (status?.has(one.status) ?? true),
  )
  const size = numberOf(asked, 'page_size', MOST) ?? MOST
  const page = numberOf(asked, 'page', Number.MAX_SAFE_INTEGER) ?? 1
  return fitting.slice((page - 1) * size, page * size)
}

/** One end alone opens a span of 90 days from there; neither, the latest 90. What is told by the month has its first day. */
function daysOf(
  asked: URLSearchParams,
  today: CalendarDate,
): { readonly from: CalendarDate; readonly to: CalendarDate } {
  const [start, end] = [dayOf(asked, 'start_date'), dayOf(asked, 'end_date')]
  const to = end ?? (start === undefined ? today : plusDays(start, MOST_DAYS))
  const from = start ?? plusDays(to, -MOST_DAYS)
  if (from > to) throw new Refusal(400, 'start_date is after end_date')
  if (daysBetween(from, to) > MOST_DAYS) throw new Refusal(400, 'start_date and end_date span more than 90 days')
  return { from, to }
}

/** As the W3C's note writes a moment: with its zone; a day alone is one of the city's. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/
const DAY = /^\d{4}-\d{2}-\d{2}$/

function dayOf(asked: URLSearchParams, name: string): CalendarDate | undefined {
  // A plus that was not encoded arrives as a blank.
  const text = asked
    .get(name)
    ?.trim()
    .replace(/ (?=\d{2}:\d{2}$)/, '+')
  if (!text) return undefined
  const ms = Date.parse(DAY.test(text) ? `${text}T00:00:00+08:00` : MOMENT.test(text) ? text : '')
  // Of a 30 February it would make a day of March.
  if (Number.isNaN(ms) || !CalendarDate.safeParse(text.slice(0, 10)).success)
    throw new Refusal(400, `${name} is no moment such as 2026-01-01T00:00:00Z`)
  return dateOf(new Date(ms).toISOString())
}

/** Divided by commas, or given several times. */
function listOf(asked: URLSearchParams, name: string): ReadonlySet<string> | undefined {
  const all = asked
    .getAll(name)
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '')
  return all.length > 0 ? new Set(all) : undefined
}

function numberOf(asked: URLSearchParams, name: string, most: number): number | undefined {
  const text = asked.get(name)
  if (text === null || text === '') return undefined
  const number = Number(text)
  if (!/^\d{1,9}$/.test(text) || number < 1) throw new Refusal(400, `${name} is no number from 1`)
  return Math.min(number, most)
}
