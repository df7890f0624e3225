import type { Entry, EntryState, GapGroup, GapWhy } from '../../model/gap.ts'
import { type CalendarDate, dateOf, type Instant } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { brief, lines, rich, strong } from '../rich.ts'
import { day } from './words.ts'

/** What stands on the choices. Each is also understood when it is typed. */
export const ACT = {
  answer: '写答复',
  dismiss: '不用答',
  list: '返回列表',
  open: '查看',
  approve: '核准',
  reanswer: '改答复',
  question: '改问法',
  until: '改有效期',
  reject: '驳回',
  drop: '撤下草稿',
  retire: '停用',
} as const

const WHY: Readonly<Record<GapWhy, string>> = { refused: '没把握', hedged: '答得没底', unhelpful: '说没帮上忙' }
const STATE: Readonly<Record<EntryState, string>> = {
  proposed: '待核准',
  approved: '在用',
  rejected: '已驳回',
  retired: '已停用',
}

export const gapList = (total: number, shown: number): RichText =>
  total === 0
    ? ['目前没有答不上来的问题。']
    : lines(
        rich`没答上来的问题 ${strong(String(total))} 组，问的人多的在前；姓名、电话、企业名已隐去。${total > shown ? `先列出 ${shown} 组。` : ''}`,
        '选一条打开，或者直接发“/gaps 1 答复 内容”：',
      )

export const gapLine = ({ wordings, people }: GapGroup): string => `${brief(wordings[0], 30)}（${people}人问过）`

/** A few of what people wrote, each on one line. */
const some = (texts: readonly string[], shown = 4): string =>
  texts
    .slice(0, shown)
    .map((text) => brief(text, 60))
    .join('／')

/** A group as whoever is to answer it sees it. */
export function gapCard(
  group: GapGroup,
  reasons: readonly string[],
  today: CalendarDate,
  waits: string | undefined,
): RichText {
  const { wordings, people, times, lastAt, why, document } = group
  const [question, ...others] = wordings
  const counts = (Object.keys(WHY) as GapWhy[]).flatMap((one) => (why[one] ? [`${WHY[one]} ${why[one]} 次`] : []))
  return lines(
    [strong('没答上来的问题')],
    `问：${brief(question, 300)}`,
    others.length > 0 && `也有人这样问：${some(others)}${others.length > 4 ? `，共 ${others.length + 1} 种问法` : ''}`,
    `${people} 人问过 ${times} 次，最近 ${day(dateOf(lastAt), today)}：${counts.join('，')}`,
    document !== undefined && `最接近的资料：${document}`,
    reasons.length > 0 && `用户说：${some(reasons)}`,
    waits,
  )
}

export const dismissed = '已移出列表；再有人这样问，会重新出现。'
export const gapGone = '这个问题已经有答复，或者提问人已要求删除。'
export const noSuchGap = (total: number): string =>
  total === 0 ? '目前没有答不上来的问题。' : `列表里只有 ${total} 条，发“/gaps”再看一遍。`
export const draftWaits = (writer: Entry['writer']): string => `${nameOf(writer)}写的答复正等核准。`
export const writeAnswer =
  '请写答复（最多 400 字），以后有人这样问就照此回答。结尾可以写“有效期至2027-06-30”，不写按一年。'
export const tooShort = '太短了，问的人会看不明白，请写完整。'
export const tooLong = (length: number): string => `写了 ${length} 字，最多 400 字，请精简后再发。`
export const badUntil =
  '有效期要写将来五年以内的日期（日历上要有这一天），例如“有效期至2027-06-30”，也可以写“年底”“半年”。'

const until = (date: CalendarDate): string => {
  const [year, month, dom] = date.split('-').map(Number)
  return `${year}年${month}月${dom}日`
}

const PRIVATE = '注意：里面像有个人的姓名、手机号或证件号，会发给所有这样问的人，不该公开的请改掉。'

export const proposed = (date: CalendarDate, byDefault: boolean, warns: boolean): RichText =>
  lines(
    `答复已存为草稿，有效期至${until(date)}${byDefault ? '（没写有效期，按一年）' : ''}。要由另一位同事核准后才会使用，已通知受理组。`,
    warns && PRIVATE,
  )

export interface EntryFacts {
  readonly entry: Entry
  /** What it answers, in the words of staff or else of who asked; nothing where these were erased. */
  readonly question: string | undefined
  readonly others: readonly string[]
  readonly today: CalendarDate
  /** There seems to be something in it that is for few eyes. */
  readonly warns: boolean
}

