/** The columns of the ledger 台账, each with its width in characters. */
export const COLUMNS = [
  { name: '编号', width: 15 },
  { name: '登记日期', width: 12 },
  { name: '企业', width: 26 },
  { name: '联系人', width: 10 },
  { name: '联系电话', width: 15 },
  { name: '区域', width: 12 },
  { name: '诉求内容', width: 60 },
  { name: '类型', width: 8 },
  { name: '领域', width: 18 },
  { name: '牵头单位', width: 22 },
  { name: '协办单位', width: 22 },
  { name: '承诺答复期限', width: 14 },
  { name: '法定期限', width: 14 },
  { name: '状态', width: 12 },
  { name: '办理结果', width: 14 },
  { name: '满意度', width: 10 },
  { name: '用时（工作日）', width: 10 },
  { name: '逾期天数', width: 10 },
] as const

export const SHEET = '诉求台账'
export const SEALED = '（保密）'
export const ERASED = '（个人信息已删除）'
export const PROVISIONAL = '（暂定）'

export interface Exported {
  readonly count: number
  /** How many of them keep their secret. */
  readonly sealed: number
  readonly reveal: boolean
}

/** What an export holds. */
export function exported({ count, sealed, reveal }: Exported): string {
  if (count === 0) return '没有符合条件的诉求，没有生成台账。'
  const names = reveal ? '含企业名称、联系人和电话，请只用于办理，用后删除' : '企业名称、联系人和电话已隐去'
  return `台账已生成：${count} 件，${names}。${sealed > 0 ? `其中 ${sealed} 件举报或要求保密，内容和身份都不列出。` : ''}`
}

export const tooMany = (total: number, most: number): string =>
  `符合条件的有 ${total} 件，一次最多导出 ${most} 件：请按时间、单位或领域分开导出，或者请管理员用命令行导出。`
