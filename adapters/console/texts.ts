import type { StaffRole } from '../../bot/model/role.ts'

/** What stands around the pages; what is on them is worded by `bot/overview/`. */
export const BRAND = '亲清诉求看板'
export const SKIP = '跳到正文'
export const PAGES = '页面'
export const EXIT = '退出'
export const ROLE: Readonly<Record<StaffRole, string>> = {
  clerk: '受理员',
  handler: '承办',
  supervisor: '督办',
  leader: '领导',
  administrator: '管理员',
}
export const until = (time: string): string => `登录到 ${time}`
export const nextDay = (time: string): string => `次日 ${time}`
export const TABLE = '表格，可左右滚动'
export const more = (count: number): string => `还有 ${count} 件`
export const inHand = (count: number): string => `在办 ${count} 件`
export const CHART = '图，可左右滚动'
export const BEFORE = '上一页'
export const AFTER = '下一页'
export const EXPORT = '导出'
export const EXPORT_XLSX = '导出 Excel'
export const EXPORT_CSV = '导出 CSV'
export const FOOT = '只供查看。办理、答复和导出联系方式，请在 Telegram 里进行。'

export const ENTER = '进入看板'
export const ENTER_TITLE = '进入亲清诉求看板'
export const ENTER_ABOUT = '点一下就进入。这个入口只能用一次，十分钟内有效；登录以后 12 小时内不用再来。'
export const NO_CODE_TITLE = '请先取入口'
export const NO_CODE = [
  '在 Telegram 里给机器人发 /console，点它发来的网址，就能进入看板。',
  '看板供领导、督办和管理员查看；登录满 12 小时要再取一次。',
]
export const REFUSED_TITLE = '这个入口不能用'
export const REFUSED = [
  '可能用过了，过了十分钟，已被后来取的代替，或者您现在没有查看看板的权限。',
  '请在 Telegram 里给机器人再发一次 /console。',
]
export const BUSY_TITLE = '试得太多了'
export const BUSY = ['请过十分钟再试。']
export const STALE_TITLE = '这一页已经过期'
export const STALE = ['请回到上一页，刷新以后再试；进入看板要允许浏览器保存 Cookie。']
export const MISSING_TITLE = '没有这一页'
export const MISSING = ['网址不对，或者这一页不归您查看。']
export const BROKEN_TITLE = '暂时打不开'
export const BROKEN = ['已经记下问题，请稍后再试。']
export const LEFT_TITLE = '已退出'
export const HOME = '回到看板'
