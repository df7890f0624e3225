import type { ReadySection } from '../generation.ts'
import { normalize } from '../normalize.ts'
import type { CardPart, Passage } from '../passage.ts'
import { LONGEST, type Span } from '../split.ts'
import { type Aspect, CUES } from './aspects.ts'
import { nameKey } from './key.ts'
import type { Library } from './library.ts'

/** A sentence of a document that tells an aspect of it. */
interface Telling {
  readonly section: ReadySection
  readonly sentence: number
  readonly score: number
}

const PASSAGES = 5
/** So much of the matter spoken of must be met where the answer stands. */
const SAME_MATTER = 0.3

/** What a document says of an aspect of the matter spoken of, the best first; none where it says nothing of it. */
export function aspectOf(library: Library, document: number, aspect: Aspect, matter: string): Passage[] {
  const told = tellings(library, document, aspect, matter)
  const sections = new Map<ReadySection, number>()
  for (const { section, sentence } of told) if (!sections.has(section)) sections.set(section, sentence)
  return [...sections].slice(0, PASSAGES).map(([section, sentence]) => {
    const mark = section.sentences[sentence]
    return library.quote(document, section, around(section, sentence, LONGEST), mark)
  })
}

/** The sections that have these words, those that have them in a heading first. */
export function withWords(library: Library, document: number, words: string, matter: string): Passage[] {
  const key = normalize(words)
  const pairs = pairsOf(matter)
  const found = library.sections(document).flatMap((section) => {
    const headed = section.under.includes(key)
    if (!headed && !section.normal.includes(key)) return []
    const sentence = Math.max(0, section.normal.split('\n').findIndex((line) => line.includes(key)))
    return [{ section, sentence, score: (headed ? 1 : 0) + share(pairs, section.under + section.normal) }]
  })
  found.sort((a, b) => b.score - a.score)
  return found.slice(0, PASSAGES).map(({ section, sentence }) => {
    return library.quote(document, section, around(section, sentence, LONGEST), section.sentences[sentence])
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
/** In characters, so that the whole card is a page on a telephone. */
const LINE = 70

/** Who may have it, what there is, which papers, how, until when, whom to ask; what a document does not say is left out. */
export function cardOf(library: Library, document: number): CardPart[] {
  const used = new Set<number>()
  return CARD.flatMap(([about, aspects]) => {
    const all = aspects.flatMap((aspect) => tellings(library, document, aspect, ''))
    const told = all.find(({ section, sentence }) => !used.has(section.sentences[sentence]?.start ?? -1))
    if (!told) return []
    used.add(told.section.sentences[told.sentence]?.start ?? -1)
    const span = shortened(library.source(document).body, around(told.section, told.sentence, LINE), LINE)
    return [{ about, passage: library.quote(document, told.section, span) }]
  })
}

function tellings(library: Library, document: number, aspect: Aspect, matter: string): Telling[] {
  const cues = CUES[aspect]
  const names = nameKey(library.source(document).title)
  const pairs = pairsOf(matter).filter((pair) => !names.includes(pair))
  const found: Telling[] = []
  for (const section of library.sections(document)) {
    const near = share(pairs, section.under + section.normal)
    for (const [sentence, line] of section.normal.split('\n').entries()) {
      const heading = normalize(section.sentences[sentence]?.headings.at(-1) ?? '')
      const tells = cues.told.test(line)
      const headed = cues.heading.test(heading)
      const here = share(pairs, heading + line)
      if (!(tells || (headed && sentence === 0)) || isSalutation(line)) continue
      if (near < SAME_MATTER && !(headed && tells && here > 0)) continue
      const brief = line.length <= LINE ? 0.3 : 0
      found.push({ section, sentence, score: (headed ? 2 : 0) + (tells ? 1.5 : 0) + 2 * here + near + brief })
    }
  }
  return found.sort((a, b) => b.score - a.score)
}

/** 各省、自治区、直辖市人民政府： */
export function isSalutation(line: string): boolean {
  return /^(?:各|国务院各|市各|省各)[^。;]{2,}[:,]?$/u.test(line) || /^(?:附件|抄送|主题词)/u.test(line)
}

/** The sentence and what belongs to it, the whole section where it fits. */
function around({ start, end, sentences }: ReadySection, sentence: number, longest: number): Span {
  const first = sentences[sentence]
  if (end - start <= longest || !first) return { start, end }
  let last = first.end
  for (const { end: next } of sentences.slice(sentence + 1)) {
    if (next - first.start > longest) break
    last = next
  }
  return { start: first.start, end: last }
}

/** Cut where a clause ends. */
function shortened(body: string, { start, end }: Span, longest: number): Span {
  if (end - start <= longest) return { start, end }
  const text = body.slice(start, start + longest)
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

/** How much of them is met, 1 where there are none. */
function share(pairs: readonly string[], text: string): number {
  return pairs.length === 0 ? 1 : pairs.filter((pair) => text.includes(pair)).length / pairs.length
}
