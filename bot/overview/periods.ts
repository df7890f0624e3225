import { namePeriod, parsePeriod, periodAt, periodBefore } from '../appeal/time/periods.ts'
import type { CalendarDate } from '../model/instant.ts'
import type { Period } from '../model/period.ts'
import type { Asked, Block } from '../ports/overview.ts'
import { periodName } from '../texts/zh-cn/report.ts'
import { overviewText as text } from '../texts/zh-cn.ts'

/** So many of each can be chosen, this one and those before it. */
const CHOICE: Readonly<Record<Period['kind'], number>> = { month: 13, week: 9, quarter: 9 }

/** The period that is asked for; this month where none is, or one that is still to come. */
export function periodIn(asked: Asked, today: CalendarDate): Period {
  const read = parsePeriod(asked['period'] ?? '')
  return read && read.from <= today ? read : periodAt('month', today)
}

/** The periods to choose among. */
export function periodChoice(period: Period, today: CalendarDate): Block {
  const all = (['month', 'week', 'quarter'] as const).flatMap((kind) => {
    const some = [periodAt(kind, today)]
    while (some.length < CHOICE[kind]) some.push(periodBefore(some.at(-1) ?? period))
    return some
  })
  const name = namePeriod(period)
  const known = all.some((one) => namePeriod(one) === name)
  const options = [...all, ...(known ? [] : [period])].map((one) => ({
    value: namePeriod(one),
    label: label(one, today),
  }))
  return {
    kind: 'filters',
    heading: text.WHICH_PERIOD,
    submit: text.FILTER,
    open: true,
    fields: [{ name: 'period', label: text.PERIOD, value: name, options }],
  }
}

function label(period: Period, today: CalendarDate): string {
  const here = periodAt(period.kind, today)
  if (period.from === here.from) return `${text.THIS[period.kind]}（${periodName(period)}）`
  if (period.from === periodBefore(here).from) return `${text.LAST[period.kind]}（${periodName(period)}）`
  return periodName(period)
}
