import { load } from 'cheerio'
import { type Document, type Element, elementsBelow, isElement } from './dom.ts'
import { createNumberer, type ListPlace, type Numberer } from './numbering.ts'
import { isTitle } from './titles.ts'

interface Style {
  readonly name: string
  readonly basedOn?: string | undefined
  readonly level?: number | undefined
  readonly centred?: boolean | undefined
  readonly list?: string | undefined
  readonly depth?: number | undefined
}
type Styles = ReadonlyMap<string, Style>

/**
 * The main part of a Word document, made plainer before mammoth reads it: the numbers Word makes itself are written
 * out, what is a heading by its outline level, its style's Chinese name or its place in the middle becomes a
 * `Heading1`…, and tables of contents and hidden text go. Where it does not look as expected, nothing is changed.
 */
export function plainer(xml: string, styleXml: string, numberingXml: string): string {
  const $ = load(xml, { xml: { xmlMode: true, decodeEntities: false } })
  const root = $.root()[0]
  if (!root) return xml
  const styles = stylesOf(parse(styleXml))
  const numbering = parse(numberingXml)
  const numberer = numbering && createNumberer(numbering, (style) => styles.get(style)?.list)
  let first = true
  for (const paragraph of paragraphsOf(root, false)) {
    const text = textOf(paragraph.element)
    change(paragraph.element, text, paragraph.inTable, first, styles, numberer)
    if (text !== '' && !paragraph.inTable && !isCentred(paragraph.element, styles)) first = false
  }
  return $.xml()
}

function change(
  paragraph: Element,
  text: string,
  inTable: boolean,
  first: boolean,
  styles: Styles,
  numberer: Numberer | undefined,
): void {
  const style = styleOf(paragraph)
  if (/^(toc \d|目录 ?\d)$/i.test(nameOf(styles, style))) {
    paragraph.children = []
    return
  }
  for (const run of elementsBelow(paragraph)) if (run.name === 'w:r' && isHidden(run)) run.children = []
  if (text === '') return
  const place = placeOf(paragraph, style, styles, numberer)
  const label = place ? numberer?.label(place) : ''
  if (label) insert(paragraph, label)
  if (inTable) return
  const level = levelOf(paragraph, styles)
  const centred = isCentred(paragraph, styles) && isTitle(text)
  if (level !== undefined && level < 6 && text.length <= 120) setStyle(paragraph, `Heading${level + 1}`)
  else if (centred) setStyle(paragraph, first ? 'Heading1' : 'Heading2')
}

function* paragraphsOf(
  parent: { readonly children: Document['children'] },
  inTable: boolean,
): Generator<{ element: Element; inTable: boolean }> {
  for (const child of [...parent.children]) {
    if (!isElement(child)) continue
    if (child.name === 'w:p') yield { element: child, inTable }
    yield* paragraphsOf(child, inTable || child.name === 'w:tc')
  }
}

function textOf(paragraph: Element): string {
  let text = ''
  for (const element of elementsBelow(paragraph))
    if (element.name === 'w:t') for (const child of element.children) if (child.type === 'text') text += child.data
  return text.trim()
}

/** A child of the paragraph's properties. */
function property(paragraph: Element, name: string): Element | undefined {
  const properties = paragraph.children.find((child) => isElement(child) && child.name === 'w:pPr')
  if (!properties || !isElement(properties)) return undefined
  for (const child of properties.children) if (isElement(child) && child.name === name) return child
  return undefined
}

const styleOf = (paragraph: Element) => property(paragraph, 'w:pStyle')?.attribs['w:val'] ?? ''
const nameOf = (styles: Styles, style: string) => styles.get(style)?.name ?? ''

function isHidden(run: Element): boolean {
  return run.children.some(
    (child) =>
      isElement(child) &&
      child.name === 'w:rPr' &&
      child.children.some(
        (one) => isElement(one) && one.name === 'w:vanish' && !/^(0|false|off)$/.test(one.attribs['w:val'] ?? ''),
      ),
  )
}

/** What a style says, or the style it is based on. */
function inherited<Value>(styles: Styles, style: string, read: (style: Style) => Value | undefined): Value | undefined {
  let id: string | undefined = style
  for (let steps = 0; id !== undefined && steps < 10; steps += 1) {
    const found: Style | undefined = styles.get(id)
    const value = found && read(found)
    if (value !== undefined) return value
    id = found?.basedOn
  }
  return undefined
}

