import { maskEnterprise, maskName, maskTold } from '../../appeal/redact.ts'
import { type Command, isLate, owed } from '../../appeal/rules.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { AppealEvent } from '../../model/event.ts'
import { type CalendarDate, dateOf, timeOf } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { brief, lines, rich, strong } from '../rich.ts'
import { DEADLINE, day, KIND, matterText, OUTCOME, SATISFACTION, STAFF_STATE, since, yuan } from './words.ts'

export const ERASED = '（当事人已要求删除个人信息）'

export const COMMAND: Readonly<Record<Command, string>> = {
  accept: '受理',
  decline: '不予受理',
  dispatch: '派单',
  acknowledge: '签收',
  return: '退单',
  'ask-back': '补正',
  reply: '回复',
  conclude: '办结',
  note: '备注',
  classify: '改类别',
  start: '开始办理',
  resume: '继续办理',
  extend: '延期',
  review: '领取审核',
  pass: '审核通过',
  'send-back': '退回修改',
  supervise: '督办',
  instruct: '批示',
  merge: '并单',
  unmerge: '拆单',
  transfer: '转送',
  terminate: '终止',
  approve: '批准',
  refuse: '不批准',
  contact: '联系方式',
  supplement: '补充',
  nudge: '催办',
  rate: '评价',
  reopen: '重新办理',
  withdraw: '撤回',
  'close-silently': '到期办结',
  archive: '归档',
}

export interface CardFacts {
  readonly number: string
  readonly category: string
  readonly unit: string
  readonly today: CalendarDate
  readonly why?: readonly string[]
}

/** All that is needed to act; names, phones and numbers in it are masked. */
export function card(appeal: Appeal, { number, category, unit, today, why }: CardFacts): RichText {
  const told = appeal.personal?.particulars
  const reason = why && why.length > 0 ? `（依据：${why.slice(0, 4).join('、')}）` : ''
  return lines(
    rich`${appeal.urgent ? '🔴 紧急 ' : ''}${strong(number)} ${STAFF_STATE[appeal.state]}｜${KIND[appeal.kind]}${appeal.confidential ? '｜保密' : ''}`,
    `类别：${category} → ${unit}${reason}`,
    told ? `事情：${brief(maskTold(matterText(told.matter), told), 300)}` : ERASED,
    told?.respondent && `反映对象：${maskTold(told.respondent, told)}`,
    (appeal.amountYuan !== undefined || appeal.since) &&
      `金额：${appeal.amountYuan === undefined ? '未说' : yuan(appeal.amountYuan)}${appeal.since ? `，${since(appeal.since)}起` : ''}`,
    told &&
      `企业：${told.enterprise ? maskEnterprise(told.enterprise) : '未说'}${appeal.area ? `（${appeal.area}）` : ''}，${told.contact ? maskName(told.contact) : '联系人未说'}`,
    told?.wish && `要求：${maskTold(told.wish, told)}`,
    told && told.attachments.length > 0 && `附件：${told.attachments.length} 个`,
    ...owed(appeal).map(
      ({ name, due }) =>
        `${due < today ? '❗已超期 ' : ''}${day(due, today)}前${name === 'silence' ? '企业评价' : DEADLINE[name]}`,
    ),
    appeal.nudges > 0 && `企业已催办 ${appeal.nudges} 次`,
    appeal.reworks > 0 && `退回重办 ${appeal.reworks} 次`,
    appeal.handler?.name && `经办：${appeal.handler.name}`,
    appeal.outcome &&
      `结果：${OUTCOME[appeal.outcome]}${appeal.satisfaction ? `，${SATISFACTION[appeal.satisfaction]}` : ''}`,
    ...(appeal.personal?.thread
      .slice(-3)
      .map((said) => `▸ ${speaker(said.by)}：${brief(maskTold(said.text, told), 80)}`) ?? []),
  )
}

/** What a room full of people may see of a confidential case: that there is one, and by when. */
export function secretCard(appeal: Appeal, { number, today }: CardFacts): RichText {
  return lines(
    rich`${appeal.urgent ? '🔴 紧急 ' : ''}${strong(number)} ${STAFF_STATE[appeal.state]}｜${KIND[appeal.kind]}｜保密件，内容请单独打开查看`,
    ...owed(appeal).map(({ name, due }) => `${day(due, today)}前${DEADLINE[name]}`),
  )
}

