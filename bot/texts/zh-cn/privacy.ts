import type { Catalog } from '../../model/catalog.ts'
import type { RichText } from '../../model/reply.ts'
import { lines, strong } from '../rich.ts'

/**
 * What is said of personal data. The notice holds what 个人信息保护法第十七条 asks for (who, what for, how, which data, how
 * long, his rights and how to use them) and is answered as 第十四条 asks: by a clear word of his own.
 */

export const CONSENT = { yes: '同意，继续', no: '不同意' } as const
export const FORGET = { yes: '确认删除', no: '先不删' } as const

/** Five lines at most. `again`: he agreed to an earlier one. */
export function notice(catalog: Catalog, again: boolean): RichText {
  return lines(
    [strong(again ? '个人信息说明有更新，请再看一下：' : '先说明怎么用您的信息：')],
    '· 用途：办理您的诉求；您订阅政策的，用来挑适合您的政策。要记下您说的事、姓名、电话、企业和材料，只给办理人员看。',
    `· 由${catalog.privacy.by}负责（${catalog.desk.phone}）；${kept(catalog, 1)}。`,
    '· 您随时可以说“查看、更正、导出、删除我的信息”。',
    '您是否同意？不同意就不登记、不订阅，政策照样可以问。',
  )
}

/** `most`: so many rows at most. */
function kept({ retention }: Catalog, most: number): string {
  if (retention.length === 0) return '保存到办结归档，不超过办理所需时间'
  const rows = retention
    .slice(0, most)
    .map(({ what, years, of }) => `${what}保存${years}年${of === 'person' ? '，期满删除' : ''}`)
  return rows.join('；') + (retention.length > most ? '（全部见“隐私说明”）' : '')
}

/** The whole of it, on request. */
export function rules(catalog: Catalog): RichText {
  return lines(
    [strong('隐私说明')],
    `负责：${catalog.privacy.by}，电话 ${catalog.desk.phone}（说明第${catalog.privacy.version}版）`,
    '用途：办理您的诉求、答复和回访；您订阅了政策的，用来挑选适合您的政策。',
    '谁能看：受理人员和承办单位的办理人员，每次查看身份、电话和附件都有记录；不给被反映的一方。',
    ...(catalog.retention.length > 0
      ? catalog.retention.map(({ what, years, basis }) => `保存：${what}${years}年（${basis}）`)
      : [`保存：${kept(catalog, 0)}（《个人信息保护法》第十九条）`]),
    '您的权利：说“查看我的信息”“更正我的信息”“导出我的信息”“删除我的信息”（《个人信息保护法》第四十四条至第四十七条）。',
  )
}

export const waits = '您刚才说的还没有登记。同意上面的说明就回“同意”，我接着办；不同意回“不同意”。'
/** The same, said again. */
export const waitsShort = '好的，先放着。回“同意”我就接着办，不同意回“不同意”。'
export const alsoNoted = '这句也记下了，还没有登记。回“同意”我就接着办。'
export const stillWaits = '（您要登记的事我先放着，回“同意”就接着办。）'
export const refused = (catalog: Catalog): string =>
  `好的，没有登记，刚才说的也不转给任何人。政策照样可以问我；需要帮忙可拨打 ${catalog.desk.phone}。`
/** Why it is asked for, and what there is without it. */
export const whyAgree = (catalog: Catalog): string =>
  `登记要记下您说的事和联系方式，转给办理的人，法律要求先得您同意（《个人信息保护法》第十三条）。不同意也行：政策照样可以问，也可以拨打 ${catalog.desk.phone}；不想填，回“人工”。`
/** To “同意” where nothing waits for it. */
export const nothingWaits = '好的。请把要办的事说一句，我接着帮您登记。'
/** With what is handed over at once, before he could agree. */
export const handedOver = '（您的姓名、电话只给办理人员看，发“隐私说明”可看怎么用。）'
