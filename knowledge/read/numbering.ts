import { type Document, type Element, elementsBelow } from './dom.ts'

interface Level {
  readonly start: number
  readonly format: string
  readonly pattern: string
  readonly legal: boolean
  readonly style?: string | undefined
}
interface Definition {
  readonly levels: readonly (Level | undefined)[]
  readonly link?: string | undefined
}
interface Numbering {
  readonly definition: string
  readonly starts: ReadonlyMap<number, number>
}

/** A paragraph's place in a list: which list, and how deep. */
export interface ListPlace {
  readonly list: string
  readonly level: number
}

export interface Numberer {
  /** The number Word shows before the paragraph (`一、`, `第三条 `, `- ` for a bullet). To be asked in the order of the text. */
  label(place: ListPlace): string
  /** Where a style of paragraphs has its place in a list of its own. */
  placeOf(list: string, style: string): ListPlace | undefined
}

/**
 * The numbers that Word makes itself. They stand nowhere in the text of the file, and mammoth only knows that there is
 * a list: without this, “第三条” of a law would be lost.
 */
export function createNumberer(numbering: Document, listOfStyle: (style: string) => string | undefined): Numberer {
  const definitions = new Map<string, Definition>()
  const lists = new Map<string, Numbering>()
  for (const element of elementsBelow(numbering)) {
    if (element.name === 'w:abstractNum')
      definitions.set(element.attribs['w:abstractNumId'] ?? '', definitionOf(element))
    if (element.name === 'w:num') lists.set(element.attribs['w:numId'] ?? '', listOf(element))
  }
  const counters = new Map<Definition, number[]>()
  const begun = new Set<string>()

  const find = (list: string, depth = 0): { list: Numbering; definition: Definition } | undefined => {
    const found = lists.get(list)
    const definition = found && definitions.get(found.definition)
    if (!definition) return undefined
    const linked = definition.link && depth < 5 ? listOfStyle(definition.link) : undefined
    return linked ? find(linked, depth + 1) : { list: found, definition }
  }

  return {
    label({ list: id, level }) {
      const found = find(id)
      const shape = found?.definition.levels[level]
      if (!found || !shape) return ''
      if (shape.format === 'bullet') return '- '
      const { list, definition } = found
      const counts = counters.get(definition) ?? []
      counters.set(definition, counts)
      if (!begun.has(id)) for (const [at, start] of list.starts) counts[at] = start - 1
      begun.add(id)
      counts[level] = (counts[level] ?? shape.start - 1) + 1
      counts.length = level + 1
      const text = shape.pattern.replace(/%([1-9])/g, (_, digit: string) => {
        const at = Number(digit) - 1
        const other = definition.levels[at]
        return numeral(counts[at] ?? other?.start ?? 1, shape.legal ? 'decimal' : (other?.format ?? 'decimal'))
      })
      return text === '' || /[、）)．.〕】]$/.test(text) ? text : `${text} `
    },
    placeOf(list, style) {
      const level = find(list)?.definition.levels.findIndex((one) => one?.style === style) ?? -1
      return level >= 0 ? { list, level } : undefined
    },
  }
}

function definitionOf(element: Element): Definition {
  const levels: (Level | undefined)[] = []
  let link: string | undefined
  for (const child of elementsBelow(element)) {
    if (child.name === 'w:numStyleLink') link = valOf(child)
    if (child.name === 'w:lvl') levels[Number(child.attribs['w:ilvl'] ?? 0)] = levelOf(child)
  }
  return { levels, link }
}

function levelOf(element: Element): Level {
  const values = new Map<string, string>()
  for (const child of elementsBelow(element))
    if (!values.has(child.name)) values.set(child.name, valOf(child) ?? 'true')
  return {
    start: Number(values.get('w:start') ?? 1) || 0,
    format: values.get('w:numFmt') ?? 'decimal',
    pattern: values.get('w:lvlText') ?? '',
    legal: values.has('w:isLgl') && values.get('w:isLgl') !== '0',
    style: values.get('w:pStyle'),
  }
}

function listOf(element: Element): Numbering {
  let definition = ''
  const starts = new Map<number, number>()
  for (const child of elementsBelow(element)) {
    if (child.name === 'w:abstractNumId') definition = valOf(child) ?? ''
    if (child.name !== 'w:lvlOverride') continue
    for (const inner of elementsBelow(child))
      if (inner.name === 'w:startOverride') starts.set(Number(child.attribs['w:ilvl'] ?? 0), Number(valOf(inner) ?? 1))
  }
  return { definition, starts }
}

const valOf = (element: Element) => element.attribs['w:val']

const HAN = [...'零一二三四五六七八九']

/** A number as Word writes it in one of its formats (ECMA-376 part 1, 17.18.59). */
function numeral(value: number, format: string): string {
  if (
    /^(chineseCounting|chineseCountingThousand|japaneseCounting|taiwaneseCounting(Thousand)?|koreanCounting)$/.test(
      format,
    )
  )
    return han(value)
  if (/^(ideographDigital|japaneseDigitalTenThousand|taiwaneseDigital)$/.test(format))
    return [...String(value)].map((digit) => (digit === '0' ? '〇' : HAN[Number(digit)])).join('')
  if (format === 'chineseLegalSimplified') return [...han(value)].map((one) => FORMAL[one] ?? one).join('')
  if (format === 'ideographTraditional') return [...'甲乙丙丁戊己庚辛壬癸'][value - 1] ?? String(value)
  if (format === 'ideographZodiac') return [...'子丑寅卯辰巳午未申酉戌亥'][value - 1] ?? String(value)
  if (/^decimalEnclosedCircle/.test(format) && value >= 1 && value <= 20) return String.fromCodePoint(0x245f + value)
  if (format === 'decimalEnclosedParen') return `（${value}）`
  if (format === 'decimalEnclosedFullstop') return `${value}.`
  if (format === 'decimalZero') return String(value).padStart(2, '0')
  if (format === 'lowerLetter' || format === 'upperLetter') {
    const letter = String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.min(1 + Math.floor((value - 1) / 26), 5))
    return format === 'lowerLetter' ? letter : letter.toUpperCase()
  }
  if (format === 'lowerRoman') return roman(value).toLowerCase()
  if (format === 'upperRoman') return roman(value)
  return format === 'none' ? '' : String(value)
}

const FORMAL: Readonly<Record<string, string>> = Object.fromEntries(
  [...'一二三四五六七八九十百千'].map((one, index) => [one, [...'壹贰叁肆伍陆柒捌玖拾佰仟'][index] ?? one]),
)

function han(value: number): string {
  if (value <= 0 || value > 9999) return String(value)
  let text = ''
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(value / unit) % 10
    if (digit > 0) text += `${HAN[digit]}${name}`
    else if (text !== '' && !text.endsWith('零') && value % unit > 0) text += '零'
  }
  return text.replace(/^一十/, '十')
}

function roman(value: number): string {
  let left = Math.min(value, 3999)
  let text = ''
  for (const [worth, letters] of [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ] as const) {
    while (left >= worth) {
      text += letters
      left -= worth
    }
  }
  return text
}
