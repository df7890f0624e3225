import { readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { DocumentFault } from '../document.ts'
import { decode } from '../read/decode.ts'
import { type Trouble, trouble } from '../read/faults.ts'
import { normalize } from '../text/normalize.ts'
import stopWords from './stop-words.json' with { type: 'json' }
import synonyms from './synonyms.json' with { type: 'json' }
import userWords from './user-words.json' with { type: 'json' }

/**
 * How texts and questions are cut and understood: plain data, never changed, all in the form in which texts are compared. A
 * generation has one and is searched with that one, so another lexicon takes effect with another generation, and goes with it.
 */
export interface Lexicon {
  /** Words of the field beside those of jieba's dictionary. */
  readonly words: readonly string[]
  /** Groups of words that people use for the same thing. */
  readonly synonyms: readonly (readonly string[])[]
  /** Words that say nothing of what a text is about. */
  readonly stops: readonly string[]
}

/** The folder's own lists, within the folder of documents. */
const LISTS = '_kb'
const LIST_BYTES = 1_000_000
const LONGEST_WORD = 30

export const builtInLexicon: Lexicon = {
  words: distinct(userWords.map(normalize)),
  synonyms: synonyms.map((group) => group.map(normalize)),
  stops: distinct(stopWords.map(normalize)),
}

/**
 * The built-in lexicon with what a folder's `_kb/words.txt` (a word a line), `_kb/synonyms.txt` (a group a line, between blanks) and
 * `_kb/stop-words.txt` (one a line; `-word` takes a built-in one away) add to it; lines that begin with # are comments.
 * It never rejects: a line that is wrong is a fault, and the rest is used.
 */
export async function readLexicon(folder: string): Promise<{ lexicon: Lexicon; faults: DocumentFault[] }> {
  const words = await readList(folder, 'words.txt', wordIn)
  const groups = await readList(folder, 'synonyms.txt', groupIn)
  const stops = await readList(folder, 'stop-words.txt', stopIn)
  const away = new Set(stops.entries.flatMap(({ word, keep }) => (keep ? [] : [word])))
  const more = stops.entries.map(({ word }) => word)
  const faults = [...words.faults, ...groups.faults, ...stops.faults]
  if (words.entries.length + groups.entries.length + more.length === 0) return { lexicon: builtInLexicon, faults }
  const lexicon = {
    words: distinct([...builtInLexicon.words, ...words.entries]),
    synonyms: [...builtInLexicon.synonyms, ...groups.entries],
    stops: distinct([...builtInLexicon.stops, ...more]).filter((word) => !away.has(word)),
  }
  return { lexicon, faults }
}

/** What a line says, or what is wrong with it. */
type Parsed<T> = { readonly entry: T } | { readonly reason: string; readonly advice: string }

async function readList<T>(
  folder: string,
  name: string,
  parse: (line: string) => Parsed<T>,
): Promise<{ entries: T[]; faults: DocumentFault[] }> {
  const path = `${LISTS}/${name}`
  const text = await textOf(folder, path)
  if (typeof text !== 'string') return { entries: [], faults: [{ path, ...text }] }
  const entries: T[] = []
  const faults: DocumentFault[] = []
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/\s+/g, ' ').trim()
    if (line === '' || line.startsWith('#')) continue
    const parsed = parse(line)
    if ('entry' in parsed) entries.push(parsed.entry)
    else faults.push({ path, line: i + 1, ...parsed })
  }
  return { entries, faults }
}

/** The text of a list; '' where there is none. */
async function textOf(folder: string, path: string): Promise<string | Trouble> {
  try {
    const root = await realpath(folder)
    const file = await realpath(join(root, path))
    if (!file.startsWith(root + sep)) return trouble.linkOutside()
    const found = await stat(file)
    if (!found.isFile()) return trouble.unreadable('不是普通文件')
    if (found.size > LIST_BYTES) return trouble.tooLarge(found.size, LIST_BYTES)
    return decode(await readFile(file))?.text ?? NOT_TEXT
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    return code === 'ENOENT' || code === 'ENOTDIR' ? '' : trouble.unreadable(code)
  }
}

const NOT_TEXT: Trouble = {
  reason: '不是文本文件（既不是 UTF-8，也不是 GB18030 编码）',
  advice: '请另存为 UTF-8 编码的 .txt 文件',
}

function wordIn(line: string): Parsed<string> {
  if (line.includes(' ')) return { reason: `“${shown(line)}”里有空格`, advice: '请一行只写一个词' }
  if (line.length > LONGEST_WORD) {
    return { reason: `“${shown(line)}”有 ${line.length} 个字，最多 ${LONGEST_WORD} 个`, advice: '请写短一些的词' }
  }
  const word = normalize(line)
  if (!/[\p{L}\p{N}]/u.test(word)) return { reason: `“${shown(line)}”里没有字`, advice: '请写词语，或删去这一行' }
  return { entry: word }
}

function groupIn(line: string): Parsed<readonly string[]> {
  const group: string[] = []
  for (const member of line.split(' ')) {
    const parsed = wordIn(member)
    if (!('entry' in parsed)) return parsed
    if (parsed.entry.length < 2) {
      return { reason: `“${shown(member)}”只有一个字，别的词里也会有它`, advice: '请写两个字以上的词' }
    }
    group.push(parsed.entry)
  }
  if (distinct(group).length < 2) {
    return { reason: `只有“${shown(line)}”一个词`, advice: '请把意思相同的词写在同一行，用空格隔开' }
  }
  return { entry: distinct(group) }
}

/** A stop word, or one to be taken away. */
function stopIn(line: string): Parsed<{ readonly word: string; readonly keep: boolean }> {
  const keep = !line.startsWith('-')
  const parsed = wordIn(keep ? line : line.slice(1))
  if (!('entry' in parsed)) return parsed
  if (!keep && !builtInLexicon.stops.includes(parsed.entry)) {
    return { reason: `“${shown(line.slice(1))}”不是内置的停用词，无从去掉`, advice: '请删去这一行' }
  }
  return { entry: { word: parsed.entry, keep } }
}

const shown = (text: string): string => (text.length > LONGEST_WORD ? `${text.slice(0, LONGEST_WORD)}…` : text)

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)]
}
