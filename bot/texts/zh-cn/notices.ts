import { owed } from '../../appeal/owed.ts'
import type { Appeal, Deadline, Outcome } from '../../model/appeal.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, rich, strong } from '../rich.ts'
import { moment, promises } from './dates.ts'
import { DEADLINE, day, OUTCOME } from './words.ts'

/**
 * What an entrepreneur is told because staff did something. Every notice stands alone, weeks later and on a locked screen too:
 * which case (`of`), what happened, what next and by when, and the law where a date stands on one; what he can do.
 */

/** A case by its number and what it is about, in a word that tells nothing of him: QQ-7K3M-9XPF（拖欠账款）. */
export const caseName = (number: string, about: string): RichText => rich`${strong(number)}（${about}）`

const ADD = '要补充，直接发“补充”加上内容。'
const ADD_OR_NUDGE = '办好在这里答复您。要补充发“补充”，着急发“催办”。'
const AGAIN = '这件就到这里。有疑问请回复“人工”；情况变了，说“重新办理”再登记。'

export const accepted = (of: RichText, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${of}已受理，接下来转给承办单位，转出就告诉您。`, ...promises(toAppear(appeal), today), ADD)

/** `again`: it was with another unit before. */
export function dispatched(
  of: RichText,
  { unit, co, again }: { readonly unit: string; readonly co: readonly string[]; readonly again: boolean },
  appeal: Appeal,
  today: CalendarDate,
): RichText {
  return lines(
    again ? rich`您的诉求 ${of}已改由${strong(unit)}办理。` : rich`您的诉求 ${of}已受理，转${strong(unit)}办理。`,
    co.length > 0 && `${co.join('、')}协助办理。`,
    ...promises(toAppear(appeal), today),
    ADD_OR_NUDGE,
  )
}

/** What he can hold the city to; how the house keeps its own time is not his concern. */
function toAppear(appeal: Appeal): Deadline[] {
  return owed(appeal).filter(({ name }) => name === 'accept' || name === 'transfer' || name === 'result')
}

/** Another category has other dates. */
export const reclassified = (of: RichText, category: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(
    rich`您的诉求 ${of}经核对属于“${category}”，办理期限相应调整：`,
    ...promises(toAppear(appeal), today),
    '您觉得不对，请直接发“补充”说明。',
  )

export const declined = (of: RichText, reason: string, instead: string, basis?: string): RichText =>
  lines(
    rich`您的诉求 ${of}不予受理。`,
    `原因：${reason}${basis ? `（${basis}）` : ''}`,
    `您可以这样办：${instead}`,
    AGAIN,
  )

export const terminated = (of: RichText, reason: string, instead: string, basis?: string): RichText =>
  lines(
    rich`您的诉求 ${of}已终止办理。`,
    `原因：${reason}${basis ? `（${basis}）` : ''}`,
    `您可以这样办：${instead}`,
    AGAIN,
  )

export const transferred = (of: RichText, road: string, tell: string, more: string): RichText =>
  lines(rich`您的诉求 ${of}已转送${strong(road)}，由那里依法处理。`, tell, more, '这里不再办理。有疑问请回复“人工”。')

export const replied = (of: RichText, text: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${of}有答复：`, text, `还在继续办理${resultBy(appeal, today)}。要补充直接发“补充”。`)

/** A day that is over is no promise, nor is one while nothing is counted. */
function resultBy(appeal: Appeal, today: CalendarDate): string {
  const result = owed(appeal).find(({ name }) => name === 'result')
  return result && result.due >= today ? `，${moment(result, today)}前${DEADLINE.result}` : ''
}

/** `until`: by when, and whether the time for answering him stands still meanwhile. */
export const askedBack = (
  of: RichText,
  text: string,
  until: { readonly due: CalendarDate; readonly pauses: boolean } | undefined,
  today: CalendarDate,
): RichText =>
  lines(
    rich`办理您的诉求 ${of}需要您补充：`,
    text,
    until && `请在${day(until.due, today)}前补充${until.pauses ? '；等您补充期间，答复期限暂停计算' : ''}。`,
    '请发“补充”加上内容，例如“补充 合同是2025年3月签的”。',
  )

/** Staff found that nothing more is needed. */
export const resumed = (of: RichText, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${of}不用再补充，已继续办理。`, ...promises(toAppear(appeal), today), ADD_OR_NUDGE)

export const extended = (
  of: RichText,
  reason: string,
  until: CalendarDate,
  basis: string,
  today: CalendarDate,
): RichText =>
  lines(
    rich`您的诉求 ${of}经批准延期，改为${strong(day(until, today))}前答复。`,
    reason && `原因：${reason}`,
    `依据：${basis}`,
    '办理没有停。着急可以发“催办”。',
  )

export const concluded = (
  of: RichText,
  outcome: Outcome,
  text: string,
  silence: CalendarDate,
  today: CalendarDate,
): RichText =>
  lines(
    rich`您的诉求 ${of}办理结果：${strong(OUTCOME[outcome])}`,
    text,
    `您对结果是否满意？不满意将退回重办；${day(silence, today)}前没有回复，按办结处理。`,
  )

export const supervised = (of: RichText, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${of}已列入督办，由督办人员盯着办${resultBy(appeal, today)}，办完会告诉您。`, ADD)

export const merged = (of: RichText): RichText =>
  lines(
    rich`您的诉求 ${of}与另一件反映同样问题的诉求合并办理。`,
    '您不用做什么：编号不变，随时可查，有了结果会单独告诉您、请您评价。',
  )

export const unmerged = (of: RichText, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${of}改为单独办理。`, ...promises(toAppear(appeal), today), ADD_OR_NUDGE)