const speaker = (by: { role: string; name?: string | undefined }): string =>
  by.role === 'entrepreneur' ? '企业' : (by.name ?? '系统')

export function deskOverview(name: string, open: number, overdue: number): RichText {
  if (open === 0) return [`${name}，您好。目前没有待办。发“帮助”看怎么操作。`]
  return lines(
    rich`${name}，您好。待办 ${strong(String(open))} 件${overdue > 0 ? `，其中超期 ${overdue} 件` : ''}，回复数字打开：`,
  )
}

/** A line of the list: no word of the person's, since the list is kept as the staff member's own. */
export function deskLine(appeal: Appeal, number: string, category: string, today: CalendarDate): string {
  const flags = `${isLate(appeal, today) ? '❗' : ''}${appeal.urgent ? '🔴' : ''}`
  return brief(`${flags}${number} ${STAFF_STATE[appeal.state]} ${KIND[appeal.kind]} ${category}`, 40)
}

export const staffHelp = (administrator: boolean): RichText =>
  lines(
    '操作（可省略编号，默认是刚打开的那件）：',
    '· 待办　· 编号：打开一件',
    '· 受理｜不予受理｜派单 单位｜签收｜退单 理由',
    '· 补正 要企业补什么｜回复 内容（发给企业）｜备注 内容（内部）',
    '· 办结 已解决/已解释/留作参考/已转告 内容（发给企业并请其评价）',
    '· 联系方式：看电话和原话，留痕　· 历史：办理记录',
    '· /gaps：没答上来的问题，可以写答复　· /entries：问答，待核准的和在用的',
    administrator && '管理员：· /reload 重新载入政策文件　· /rollback 退回上一版　· /status 运行状态',
  )

export const unknownCase = (number: string): string => `没有找到 ${number}，请核对编号。`
export const openFirst = '请先打开一件诉求：发编号，或发“待办”。'
export const staffNotUnderstood = '没看懂这条指令。发“待办”看诉求，发“帮助”看怎么操作。'
export const cannot = (command: Command, number: string, appeal: Appeal): string =>
  `${number} 现在是“${STAFF_STATE[appeal.state]}”，不能${COMMAND[command]}。`
export const chooseUnit = '派给哪个单位？第一个是建议。回复数字，或者直接发单位名称。'
export const sameUnit = (number: string, unit: string): string => `${number} 已经在${unit}，没有改动。`
export const tooBrief = '办理结果太短了，企业会看不明白，请写清楚办了什么。'
export const unknownUnit = (name: string): string => `没有叫“${brief(name, 20)}”的承办单位，请从下面选。`
export const chooseGround = '不予受理的原因？企业会收到原因和应走的渠道。'
export const chooseOutcome = '办理结果是？'
export const wordsFor = (command: Command, number: string): string =>
  ({
    'ask-back': `请写需要企业补充什么（发给企业，${number}）：`,
    reply: `请写给企业的话（${number}）：`,
    dispatch: chooseUnit,
    conclude: `请写办理结果（发给企业并请其评价，${number}）：`,
    return: `请写退单理由（${number}）：`,
    note: `请写内部备注（${number}）：`,
  })[command as 'reply'] ?? ''
export const done = (command: Command, number: string): string => `${number} 已${COMMAND[command]}。`
export const sent = (command: Command, number: string): string =>
  `${number} 已${command === 'conclude' ? '答复结果，等企业评价' : COMMAND[command]}，内容已发给企业。`

/** The one who lodged it, and his own words unmasked. */
export function contact(number: string, { particulars: told, thread }: NonNullable<Appeal['personal']>): RichText {
  const said = thread.filter(({ by }) => by.role === 'entrepreneur').map(({ text }) => text)
  return lines(
    `${number} 联系方式（本次查看已留痕）`,
    `企业：${told.enterprise ?? '未说'}${told.uscc ? `（${told.uscc}）` : ''}`,
    `联系人：${told.contact ?? '未说'}　电话：${told.phone ?? '未留'}`,
    `原话：${brief(matterText(told.matter), 500)}`,
    ...said.map((text) => `补充：${brief(text, 200)}`),
  )
}

