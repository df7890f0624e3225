import type { RichText } from '../../model/reply.ts'
import { lines } from '../rich.ts'

/** What staff are told who ask for a report or for the ledger. */
export const reportsFor = '统计报表供受理、督办、领导和管理员查看；您经办的诉求请看“待办”。'
export const making = '正在生成，好了就发到这里。'
export const makingPrivately = '正在生成，好了只发给您本人。'
export const notYet = '这一期还没有开始，请换一期。'
export const whichReport = '要哪一种报表？'
export const WEEK = '周报'
export const MONTH = '月报'
export const QUARTER = '季报'

export const reportHow: RichText = lines(
  '没有看懂要哪一期。可以这样写：',
  '周报、月报、季报（本期）；周报 上周；月报 2026-11；季报 2026-Q4；/report week 2026-W47',
)

export const exportHow = (unknown: string): RichText =>
  lines(
    `没有看懂“${unknown}”。可以这样写：`,
    '导出 本月；导出 上月 清欠专班；导出 2026-11-01至2026-11-20 投诉 拖欠账款；导出 逾期；/export csv 本周',
    '条件可以是：时间、承办单位、领域、类型、区域、状态（如 办理中、未办结）、逾期；加 csv 得到 CSV 文件',
  )

export const revealFor = '联系方式只有督办人员可以成批导出；单件请打开诉求后点“联系方式”。'
export const revealLess = (total: number, most: number): string =>
  `符合条件的有 ${total} 件，带联系方式一次最多导出 ${most} 件：请加条件，或者不带联系方式导出。`
export const revealNone = '没有可以带联系方式导出的诉求（举报和要求保密的不在内）。'
export const revealOnRecord = (count: number): string => `这 ${count} 件的联系方式由您打开，已逐件记录。`
