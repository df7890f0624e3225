import type { RichText } from '../../model/reply.ts'
import { lines, rich, strong } from '../rich.ts'

export * from './case-card.ts'
export * from './history.ts'
export * from './staff-asks.ts'
export * from './staff-help.ts'
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
    return lines(rich`${name}，您好。待办 ${strong(String(total))} 件（${only.title}）${overdue}，选一件打开：`)
  }
  return lines(`${name}，您好。待办：${parts}${overdue}。选一件打开：`)
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
  count === 0 ? `${title}：没有。` : `${title} ${count} 件，选一件打开：`
export const leaderCounts = (name: string, open: number, yellow: number, red: number, listed: number): string =>
  `${name}，您好。在办 ${open} 件，黄牌 ${yellow} 件，红牌 ${red} 件，督办 ${listed} 件。${red > 0 ? '红牌的选一件打开：' : ''}`
export const casesNotYours = (name: string): string =>
  `${name}，您好。诉求由受理、承办、督办的同事办理，管理员看不到内容。发“帮助”看管理员能做什么。`

export const openFirst = '请先打开一件诉求：发编号，或发“待办”。'
export const staffNotUnderstood = '没看懂这条指令。发“待办”看诉求，发“帮助”看怎么操作。'
export const attachmentNotSent =
  '（附件没有用上，也没有发给企业。要发，请回复那件诉求的任一条消息，或者和“回复”“补正”“办结”的内容一起发。）'
export const adminsOnly = '这个操作需要管理员身份。'