const EVENT: Readonly<Record<AppealEvent['type'], string>> = {
  registered: '登记',
  accepted: '受理',
  declined: '不予受理',
  dispatched: '派单',
  acknowledged: '签收',
  returned: '退单',
  'asked-back': '要求补正',
  supplemented: '企业补充',
  nudged: '企业催办',
  replied: '回复企业',
  concluded: '答复结果',
  rated: '企业评价',
  rework: '退回重办',
  resolved: '办结',
  withdrawn: '企业撤回',
  noted: '备注',
  classified: '改类别',
  'proposal-made': '提出，待批准',
  'proposal-refused': '不批准',
  started: '开始办理',
  resumed: '继续办理',
  extended: '延期',
  'review-taken': '领取审核',
  'sent-back': '退回修改',
  reviewed: '审核通过',
  reopened: '企业要求重新办理',
  supervised: '督办',
  instructed: '批示',
  archived: '归档',
  merged: '并单',
  unmerged: '拆单',
  absorbed: '并入一件',
  released: '拆出一件',
  transferred: '转送',
  terminated: '终止',
  warned: '期限提醒',
  'contact-opened': '查看联系方式',
  unsealed: '打开保密身份',
  'file-opened': '查看附件',
}

export function history(number: string, events: readonly AppealEvent[]): RichText {
  const row = ({ at, by, type }: AppealEvent) => `${dateOf(at)} ${timeOf(at)} ${speaker(by)} ${EVENT[type]}`
  return lines(`${number} 办理记录`, ...events.map(row))
}

/** Headlines of what is told to the staff room. */
export const NEWS = {
  registered: '新诉求',
  handoff: '有人找工作人员',
  danger: '🔴 有人身危险的消息，请马上联系',
  supplemented: '企业补充了材料',
  nudged: '企业催办',
  rework: '企业不满意，退回重办',
  withdrawn: '企业撤回了诉求',
  overdue: '已超期，请尽快处理',
} as const

export const news = (head: keyof typeof NEWS, body: RichText): RichText => lines([strong(`【${NEWS[head]}】`)], body)

export const reloading = '正在重新载入政策文件，完成后告诉您；期间照常答复。'
export const rollingBack = '正在退回上一版政策文件。'
export const leftAsItIs = '好的，仍用现在这一版答复。'
export const FORCE = '强制启用'
export const LEAVE = '不用了'

/** How a reload or a rollback ended, and why. */
export function kbDone(job: string, ok: boolean, refused: boolean, rows: readonly string[]): RichText {
  const back = job === 'rollback'
  const done = back ? '已退回上一版' : '载入完成'
  const not = back ? '没有退回' : '载入没有成功，仍用原来的文件答复'
  const head = refused ? '新的一版没有启用：原来答得上的会答不上' : not
  return lines([strong(ok ? done : head)], ...rows)
}

export interface StatusFacts {
  readonly generation: number
  readonly documents: number
  readonly passages: number
  readonly at?: string
  readonly by?: string
  readonly pinned?: true
  readonly refused?: unknown
  readonly faulty: number
  readonly overdue: number
  readonly pending: number
  readonly parked: number
  readonly open: number
}

export const systemStatus = (facts: StatusFacts): RichText =>
  lines(
    `政策文件：第 ${facts.generation} 版${broughtBy(facts)}，${facts.documents} 份，${facts.passages} 段`,
    facts.pinned && '这一版是退回来的，重新载入之前不会变',
    facts.refused !== undefined &&
      '最近一次载入没有启用：会丢原来答得上的。发“重新载入”看会丢什么，发“强制启用”照样启用',
    facts.faulty > 0 && `有问题、没有用上的：${facts.faulty} 处`,
    facts.overdue > 0 && `过了复核日期、该再看一遍的：${facts.overdue} 份`,
    `诉求：未办结 ${facts.open} 件`,
    `待发消息：${facts.pending} 条${facts.parked > 0 ? `；多次发送失败已搁置 ${facts.parked} 条` : ''}`,
  )

function broughtBy({ at, by }: StatusFacts): string {
  return at ? `（${dateOf(at)} ${timeOf(at)} ${by ? `由${by}` : '启动时'}载入）` : ''
}

export const attachmentNotSent = '（附件目前不能转给企业，没有发出，请用文字说明。）'
export const adminsOnly = '这个操作需要管理员身份。'
