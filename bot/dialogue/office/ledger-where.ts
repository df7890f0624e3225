import { OPEN } from '../../appeal/states.ts'
import { parsePeriod, periodAt, periodBefore } from '../../appeal/time/periods.ts'
import type { AppealKind, AppealState } from '../../model/appeal.ts'
import type { Catalog } from '../../model/catalog.ts'
import type { AppealWhere } from '../../model/filter.ts'
import { CalendarDate } from '../../model/instant.ts'
import type { Period } from '../../model/period.ts'
import { KIND, STAFF_STATE } from '../../texts/zh-cn/words.ts'

/** What an export was asked for in words. */
export interface Wanted {
  readonly where: AppealWhere
  readonly format: 'xlsx' | 'csv'
  readonly reveal: boolean
  readonly overdue: boolean
}

const SPANS: readonly (readonly [RegExp, Period['kind'], boolean])[] = [
  [/^(?:本|这)(?:周|星期)$/u, 'week', false],
  [/^上(?:周|星期)$/u, 'week', true],
  [/^(?:本|这个?)月$/u, 'month', false],
  [/^上个?月$/u, 'month', true],
  [/^(?:本|这个?)季度?$/u, 'quarter', false],
  [/^上个?季度?$/u, 'quarter', true],
]

/** 上月, 2026-11, 2026-W47; null where it names no period. */
export function namedPeriod(word: string, today: CalendarDate): Period | null {
  const span = SPANS.find(([pattern]) => pattern.test(word))
  if (!span) return parsePeriod(word)
  const here = periodAt(span[1], today)
  return span[2] ? periodBefore(here) : here
}

/** Reads the conditions of an export, words apart by blanks; the first word that means none of them is `unknown`. */
export function readWanted(text: string, catalog: Catalog, today: CalendarDate): Wanted | { readonly unknown: string } {
  let wanted: Wanted = { where: {}, format: 'xlsx', reveal: false, overdue: false }
  for (const word of text.split(/[\s,，、;；]+/u).filter((one) => one !== '')) {
    const more = conditionOf(word, catalog, today)
    if (!more) return { unknown: word.slice(0, 40) }
    wanted = { ...wanted, ...more, where: { ...wanted.where, ...more.where } }
  }
  return wanted
}

/** Which appeals, where every word is one of the conditions of an export; else the words that are none. */
export function readFind(
  text: string,
  catalog: Catalog,
  today: CalendarDate,
): { readonly where: AppealWhere; readonly overdue: boolean; readonly words: readonly string[] } {
  const parts = text.split(/[\s,，、;；]+/u).filter((one) => one !== '')
  const read = parts.map((word) => ({ word, condition: conditionOf(word, catalog, today) }))
  const words = read.flatMap(({ word, condition }) => (condition?.where || condition?.overdue ? [] : [word]))
  const overdue = read.some(({ condition }) => condition?.overdue === true)
  return { where: Object.assign({}, ...read.map(({ condition }) => condition?.where)), overdue, words }
}

function conditionOf(word: string, catalog: Catalog, today: CalendarDate): Partial<Wanted> | undefined {
  if (/^(?:xlsx|excel|表格)$/iu.test(word)) return { format: 'xlsx' }
  if (/^csv$/iu.test(word)) return { format: 'csv' }
  if (/^(?:含|带)(?:联系方式|电话|姓名)$/u.test(word)) return { reveal: true }
  if (/^(?:逾期|超期)$/u.test(word)) return { overdue: true }
  const where = whereOf(word, catalog, today)
  return where && { where }
}

function whereOf(word: string, catalog: Catalog, today: CalendarDate): AppealWhere | undefined {
  const days = daysOf(word, today)
  if (days) return { registered: days }
  const [kind] = keysOf<AppealKind>(KIND, word)
  if (kind) return { kinds: [kind] }
  const states = /^未(?:办结|完成)$|^在办$/u.test(word) ? OPEN : keysOf<AppealState>(STAFF_STATE, word)
  if (states.length > 0) return { states: word === STAFF_STATE.resolved ? ['resolved', 'archived'] : states }
  const unit = catalog.units.find(({ id, name, short, also }) => [id, name, short, ...also].includes(word))
  if (unit) return { unit: unit.id }
  const category = catalog.categories.find(({ id, name }) => id === word || name === word)
  if (category) return { categories: [category.id] }
  const area = catalog.areas.find(({ name, also }) => [name, ...also].includes(word))
  return area && { area: area.name }
}

/** 2026-11-01, 2026-11-01至2026-11-20, or a period. */
function daysOf(word: string, today: CalendarDate): AppealWhere['registered'] {
  const [from = '', to = from] = word.split(/至|到|~|～|\.\./u)
  if (CalendarDate.safeParse(from).success && CalendarDate.safeParse(to).success) return { from, to }
  const period = namedPeriod(word, today)
  return period ? { from: period.from, to: period.to } : undefined
}

function keysOf<K extends string>(labels: Readonly<Record<K, string>>, word: string): readonly K[] {
  return (Object.keys(labels) as K[]).filter((key) => labels[key] === word || key === word)
}
