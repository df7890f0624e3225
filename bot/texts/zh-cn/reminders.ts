import { isOver } from '../../appeal/owed.ts'
import type { AlarmLevel, Deadline } from '../../model/appeal.ts'
import { type CalendarDate, dateOf, type Instant, timeOf } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, rich, strong } from '../rich.ts'
import { moment } from './dates.ts'
import { DEADLINE, day, daysBetween } from './words.ts'

export const LEVEL: Readonly<Record<Exclude<AlarmLevel, 'lapse'>, string>> = {
  warning: '快到期',
  yellow: '黄牌',
  red: '红牌',
}
type Level = keyof typeof LEVEL
const MARK: Readonly<Record<Level, string>> = { warning: '⏰', yellow: '🟡', red: '🔴' }

const HOUR_MS = 3_600_000

/** 已超期2天, 今天15:00到期, 还有13小时, 还有3天. */
function timeLeft({ due, at }: Pick<Deadline, 'due' | 'at'>, now: Instant): string {
  const today = dateOf(now)
  const days = daysBetween(today, due)
  const hours = at === undefined ? 24 : Math.round((Date.parse(at) - Date.parse(now)) / HOUR_MS)
  if (isOver({ due, ...(at && { at }) }, now)) {
    return at && days === 0 ? `已超期${Math.max(1, -hours)}小时` : `已超期${-days}天`
  }
  if (days === 0) return at ? `今天${timeOf(at)}到期` : '今天到期'
  return hours < 24 ? `还有${hours}小时` : `还有${days}天`
}

/** A single reminder: what is due. */
export const reminder = (level: Level, deadline: Deadline, now: Instant): RichText =>
  rich`${strong(`【${MARK[level]}${LEVEL[level]}】`)}${moment(deadline, dateOf(now))}前${DEADLINE[deadline.name]}，${timeLeft(deadline, now)}${deadline.provisional ? '（放假安排未公布，日期暂定）' : ''}`

export interface DigestLine {
  readonly level: Level
  readonly number: string
  readonly deadline: Deadline
  /** What it is about and who has it; nothing of a sealed one. */
  readonly about: string | undefined
}

/**
 * Many at once: how many of each level, and the most urgent ones. It names nobody and quotes nothing. `cases` is how many
 * appeals they are of: one may be late in several things.
 */
export function digest(
  most: readonly DigestLine[],
  counts: Readonly<Record<Level, number>>,
  cases: number,
  now: Instant,
): RichText {
  const total = counts.warning + counts.yellow + counts.red
  const unit = cases === total ? '件' : '项'
  const all = cases === total ? `${total} 件` : `${cases} 件诉求的 ${total} 项期限`
  const parts = (['red', 'yellow', 'warning'] as const).filter((level) => counts[level] > 0)
  return lines(
    rich`${strong(`【到期提醒】${all}`)}：${parts.map((level) => `${LEVEL[level]} ${counts[level]} ${unit}`).join('，')}`,
    ...most.map(
      ({ level, number, deadline, about }, i) =>
        rich`${i + 1}. ${MARK[level]} ${number} ${timeLeft(deadline, now)}｜${DEADLINE[deadline.name]}｜${about ?? '保密件'}`,
    ),
    total > most.length ? `另有 ${total - most.length} ${unit}。发“到期”看全部，发编号打开一件。` : '发编号打开一件。',
  )
}

/** To staff: what was asked for did not come, and the time runs on. */
export const nothingCame = (info: Deadline, result: Deadline | undefined, today: CalendarDate): RichText =>
  lines(
    rich`${strong('【企业没有补充材料】')}${moment(info, today)}的补充期限已过，办理计时恢复${result ? `，${moment(result, today)}前${DEADLINE[result.name]}${result.due < today ? '，已超期' : ''}` : ''}。`,
    '可以：按现有材料办理并办结；再发一次“补正”；先与企业联系。',
  )

/** To staff: the result did not reach the one it is for, so his silence means nothing. */
export const notDelivered: RichText = [
  strong('【办理结果没有送达】'),
  '企业没有收到结果，所以不按“未评价”办结。请用别的方式联系企业。',
]

export const supplySoon = (of: RichText, info: Deadline, today: CalendarDate): RichText =>
  lines(
    rich`您的诉求 ${of}还在等您补充材料，请在${moment(info, today)}前发来；到期后按现有材料继续办理。`,
    '直接发文字或图片就行；要补充什么，发“进度”再看一遍。',
  )

/** A day that is over is no promise. */
const answeredBy = (result: Deadline, today: CalendarDate): string =>
  result.due < today ? '，答复已经超期，督办人员在催办' : `，${moment(result, today)}前答复（${result.basis}）`

export const goesOn = (of: RichText, result: Deadline | undefined, today: CalendarDate): RichText =>
  lines(
    rich`您的诉求 ${of}补充材料的期限已过，承办单位按现有材料继续办理${result ? answeredBy(result, today) : ''}。`,
    '现在补充也来得及，直接发“补充”。',
  )

export const closedSilently = (of: RichText, reopen: Deadline, today: CalendarDate): RichText =>
  rich`您的诉求 ${of}已过评价期，按“未评价”办结。问题没有解决的，${day(reopen.due, today)}前随时回复“重新办理”。`
