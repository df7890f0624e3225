import { maskTold } from '../../appeal/redact.ts'
import type { Appeal, StaffRole } from '../../model/appeal.ts'
import type { AppealEvent } from '../../model/event.ts'
import { dateOf, timeOf } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { brief, lines, strong } from '../rich.ts'
import { speaker } from './case-card.ts'
import { ROLE } from './words.ts'

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

/** Who did what when, in which role and why; and the head of the chain, which the entrepreneur's receipt carries too. */
export function history(number: string, events: readonly AppealEvent[], appeal: Appeal, head?: string): RichText {
  const told = appeal.personal?.particulars
  const row = (event: AppealEvent) => {
    const { at, by, type, personal } = event
    const text = personal && 'text' in personal ? brief(maskTold(personal.text, told), 60) : ''
    return `${dateOf(at)} ${timeOf(at)} ${speaker(by)} ${EVENT[type]}${proposer(event)}${text ? `：${text}` : ''}`
  }
  return lines(`${number} 办理记录`, ...events.map(row), head && `防篡改校验码：${head}`)
}

function proposer({ data }: AppealEvent): string {
  return 'proposer' in data && data.proposer?.name
    ? `（${data.proposer.name}${data.proposer.role in ROLE ? `·${ROLE[data.proposer.role as StaffRole]}` : ''}提出）`
    : ''
}

/** Headlines of what is told to staff. */
export const NEWS = {
  registered: '新诉求',
  handoff: '有人找工作人员',
  danger: '🔴 有人身危险的消息，请马上联系',
  supplemented: '企业补充了材料',
  nudged: '企业催办',
  rework: '企业不满意，退回重办',
  reopened: '企业要求重新办理',
  withdrawn: '企业撤回了诉求',
  overdue: '已超期，请尽快处理',
  dispatched: '新派单，请签收',
  cooperating: '请协助办理',
  takenAway: '已改派给别的单位',
  returned: '承办单位退单，请改派',
  returnedTwice: '第二次退单，请督办决定',
  proposed: '等您批准',
  proposalRefused: '没有批准',
  proposalApproved: '已批准',
  toReview: '办理结果等审核',
  sentBack: '结果退回修改',
  passed: '结果已审核通过，已告诉企业',
  supervised: '列入督办',
  instructed: '有新的批示',
  released: '原来并在一起的已撤回，改为单独办理',
  merged: '有一件并入',
} as const

export const news = (head: keyof typeof NEWS, body: RichText, more?: string): RichText =>
  lines([strong(`【${NEWS[head]}】`)], more, body)
