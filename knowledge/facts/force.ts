import { numberOf } from '../text/numerals.ts'
import { dateIn, lastDay } from './dates.ts'

/** 本办法, 本通知, 以上政策; but 本市, 本次, 本人 are not the document. */
const SELF = '(?:本(?![市省区县次人地局级年月季科辖行周届院轮]|单位|部门|公司|企业)|以上|上述)\\p{Script=Han}{1,14}?'
const MARKER =
  '(?:第[零〇一二三四五六七八九十百\\d]{1,6}条|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\\d]{1,3}[)）]|\\d{1,2}[.、．])?\\s*'
const EXPLAINED = '(?:由[^，。；]{2,40}负责解释[，,])?'
const ISSUE = '(?:政策|本文|文件)?(?:发布|公布|印发|颁布|下发|签发|发文)之日'
const SENTENCE = new RegExp(
  `^${MARKER}(?:《([^《》]{4,60})》|${SELF})?${EXPLAINED}[，,]?(自|从|有效期|执行|施行|试行|实施|适用)`,
  'u',
)
const BEGINS = new RegExp(`自(${ISSUE}|即日|[^，,。；]{6,24}?)(?:起|开始)(?:正式|暂时)?(?:施行|实施|执行|生效)`)
const DAY =
  '[\\d零〇○一二三四五六七八九十]{2,4}年[\\d一二三四五六七八九十]{1,3}月[\\d一二三四五六七八九十]{1,3}日|[\\d零〇○一二三四五六七八九十]{2,4}年年?底'
const ENDS = new RegExp(
  `(?:有效期限?|执行期限?|施行期限?|试行期限?|实施期限?)?(?:限)?(?:暂定)?(?:为)?(?:暂?(?:执行|施行|实施|有效|试行))?(?:自[^，,。；]{4,24}?)?(?:至|到|截至)(${DAY})`,
)
const LASTS = new RegExp(
  `(?:有效期限?|执行期限?|施行期限?|试行期限?|实施期限?)(?:暂定)?(?:为)?(?:自${ISSUE}起)?的?([\\d零一二两三四五六七八九十]{1,3})(年|个月|日)(?![至到前])|自${ISSUE}起(?:有效期|执行|施行|试行|实施)?的?([\\d零一二两三四五六七八九十]{1,3})(年|个月)`,
)

/** When a document says it is in force; each absent where it does not say so of itself as a whole. */
export interface Force {
  readonly from?: string
  readonly until?: string
}

/**
 * “本办法自2020年3月1日起施行，有效期2年”, “自发布之日起施行” (the day of issue must be known), “执行至2020年6月30日”. Only
 * sentences that speak of the document itself: a subsidy's or a permit's period says nothing of it.
 */
export function forceIn(body: string, date: string | undefined, title = ''): Force {
  let from: string | undefined
  let until: string | undefined
  for (const sentence of body.split(/[。；;\n]/)) {
    const text = sentence.trim()
    const own = text.length > 300 ? null : SENTENCE.exec(text)
    if (!own || !title.includes(own[1] ?? '')) continue
    const begins = BEGINS.exec(text)?.[1]
    if (begins) from = (/之日$|^即日$/.test(begins) ? date : dateIn(begins)) ?? from
    until = endIn(text, from ?? date) ?? until
  }
  return { ...(from && { from }), ...(until && (!from || from <= until) && { until }) }
}

function endIn(text: string, start: string | undefined): string | undefined {
  if (!/有效|执行|施行|试行|实施/.test(text)) return undefined
  const day = ENDS.exec(text)?.[1]
  if (day) return dateIn(day)
  const lasts = LASTS.exec(text)
  const count = lasts?.[1] ?? lasts?.[3]
  const unit = lasts?.[2] ?? lasts?.[4]
  if (!start || !count || !unit) return undefined
  return lastDay(
    start,
    /^\d+$/.test(count) ? Number(count) : numberOf(count),
    unit === '年' ? '年' : unit === '日' ? '日' : '月',
  )
}

/** In characters: a sentence that repeals some dozens of documents. */
const LONGEST_LIST = 4000
const REPEALS = /(?:同时|即行|予以|自行|一并|相应)废止/g
/** Only a part of it is repealed, or it is the ground on which something else is. */
const PARTLY = /^(?:[（(][^（）()]*[)）])*(?:中|第|有关|的有关|的规定|规定)/

/** Titles of what a document says is repealed with it: 《…》同时废止. */
export function replacedIn(body: string): string[] {
  const titles = new Set<string>()
  for (const sentence of body.split(/[。；;\n]/)) {
    const end = sentence.length > LONGEST_LIST ? -1 : sentence.search(REPEALS)
    if (end < 0) continue
    const clause = sentence.slice(
      Math.max(0, sentence.lastIndexOf('施行', end), sentence.lastIndexOf('根据', end)),
      end,
    )
    for (const match of clause.matchAll(/《([^《》]{3,90})》/g)) {
      const after = clause.slice(match.index + match[0].length)
      if (!PARTLY.test(after) && !after.includes('依据')) titles.add(match[1] ?? '')
    }
  }
  return [...titles]
}
