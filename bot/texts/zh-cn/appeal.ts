import { mask } from '../../appeal/redact.ts'
import { owed } from '../../appeal/rules.ts'
import type { Appeal, Outcome } from '../../model/appeal.ts'
import type { CalendarDate } from '../../model/instant.ts'
import { dateOf } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { brief, lines, rich, strong } from '../rich.ts'
import { promises } from './intake.ts'
import { DEADLINE, day, KIND, matterText, OUTCOME, STATE } from './words.ts'

/** What the entrepreneur is told and shown of his appeal. Every notice stands alone: number, what, what next. */

export function status(appeal: Appeal, number: string, unit: string, today: CalendarDate): RichText {
  const last = appeal.personal?.thread.findLast(({ kind }) => kind === 'replied' || kind === 'asked-back')
  const reason = appeal.state === 'declined' && appeal.personal?.thread.findLast(({ kind }) => kind === 'reason')
  const running = owed(appeal).filter(({ name }) => name !== 'silence')
  const [late, ahead] = [running.filter(({ due }) => due < today), running.filter(({ due }) => due >= today)]
  return lines(
    rich`${strong(number)} ${KIND[appeal.kind]}：${brief(mask(matterText(appeal.personal?.particulars.matter)), 40)}`,
    rich`状态：${strong(STATE[appeal.state])}`,
    appeal.state !== 'registered' && appeal.state !== 'declined' && `承办单位：${unit}`,
    ...late.map(({ name, due }) => `原定${day(due, today)}前${DEADLINE[name]}，已经超期。发“催办”我替您催。`),
    ...promises(ahead, today),
    reason && `原因和办法：${reason.text}`,
    last && `最近答复（${day(dateOf(last.at), today)}）：${brief(last.text, 200)}`,
  )
}

export function listLine(appeal: Appeal, number: string): string {
  return `${number} ${brief(matterText(appeal.personal?.particulars.matter) || KIND[appeal.kind], 12)}（${STATE[appeal.state]}）`
}

export const list = '您的诉求，回复数字查看：'
export const noneYet = '您在这里还没有登记过诉求。查别处登记的，请发诉求编号（QQ 开头）。'
export const mistyped = (number: string): string =>
  `编号“${number}”有误，可能打错了一位（编号里没有 0、O、1、I、L）。请对照再发一次。`
export const askCode = (number: string): string => `查询 ${number} 需要登记时给的6位查询码，请发给我。`
export const wrongCode = '编号和查询码对不上，请核对后再发一次查询码。'
export const noMoreGuesses = (hours: number): string =>
  `输错次数太多，为保护当事人，${hours}小时内不能再试。急需请回复“人工”。`
export const whichOne = '您有几件诉求，是哪一件？'

export const supplementAsk = (number: string): string => `请发要补充到 ${number} 的内容。`
export const supplemented = (number: string): string => `已补充到 ${number}，工作人员会看到。`
export const aboutResult = (number: string): string => `您说的是 ${number} 的办理结果吗？对结果是否满意？`
export const orAnother = '如果说的是另一件事，请告诉我，我另行登记。'
export const nudged = (number: string): string => `已替您催办 ${number}，工作人员收到了。`
export const nudgedToday = (number: string): string => `${number} 今天已经催过了，工作人员已收到，请明天再看。`
export const withdrawAsk = (number: string): string => `确定撤回 ${number} 吗？撤回后不再办理。`
export const withdrawn = (number: string): string => `${number} 已撤回，不再办理。需要时可以重新登记。`
export const notNow = (number: string, appeal: Appeal): string =>
  `${number} 目前是“${STATE[appeal.state]}”，不能这样操作。`
export const notYours = '没有找到您名下的这件诉求。'

export const accepted = (number: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`您的诉求 ${strong(number)} 已受理。`, ...promises(owed(appeal), today))

/** `again`: it was with another unit before. */
export const dispatched = (
  number: string,
  unit: string,
  again: boolean,
  appeal: Appeal,
  today: CalendarDate,
): RichText =>
  lines(
    again
      ? rich`您的诉求 ${strong(number)} 已改由${strong(unit)}办理。`
      : rich`您的诉求 ${strong(number)} 已受理，转${strong(unit)}办理。`,
    ...promises(owed(appeal), today),
  )

export const declined = (number: string, reason: string, instead: string): RichText =>
  lines(
    rich`您的诉求 ${strong(number)} 不予受理。`,
    `原因：${reason}`,
    `您可以这样办：${instead}`,
    '有疑问请回复“人工”。',
  )

export const replied = (number: string, text: string): RichText =>
  lines(rich`您的诉求 ${strong(number)} 有答复：`, text, '还在继续办理。要补充直接发“补充”。')

export const askedBack = (number: string, text: string): RichText =>
  lines(rich`办理您的诉求 ${strong(number)} 需要您补充：`, text, '请发“补充”加上内容，例如“补充 合同是2025年3月签的”。')

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

export const rated = (number: string): string => `感谢评价，${number} 已办结。有新情况随时找我。`
export const askReason = '很抱歉没让您满意。请说说哪里不满意，我一并退回去重办（没有就回“跳过”）。'
export const rework = (number: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`${strong(number)} 已退回重办，您的意见已转达。`, ...promises(owed(appeal), today))
export const closedSilently = (number: string): string =>
  `您的诉求 ${number} 已过评价期限，按办结处理。问题没解决的话，直接告诉我，可以再登记。`

export const RATE_LABELS = { satisfied: '满意', basically: '基本满意', dissatisfied: '不满意，退回重办' } as const
