import { placesIn } from '../facts/places.ts'
import type { ReadyDocument, ReadySection } from '../generation/index.ts'
import { LONGEST, type Span } from '../text/split.ts'
import type { Asked, AskedWord, Evidence } from './evidence.ts'
import weights from './weights.json' with { type: 'json' }

/** A run of whole sentences that may be quoted. `first` and `last` number the section's sentences. */
export interface Window extends Span {
  readonly first: number
  readonly last: number
  /** The sentence that says most about the question. */
  readonly best: number
  readonly score: number
  readonly features: Features
}

/** What speaks for a window, each from 0 to about 1; `weights.json` says how much. */
export type Features = Readonly<Record<keyof typeof weights.window, number>>

/** What speaks for a document as a whole. */
export type Renown = Pick<Features, 'about' | 'told' | 'elsewhere' | 'size'>

/** What speaks for a section as a whole, its document included. */
export type Standing = Renown & Pick<Features, 'found' | 'covered' | 'alike' | 'longest' | 'headed' | 'length'>

/**
 * How a document stands: how near it is, how much of the question stands anywhere in it, whether its title names places
 * that are not asked about, and how long it is (`has`: whether the document has a word).
 */
export function renownOf(
  { words, rarity, places }: Asked,
  { names, length }: Pick<ReadyDocument, 'names' | 'length'>,
  near: number,
  has: (word: AskedWord) => boolean,
): Renown {
  const told = words.reduce((sum, word) => sum + (has(word) ? word.rarity : 0), 0)
  const elsewhere = placesIn(names).filter((place) => !places.includes(place)).length
  return {
    about: near / (rarity * 10),
    told: told / rarity,
    elsewhere: Math.min(2, elsewhere) / 2,
    size: Math.log(100 + length) / 10,
  }
}

/** How a section stands; `found` is how near finding brought it, 1 for the nearest. */
export function standingOf(
  asked: Asked,
  evidence: Evidence,
  section: ReadySection,
  found: number,
  renown: Renown,
): Standing {
  const { length } = asked.letters
  const touched = new Uint8Array(asked.words.length)
  for (const word of evidence.under) touched[word] = 1
  let longest = 0
  for (const { words, common } of evidence.sentences) {
    for (const word of words) touched[word] = 1
    longest = Math.max(longest, common.longest)
  }
  let covered = evidence.coverage
  for (const [word, { rarity }] of asked.words.entries())
    if (touched[word] && !evidence.named[word]) covered += rarity / asked.rarity
  return {
    ...renown,
    found,
    covered,
    alike: likeness(evidence.sentences, 0, evidence.sentences.length - 1, length),
    longest: longest / Math.max(1, length),
    headed: evidence.headed,
    length: Math.log(50 + section.text.length) / 10,
  }
}

/** All windows of a section, each as long as may be quoted. A section that fits is not cut. */
export function windowsOf(asked: Asked, evidence: Evidence, section: ReadySection, standing: Standing): Window[] {
  return startsOf(section, evidence).map((first) => measure(asked, evidence, section, standing, first))
}

/**
 * Where windows may begin. A section that fits is not cut; a list that fits with the line that leads to it is not begun in
 * its middle.
 */
export function startsOf(section: ReadySection, evidence: Evidence): number[] {
  if (section.text.length <= LONGEST) return [0]
  const starts: number[] = []
  for (let i = 0; i < section.sentences.length; i += 1) {
    starts.push(i)
    const last = lastOfList(section, evidence, i)
    const [begin, end] = [section.sentences[i]?.start ?? 0, section.sentences[last]?.end ?? 0]
    if (end - begin <= LONGEST) i = last
  }
  return starts
}

/** The last sentence of the list that a sentence leads to (“……如下：” and its items); itself where it leads to none. */
function lastOfList({ text, sentences }: ReadySection, { sentences: said }: Evidence, leading: number): number {
  if (!/[：:]$/.test(text.slice(0, sentences[leading]?.end))) return leading
  let last = leading
  for (let i = leading + 1; i < sentences.length; i += 1) {
    const fresh = text[(sentences[i]?.start ?? 0) - 1] === '\n'
    if (fresh && !said[i]?.item) break
    if (!fresh && last === leading) break
    last = i
  }
  return last
}

/** The best so many that do not overlap, the best first. */
export function apart(windows: readonly Window[], most: number): Window[] {
  const chosen: Window[] = []
  for (const window of windows.toSorted((a, b) => b.score - a.score || a.first - b.first)) {
    if (chosen.length === most) break
    if (chosen.every((other) => window.last < other.first || other.last < window.first)) chosen.push(window)
  }
  return chosen
}

/** The longest window from this sentence on, and what speaks for it. */
export function measure(
  asked: Asked,
  evidence: Evidence,
  { sentences, text }: ReadySection,
  standing: Standing,
  first: number,
): Window {
  const start = sentences[first]?.start ?? 0
  let last = first
  while ((sentences[last + 1]?.end ?? Infinity) - start <= LONGEST) last += 1
  const end = sentences[last]?.end ?? start

  const { rarity, words } = asked
  const { under, named, worth, sentences: said } = evidence
  const touched = new Uint8Array(words.length)
  for (const word of under) touched[word] = 1
  let best = first
  let repeated = 0
  for (let i = first; i <= last; i += 1) {
    const sentence = said[i]
    if (!sentence) continue
    for (const word of sentence.words) touched[word] = 1
    repeated += sentence.worth
    if (sentence.worth > (said[best]?.worth ?? 0)) best = i
  }
  let [covered, rest] = [evidence.coverage, 0]
  for (let word = 0; word < words.length; word += 1) {
    if (!touched[word]) continue
    rest += worth[word] ?? 0
    if (!named[word]) covered += (words[word]?.rarity ?? 0) / rarity
  }
  const opening = said[first]
  const features: Features = {
    ...standing,
    coverage: covered,
    rest,
    sharp: said[best]?.worth ?? 0,
    repeated,
    kept: likeness(said, first, last, asked.letters.length),
    numbered: opening?.item ? opening.repeats : 0,
    item: Number(opening?.item ?? false),
    paragraph: Number(start === 0 || text[start - 1] === '\n'),
    late: ((sentences[best]?.start ?? start) - start) / LONGEST,
  }
  return { first, last, start, end, best, score: scoreOf(features), features }
}

const NAMES = Object.keys(weights.window) as readonly (keyof Features)[]

function scoreOf(features: Features): number {
  let score = 0
  for (const name of NAMES) score += weights.window[name] * features[name]
  return score
}

/** From 0 to 1: how far the question stands in the sentences word for word; one long run says more than many short ones. */
function likeness(sentences: Evidence['sentences'], first: number, last: number, length: number): number {
  const longest = new Uint8Array(length + 1) // by place in the question: of the runs that end there
  for (let k = first; k <= last; k += 1) {
    const runs = sentences[k]?.common.runs ?? []
    for (let r = 0; r < runs.length; r += 2) {
      const [at = 0, run = 0] = [runs[r], runs[r + 1]]
      if (run > (longest[at] ?? 0)) longest[at] = run
    }
  }
  let squares = 0
  for (let i = 0; i < length; i += 1) {
    const run = longest[i] ?? 0
    if (run >= (longest[i + 1] ?? 0)) squares += run * run // where the next is longer, this run goes on there
  }
  return Math.sqrt(squares) / Math.max(1, length)
}
