import { ORGAN } from '../clean/title.ts'
import { dateIn } from './dates.ts'
import { isRelative, regionOf } from './region.ts'

export interface Signature {
  readonly issuer?: string
  readonly date?: string
}

const DATE_LINE =
  /^[（(]?\s*(?:[\d零〇○Ｏ一二三四五六七八九十]{2,4}\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日?|\d{4}-\d{1,2}-\d{1,2})\s*[)）]?$/
const NAME = /^\p{Script=Han}[\p{Script=Han}（）()·\s]{1,38}$/u
/** What a part of a name broken over two lines begins with: a whole name does not. */
const REST =
  /^(?:应对|新型|新冠|感染|病毒|支持|推进|疫情|肺炎|防控|工作|领导|联防|应急|指挥|办公|委员|综合|管理|和|与|及)/
const MOST = 14

/** Who signed a document and when: the names above the first line that is only a date, or the names it ends with. */
export function signatureIn(lines: readonly string[]): Signature {
  const dated = lines.flatMap((line, i) => (DATE_LINE.test(line) ? [i] : []))
  for (const at of dated) {
    const names = namesAbove(lines, at)
    const date = dateAt(lines, at)
    if (names.length > 0 && date) return { issuer: names.join('、'), date }
  }
  const days = [...new Set(dated.flatMap((at) => dateAt(lines, at) ?? []))]
  const [date] = days.length === 1 ? days : []
  const names = date ? [] : namesAbove(lines, lines.length)
  return { ...(names.length > 0 && { issuer: names.join('、') }), ...(date && { date }) }
}

/** 2020年2月7 / 日: the page broke the line. */
function dateAt(lines: readonly string[], at: number): string | undefined {
  const line = lines[at] ?? ''
  if (line.endsWith('日') || /[)）\d]$/.test(line) === false || lines[at + 1] !== '日') return dateIn(line)
  return dateIn(`${line}日`)
}

function namesAbove(lines: readonly string[], at: number): string[] {
  const names: string[] = []
  for (let i = at - 1; i >= Math.max(0, at - MOST); i -= 1) {
    let name = lines[i] ?? ''
    while (name.length < 3 && /^\p{Script=Han}+$/u.test(name) && /^\p{Script=Han}{1,2}$/u.test(lines[i - 1] ?? '')) {
      i -= 1
      name = (lines[i] ?? '') + name
    }
    const above = lines[i - 1] ?? ''
    if (REST.test(name) && ORGAN.test(name) && NAME.test(above) && !ORGAN.test(above) && begins(above)) {
      i -= 1
      name = above + name
    }
    if (!NAME.test(name) || !ORGAN.test(name) || name.length < 3 || REST.test(name)) break
    const apart = name.split(/\s+/)
    names.unshift(...(apart.every((each) => each.length > 2 && ORGAN.test(each)) ? apart : [apart.join('')]))
  }
  return names.some(isRelative) ? [] : names
}

const begins = (name: string): boolean => /^(?:国务院|国家|中央|全国|中共)/.test(name) || regionOf(name) !== undefined
