import nodejieba from 'nodejieba'
import { normalize } from '../text/normalize.ts'
import { createFinder, type Finder } from './finder.ts'
import { builtInLexicon, type Lexicon } from './lexicon.ts'
import { mend } from './slips.ts'

/** What a text is searched by: its words, and pairs of neighbouring characters, which need no dictionary. */
export interface Terms {
  readonly words: readonly string[]
  readonly pairs: readonly string[]
}

const TOKEN = /[a-z0-9]+(?:[.%][0-9]*)*|\p{Script=Han}+/gu
const HAN = /^\p{Script=Han}/u
/** Stop words of one character that break a pair wherever they stand; others (上 下 中) are parts of many words. */
const PARTICLES = '的了吗呢吧么和与及或是在于'

/**
 * Words of a text, overlapping as jieba's search mode has them (中小企业 → 中小 企业 中小企业), and the lexicon's own words that
 * stand in it; stop words and punctuation included in none. The text is normalised, and mended, first.
 */
export function cut(text: string, lexicon: Lexicon = builtInLexicon): string[] {
  return wordsOf(mend(normalize(text)), compiled(lexicon))
}

export function terms(text: string, lexicon: Lexicon = builtInLexicon): Terms {
  return termsOfNormal(normalize(text), lexicon)
}

/** The same for a text that `normalize` has been over already, which is a fifth of the work. */
export function termsOfNormal(normal: string, lexicon: Lexicon = builtInLexicon): Terms {
  const tools = compiled(lexicon)
  const text = mend(normal)
  return { words: wordsOf(text, tools), pairs: pairsOf(text, tools) }
}

interface Tools {
  readonly stops: ReadonlySet<string>
  readonly words: Finder
  /** Pairs with these, or across these, say nothing of what a text is about. */
  readonly breaks: RegExp
}

const tools = new WeakMap<Lexicon, Tools>()

function compiled(lexicon: Lexicon): Tools {
  const known = tools.get(lexicon)
  if (known) return known
  const { words, stops } = lexicon
  const particles = [...PARTICLES].filter((particle) => stops.includes(particle))
  const phrases = stops.filter((word) => word.length > 1).sort((a, b) => b.length - a.length)
  const made = {
    stops: new Set(stops),
    words: createFinder(words),
    breaks: new RegExp([...phrases, ...particles].map(literally).join('|') || '(?!)', 'g'),
  }
  tools.set(lexicon, made)
  return made
}

const literally = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

let loaded = false

/** jieba's dictionary takes most of a second and 250 MB: it is loaded at the first cut, once for the process, and never told a word. */
function load(): void {
  if (!loaded) nodejieba.load()
  loaded = true
}

function wordsOf(normal: string, { stops, words }: Tools): string[] {
  load()
  const runs = normal.match(TOKEN) ?? []
  const han = runs.filter((run) => HAN.test(run)).join(' ') // one call for all: calls cost as much as cutting does
  const cutOut = nodejieba.cutForSearch(han).filter((word) => word !== ' ')
  const known = new Set(cutOut)
  const own = words.all(normal).filter((word) => !known.has(word))
  return [...cutOut, ...runs.filter((run) => !HAN.test(run)), ...own].filter((word) => !stops.has(word))
}

function pairsOf(normal: string, { breaks }: Tools): string[] {
  const pairs: string[] = []
  for (const run of normal.replace(breaks, ' ').match(TOKEN) ?? []) {
    if (!HAN.test(run)) continue
    const characters = [...run]
    for (let i = 1; i < characters.length; i += 1) pairs.push(`${characters[i - 1]}${characters[i]}`)
  }
  return pairs
}
