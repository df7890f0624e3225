import { owed } from '../../appeal/owed.ts'
import { maskEnterprise, maskName, maskTold, namesTold } from '../../appeal/redact.ts'
import { type Appeal, type Deadline, isSealed } from '../../model/appeal.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { Attachment } from '../../model/message.ts'
import type { RichText } from '../../model/reply.ts'
import { brief, lines, rich, strong } from '../rich.ts'
import { factsText } from './arrears.ts'
import {
  DEADLINE,
  day,
  daysBetween,
  KIND,
  matterText,
  OUTCOME,
  ROLE,
  SATISFACTION,
  STAFF_STATE,
  since,
  yuan,
} from './words.ts'

export const ERASED = '（当事人已要求删除个人信息）'

/** 黄牌 红牌 */
export type Colour = 'yellow' | 'red'
const COLOUR: Readonly<Record<Colour, string>> = { yellow: '🟡黄牌', red: '🔴红牌' }

export interface CardFacts {
  readonly number: string
  readonly category: string
  readonly unit: string
  readonly today: CalendarDate
  readonly why?: readonly string[]
  readonly co?: readonly string[]
  readonly against?: readonly string[]
  readonly colour?: Colour | undefined
  readonly mergedInto?: string | undefined
  readonly merged?: readonly string[]
  /** What waits for a second person, in words. */
  readonly pending?: string | undefined
  /** It lives, and is looked at on other days too. */
  readonly live?: true
  /** What was done last, in words; shown where it lives. */
  readonly last?: string | undefined
}

/** All that is needed to act; names, phones and numbers in it are masked. */
export function card(appeal: Appeal, facts: CardFacts): RichText {
  const { number, category, unit, why, co = [], against = [], merged = [] } = facts
  const told = appeal.personal?.particulars
  const names = namesTold(appeal)
  const reason = why && why.length > 0 ? `（依据：${why.slice(0, 4).join('、')}）` : ''
  const handler = appeal.handler?.name ?? appeal.concludedBy?.name
  return lines(
    rich`${heading(appeal, facts)}${strong(number)} ${STAFF_STATE[appeal.state]}｜${KIND[appeal.kind]}${appeal.confidential ? '｜保密' : ''}${appeal.listed ? '｜督办件' : ''}`,
    `类别：${category} → ${unit}${reason}`,
    co.length > 0 && `协办：${co.join('、')}`,
    against.length > 0 && `被反映单位：${against.join('、')}${isSealed(appeal) ? '（不能承办）' : ''}`,
    told ? `事情：${brief(maskTold(matterText(told.matter), names), 300)}` : ERASED,
    told?.respondent && `反映对象：${maskTold(told.respondent, names)}`,
    (appeal.amountYuan !== undefined || appeal.since) &&
      `金额：${appeal.amountYuan === undefined ? '未说' : yuan(appeal.amountYuan)}${appeal.since ? `，${since(appeal.since)}起` : ''}`,
    told &&
      `企业：${told.enterprise ? maskEnterprise(told.enterprise) : '未说'}${appeal.area ? `（${appeal.area}）` : ''}，${told.contact ? maskName(told.contact) : '联系人未说'}`,
    told?.arrears && `合同和付款：${factsText(told.arrears, told.respondent, '企业')}`,
    told?.wish && `要求：${maskTold(told.wish, names)}`,
    attachmentCount(appeal) > 0 && `附件：${attachmentCount(appeal)} 个（用“附件”查看）`,
    ...owed(appeal).map((deadline) => deadlineLine(deadline, facts)),
    facts.pending && `⏳ ${facts.pending}`,
    tallies(appeal),
    facts.mergedInto && `已并入 ${facts.mergedInto}`,
    merged.length > 0 && `并入本件：${merged.join('、')}`,
    handler && `经办：${handler}`,
    appeal.talk && `💬 ${appeal.talk.by.name ?? '同事'}正在和企业对话，机器人不答复`,
    facts.last && `最近：${facts.last}`,
    appeal.outcome &&
      `结果：${OUTCOME[appeal.outcome]}${appeal.satisfaction ? `，${SATISFACTION[appeal.satisfaction]}` : ''}`,
    ...(appeal.personal?.thread
      // An approval repeats the reason it approves.
      .filter(({ text, attachments }, i, all) => text !== all[i - 1]?.text || attachments.length > 0)
      .slice(-3)
      .map(
        (said) =>
          `▸ ${speaker(said.by)}：${brief(maskTold(said.text, names), 80)}${filesNote(said.attachments.length)}`,
      ) ?? []),
  )
}

/** What a room full of people may see of a sealed case: that there is one, what it waits for, and by when. */
export function secretCard(appeal: Appeal, facts: CardFacts): RichText {
  const { number } = facts
  return lines(
    rich`${heading(appeal, facts)}${strong(number)} ${STAFF_STATE[appeal.state]}｜${KIND[appeal.kind]}｜保密件，内容请单独打开查看`,
    ...owed(appeal).map((deadline) => deadlineLine(deadline, facts)),
    facts.pending && `⏳ ${facts.pending}`,
  )
}

/** On so many days before its end a card that lives is drawn anew each morning; before that it counts no days. */
export const COUNTED_DAYS = 7

