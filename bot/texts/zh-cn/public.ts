import type { AppealState } from '../../model/appeal.ts'

/** How a case stands, for people it does not concern: no more than what the city does with it. */
const STANDS: Readonly<Record<AppealState, string>> = {
  registered: '已登记，待受理',
  accepted: '已受理',
  returned: '已受理',
  declined: '不予受理',
  dispatched: '办理中',
  acknowledged: '办理中',
  'in-progress': '办理中',
  'awaiting-info': '办理中',
  extended: '办理中',
  replied: '办理中',
  'in-review': '办理中',
  rework: '办理中',
  supervised: '办理中',
  'follow-up': '已答复，待回访',
  resolved: '已办结',
  archived: '已办结',
  merged: '并入同类事项办理',
  withdrawn: '已结束',
  transferred: '已转有权处理的渠道',
  terminated: '已终止办理',
}

export const stands = (state: AppealState): string => STANDS[state]

export const aboutService = (name: string): string => `企业和个体工商户关于“${name}”的诉求`
