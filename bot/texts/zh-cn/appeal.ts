import { isOver, isPromise, owed } from '../../appeal/owed.ts'
import type { Appeal, AppealState, Deadline } from '../../model/appeal.ts'
import { type CalendarDate, dateOf, type Instant, timeOf } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { brief, lines, rich, strong } from '../rich.ts'
import { moment, promises } from './dates.ts'
import { listLine, next, status } from './status.ts'
import { DEADLINE, day, STATE } from './words.ts'

/** What the entrepreneur is told and shown of his appeal: number, what, what next. */

export { listLine, status }

export const list = '您的诉求，回复数字查看：'
export const sorry = '让您着急了，抱歉。这件事已经在办，发“催办”我再催一次，发“进度”看到哪一步。'
/** To “你认得我吗”. */
export const youAreKnown = '认得您。您登记的事，发“进度”就看得到。'
export const noneYet = '您在这里还没有登记过诉求。查别处登记的，请发诉求编号（QQ 开头）。'
/** Where nobody is known for longer than a login of the service. */
export const noneSinceLogin =
  '在这里没有找到您的诉求。我们的账号重新登录以后，我认不出您是谁：以前登记过的，请把诉求编号（QQ 开头）和查询码一起发来，对上了就接着办。'
export const recognised = '对上了，认出您了。'
export const fromNowOn =
  '从现在起，您名下的诉求都可以在这里查、补充、催办，有了进展也发到这里。编号和查询码请继续留好：账号再次重新登录后，还要凭它们认一次。'
export const recogniseLater =
  '您正在登记另一件，先把它登记完；之后再发一次编号和查询码，我就认出您，以前的诉求也能在这里办。'
export const mistyped = (number: string): string =>
  `编号“${number}”有误，可能打错了一位（编号里没有 0、O、1、I、L）。请对照再发一次。`
export const askCode = (number: string): string => `查询 ${number} 需要登记时给的6位查询码，请发给我。`
export const wrongCode = '编号和查询码对不上，请核对后再发一次查询码。'
export const noMoreGuesses = (hours: number): string =>
  `输错次数太多，为保护当事人，${hours}小时内不能再试。急需请回复“人工”。`
export const whichOne = '您有几件诉求，是哪一件？'

export const supplementAsk = (number: string): string => `请发要补充到 ${number} 的内容。`
export const supplementedInEnglish = (number: string): string =>
  `Added to ${number}. Staff will read it and reply here.`
export const alsoSupplemented = (number: string): string => `也已补充到 ${number}。`
export const supplemented = (number: string): string => `已补充到 ${number}，工作人员会看到。`
export const aboutResult = (number: string): string => `您说的是 ${number} 的办理结果吗？对结果是否满意？`
export const filesAdded = (number: string, files: number): string =>
  `图片或文件收到 ${files} 个，已补充到 ${number}。还有就接着发，不用等我回。`
export function resumed(deadlines: readonly Deadline[], today: CalendarDate): RichText {
  const promised = deadlines.filter(isPromise)
  return lines(promised.length > 0 ? '办理接着进行，期限重新算起：' : '办理接着进行。', ...promises(promised, today))
}
/** Kept in the appeal, for staff to read. */
export const notOfThis = (text: string): string =>
  `（当事人说明：刚才补充的${text ? `“${brief(text, 60)}”` : '图片或文件'}是另一件事，另行登记，不算在本件内。）`
export const apartFrom = (number: string): string =>
  `好的，另行登记。${number} 的记录不能删，我已在里面注明这条不算，工作人员会看到。`
export const similarOwn = (line: string): RichText =>
  lines('您有一件相近的还在办：', [strong(line)], '是同一件事吗？同一件就把您刚说的加进去，不用从头登记。')
export const stillThis = (line: string): RichText => lines('您说的是这件没解决吗？', [strong(line)])
export function tooLateToReopen(
  number: string,
  state: AppealState,
  until: CalendarDate | undefined,
  today: CalendarDate,
): string {
  const why =
    state === 'resolved' || state === 'archived'
      ? `重新办理的期限${until ? `（${day(until, today)}）` : ''}已过`
      : `目前是“${STATE[state]}”，不能重开`
  return `${number} ${why}。可以按新的一件登记，注明接着这件办，内容照旧，不用再填。要登记吗？`
}
/** The matter of the one that goes on from it. */
export const goingOn = (matter: string): string =>
  matter.startsWith('【再次反映】') ? matter : `【再次反映】${matter}`
export const follows = (number: string): string => `已注明接着 ${number} 办，工作人员看得到前一件。`
export const orAnother = '如果说的是另一件事，请告诉我，我另行登记。'
export const nudged = (number: string): string => `已替您催办 ${number}，工作人员收到了。`
/** A nudge a working day is enough: when staff were told, what is due next, and when he may nudge again. */
export function nudgedBefore(
  number: string,
  told: Instant,
  again: CalendarDate,
  promised: Deadline | undefined,
  now: Instant,
): string {
  const today = dateOf(now)
  const same = dateOf(told) === today
  const when = same
    ? `今天已经催过了（${timeOf(told)}已告诉工作人员）`
    : `${day(dateOf(told), today)}已经催过，工作人员已收到`
  const late = promised && isOver(promised, now)
  const next = promised
    ? `，${late ? '原定' : ''}${moment(promised, today)}前${DEADLINE[promised.name]}${late ? '，已经超期' : ''}`
    : ''
  return `${number} ${when}${next}。${day(again, today)}起可以再催；急事请回复“人工”。`
}
export const withdrawAsk = (number: string): string => `确定撤回 ${number} 吗？撤回后不再办理。原因可说可不说。`
export const withdrawLine = (line: string): string => `撤回 ${line}`
export const withdrawn = (number: string): string => `${number} 已撤回，不再办理。需要时可以重新登记。`
export const notNow = (number: string, appeal: Appeal): string =>
  `${number} 目前是“${STATE[appeal.state]}”，不能这样操作。${next(appeal, appeal.registeredAt.slice(0, 10)).replace(/^接下来：/u, '接下来')}`
export const notYours = '没有找到您名下的这件诉求。'

export const rated = (number: string, reopen: CalendarDate, today: CalendarDate): string =>
  `感谢评价，${number} 已办结。又有问题，${day(reopen, today)}前说“重新办理”。`
export const askReason = '很抱歉没让您满意。请说说哪里不满意，我一并退回去重办（没有就回“跳过”）。'
export const rework = (number: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(rich`${strong(number)} 已退回重办，您的意见已转达。`, ...promises(owed(appeal).filter(isPromise), today))
/** Twice not content. */
export const supervised = (number: string, appeal: Appeal, today: CalendarDate): RichText =>
  lines(
    rich`${strong(number)} 已退回重办，并交给${strong('督办人员')}盯着办，您的意见已转达。`,
    ...promises(owed(appeal).filter(isPromise), today),
  )

export const RATE_LABELS = { satisfied: '满意', basically: '基本满意', dissatisfied: '不满意，退回重办' } as const
