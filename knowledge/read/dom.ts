import type { CheerioAPI } from 'cheerio'
import { joined } from '../clean/title.ts'
import { type Cell, tableLines } from './table.ts'
import { isTitle } from './titles.ts'

export type Document = ReturnType<CheerioAPI['root']>[number]
export type Node = Document['children'][number]
export type Element = Extract<Node, { attribs: Record<string, string> }>

/** What may be known of the page the text is from. */
interface Page {
  /** Where it was, so that links in it that name only a path can be followed. */
  readonly base?: string | undefined
}

/** The writing of one block of text; a cell of a table is a block of its own, in which nothing is a heading. */
interface Writing extends Page {
  readonly lines: string[]
  readonly inCell: boolean
  line: string
  /** What stands before the next line: the mark of a list item. */
  mark: string
  pre: boolean
}

const DROPPED = new Set(
  'script style noscript template iframe svg canvas object embed video audio button input select textarea head title link meta del s strike rp rt'.split(
    ' ',
  ),
)
const BLOCKS = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul caption'.split(
    ' ',
  ),
)
const OWN_MARK =
  /^([-•·●○■◆▪*]|[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|[①-⑳]|第[\d一二三四五六七八九十百]+[章节条款项])/
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/**
 * The text of a part of a page, a line a paragraph: headings begin with `#`, items of lists with their mark, and
 * tables are lines as `tableLines` writes them. What is struck out or not to be seen is left out.
 */
export function linesOf(nodes: readonly Node[], page: Page = {}): string[] {
  return write(nodes, { ...page, lines: [], inCell: false, line: '', mark: '', pre: false })
}

/** The text of a node in one line. */
export function textOf(nodes: readonly Node[]): string {
  return write(nodes, { lines: [], inCell: true, line: '', mark: '', pre: false }).join(' ')
}

/** A heading in one line: names of organs stay apart, a title broken in its middle is made whole. */
function titleOf({ children }: Element): string {
  const lines = write(children, { lines: [], inCell: true, line: '', mark: '', pre: false })
  return lines.every((line) => /\p{Script=Han}/u.test(line)) ? joined(lines) : lines.join(' ')
}

export function isElement(node: Node): node is Element {
  return node.type === 'tag' || node.type === 'script' || node.type === 'style'
}

/** All elements below a node, in the order of the page. */
export function* elementsBelow(node: { readonly children: readonly Node[] }): Generator<Element> {
  for (const child of node.children) {
    if (!isElement(child)) continue
    yield child
    yield* elementsBelow(child)
  }
}

function write(nodes: readonly Node[], out: Writing): string[] {
  for (const node of nodes) visit(node, out)
  flush(out)
  return out.lines
}

function visit(node: Node, out: Writing): void {
  if (node.type === 'text') return addText(node.data, out)
  if (!isElement(node) || DROPPED.has(node.name) || isHidden(node)) return
  const { name } = node
  if (name === 'br') return flush(out)
  if (name === 'img') return addImage(node, out)
  if (name === 'a') return addLink(node, out)
  if (name === 'sup') return addRaised(node, out)
  if (name === 'table') return addTable(node, out)
  if (/^h[1-6]$/.test(name)) return addHeading(Number(name[1]), titleOf(node), out)
  if (name === 'ul' || name === 'ol') return addList(node, out)
  if (name === 'pre') return addPre(node, out)
  if (!BLOCKS.has(name)) {
    for (const child of node.children) visit(child, out)
    return
  }
  flush(out)
  const level = out.inCell ? 0 : headingLevel(node, out)
  if (level > 0) return addHeading(level, titleOf(node), out)
  for (const child of node.children) visit(child, out)
  flush(out)
}

function addText(text: string, out: Writing): void {
  if (!out.pre) {
    // A line break in the source of the page means nothing between two Chinese characters.
    out.line += text.replace(/(\p{Script=Han})[ \t]*\r?\n\s*(?=\p{Script=Han})/gu, '$1').replace(/[ \t\r\n\f]+/g, ' ')
    return
  }
  const [first = '', ...rest] = text.split(/\r?\n/)
  out.line += first
  for (const line of rest) {
    flush(out)
    out.line = line
  }
}

function flush(out: Writing): void {
  const text = out.line.trim()
  out.line = ''
  if (text === '') return
  out.lines.push(out.mark && !OWN_MARK.test(text) ? out.mark + text : text)
  out.mark = ''
}

function addHeading(level: number, text: string, out: Writing): void {
  flush(out)
  if (text === '') return
  out.lines.push(out.inCell || text.length > 120 ? text : `${'#'.repeat(level)} ${text}`)
  out.mark = ''
}

/** Titles are centred in notices, and what stands over a part is bold; neither is always marked as a heading. */
function headingLevel(node: Element, out: Writing): number {
  if (!/^(p|div|section|center)$/.test(node.name)) return 0
  for (const inner of elementsBelow(node)) if (BLOCKS.has(inner.name)) return 0
  const centred = isCentred(node)
  if (!centred && !isBold(node.children)) return 0
  const text = textOf(node.children)
  if (!isTitle(text) || out.mark !== '') return 0
  if (centred) return out.lines.length === 0 || out.lines.every((line) => line.startsWith('# ')) ? 1 : 2
  return text.length <= 30 && !OWN_MARK.test(text) ? 3 : 0
}

function isCentred({ name, attribs }: Element): boolean {
  return (
    name === 'center' ||
    attribs['align']?.toLowerCase() === 'center' ||
    /text-align:\s*center/i.test(attribs['style'] ?? '')
  )
}

function isBold(nodes: readonly Node[]): boolean {
  return nodes.every((node) => {
    if (node.type === 'text') return node.data.trim() === ''
    if (!isElement(node)) return true
    if (node.name === 'b' || node.name === 'strong') return true
    if (/font-weight:\s*(bold|[6-9]00)/i.test(node.attribs['style'] ?? '')) return true
    return ['span', 'font'].includes(node.name) && node.children.length > 0 && isBold(node.children)
  })
}

function isHidden({ attribs }: Element): boolean {
  return 'hidden' in attribs || /(display:\s*none|visibility:\s*hidden)/i.test(attribs['style'] ?? '')
}

function addList(list: Element, out: Writing): void {
  flush(out)
  let number = Number.parseInt(list.attribs['start'] ?? '1', 10) || 1
  for (const item of list.children) {
    if (!isElement(item)) continue
    if (item.name !== 'li') {
      visit(item, out)
      continue
    }
    if (isHidden(item)) continue
    const note = /^(foot|end)note-\d+$/.test(item.attribs['id'] ?? '') // mammoth counts them in their order, not by their ids
    number = Number.parseInt(item.attribs['value'] ?? '', 10) || number
    out.mark = note ? `[${number}] ` : list.name === 'ol' ? `${number}. ` : '- '
    for (const child of item.children) visit(child, out)
    flush(out)
    out.mark = ''
    number += 1
  }
}

function addPre(node: Element, out: Writing): void {
  flush(out)
  out.pre = true
  for (const child of node.children) visit(child, out)
  out.pre = false
  flush(out)
}

function addImage({ attribs }: Element, out: Writing): void {
  const alt = (attribs['alt'] ?? '').trim()
  if (alt && !/^(图片|照片|image|img|picture|logo)?\d*$|\.(jpe?g|png|gif|bmp|webp)$/i.test(alt))
    out.line += `（图：${alt}）`
}

/** A link keeps its words, and its address where that can be typed and says more. */
function addLink(node: Element, out: Writing): void {
  const href = node.attribs['href'] ?? ''
  if (/^#(foot|end)note-ref-/.test(href)) return // the arrow back from a note
  const before = out.line
  for (const child of node.children) visit(child, out)
  const words = out.line.slice(before.length).trim()
  const address = href === '' || href.startsWith('#') ? undefined : addressOf(href, out.base)
  if (!words || !address || words.includes(address) || /^(https?:|www\.)/i.test(words)) return
  out.line = `${out.line.trimEnd()}（${address}）`
}

function addressOf(href: string, base: string | undefined): string | undefined {
  try {
    const url = new URL(href.trim(), base)
    return /^https?:$/.test(url.protocol) ? decodeURI(url.href) : undefined
  } catch {
    return undefined
  }
}

function addRaised(node: Element, out: Writing): void {
  const text = textOf(node.children)
  out.line += /^\d{1,2}$/.test(text) ? [...text].map((digit) => RAISED[Number(digit)]).join('') : text
}

function addTable(table: Element, out: Writing): void {
  flush(out)
  const rows = [...rowsOf(table)]
  if (isLayout(table, rows)) {
    for (const { cells } of rows)
      for (const cell of cells) {
        for (const child of cell.children) visit(child, out)
        flush(out)
      }
    return
  }
  const caption = table.children.find((child) => isElement(child) && child.name === 'caption')
  const lines = tableLines({
    rows: rows.map(({ cells, head }) => cells.map((cell) => cellOf(cell, head))),
    ...(caption && isElement(caption) ? { caption: textOf(caption.children) } : {}),
  })
  // Within a cell the rows of a table in it become a list of its own.
  out.lines.push(...(out.inCell ? [lines.map((line) => line.replaceAll(' ｜ ', '，')).join('；')] : lines))
  out.mark = ''
}

function* rowsOf(table: Element, head = false): Generator<{ cells: readonly Element[]; head: boolean }> {
  for (const child of table.children) {
    if (!isElement(child)) continue
    if (child.name === 'tr') {
      const cells = child.children.filter(isElement).filter(({ name }) => name === 'td' || name === 'th')
      if (cells.length > 0 && !isHidden(child)) yield { cells, head }
    } else if (/^(thead|tbody|tfoot)$/.test(child.name)) yield* rowsOf(child, child.name === 'thead')
  }
}

function cellOf(cell: Element, head: boolean): Cell {
  const span = (name: string) => Number.parseInt(cell.attribs[name] ?? '1', 10) || 1
  return {
    text: textOf(cell.children),
    header: head || cell.name === 'th',
    columns: span('colspan'),
    rows: span('rowspan'),
  }
}

/** A table that is there to place things on the page: one column, or one cell that holds nearly everything. */
function isLayout(table: Element, rows: readonly { cells: readonly Element[] }[]): boolean {
  if (rows.every(({ cells }) => cells.length <= 1)) return true
  const nested = [...elementsBelow(table)].some(({ name }) => /^(table|h[1-6]|article)$/.test(name))
  if (!nested) return false
  const lengths = rows.flatMap(({ cells }) => cells.map((cell) => textOf(cell.children).length))
  const total = lengths.reduce((sum, length) => sum + length, 0)
  return total > 100 && Math.max(...lengths) > total * 0.8
}
