import type { AppealKind, AppealState, Deadline, Outcome, Role, Satisfaction } from '../../model/appeal.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { SlotName } from '../../model/slots.ts'

export const KIND: Readonly<Record<AppealKind, string>> = {
  consultation: '咨询',
  complaint: '投诉',
  'tip-off': '举报',
  help: '求助',
  suggestion: '建议',
}

/** A state as the entrepreneur reads it. */
export const STATE: Readonly<Record<AppealState, string>> = {
  registered: '已登记，待受理',
  accepted: '已受理，正在安排承办单位',
  declined: '不予受理',
  dispatched: '已转承办单位',
  acknowledged: '承办单位已接手，办理中',
  returned: '承办单位退回，正在重新安排',
  'awaiting-info': '等您补充材料',
  'in-progress': '承办单位正在办理',
  extended: '延期办理中',
  replied: '已有办理结果，正在审核',
  'in-review': '已有办理结果，正在审核',
  'follow-up': '已答复，等您评价',
  rework: '您不满意，已退回重办',
  supervised: '正在督办',
  resolved: '已办结',
  archived: '已办结并归档',
  merged: '已并入另一件同样的诉求办理',
  withdrawn: '您已撤回',
  transferred: '已转送其他渠道',
  terminated: '已终止办理',
}

/** A state as staff read it. */
export const STAFF_STATE: Readonly<Record<AppealState, string>> = {
  registered: '待受理',
  accepted: '待派单',
  declined: '不予受理',
  dispatched: '待签收',
  acknowledged: '已签收',
  returned: '退单待改派',
  'awaiting-info': '待补正',
  'in-progress': '办理中',
  extended: '延期办理',
  replied: '待审核',
  'in-review': '审核中',
  'follow-up': '待回访',
  rework: '重办',
  supervised: '督办',
  resolved: '已办结',
  archived: '已归档',
  merged: '已并单',
  withdrawn: '已撤回',
  transferred: '已转送',
  terminated: '已终止',
}

export const OUTCOME: Readonly<Record<Outcome, string>> = {
  solved: '已解决',
  explained: '已解释说明',
  reference: '留作参考',
  transferred: '已告知其他渠道',
}

export const SATISFACTION: Readonly<Record<Satisfaction, string>> = {
  satisfied: '满意',
  basically: '基本满意',
  dissatisfied: '不满意',
  'no-answer': '未评价',
}

export const SLOT: Readonly<Record<SlotName, string>> = {
  kind: '类型',
  matter: '事情',
  respondent: '反映对象',
  amountYuan: '金额',
  since: '起始时间',
  enterprise: '企业名称',
  area: '所在区域',
  contact: '联系人',
  phone: '电话',
  uscc: '信用代码',
  wish: '您的要求',
  confidential: '保密',
  arrears: '合同和付款',
}

export const DEADLINE: Readonly<Record<Deadline['name'], string>> = {
  accept: '告知是否受理',
  transfer: '转交承办单位',
  acknowledge: '承办单位签收',
  object: '提出退单',
  result: '答复办理结果',
  info: '补充材料',
  review: '审核答复',
  silence: '评价',
  reopen: '要求重新办理',
}

/** The matter as shown; one who only asked for a person has told none. */
export function matterText(matter: string | undefined): string {
  return matter === '' ? '（要求与工作人员联系）' : (matter ?? '')
}

/** Whom an act was done as. */
export const ROLE: Readonly<Record<Role, string>> = {
  entrepreneur: '企业',
  clerk: '受理员',
  handler: '承办',
  supervisor: '督办',
  leader: '领导',
  administrator: '管理员',
  system: '系统',
}

/** Calendar days from one day to a later one. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

const WEEK = '日一二三四五六'

/** 11月27日（周五）, with the year where it is not the current one. */
export function day(date: CalendarDate, today: CalendarDate): string {
  const [year, month, dom] = date.split('-').map(Number)
  const weekday = WEEK[new Date(`${date}T00:00:00Z`).getUTCDay()]
  const prefix = date.slice(0, 4) === today.slice(0, 4) ? '' : `${year}年`
  return `${prefix}${month}月${dom}日（周${weekday}）`
}

/** 38万元, 1.2亿元, 8500元. */
export function yuan(amount: number): string {
  const short = (value: number) => String(Math.round(value * 1e4) / 1e4)
  if (amount >= 1e8) return `${short(amount / 1e8)}亿元`
  return amount >= 1e4 ? `${short(amount / 1e4)}万元` : `${short(amount)}元`
}

/** 2025年3月, from `2025-03`. */
export function since(value: string): string {
  const [year, month, dom] = value.split('-')
  return `${year}年${month ? `${Number(month)}月` : ''}${dom ? `${Number(dom)}日` : ''}`
}