function levelOf(paragraph: Element, styles: Styles): number | undefined {
  const own = property(paragraph, 'w:outlineLvl')?.attribs['w:val']
  return own === undefined ? inherited(styles, styleOf(paragraph), ({ level }) => level) : Number(own)
}

function isCentred(paragraph: Element, styles: Styles): boolean {
  const own = property(paragraph, 'w:jc')?.attribs['w:val']
  return own === undefined ? inherited(styles, styleOf(paragraph), ({ centred }) => centred) === true : own === 'center'
}

function placeOf(
  paragraph: Element,
  style: string,
  styles: Styles,
  numberer: Numberer | undefined,
): ListPlace | undefined {
  const own = property(paragraph, 'w:numPr')
  const ids = own ? numberOf(own) : { list: undefined, depth: undefined }
  const list = ids.list ?? inherited(styles, style, (one) => one.list)
  if (list === undefined || list === '0') return undefined
  if (ids.depth !== undefined) return { list, level: ids.depth }
  return numberer?.placeOf(list, style) ?? { list, level: inherited(styles, style, (one) => one.depth) ?? 0 }
}

function numberOf(properties: Element): { list: string | undefined; depth: number | undefined } {
  let list: string | undefined
  let depth: number | undefined
  for (const child of elementsBelow(properties)) {
    if (child.name === 'w:numId') list = child.attribs['w:val']
    if (child.name === 'w:ilvl') depth = Number(child.attribs['w:val'] ?? 0)
  }
  return { list, depth }
}

function insert(paragraph: Element, label: string): void {
  const run = fragment(`<w:r><w:t xml:space="preserve">${label}</w:t></w:r>`)
  const at = paragraph.children.findIndex((child) => isElement(child) && child.name === 'w:pPr') + 1
  if (run) paragraph.children.splice(at, 0, run)
}

function setStyle(paragraph: Element, style: string): void {
  const own = property(paragraph, 'w:pStyle')
  if (own) {
    own.attribs['w:val'] = style
    return
  }
  const properties = paragraph.children.find((child) => isElement(child) && child.name === 'w:pPr')
  const mark = fragment(properties ? `<w:pStyle w:val="${style}"/>` : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`)
  if (mark) (properties && isElement(properties) ? properties : paragraph).children.unshift(mark)
}

function fragment(xml: string): Element | undefined {
  const node = parse(xml)?.children[0]
  return node && isElement(node) ? node : undefined
}

function parse(xml: string): Document | undefined {
  return xml === '' ? undefined : load(xml, { xml: { xmlMode: true, decodeEntities: false } }).root()[0]
}

function stylesOf(root: Document | undefined): Styles {
  const styles = new Map<string, Style>()
  if (!root) return styles
  for (const element of elementsBelow(root)) {
    if (element.name !== 'w:style') continue
    const values = new Map<string, string>()
    for (const child of elementsBelow(element)) values.set(child.name, child.attribs['w:val'] ?? '')
    const name = values.get('w:name') ?? ''
    const outline = values.get('w:outlineLvl')
    const align = values.get('w:jc')
    const depth = values.get('w:ilvl')
    styles.set(element.attribs['w:styleId'] ?? '', {
      name,
      basedOn: values.get('w:basedOn'),
      level: headingOf(name) ?? (outline === undefined ? undefined : Number(outline)),
      centred: align === undefined ? undefined : align === 'center',
      list: values.get('w:numId'),
      depth: depth === undefined ? undefined : Number(depth),
    })
  }
  return styles
}

/** `heading 2`, `标题 2`, `二级标题`; `Title` and `公文标题` stand over everything. */
function headingOf(name: string): number | undefined {
  const [, number] = /^(?:heading|标题)\s*([1-9])$/i.exec(name) ?? []
  if (number) return Number(number) - 1
  const [, han] = /^([一二三四五六])级标题$/.exec(name) ?? []
  if (han) return '一二三四五六'.indexOf(han)
  return /^(title|标题|公文标题|文章标题|文件标题|主标题)$/i.test(name) ? 0 : undefined
}
