import type { ReadySection } from '../generation/index.ts'
import type { Answer, CardPart, Follows, Passage } from '../passage.ts'
import { normalize } from '../text/normalize.ts'
import { LONGEST, type Span } from '../text/split.ts'
import { type Aspect, CUES } from './aspects.ts'
import { nameKey } from './key.ts'
import type { Library } from './library.ts'
import { subjectOf } from './words.ts'

/** A sentence of a document that tells an aspect of it. */
interface Telling {
  readonly section: ReadySection
  readonly sentence: number
  readonly score: number
  /** Under a heading for it, or in a sentence that names the matter. */
  readonly sure: boolean
}

/** What was found in a document, and whether it surely is what was asked for. */
export interface Told {
  readonly passage: Passage
  readonly sure: boolean
}

/** How much such passages are to be trusted: what stands under a heading for it mostly is what was asked for. */
const SURE = 0.8
const UNSURE = 0.45

const PASSAGES = 5
/** So much of the matter spoken of must be met where the answer stands. */
const SAME_MATTER = 0.3
/** So much of it in the sentence itself needs no heading. */
const SAME_SENTENCE = 0.5

/** What a document says of an aspect of the matter spoken of, the best first; none where it says nothing of it. */
export function aspectOf(library: Library, document: number, aspect: Aspect, matter: string): readonly Told[] {
  const told = tellings(library, document, aspect, matter)
  const pairs = tellingPairs(library, document, matter)
  const sections = new Map<ReadySection, number>()
  for (const { section, sentence } of told) if (!sections.has(section)) sections.set(section, sentence)
  return [...sections].slice(0, PASSAGES).map(([section, sentence]) => {
    const passage = library.quote(document, section, rowOrAround(section, sentence, pairs), section.sentences[sentence])
    return { passage, sure: told.some((one) => one.section === section && one.sentence === sentence && one.sure) }
  })
}

/** Passages as an answer: sure where the first is. Undefined where there are none. */
export function toldAs(told: readonly Told[], follows?: Follows): Answer | undefined {
  const [first, ...rest] = told
  if (!first) return undefined
  const passages = [first.passage, ...rest.map(({ passage }) => passage)] as const
  const kind = first.sure ? ('found' as const) : ('hedged' as const)
  return { kind, confidence: first.sure ? SURE : UNSURE, passages: [...passages], ...(follows && { follows }) }
}

/** The sections that have these words, those that have them in a heading first. */
export function withWords(library: Library, document: number, words: string, matter: string): readonly Told[] {
  const key = normalize(words)
  const pairs = tellingPairs(library, document, matter)
  const found = library.sections(document).flatMap((section) => {
    const headed = section.under.includes(key)
    const near = share(pairs, section.under + section.normal)
    const same = near >= SAME_MATTER || (headed && share(pairsOf(matter), section.under) > 0)
    if ((!headed && !section.normal.includes(key)) || !same) return []
    const sentence = Math.max(
      0,
      section.normal.split('\n').findIndex((line) => line.includes(key)),
    )
    return [{ section, sentence, score: (headed ? 1 : 0) + near }]
  })
  found.sort((a, b) => b.score - a.score)
  return found.slice(0, PASSAGES).map(({ section, sentence }) => {
    const passage = library.quote(
      document,
      section,
      rowOrAround(section, sentence, pairsOf(key)),
      section.sentences[sentence],
    )
    return { passage, sure: true }
  })
}

const CARD: readonly (readonly [CardPart['about'], readonly Aspect[]])[] = [
  ['who', ['who']],
  ['what', ['what', 'amount']],
  ['papers', ['papers']],
  ['how', ['how', 'where']],
  ['when', ['when', 'time']],
  ['contact', ['contact']],
]
const NUMBERED = /^[(]?[一二三四五六七八九十\d]+[)、.．]+\s*/u
/** The longest heading that only labels, and what of it may be its own, in characters. */
const LABEL = 16
const LABELS_OWN = 4
/** In characters, so that the whole card is a page on a telephone. */
const LINE = 70

/** Who may have it, what there is, which papers, how, until when, whom to ask; what a document does not say is left out. */
export function cardOf(library: Library, document: number): CardPart[] {
  const used: { readonly section: number; readonly span: Span }[] = []
  const isUsed = ({ section, sentence }: Telling) => {
    const { start = 0 } = section.sentences[sentence] ?? {}
    return used.some((one) => one.section === section.number && one.span.start <= start && start < one.span.end)
  }
  return CARD.flatMap(([about, aspects]) => {
    const told = aspects.flatMap((aspect) => tellings(library, document, aspect)).find((one) => !isUsed(one))
    if (!told) return []
    const span = shortened(told.section.text, around(told.section, told.sentence, LINE), LINE)
    used.push({ section: told.section.number, span })
    return [{ about, passage: library.quote(document, told.section, span) }]
  })
}

