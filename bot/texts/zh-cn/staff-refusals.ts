import type { Command, Refusal } from '../../appeal/rules.ts'
import { isOpen } from '../../appeal/states.ts'
import type { Appeal } from '../../model/appeal.ts'
import { STAFF_STATE } from './words.ts'

export const COMMAND: Readonly<Record<Command, string>> = {
  accept: '受理',
  decline: '不予受理',
  dispatch: '派单',
  acknowledge: '签收',
  return: '退单',
  'ask-back': '补正',
  reply: '回复',
  conclude: '办结',
  talk: '接管对话',
  'end-talk': '结束对话',
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

export const unknownCase = (number: string): string => `没有找到 ${number}，请核对编号。`
/** The same words whatever the reason: nobody learns from them that he is complained of. */
export const notForYou = (number: string): string =>
  `${number} 不在您能查看的范围：由别的单位办理，还没有派单，或者按规定应当回避。`

/** Why it cannot be done now, and what can be. */
export function cannot(command: Command, number: string, { state, talk }: Appeal, why: Refusal): string {
  const act = COMMAND[command]
  switch (why) {
    case 'state':
      return command === 'decline' && isOpen(state)
        ? `${number} 现在是“${STAFF_STATE[state]}”，已过了可以不予受理的时候；确实不能办的，用“转送”或者“终止”。`
        : `${number} 现在是“${STAFF_STATE[state]}”，不能${act}。`
    case 'role':
      return `${act}不在您的职责里（${number}）。`
    case 'unit':
      return `${number} 由别的单位主办，您不能${act}；协办的情况用“回复”或者“备注”写。`
    case 'second-person':
      return `${number} 是您自己提出或者办的，${act}要由另一位同事来做。`
    case 'nothing-pending':
      return `${number} 没有等批准的事项。`
    case 'pending':
      return `${number} 已有一项等批准，先批准或者不批准，再${act}。`
    case 'supervisor':
      return `${number} 要由督办人员决定，您不能${act}。`
    case 'in-talk':
      return command === 'talk'
        ? `${number} ${talk?.by.name ?? '同事'}正在和企业对话，要由他/她结束以后再接管；急事请督办人员结束。`
        : `${number} 是${talk?.by.name ?? '同事'}在和企业对话，由他/她本人或者督办人员结束。`
    case 'no-talk':
      return `${number} 没有人工对话，机器人照常答复企业。`
    case 'too-late':
      return `${number} 的退单期限已过，不能退单。确实办不了，请用“备注”说明，由督办人员改派。`
  }
}
