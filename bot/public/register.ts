import { owed } from '../appeal/owed.ts'
import { isOpen } from '../appeal/states.ts'
import { type Appeal, isSealed } from '../model/appeal.ts'
import type { Catalog } from '../model/catalog.ts'
import { type CalendarDate, dateOf, type Instant } from '../model/instant.ts'
import type { PublicRegister, PublicRequest, PublicService } from '../ports/public-register.ts'
import { aboutService, stands } from '../texts/zh-cn/public.ts'

/**
 * What the public may know of the appeals (Open311), and why:
 *
 * | field | may be public because |
 * |---|---|
 * | id | a pseudonym made with the master key; the appeal's number stays between the city and whoever lodged it |
 * | service | the category, of which there are few; what was told is never shown, in no words and no summary |
 * | status, notes | what the city does: open or closed, and one of eight words; not whose turn it is, nor how it was rated |
 * | agency | a public body, named by its office; the unit complained of is not told |
 * | area, days | only where `FEW` different people share them all: see below |
 * | expected | the city's own promise; only where the day of registration is public, from which it is counted |
 *
 * Never: names, telephones, enterprises, sizes and owners of enterprises, amounts, whom it is against, texts, files,
 * staff. Not at all: what is sealed (tip-offs, what was told in confidence), what was taken back.
 *
 * Rows that share service, agency, area and days are told alike, and there are at least `FEW` people behind them. Where
 * there are fewer, they lose the day, then the area, then the agency; where even a month of one service has fewer, they
 * are left out. Each step counts only those that no earlier step has shown: who is shown by the day does not hide who
 * is shown by the month.
 *
 * Whoever asks again every day sees what has come since. So what is told by the day comes when the day is over, and what
 * is told by the month when the month is over: a list that grew by one line would say on which day somebody came. What he
 * still finds out: on which day the city did something about a row, or took it out; and whoever lodges four of his own
 * sees whether there is a fifth. Hence the token: it is for those who are known.
 */
export const FEW = 5

export interface PublicOptions {
  readonly catalog: Pick<Catalog, 'categories' | 'units' | 'areas'>
  readonly now: Instant
  /** The pseudonym of an appeal. */
  readonly idOf: (number: string) => string
}

/** What of these may be public. Reads nothing that is personal; of each appeal what is in the clear is enough. */
export function publicRegister(appeals: readonly Appeal[], { catalog, now, idOf }: PublicOptions): PublicRegister {
  const services = new Map(catalog.categories.map(({ id, name }) => [id, serviceOf(id, name)]))
  const agencies = new Map(catalog.units.map(({ id, name }) => [id, name]))
  const areas = new Set(catalog.areas.map(({ name }) => name))
  const today = dateOf(now)
  let left = appeals.flatMap((appeal): readonly Row[] => {
    const service = services.get(appeal.category)
    const on = dateOf(appeal.registeredAt)
    if (!service || isSealed(appeal) || appeal.state === 'withdrawn') return []
    // What is no area of the city is somebody's word.
    const area = appeal.area !== undefined && areas.has(appeal.area) ? appeal.area : undefined
    return [{ appeal, on, service, agency: agencies.get(appeal.unit), area }]
  })
  const requests: PublicRequest[] = []
  for (const show of STEPS) {
    const shown = alike(
      left.filter(({ on }) => rounded(on, show) < rounded(today, show)),
      show,
    )
    for (const row of shown) requests.push(requestOf(row, show, idOf))
    left = left.filter((row) => !shown.has(row))
  }
  return { services: [...services.values()], requests: requests.sort(latestFirst) }
}

/** An appeal with what of it might be told, and the day it was registered. */
interface Row {
  readonly appeal: Appeal
  readonly on: CalendarDate
  readonly service: PublicService
  readonly agency: string | undefined
  readonly area: string | undefined
}

interface Step {
  readonly precision: PublicRequest['precision']
  readonly area: boolean
  readonly agency: boolean
}

/** From the most exact to the least. */
const STEPS: readonly Step[] = [
  { precision: 'day', area: true, agency: true },
  { precision: 'month', area: true, agency: true },
  { precision: 'month', area: false, agency: true },
  { precision: 'month', area: false, agency: false },
]

/** Those that, told like this, cannot be told apart from those of at least so many other people. */
function alike(rows: readonly Row[], show: Step): ReadonlySet<Row> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const { service, agency, area, on } = row
    const told = [service.code, show.agency ? agency : '', show.area ? area : '', rounded(on, show)].join('\n')
    const group = groups.get(told)
    if (group) group.push(row)
    else groups.set(told, [row])
  }
  const people = (group: readonly Row[]) => new Set(group.map(({ appeal }) => appeal.subject)).size
  return new Set([...groups.values()].filter((group) => people(group) >= FEW).flat())
}

function requestOf({ appeal, on, service, agency, area }: Row, show: Step, idOf: PublicOptions['idOf']): PublicRequest {
  const { number, state, updatedAt, closedAt } = appeal
  const open = isOpen(state)
  const expected = show.precision === 'day' ? owed(appeal).find(({ name }) => name === 'result')?.due : undefined
  return {
    id: idOf(number),
    status: open ? 'open' : 'closed',
    notes: stands(state),
    service,
    ...(show.agency && agency !== undefined && { agency }),
    ...(show.area && area !== undefined && { area }),
    precision: show.precision,
    requested: rounded(on, show),
    updated: rounded(dateOf(open ? updatedAt : (closedAt ?? updatedAt)), show),
    ...(expected !== undefined && { expected }),
  }
}

function rounded(day: CalendarDate, { precision }: Pick<Step, 'precision'>): CalendarDate {
  return precision === 'day' ? day : `${day.slice(0, 7)}-01`
}

const serviceOf = (code: string, name: string): PublicService => ({ code, name, description: aboutService(name) })

function latestFirst(a: PublicRequest, b: PublicRequest): number {
  if (a.requested !== b.requested) return a.requested < b.requested ? 1 : -1
  return a.id < b.id ? -1 : 1
}
