import type { Part } from './part.ts'

/** One article of a page: its title's line, its text, and the day the page gives for it (as written). */
export interface Article {
  readonly parts: readonly Part[]
  readonly dated?: string
  /** It is one of several on its page. */
  readonly among?: true
}

const BULLET = /^[•●▪■◆◇○▶★]\s*(?=\S)/
const DAY = /^(?:(?:发布)?(?:时间|日期)[:：]\s*)?(?:\d{4}[-/.])?\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$/
const LONGEST_TITLE = 80
/** Two dates of signatures are common in one document; three entries of the same shape are a list of articles. */
const FEWEST = 3
const SHORTEST_TEXT = 80

/**
 * A page that holds several articles, each as a title, its text and a line with the day (or the day before the text),
 * becomes as many; any other page is one. Days are those of web lists (04/10, 2023-04-10), not the 2023年4月10日 of a signature.
 */
export function articlesOf(parts: readonly Part[]): Article[] {
  const kept = parts.flatMap((part, at) => (part.reason ? [] : [{ at, text: part.text }]))
  const titles = kept.flatMap(({ text }, i) => (isTitle(text) && opens(kept, i) ? [i] : []))
  if (titles.length < FEWEST) return [{ parts }]

  const starts = titles.map((i) => kept[i]?.at ?? 0)
  const preface = parts.slice(0, starts[0])
  const articles = starts.map((start, n) => entry(parts.slice(start, starts[n + 1])))
  const first = articles[0]
  const short = preface.every(({ text, reason }) => reason || text.length <= 30)
  if (!first || !short) return [{ parts: preface, among: true }, ...articles]
  const heads = preface.map((part): Part => ({ reason: '网页导航', ...part }))
  return [{ ...first, parts: [...heads, ...first.parts] }, ...articles.slice(1)]
}

function isTitle(line: string): boolean {
  return line.length <= LONGEST_TITLE && !DAY.test(line) && !/[。；;]$/.test(line)
}

/** Whether an entry begins at this line: a bulleted title, text, a day; or a title, a day, text. */
function opens(kept: readonly { readonly text: string }[], title: number): boolean {
  const dayNext = DAY.test(kept[title + 1]?.text ?? '')
  if (dayNext) return (kept[title + 2]?.text.length ?? 0) >= SHORTEST_TEXT
  if (!BULLET.test(kept[title]?.text ?? '')) return false
  let length = 0
  for (let i = title + 1; i < kept.length; i += 1) {
    const text = kept[i]?.text ?? ''
    if (DAY.test(text)) return length >= SHORTEST_TEXT
    if (BULLET.test(text) && isTitle(text)) return false
    length += text.length
  }
  return false
}

function entry(parts: readonly Part[]): Article {
  let dated: string | undefined
  let titled = false
  const own = parts.flatMap((part): Part[] => {
    if (part.reason) return [part]
    if (!titled) {
      titled = true
      const bullet = BULLET.exec(part.text)?.[0].trim()
      return bullet ? [{ text: bullet, reason: '列表符号' }, { text: part.text.slice(bullet.length).trim() }] : [part]
    }
    if (dated === undefined && DAY.test(part.text)) {
      dated = part.text.replace(/^[^\d]*/, '')
      return [{ text: part.text, reason: '发布信息' }]
    }
    return [part]
  })
  return { parts: own, among: true, ...(dated === undefined ? {} : { dated }) }
}