/** Without a `matter` the document as a whole is meant: a heading then is a label (三、申报材料), no question of its own. */
function tellings(library: Library, document: number, aspect: Aspect, matter?: string): Telling[] {
  const cues = CUES[aspect]
  const pairs = matter === undefined ? [] : tellingPairs(library, document, matter)
  const all = pairsOf(matter ?? '')
  const found: Telling[] = []
  for (const [at, section] of library.sections(document).entries()) {
    const near = share(pairs, section.under + section.normal)
    for (const [sentence, line] of section.normal.split('\n').entries()) {
      const heading = normalize(section.sentences[sentence]?.headings.at(-1) ?? '')
      const tells = cues.told.test(line)
      const label = matter !== undefined || (heading.length <= LABEL && !/\?$/u.test(heading))
      const headed = label && cues.heading.test(heading)
      // 一、支持对象 is about all of it; 投诉要准备什么材料 about what was spoken of, as the title is.
      const asks = cues.asked.test(heading) && all.some((pair) => heading.includes(pair))
      const own = subjectOf(heading.replace(NUMBERED, ''))
      const whole = headed && matter !== undefined && (asks || own.length <= LABELS_OWN)
      const here = share(pairs, heading + line)
      if (!(tells || (headed && sentence === 0)) || isSalutation(line)) continue
      if (near < SAME_MATTER && !whole) continue
      // A row of a table says whom it is for beside what there is, and that is its own line of the card.
      if (matter === undefined && aspect === 'who' && line.includes(' | ')) continue
      // What a document is about it says first.
      const early = matter === undefined && aspect === 'what' ? 1 / (1 + at) : 0
      const brief = line.length <= LINE ? 0.3 : 0
      found.push({
        section,
        sentence,
        sure: headed || (pairs.length > 0 && here >= SAME_SENTENCE),
        score: (whole ? 3 : headed ? 2 : 0) + (tells ? 1.5 : 0) + 2 * here + near + brief + early,
      })
    }
  }
  return found.sort((a, b) => b.score - a.score)
}

/** 各省、自治区、直辖市人民政府： */
export function isSalutation(line: string): boolean {
  return /^(?:各|国务院各|市各|省各)[^。;]{2,}[:,]?$/u.test(line) || /^(?:附件|抄送|主题词)/u.test(line)
}

/** Of a table the one row that has most of the words; else what stands around the sentence. */
function rowOrAround(section: ReadySection, sentence: number, pairs: readonly string[]): Span {
  const lines = section.normal.split('\n')
  const span = section.sentences[sentence]
  if (!span || !lines[sentence]?.includes(' | ')) return around(section, sentence, LONGEST)
  const own = pairs.filter((pair) => lines[sentence]?.includes(pair)).length
  const alone = lines.every((line, i) => i === sentence || pairs.filter((pair) => line.includes(pair)).length < own)
  return alone ? { start: span.start, end: span.end } : around(section, sentence, LONGEST)
}

/** The sentence and what belongs to it, the whole section where it fits. */
function around({ text, sentences }: ReadySection, sentence: number, longest: number): Span {
  const first = sentences[sentence]
  if (text.length <= longest || !first) return { start: 0, end: text.length }
  let last = first.end
  for (const { end: next } of sentences.slice(sentence + 1)) {
    if (next - first.start > longest) break
    last = next
  }
  return { start: first.start, end: last }
}

/** Cut where a clause ends. */
function shortened(whole: string, { start, end }: Span, longest: number): Span {
  if (end - start <= longest) return { start, end }
  const text = whole.slice(start, start + longest)
  const stop = Math.max(...[...'。；;！？\n'].map((mark) => text.lastIndexOf(mark)))
  const pause = Math.max(...[...'，,、：:'].map((mark) => text.lastIndexOf(mark)))
  const at = stop >= 12 ? stop + 1 : pause >= 12 ? pause : longest
  return { start, end: start + at }
}

/** Neighbouring characters, which need no dictionary. */
function pairsOf(words: string): string[] {
  const runs = normalize(words).match(/[\p{Script=Han}a-z0-9]+/gu) ?? []
  return [...new Set(runs.flatMap((run) => Array.from({ length: run.length - 1 }, (_, i) => run.slice(i, i + 2))))]
}

/** Of the matter's pairs those that tell one section from another: the document has them, and its title does not. */
function tellingPairs(library: Library, document: number, matter: string): string[] {
  const title = nameKey(library.facts(document).title)
  const text = library
    .sections(document)
    .map(({ under, normal }) => `${under}\n${normal}`)
    .join('\n')
  return pairsOf(matter.replace(/怎么|如何|什么|哪些|多少|多久/gu, ' ')).filter(
    (pair) => !title.includes(pair) && text.includes(pair),
  )
}

/** How much of them is met, 1 where there are none. */
function share(pairs: readonly string[], text: string): number {
  return pairs.length === 0 ? 1 : pairs.filter((pair) => text.includes(pair)).length / pairs.length
}
