import type { Answer, Passage } from '../../../knowledge/passage.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { RichText } from '../../model/reply.ts'
import { brief, lines, strong } from '../rich.ts'
import { answerReply, cited } from './answer.ts'

/** What staff look up: cases, documents, and what may help with a case. */

export const found = (words: string, count: number, shown: number, most: boolean): string =>
  count === 0
    ? `没有找到“${words}”。可以换个词，或者加条件：单位、领域、类型、状态、时间，例如“/find 路灯 城管局 本月”。`
    : `“${words}”找到 ${count} 件${count > shown ? `，先列 ${shown} 件` : ''}${most ? '（件数太多，只找了最急的和最近办结的，可以加条件）' : ''}，选一件打开：`
export const findHow = '找什么？例如“/find 路灯”“/find 拖欠账款 未办结”，或者直接发编号。'
export const askHow = '问什么？例如“/ask 工程款多久必须付”。'

/** Documents for a member of staff: the clause, or the nearest with a warning; of several documents what each says. */
export function answer(found: Answer, today: CalendarDate): RichText {
  if (found.kind === 'unsure')
    return lines(
      '没有把握。最接近的是：',
      ...found.passages.slice(0, 2).map(cited),
      found.passages.length === 0 && '没有接近的文件。',
    )
  if (found.kind === 'which' || found.kind === 'list')
    return lines(answerReply(found, today), ...found.passages.slice(0, 2).map(cited))
  return answerReply(found, today)
}

export interface Precedent {
  readonly number: string
  readonly unit: string
  readonly outcome: string
  readonly text: string
}

export function reference(
  number: string,
  cases: readonly Precedent[],
  articles: readonly Passage[],
  sure: boolean,
): RichText {
  if (cases.length === 0 && articles.length === 0) return [`${number} 没有找到相似的已办结诉求，也没有合适的条文。`]
  return lines(
    [strong(`${number} 参考`)],
    cases.length > 0 && '相似的已办结诉求：',
    ...cases.map((one, i) => `${i + 1}. ${one.number} ${one.unit}｜${one.outcome}：${brief(one.text, 160)}`),
    articles.length > 0 && (sure ? '合适的条文：' : '最接近的条文（没有把握，请核对是否适用）：'),
    ...articles.map((one, i) => `${i + 1}. ${source(one)}：${brief(one.text, 160)}`),
    '可以拿来作草稿，改好、看过再发。',
  )
}
export const USE_CASE = (n: number): string => `用结果 ${n} 作草稿`
export const USE_ARTICLE = (n: number): string => `用条文 ${n} 作草稿`
export const referenceGone = '这条参考已经没有了，请再点一次“参考”。'

/** A clause as it is quoted to an entrepreneur. */
export const quoted = (passage: Passage): string => `${source(passage)}规定：“${passage.text.trim()}”`

function source({ title, number, article, approved }: Passage): string {
  if (approved) return `工作人员答复（${approved.by}核准）`
  return `《${title}》${number ? `（${number}）` : ''}${article ?? ''}`
}

/** What the entrepreneur told since staff wrote to him last. */
export function told(
  number: string,
  said: readonly { readonly at: string; readonly text: string; readonly files: number }[],
): RichText {
  if (said.length === 0) return [`${number} 企业还没有补充过。`]
  return lines(
    [strong(`${number} 企业补充的`)],
    ...said.map(({ at, text, files }) => `${at} ${text}${files > 0 ? `（图片/文件 ${files} 个）` : ''}`),
  )
}
