import { load } from 'cheerio'
import { articlesOf } from './article.ts'
import { decodePage } from './decode.ts'
import { type Document, elementsBelow, linesOf, type Node, textOf } from './dom.ts'
import { trouble } from './faults.ts'
import { pageFacts, windowTitle } from './page-facts.ts'
import { type BytesReader, documentFrom, documentsIn, failed, nameOf, type Read, sameText } from './reader.ts'
import { endsATitle, isTitle, takeTitle } from './titles.ts'

/**
 * A page saved from a web site: its article without what surrounds it, and what its `meta` say of it. Several articles
 * on one page are several documents.
 */
export const readHtml: BytesReader = async (path, bytes) => {
  const decoded = decodePage(bytes)
  if (!decoded) return failed(trouble.notText())
  const { text, encoding } = decoded
  if (text.trim() === '') return failed(trouble.empty())
  // A page may leave out its end tags; but one that was saved to its end hardly ever lacks both, and none ends within a tag.
  const ending = text.split(/<\/(?:html|body)\s*>/i).at(-1) ?? ''
  if (/<(?:html|body)[\s>]|<[a-z/!][^<>]*$/i.test(ending)) return failed(trouble.cutPage())

  const root = load(text).root()[0]
  if (!root) return failed(trouble.blank())
  const read = pageOf(path, root)
  if (encoding === 'utf-8' || encoding === 'utf-16') return read
  const warning = `按 ${encoding === 'big5' ? 'Big5' : 'GB18030'} 编码读入`
  return { ...read, documents: read.documents.map((one) => ({ ...one, warnings: [...one.warnings, warning] })) }
}

function pageOf(path: string, root: Document): Read {
  const all = linesOf(root.children)
  const { base, published, title: named, ...facts } = pageFacts(root, all)
  const fallback = named ?? headingIn(root.children)
  const articles = articlesOf(root).map((nodes) => takeArticle(nodes, base))
  const [only, ...others] = articles
  if (!only) return failed(trouble.blank())
  if (others.length === 0) {
    const title = named ?? only.title ?? fallback ?? titleAbove(all, only.lines[0]) ?? windowTitle(root)
    const lines = sameText(only.title, title) ? only.rest : without(only.lines, title)
    return documentsIn(path, lines, title === undefined ? facts : { ...facts, title }, published)
  }
  const parts = articles.map(({ title, rest }, index) =>
    documentFrom(index === 0 ? path : `${path}#${index + 1}`, title ?? `${nameOf(path)} ${index + 1}`, rest),
  )
  const documents = parts.flatMap((part) => part.documents)
  return documents.length > 0 ? { documents, troubles: [] } : failed(trouble.blank())
}

function takeArticle(nodes: readonly Node[], base: string | undefined) {
  const lines = linesOf(nodes, { base })
  // Whatever the rank of the first heading, it is the title.
  const raised = lines.map((line, index) => (index === 0 ? line.replace(/^#{2,6} /, '# ') : line))
  return { lines, ...takeTitle(raised) }
}

function without(lines: readonly string[], title: string | undefined): readonly string[] {
  return sameText(lines[0], title) ? lines.slice(1) : lines
}

/** Pages without headings have their title some lines over the text, in a cell of its own. */
function titleAbove(all: readonly string[], first: string | undefined): string | undefined {
  const at = first === undefined ? -1 : all.indexOf(first)
  const above = all.slice(Math.max(0, at - 6), Math.max(0, at)).map((line) => line.replace(/^#+ /, ''))
  return above.findLast((line) => isTitle(line) && endsATitle(line))
}

/** The first heading of the page, unless it is the name of the site. */
function headingIn(nodes: readonly Node[]): string | undefined {
  for (const element of elementsBelow({ children: nodes })) {
    const text = element.name === 'h1' ? textOf(element.children) : ''
    if (text.length >= 2 && !/(政府|门户|网站|网)$/.test(text)) return text
  }
  return undefined
}
