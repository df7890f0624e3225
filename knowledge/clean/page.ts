import type { PolicyDocument } from '../document.ts'
import { dateIn, type Facts, factsIn } from '../facts/index.ts'
import { type Article, articlesOf } from './articles.ts'
import type { Part } from './part.ts'
import { partsOf } from './parts.ts'
import { repair } from './repair.ts'
import { clean } from './text.ts'
import { joined, titleLines } from './title.ts'

/**
 * The documents on a page of plain text: one, or as many as it has articles (`path`, `path#2`, …), without the page's
 * furniture, with the facts found in each. Given facts go before those found, and are all one document's;
 * `publishedOn` is its day only where it tells none itself. Empty where there is no text below a title.
 */
export function documentsFrom(
  path: string,
  text: string,
  given: Partial<Facts> = {},
  publishedOn?: string,
): PolicyDocument[] {
  const { text: readable, notes } = repair(clean(text))
  const articles = articlesOf(partsOf(readable))
  return articles.flatMap((article, n) => {
    if (articles.length === 1) return documentOf(path, article, given, notes, publishedOn)
    return documentOf(n === 0 ? path : `${path}#${n + 1}`, article, {}, notes)
  })
}

function documentOf(
  path: string,
  article: Article,
  given: Partial<Facts>,
  notes: readonly string[],
  publishedOn?: string,
): PolicyDocument[] {
  const { title, body, parts } = titled(article, given.title, nameOf(path))
  if (body === '') return []
  const cut = cutOf(parts)
  const incomplete = cut.some(({ reason }) => reason === '预览结束提示')
  const published = parts.flatMap(({ text, reason }) => (reason === '发布信息' ? [text] : []))
  if (publishedOn) published.unshift(publishedOn)
  const { facts, found } = factsIn({ title, body, published, given })
  const warnings = [
    ...titleWarnings(title),
    ...notes,
    ...(incomplete ? ['只是预览，正文不完整，请补上全文'] : []),
    ...(article.dated && !dateIn(article.dated) ? [`日期只写了“${article.dated}”，没有年份，未采用`] : []),
  ]
  return [
    {
      path,
      topics: [],
      aliases: [],
      sources: [],
      replaces: [],
      ...facts,
      title,
      body,
      ...(found.length > 0 && { found }),
      ...(cut.length > 0 && { cut }),
      ...(incomplete && { incomplete }),
      warnings,
    },
  ]
}

/** Parts with the title's lines told from the body's; a title given, or said twice, does not stand in the body again. */
function titled({ parts, among }: Article, given: string | undefined, name: string) {
  const fallback = given ?? name
  const lines = parts.flatMap(({ text, reason }) => (reason ? [] : [text]))
  const plain = lines.slice(0, 12).map((line) => line.replace(/^#{1,6} +/, ''))
  // A line left alone is text: only a page that had nothing else is taken for a title without text.
  const alone = lines.length === 0 || (lines.length === 1 && (parts.length > 1 || among === true))
  const count =
    given !== undefined ? Number(plain[0] === fallback) : alone ? 0 : lines[0]?.startsWith('#') ? 1 : titleLines(plain)
  const title = count === 0 ? fallback : joined(plain.slice(0, count))
  const again = repeats(title, plain, count)
  let seen = 0
  const marked = parts.map((part): Part => {
    if (part.reason) return part
    seen += 1
    return seen > count && seen <= count + again ? { ...part, reason: '重复内容' } : part
  })
  return { title, body: lines.slice(count + again).join('\n'), parts: marked }
}

/** How many lines after the title only say it again. */
function repeats(title: string, lines: readonly string[], from: number): number {
  const wanted = title.replace(/\s/g, '')
  let said = ''
  for (let i = from; i < Math.min(from + 6, lines.length - 1); i += 1) {
    said += (lines[i] ?? '').replace(/\s/g, '')
    if (said === wanted) return i + 1 - from
    if (!wanted.startsWith(said)) return 0
  }
  return 0
}

/** What was cut, by reason: how many characters, and how it begins. */
function cutOf(parts: readonly Part[]): NonNullable<PolicyDocument['cut']> {
  const reasons = new Map<string, string>()
  for (const { text, reason } of parts) if (reason) reasons.set(reason, `${reasons.get(reason) ?? ''}${text}\n`)
  return [...reasons].map(([reason, text]) => ({
    reason,
    characters: text.replace(/\s/g, '').length,
    begins: text.slice(0, 60).trim().replace(/\n/g, ' / '),
  }))
}

function titleWarnings(title: string): string[] {
  if (title.length > 120) return ['标题过长，请检查第一行是不是标题']
  if (/(?:\.{2,}|…)$/.test(title)) return ['标题像是被截断了']
  if (/首页|当前位置|当前所在|欢迎访问/.test(title)) return ['第一行像是网页导航，不像标题']
  return []
}

function nameOf(path: string): string {
  const file = path.split('/').at(-1) ?? path
  return file.replace(/(?<=.)\.[a-z]{2,5}(?:#\d+)?$/i, '')
}