/** An answer of staff, to be approved, or as it is used. */
export function entryCard({ entry, question, others, today, warns }: EntryFacts): RichText {
  const { state, answer, writer, writtenAt, approver, approvedAt, told } = entry
  const expired = state === 'approved' && entry.until < today
  return lines(
    [strong(`答复｜${expired ? '已过期' : STATE[state]}`)],
    `问：${question === undefined ? '（原来的问法没有了：提问人要求删除，或者问题已经另行处理；请先写问法）' : brief(question, 300)}`,
    others.length > 0 &&
      `也答这些问法${others.length > 4 ? `（${others.length} 种，请逐个看）` : ''}：${some(others, others.length)}`,
    `答：${answer}`,
    warns && state === 'proposed' && PRIVATE,
    `起草：${nameOf(writer)}，${onDay(writtenAt, today)}　有效期至：${until(entry.until)}`,
    approver &&
      approvedAt !== undefined &&
      `核准：${nameOf(approver)}，${onDay(approvedAt, today)}，已告诉 ${told} 位问过的人`,
  )
}

const nameOf = ({ name, id }: Entry['writer']): string => name ?? id
const onDay = (at: Instant, today: CalendarDate): string => day(dateOf(at), today)

export function entryList(waiting: number, inUse: number, listed: number, words?: string): RichText {
  const all = waiting + inUse
  if (all === 0 && words !== undefined) return [`没有写着“${words}”的答复。发“/entries”看全部。`]
  if (all === 0) return ['还没有答复。发“/gaps”看没答上来的问题。']
  return lines(
    `${words === undefined ? '答复' : `写着“${words}”的答复`}：待核准 ${waiting} 条，在用 ${inUse} 条，选一条打开：`,
    all > listed && `（只列出 ${listed} 条，其余发“/entries 词”查找，例如“/entries 补贴”）`,
  )
}
/** Of drafts without a wording of staff, only the answer: the words of who asked are not kept in lists. */
export const entryLine = ({ state, question, answer, until: last }: Entry, today: CalendarDate): string =>
  `${state === 'approved' && last < today ? '已过期' : STATE[state]}｜${brief(question ?? answer, 28)}`

export const waitsForApproval = (entry: EntryFacts): RichText =>
  lines(
    [strong('【有答复等核准】')],
    `问：${brief(entry.question ?? '', 300)}`,
    `答：${brief(entry.entry.answer, 200)}`,
  )
export const wasApproved = (question: string, by: string, others: number): RichText =>
  lines([strong('【答复已核准】')], `问：${brief(question, 300)}`, `核准：${by}`, others > 0 && alsoClosed(others))
const alsoClosed = (others: number): string => `同一个问题的另外 ${others} 条草稿用不上了，已一并撤下。`
export const answeredByOther = '同一个问题已核准另一条答复'
export const wasRejected = (answer: string, by: string, reason: string): RichText =>
  lines([strong('【答复被驳回】')], `答：${brief(answer, 100)}`, `${by}：${reason || '没有写理由'}`)

export const unknownEntry = '没有这条答复，发“/entries”看有哪些。'
export const notNow = (state: EntryState): string => `这条答复现在是“${STATE[state]}”，不能这样操作。`
export const ownWords = '自己写的答复要由另一位同事核准。'
export const seeAgain = '内容刚刚有改动，请看过再核准：'
export const wordingMissing = '原来的问法没有了，请先写问法再核准。'
export const writeNew = {
  reanswer: '请写新的答复（最多 400 字）：',
  question: '请写问法，就是以后别人会怎么问（不要写姓名、电话、企业名）：',
  until: '请写有效期，例如“2027-06-30”或“半年”：',
  reject: '请写驳回的理由（给起草人看）：',
} as const
export const edited = '已改好，要由另一位同事核准：'
export const approved = (told: number, others: number): string =>
  `已核准，马上生效。${told > 0 ? `已告诉 ${told} 位问过的人。` : '没有要通知的人。'}${others > 0 ? alsoClosed(others) : ''}`
export const runOut = '有效期已经过了，请先改有效期再核准。'
export const rejected = '已驳回，问题仍在“/gaps”里。'
export const retired = '已停用，从现在起不再这样回答。'

/** To somebody who had asked, once. */
export function answered(question: string, askedAt: Instant, entry: Entry, by: string, today: CalendarDate): RichText {
  return lines(
    `您${onDay(askedAt, today)}问过：“${brief(question, 100)}”`,
    rich`${strong('现在有答复了：')}`,
    entry.answer,
    `（${by}核准，有效期至${until(entry.until)}。还有疑问请直接问，或者发“人工”找工作人员。）`,
  )
}
