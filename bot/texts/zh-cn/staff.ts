import type { RichText } from '../../model/reply.ts'
import type { StaffRole } from '../../model/role.ts'
import { lines, rich, strong } from '../rich.ts'

export * from './case-card.ts'
export * from './history.ts'
export * from './staff-asks.ts'
export * from './staff-news.ts'
export * from './staff-refusals.ts'
export * from './system.ts'

/** How the list of what waits begins: what there is of each. */
export function deskOverview(
  name: string,
  heads: readonly { readonly title: string; readonly count: number }[],
  late: number,
): RichText {
  const some = heads.filter(({ count }) => count > 0)
  const [only, ...more] = some
  if (!only) return [`${name}，您好。目前没有待办。发“帮助”看怎么操作。`]
  const total = more.length === 0 ? only.count : undefined
  const parts = some.map(({ title, count }) => `${title} ${count} 件`).join('，')
  const overdue = late > 0 ? `，其中超期 ${late} 件` : ''
  if (total !== undefined) {
    return lines(rich`${name}，您好。待办 ${strong(String(total))} 件（${only.title}）${overdue}，回复数字打开：`)
  }
  return lines(`${name}，您好。待办：${parts}${overdue}。回复数字打开：`)
}

export const TITLE = {
  intake: '待受理派单',
  answered: '待审核',
  pending: '待批准',
  unit: '承办中',
  attention: '要督办的',
  red: '红牌',
  mine: '我经办的',
  due: '快到期和超期的',
} as const

export const listHead = (title: string, count: number): string =>
  count === 0 ? `${title}：没有。` : `${title} ${count} 件，回复数字打开：`
export const leaderCounts = (name: string, open: number, yellow: number, red: number, listed: number): string =>
  `${name}，您好。在办 ${open} 件，黄牌 ${yellow} 件，红牌 ${red} 件，督办 ${listed} 件。${red > 0 ? '红牌的回复数字打开：' : ''}`
export const casesNotYours = (name: string): string =>
  `${name}，您好。诉求由受理、承办、督办的同事办理，管理员看不到内容。发“帮助”看管理员能做什么。`

export const staffHelp = (roles: readonly StaffRole[]): RichText => {
  const is = (...any: StaffRole[]) => roles.some((role) => any.includes(role))
  const cases = is('clerk', 'handler', 'supervisor', 'leader')
  return lines(
    cases && '操作（可省略编号，默认是刚打开的那件；不带内容就会问您）：',
    cases && '· 待办　· 我的　· 到期　· 编号：打开一件',
    is('clerk', 'supervisor') &&
      '受理：· 受理｜不予受理 理由（要第二人批准）｜改类别 名称｜改类型 投诉｜涉及单位 名称｜保密/不保密',
    is('clerk', 'supervisor') && '· 派单 单位 协办 单位｜并入 编号｜拆单｜转送 渠道｜终止 理由（要第二人批准）',
    is('handler') && '承办：· 签收｜开始办理｜退单 理由｜延期 10天 理由（要批准）｜终止 理由（要第二人批准）',
    is('clerk', 'handler', 'supervisor') && '· 补正 要企业补什么｜继续办理｜回复 内容（发给企业）｜备注 内容（内部）',
    is('clerk', 'handler', 'supervisor') &&
      '· 办结 已解决/已解释/留作参考/已转告 内容（发给企业并请其评价）｜模板：常用的话｜同类：同样的还有哪些',
    is('clerk', 'supervisor') && '审核：· 领取审核｜审核通过｜退回修改 意见',
    is('supervisor', 'leader') && '督办：· 督办 要求｜批示 内容｜批准｜不批准 理由',
    is('clerk') && !is('supervisor', 'leader') && '· 批准｜不批准 理由（别人提出的不予受理和终止）',
    is('clerk', 'handler', 'supervisor') && '· 联系方式：看电话和原话，留痕；保密件要写理由　· 附件 1：打开附件，留痕',
    cases && '· 历史：谁在什么时候办了什么',
    cases && '· /gaps：没答上来的问题，可以写答复　· /entries：问答，待核准的和在用的',
    is('clerk', 'supervisor', 'leader', 'administrator') && '报表：· 周报、月报、季报（可加 上周、2026-11）：数字和图',
    '· 导出 本月 单位 类型…：台账文件，姓名电话隐去' +
      (is('supervisor') ? '；加“含联系方式”只发给您本人，逐件留痕' : ''),
    is('administrator') && '管理员：· /reload 重新载入政策文件　· /rollback 退回上一版　· /status 运行状态',
  )
}
export const openFirst = '请先打开一件诉求：发编号，或发“待办”。'
export const staffNotUnderstood = '没看懂这条指令。发“待办”看诉求，发“帮助”看怎么操作。'
export const attachmentNotSent = '（附件目前不能转给企业，没有发出，请用文字说明。）'
export const adminsOnly = '这个操作需要管理员身份。'
