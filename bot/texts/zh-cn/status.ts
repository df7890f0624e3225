import { isOver, isPromise, owed } from '../../appeal/owed.ts'
import { mask } from '../../appeal/redact.ts'
import type { Appeal, AppealState, Deadline } from '../../model/appeal.ts'
import { type CalendarDate, dateOf, type Instant } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { brief, lines, rich, strong } from '../rich.ts'
import { moment, promises, receipt } from './dates.ts'
import { DEADLINE, day, KIND, matterText, STATE } from './words.ts'

/** How an appeal stands, as its entrepreneur reads it. */

export interface StatusFacts {
  readonly number: string
  readonly lead: string
  readonly co: readonly string[]
  readonly now: Instant
  readonly mayNudge: boolean
  /** What reached him last. */
  readonly told: { readonly at: string; readonly text: string } | undefined
  /** Why it came to an end, and the road to take instead. */
  readonly ground: string | undefined
  readonly instead: string | undefined
}

export function status(appeal: Appeal, facts: StatusFacts): RichText {
  const { number, now, told, ground, instead, mayNudge } = facts
  const today = dateOf(now)
  const met = appeal.dispatchedAt ? 'transfer' : undefined
  const running = owed(appeal).filter((one) => (isPromise(one) && one.name !== met) || one.name === 'info')
  const late = running.filter((one) => isPromise(one) && isOver(one, now))
  return lines(
    rich`${strong(number)} ${KIND[appeal.kind]}：${brief(mask(gist(appeal)), 40)}`,
    rich`状态：${strong(STATE[appeal.state])}`,
    WITHOUT_UNIT.includes(appeal.state) ? undefined : units(facts),
    ...late.map((one) => overdue(one, mayNudge, today)),
    ...promises(
      running.filter((one) => !late.includes(one)),
      today,
    ),
    ground && `原因：${ground}`,
    instead && `您可以这样办：${instead}`,
    told &&
      `${appeal.state === 'awaiting-info' ? '需要您补充' : '最近答复'}（${day(dateOf(told.at), today)}）：${brief(told.text, 200)}`,
    next(appeal, today),
    receipt(appeal),
  )
}

const WITHOUT_UNIT: readonly AppealState[] = ['registered', 'declined', 'merged', 'transferred']

const units = ({ lead, co }: StatusFacts): string =>
  `承办单位：${lead}${co.length > 0 ? `（主办），协办：${co.join('、')}` : ''}`

/** Said as it is. */
function overdue(deadline: Deadline, mayNudge: boolean, today: CalendarDate): string {
  const hint = mayNudge ? '发“催办”我替您催。' : ''
  return `原定${moment(deadline, today)}前${DEADLINE[deadline.name]}，已经超期。${hint}`
}

/** What happens next, and what he may do. */
export function next({ state, deadlines }: Appeal, today: CalendarDate): string {
  const until = (name: Deadline['name']) => {
    const found = deadlines.find((one) => one.name === name)
    return found ? `${day(found.due, today)}前` : ''
  }
  switch (state) {
    case 'registered':
      return '接下来：受理人员看过，告诉您是否受理。'
    case 'accepted':
      return '接下来：转给承办单位，转出就告诉您。'
    case 'returned':
      return '接下来：换一个合适的单位，定了就告诉您。'
    case 'dispatched':
      return '接下来：承办单位接手去办，有结果在这里答复您。'
    case 'acknowledged':
    case 'in-progress':
    case 'extended':
      return '接下来：办好在这里答复您。'
    case 'awaiting-info':
      return `接下来：等您${until('info')}补充，直接发文字或图片就行；能暂停的期限这期间不算。`
    case 'replied':
    case 'in-review':
      return '接下来：结果审核通过就发给您。'
    case 'follow-up':
      return `接下来：请说满意不满意；${until('silence')}没有回复，按办结处理。`
    case 'rework':
      return '接下来：重新办理，办好再答复您。'
    case 'supervised':
      return '接下来：督办人员盯着办，办好再答复您。'
    case 'resolved':
      return until('reopen') ? `没解决的话，${until('reopen')}可以说“重新办理”。` : '没解决的话，说“重新办理”。'
    case 'archived':
      return '又遇到这件事，说“重新办理”，我按新的一件登记并注明接着这件。'
    case 'merged':
      return '接下来：和另一件同样的诉求一起办，结果同样告诉您。'
    case 'withdrawn':
      return '需要时可以重新登记。'
    case 'declined':
    case 'transferred':
    case 'terminated':
      return '有疑问请回复“人工”；情况变了，说“重新办理”再登记。'
  }
}

/** What it is about, without who he is and that he complains. */
export function gist({ personal }: Appeal): string {
  const matter = matterText(personal?.particulars.matter)
  const told = matter
    .split(/[,，。;；\n]/u)
    .filter((clause) => clause.trim() !== '' && !ABOUT_HIMSELF.test(clause.trim()))
  return told.length > 0 ? told.join('，') : matter
}

const ABOUT_HIMSELF =
  /^(?:你好|您好)$|^我?们?(?:要|想|来)?(?:投诉|举报|求助|反映|建议)(?:一下|一个|个)?(?:事|问题)?[:：]?$|^(?:我|本人)(?:是|叫)|(?:电话|手机|联系方式)|^我?们?(?:公司|店|厂)?在.{2,10}[区县市]$/u

export function listLine(appeal: Appeal, number: string): string {
  return `${number} ${brief(gist(appeal) || KIND[appeal.kind], 12)}（${STATE[appeal.state]}）`
}