function heading({ urgent }: Appeal, { colour }: CardFacts): string {
  return `${colour ? `${COLOUR[colour]} ` : ''}${urgent ? '🔴 紧急 ' : ''}`
}

/** 12月7日（周一）前答复办理结果（还有14天；《…》第…条；法定12月30日…）. */
function deadlineLine(
  { name, due, basis, provisional, legal }: Deadline,
  { today, live }: Pick<CardFacts, 'today' | 'live'>,
): string {
  const late = due < today ? `❗已超期${daysBetween(due, today)}天 ` : ''
  const days = daysBetween(today, due)
  const counted = days >= 0 && (!live || days <= COUNTED_DAYS)
  const left = counted ? (days === 0 ? '今天到期；' : `还有${days}天；`) : ''
  const lawful = legal ? `；法定期限${day(legal.due, today)}，${legal.basis}` : ''
  const what = name === 'silence' ? '企业评价' : name === 'info' ? '企业补充材料' : DEADLINE[name]
  return `${late}${day(due, today)}前${what}（${left}${basis}${lawful}${provisional ? '；放假安排未公布，暂定' : ''}）`
}

function tallies({ nudges, returns, reworks, extensions }: Appeal): string {
  return [
    nudges > 0 && `企业已催办 ${nudges} 次`,
    returns > 0 && `退单 ${returns} 次`,
    reworks > 0 && `退回重办 ${reworks} 次`,
    extensions > 0 && `延期 ${extensions} 次`,
  ]
    .filter(Boolean)
    .join('，')
}

const filesNote = (count: number): string => (count > 0 ? `（图片/文件 ${count} 个）` : '')

function attachmentCount({ personal }: Appeal): number {
  const later = personal?.thread.reduce((sum, { attachments }) => sum + attachments.length, 0) ?? 0
  return (personal?.particulars.attachments.length ?? 0) + later
}

/** Staff by name and role; whoever lodged it is 企业 to everybody. */
export function speaker(by: { role: string; name?: string | undefined }): string {
  if (by.role === 'entrepreneur') return '企业'
  if (!by.name) return '系统'
  return by.role in ROLE && by.role !== 'system' ? `${by.name}（${ROLE[by.role as keyof typeof ROLE]}）` : by.name
}

/** A line of a list: no word of the person's, since the list is kept as the staff member's own. */
export function deskLine(
  appeal: Appeal,
  { number, category, colour, today, due }: CardFacts & { readonly due?: CalendarDate | undefined },
): string {
  const flags = `${colour === 'red' ? '❗' : colour === 'yellow' ? '🟡' : ''}${appeal.urgent ? '🔴' : ''}`
  const by = due ? ` ${Number(due.slice(5, 7))}月${Number(due.slice(8))}日${due < today ? '（超期）' : ''}` : ''
  const waits = appeal.pending ? '·待批准' : ''
  return brief(`${flags}${number} ${STAFF_STATE[appeal.state]}${waits}${by} ${KIND[appeal.kind]} ${category}`, 40)
}

/** The one who lodged it, and his own words unmasked. */
export function contact(number: string, { particulars: told, thread }: NonNullable<Appeal['personal']>): RichText {
  const said = thread.filter(({ by }) => by.role === 'entrepreneur').map(({ text }) => text)
  return lines(
    `${number} 联系方式（本次查看已留痕）`,
    `企业：${told.enterprise ?? '未说'}${told.uscc ? `（${told.uscc}）` : ''}`,
    `联系人：${told.contact ?? '未说'}　电话：${told.phone ?? '未留'}`,
    `原话：${brief(matterText(told.matter), 500)}`,
    ...said.filter((text) => text !== '').map((text) => `补充：${brief(text, 200)}`),
  )
}

export const fileList = (number: string, names: readonly string[]): RichText =>
  lines(`${number} 附件，打开会留痕：`, ...names.map((name, i) => `${i + 1}. ${name}`))
/** 图片, or the end of its name: pdf文件. */
export const kindOfFile = ({ name, type }: Pick<Attachment, 'name' | 'type'>): string =>
  type.startsWith('image/') ? '图片' : `${/\.([0-9a-z]{1,5})$/iu.exec(name)?.[1]?.toLowerCase() ?? ''}文件`
export const fileOpened = (number: string, name: string): string => `${number} 附件：${name}（本次查看已留痕）`
export const noFiles = (number: string): string => `${number} 没有附件。`
/** Instead of a page that is shown once more, further down. */
export const movedDown = (number: string): string => `${number} 的这一页已移到下面。`
export const noSuchFile = (count: number): string => `只有 ${count} 个附件，请选一个。`
/** Instead of a card that was sent once more. */
export const standsBelow = (number: string): string => `${number} 的卡片移到下面了。`
/** Instead of a card, where it is no longer theirs to see. */
export const notHereAnyMore = (number: string): string => `${number} 已不在这里办理，不用再办。`
/** To whoever looks after the machine: nobody was there to be told. */
export const nobodyThere = '（没有人能收到这条消息：该岗位还没有人员，也没有群。请用“/staff”添加人员。）'
/** Said in a group when what was asked for went to the asker's own chat. */
export const sentPrivately = '内容不在群里显示，已单独发给您。'
export const restInPrivate = '（群里只列这里的人都能看的，其余的请在私聊里看。）'
