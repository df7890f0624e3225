import { inForce } from '../document.ts'
import { normalize } from '../text/normalize.ts'
import { nameKey } from './key.ts'
import type { Library } from './library.ts'
import { current } from './named.ts'
import { containing, KIND } from './names.ts'

/** So short a topic (补贴) may stand in any nickname, in characters. */
const GENERIC = 2
/** So many are named at most; how many there are in all is counted further. */
export const LISTED = 50
/** So many names with the topic in them are looked at. */
const MOST = 2_000
/** What search finds beside them must come this near to the best. */
const NEAR = 0.6
/** So many of those are looked into. */
const LOOKED_INTO = 20
/** What a topic is often called besides: words that narrow nothing. */
const EMPTY = /(?:政策|文件|规定|办法|方面|相关|有关|的)/gu

/** The documents about a topic that are in force, the nearest first. */
export function aboutTopic(library: Library, topic: string, on: string): number[] {
  const words = normalize(topic).replace(EMPTY, '')
  const near = library.near(topic)
  const rank = new Map(near.map(([document], i) => [document, i]))
  const named = byNames(library, nameKey(words))
  const best = near[0]?.[1] ?? 0
  const generic = nameKey(words).length <= GENERIC
  const found =
    named.length > 0 || generic
      ? named
      : near.slice(0, LOOKED_INTO).flatMap(([document, score]) => {
          return score >= NEAR * best && hasWords(library, document, words) ? [document] : []
        })
  const inOrder = found.toSorted((a, b) => (rank.get(a) ?? Infinity) - (rank.get(b) ?? Infinity) || a - b)
  const kept = inOrder.slice(0, MOST)
  return current(library, kept, on).filter((document) => inForce(library.facts(document), on))
}

/** Those whose names have the topic in them, or every two characters of it (小微企业税收 in 小企业的税 is for search to find). */
function byNames({ names }: Library, key: string): number[] {
  if (key.length < 2) return []
  const hits = containing(names, key, MOST)
  const own = hits.filter(({ kind }) => kind === KIND.title || kind === KIND.topic)
  const whole = own.length > 0 || key.length <= GENERIC ? own : hits
  if (whole.length > 0) return distinct(whole.map(({ document }) => document))
  const halves = halvesOf(key)
  if (halves.length === 0) return []
  const [first = new Set<number>(), ...others] = halves.map(
    (half) => new Set(containing(names, half, MOST).map(({ document }) => document)),
  )
  return [...first].filter((document) => others.every((other) => other.has(document)))
}

/** 小微企业税收 is 小微企业 and 税收: a topic of more than four characters is mostly two words. */
function halvesOf(key: string): string[] {
  if (key.length < 4 || key.length > 8) return []
  const middle = key.length - 2
  return [key.slice(0, middle), key.slice(middle)]
}

/** Whether a document has the topic in it, or both of its words. */
function hasWords(library: Library, document: number, words: string): boolean {
  const parts = halvesOf(words)
  const sections = library.sections(document).map(({ under, normal }) => `${under}\n${normal}`)
  const text = [normalize(library.facts(document).title), ...sections].join('\n')
  return (parts.length > 0 ? parts : [words]).every((part) => text.includes(part))
}

function distinct(numbers: readonly number[]): number[] {
  return [...new Set(numbers)]
}

/** All that are in force, in the versions that are. */
export function everything(library: Library, on: string): number[] {
  const all = Array.from({ length: Math.min(library.count, MOST) }, (_, document) => document)
  return current(library, all, on).filter((document) => inForce(library.facts(document), on))
}
