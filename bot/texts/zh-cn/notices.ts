import { owed } from '../../appeal/owed.ts'
import type { Appeal, Deadline, Outcome } from '../../model/appeal.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, rich, strong } from '../rich.ts'
import { moment, promises } from './dates.ts'
import { DEADLINE, day, OUTCOME } from './words.ts'

/**
 * What an entrepreneur is told because staff did something. Every notice stands alone: the number, what, what next and by when,
 * and the law where a date stands on one.
 */

export const accepted = (number: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${strong(number)} 已受理。`, ...promises(toAppear(appeal), today))

/** `again`: it was with another unit before. */
export function dispatched(
  number: string,
  { unit, co, again }: { readonly unit: string; readonly co: readonly string[]; readonly again: boolean },
  appeal: Appeal,
  today: CalendarDate,
): RichText {
  return lines(
    again
      ? rich`您的诉求 ${strong(number)} 已改由${strong(unit)}办理。`
      : rich`您的诉求 ${strong(number)} 已受理，转${strong(unit)}办理。`,
    co.length > 0 && `${co.join('、')}协助办理。`,
    ...promises(toAppear(appeal), today),
  )
}

/** What he can hold the city to; how the house keeps its own time is not his concern. */
function toAppear(appeal: Appeal): Deadline[] {
  return owed(appeal).filter(({ name }) => name === 'accept' || name === 'transfer' || name === 'result')
}

/** Another category has other dates. */
export const reclassified = (number: string, category: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(
    rich`您的诉求 ${strong(number)} 经核对属于“${category}”，办理期限相应调整：`,
    ...promises(toAppear(appeal), today),
    '您觉得不对，请直接发“补充”说明。',
  )

export const declined = (number: string, reason: string, instead: string, basis?: string): RichText =>
  lines(
    rich`您的诉求 ${strong(number)} 不予受理。`,
    `原因：${reason}${basis ? `（${basis}）` : ''}`,
    `您可以这样办：${instead}`,
    '有疑问请回复“人工”。',
  )

export const terminated = (number: string, reason: string, instead: string, basis?: string): RichText =>
  lines(
    rich`您的诉求 ${strong(number)} 已终止办理。`,
    `原因：${reason}${basis ? `（${basis}）` : ''}`,
    `您可以这样办：${instead}`,
    '有疑问请回复“人工”。',
  )

export const transferred = (number: string, road: string, tell: string, more: string): RichText =>
  lines(
    rich`您的诉求 ${strong(number)} 已转送${strong(road)}，由那里依法处理。`,
    tell,
    more,
    '这里不再办理。有疑问请回复“人工”。',
  )

export const replied = (number: string, text: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${strong(number)} 有答复：`, text, `还在继续办理${resultBy(appeal, today)}。要补充直接发“补充”。`)

/** A day that is over is no promise, nor is one while nothing is counted. */
function resultBy(appeal: Appeal, today: CalendarDate): string {
  const result = owed(appeal).find(({ name }) => name === 'result')
  return result && result.due >= today ? `，${moment(result, today)}前${DEADLINE.result}` : ''
}

/** `until`: by when, and whether the time for answering him stands still meanwhile. */
export const askedBack = (
  number: string,
  text: string,
  until: { readonly due: CalendarDate; readonly pauses: boolean } | undefined,
  today: CalendarDate,
): RichText =>
  lines(
    rich`办理您的诉求 ${strong(number)} 需要您补充：`,
    text,
    until && `请在${day(until.due, today)}前补充${until.pauses ? '；等您补充期间，答复期限暂停计算' : ''}。`,
    '请发“补充”加上内容，例如“补充 合同是2025年3月签的”。',
  )

/** Staff found that nothing more is needed. */
export const resumed = (number: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${strong(number)} 不用再补充，已继续办理。`, ...promises(toAppear(appeal), today))

export const extended = (
  number: string,
  reason: string,
  until: CalendarDate,
  basis: string,
  today: CalendarDate,
): RichText =>
  lines(
    rich`您的诉求 ${strong(number)} 经批准延期，改为${strong(day(until, today))}前答复。`,
    reason && `原因：${reason}`,
    `依据：${basis}`,
    '办理没有停。着急可以发“催办”。',
  )

export const concluded = (
  number: string,
  outcome: Outcome,
  text: string,
  silence: CalendarDate,
  today: CalendarDate,
): RichText =>
  lines(
    rich`您的诉求 ${strong(number)} 办理结果：${strong(OUTCOME[outcome])}`,
    text,
    `您对结果是否满意？不满意将退回重办；${day(silence, today)}前没有回复，按办结处理。`,
  )

export const supervised = (number: string, appeal: Appeal, today: CalendarDate): RichText =>
  rich`您的诉求 ${strong(number)} 已列入督办，由督办人员盯着办${resultBy(appeal, today)}，办完会告诉您。`

export const merged = (number: string): RichText =>
  lines(
    rich`您的诉求 ${strong(number)} 与另一件反映同样问题的诉求合并办理。`,
    '您不用做什么：编号不变，随时可查，有了结果会单独告诉您、请您评价。',
  )

export const unmerged = (number: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${strong(number)} 改为单独办理。`, ...promises(toAppear(appeal), today))
