import { inForce } from './document.ts'
import type { DocumentFacts, Generation, ReadySection } from './generation.ts'
import { normalize } from './normalize.ts'

/** An article named by a document's name and a number, and where it stands. */
interface Entry {
  /** Numbers of a document and of a section in it. */
  readonly document: number
  readonly section: number
  /** Its own words, not a document that is built on it. */
  readonly own: boolean
}

/** 《…》第N条 → where it is. Every name is kept as `nameOf` makes it. */
export type Citations = ReadonlyMap<string, ReadonlyMap<string, readonly Entry[]>>

/** In characters; the longest title of a national law or interpretation has about a hundred. */
const LONGEST_NAME = 200
const CITED = /^(.*?)[(（]?第(\d+条(?:之\d+)?)/

/** The articles of every document, and those that a document says it stands on. */
export function citationsOf({ counts, ...generation }: Pick<Generation, 'counts' | 'document' | 'section'>): Citations {
  const all = new Map<string, Map<string, Entry[]>>()
  const note = (name: string, article: string, entry: Entry) => {
    const articles = all.get(name) ?? new Map<string, Entry[]>()
    all.set(name, articles.set(article, [...(articles.get(article) ?? []), entry]))
  }
  for (let document = 0; document < counts.documents; document += 1) {
    const { source, first, end } = generation.document(document)
    const sections = Array.from({ length: end - first }, (_, i) => generation.section(first + i))
    const whole = parse(source.title)
    if (whole?.rest === '') note(whole.name, whole.article, { document, section: 0, own: true })
    for (const [section, { article }] of sections.entries()) {
      const parsed = article && parse(source.title + article)
      if (parsed) note(parsed.name, parsed.article, { document, section, own: true })
    }
    for (const cited of source.sources) {
      const parsed = parse(cited)
      if (!parsed) continue
      for (const section of sectionsOn(parsed.article, sections)) {
        note(parsed.name, parsed.article, { document, section, own: false })
      }
    }
  }
  return all
}

/**
 * The places of the article that a question names, in force on that day. Undefined where it names no law that is known;
 * empty where the law is here, but no such article of it. A law's own words come before documents built on it, the newest in force first.
 */
export function lookUp(
  citations: Citations,
  question: string,
  sourceOf: (document: number) => DocumentFacts | undefined,
  on: string,
): Entry[] | undefined {
  const asked = parse(question)
  const articles = asked && citations.get(knownName(citations, asked.name) ?? '')
  if (!articles) return undefined
  const all = articles.get(asked.article)
  if (!all && ![...articles.values()].flat().some(({ own }) => own)) return undefined
  const dateOf = ({ document }: Entry) => sourceOf(document)?.date ?? ''
  const valid = (all ?? []).filter((entry) => inForce(sourceOf(entry.document) ?? {}, on))
  return valid.sort((a, b) => Number(b.own) - Number(a.own) || (dateOf(a) < dateOf(b) ? 1 : -1))
}

/** The sections that name the article; the first section where none does. */
function sectionsOn(article: string, sections: readonly ReadySection[]): number[] {
  const naming = sections.flatMap(({ normal }, section) => (normal.includes(`第${article}`) ? [section] : []))
  return naming.length > 0 ? naming : [0]
}

function parse(text: string): { name: string; article: string; rest: string } | undefined {
  const normal = normalize(text).replace(/\s/g, '')
  const match = CITED.exec(normal)
  const name = nameOf(match?.[1] ?? '')
  if (!match?.[2] || name === '') return undefined
  return { name, article: match[2], rest: normal.slice(match[0].length) }
}

/** 《中华人民共和国民法典》 is asked for as 民法典. */
function nameOf(title: string): string {
  return title
    .slice(-LONGEST_NAME)
    .replace(/\([^)]*\d{4}[^)]*\)/g, '')
    .replace(/[\s《》<>"的,，、:：]/g, '')
    .replace(/^.*中华人民共和国(?=.)/, '')
    .replace(/^(?:请问|请|您好|你好|我|想|帮|查询|查|看|问|一下|根据|按照|依据)+/, '')
}

/** The longest known name the words before the number end in (请问民法典 → 民法典), or else the shortest that ends in them. */
function knownName(citations: Citations, words: string): string | undefined {
  if (citations.has(words)) return words
  const names = [...citations.keys()]
  const longest = names.filter((name) => words.endsWith(name)).sort((a, b) => b.length - a.length)[0]
  if (longest || words.length < 3) return longest
  return names.filter((name) => name.endsWith(words)).sort((a, b) => a.length - b.length)[0]
}
