import { maskTold, namesTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { AppealEvent } from '../../model/event.ts'
import { type CalendarDate, dateOf, timeOf } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import type { StaffRole } from '../../model/role.ts'
import { brief, lines } from '../rich.ts'
import { speaker } from './case-card.ts'
import { LEVEL } from './reminders.ts'
import { CHANGED, PROPOSED } from './staff-asks.ts'
import { DEADLINE, day, KIND, OUTCOME, ROLE, SATISFACTION } from './words.ts'

/** The names behind the ids of a city. */
export interface Names {
  readonly unit: (id: string) => string
  readonly category: (id: string) => string
}

const EVENT: Readonly<Record<AppealEvent['type'], string>> = {
  registered: '登记',
  accepted: '受理',
  declined: '批准不予受理',
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
  classified: '更正',
  'proposal-made': '提出，待批准',
  'proposal-refused': '不批准',
  started: '开始办理',
  resumed: '继续办理',
  extended: '批准延期',
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
  terminated: '批准终止',
  warned: '期限提醒',
  'contact-opened': '查看联系方式',
  unsealed: '打开保密身份',
  'file-opened': '查看附件',
  'handed-over': '移交',
  'talk-begun': '接管对话',
  'talk-ended': '结束对话',
}

/** Who did what when, in which role and why; and the head of the chain, which the entrepreneur's receipt carries too. */
export function history(
  number: string,
  events: readonly AppealEvent[],
  appeal: Appeal,
  names: Names,
  head?: string,
): RichText {
  const told = namesTold(appeal)
  const row = (event: AppealEvent) => {
    const { personal } = event
    const text = personal && 'text' in personal ? brief(maskTold(personal.text, told), 60) : ''
    return `${step(event, names)}${proposer(event)}${text ? `：${text}` : ''}`
  }
  return lines(`${number} 办理记录`, ...events.map(row), head && `防篡改校验码：${head}`)
}

/** What was done last, for whoever comes too late: it quotes nobody. */
export const lastStep = (event: AppealEvent, names: Names): string => `最近一步：${step(event, names)}。`

/** The same in a few words: 11月23日 10:05 王芳（受理员）派单. */
export const lastDone = ({ what, by, at }: NonNullable<Appeal['last']>): string => {
  const on = day(dateOf(at), dateOf(at)).replace(/（.*/u, '')
  const done = Object.hasOwn(EVENT, what) ? EVENT[what as AppealEvent['type']] : what
  if (by.role !== 'entrepreneur') return `${on} ${timeOf(at)} ${speaker(by)}${done}`
  // It is his word that ends it.
  return `${on} ${timeOf(at)} 企业${what === 'resolved' ? '评价，办结' : done.replace(/^企业/u, '')}`
}

function step(event: AppealEvent, names: Names): string {
  const { at, by, type } = event
  const what = type === 'proposal-made' ? '' : EVENT[type]
  return `${dateOf(at)} ${timeOf(at)} ${speaker(by)} ${what}${detail(event, names)}`
}

/** To whom, till when, how, as far as the event says. */
function detail(event: AppealEvent, { unit, category }: Names): string {
  const on = (due: CalendarDate | undefined) => (due ? `到${day(due, dateOf(event.at))}` : '')
  switch (event.type) {
    case 'dispatched': {
      const { unit: lead, co = [] } = event.data
      return `给${unit(lead)}${co.length > 0 ? `，协办${co.map(unit).join('、')}` : ''}`
    }
    case 'classified':
      return `（${changes(event.data, { unit, category }).join('；')}）`
    case 'proposal-made':
      return `提出${PROPOSED[event.data.what]}${on(event.data.until)}，待批准`
    case 'proposal-refused':
      return PROPOSED[event.data.what]
    case 'extended':
      return on(event.data.deadlines.find(({ name }) => name === 'result')?.due)
    case 'asked-back':
      return event.data.until ? `，等${on(event.data.until.due)}` : ''
    case 'concluded':
      return `（${OUTCOME[event.data.outcome]}${event.data.review ? '，交审核' : ''}）`
    case 'rated':
      return `“${SATISFACTION[event.data.satisfaction]}”`
    case 'merged':
      return `，并入${showNumber(event.data.into)}`
    case 'unmerged':
      return `，从${showNumber(event.data.from)}拆出`
    case 'absorbed':
    case 'released':
      return ` ${showNumber(event.data.number)}`
    case 'warned': {
      const { deadline, level } = event.data
      return `（${DEADLINE[deadline]}${level && level !== 'lapse' ? `，${LEVEL[level]}` : ''}）`
    }
    default:
      return ''
  }
}

function changes(
  { kind, category, against, confidential }: (AppealEvent & { type: 'classified' })['data'],
  names: Names,
): string[] {
  return [
    ...(category ? [CHANGED.category(names.category(category))] : []),
    ...(kind ? [CHANGED.kind(KIND[kind])] : []),
    ...(against ? [CHANGED.against(against.map(names.unit))] : []),
    ...(confidential === undefined ? [] : [CHANGED.confidential(confidential)]),
  ]
}

function proposer({ data }: AppealEvent): string {
  return 'proposer' in data && data.proposer?.name
    ? `（${data.proposer.name}${data.proposer.role in ROLE ? `·${ROLE[data.proposer.role as StaffRole]}` : ''}提出）`
    : ''
}
