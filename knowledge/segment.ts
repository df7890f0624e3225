import nodejieba from 'nodejieba'
import { normalize } from './normalize.ts'
import stopWords from './words/stop-words.json' with { type: 'json' }
import userWords from './words/user-words.json' with { type: 'json' }

const stops = new Set(stopWords)
const TOKEN = /[a-z0-9]+(?:[.%][0-9]*)*|\p{Script=Han}+/gu
const HAN = /\p{Script=Han}/u
/** Pairs with these, or across these, say nothing of what a text is about. */
const BREAKS = new RegExp(`[的了吗呢吧么和与及或是在于]|${stopWords.filter((word) => word.length > 1).join('|')}`, 'g')

let loaded = false

/** The dictionary takes most of a second and 250 MB: it is loaded at the first cut, once for the process. */
function load(): void {
  if (loaded) return
  nodejieba.load()
  for (const word of userWords) nodejieba.insertWord(word)
  loaded = true
}

/**
 * Words of a text in order, overlapping as jieba's search mode has them (中小企业 → 中小 企业 中小企业), stop words and
 * punctuation included in none. The text is normalised first.
 */
export function cut(text: string): string[] {
  load()
  return runs(normalize(text)).flatMap((run) =>
    HAN.test(run) ? nodejieba.cutForSearch(run).filter((word) => !stops.has(word)) : [run],
  )
}

/** What a text is searched by: its words, and pairs of neighbouring characters, which need no dictionary. */
export interface Terms {
  readonly words: readonly string[]
  readonly pairs: readonly string[]
}

export function terms(text: string): Terms {
  return { words: cut(text), pairs: runs(normalize(text).replace(BREAKS, ' ')).flatMap(pairsOf) }
}

function runs(normal: string): string[] {
  return normal.match(TOKEN) ?? []
}

function pairsOf(run: string): string[] {
  if (!HAN.test(run)) return []
  const characters = [...run]
  return characters.slice(1).map((c, i) => `${characters[i]}${c}`)
}
