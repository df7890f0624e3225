import { inForce } from '../document.ts'
import type { Generation, ReadySection } from '../generation/index.ts'
import { normalize } from '../text/normalize.ts'
import { lawOf, nameKey } from '../topic/key.ts'
import { containing, exactly, KIND, type Named } from '../topic/names.ts'

/** Where an article stands that was asked for by its law and number. */
export interface Cited {
  readonly document: number
  readonly section: number
  /** The law's own words, not a document that is built on it. */
  readonly own: boolean
}

/** In characters; the longest title of a national law or interpretation has about a hundred. */
const LONGEST_NAME = 200
/** So many names that end alike are looked at. */
const ALIKE = 50
const POLITE = /^(?:请问|请|您好|你好|我|想|帮|查询|查|看|问|一下|根据|按照|依据)+/
const CITED = /^(.*?)[(（]?第(\d+条(?:之\d+)?)/s

/**
 * The places of the article that a question names, in force on that day. Undefined where it names no law that is known;
 * empty where the law is here, but no such article of it. A law's own words come before documents built on it, the newest
 * first. Nothing is kept for this: the law is looked up by its name, and its articles are read when they are asked for.
 */
export function lookUp(generation: Generation, question: string, on: string): Cited[] | undefined {
  const asked = parse(question)
  const law = asked && knownLaw(generation, asked)
  if (!law) return undefined
  const { article } = asked
  const named = exactly(generation.names, law)
  const own = [
    ...documentsOf(named, KIND.title).flatMap((document) =>
      sectionsOf(generation, document)
        .filter((section) => isArticle(generation.articleAt(section), article))
        .map((section) => ({ document, section, own: true })),
    ),
    ...documentsOf(exactly(generation.names, `${law}第${article}`), KIND.title).flatMap((document) =>
      sectionsOf(generation, document).map((section) => ({ document, section, own: true })),
    ),
  ]
  const builtOn = documentsOf(named, KIND.law).flatMap((document) =>
    standsOn(generation, document, law, article)
      ? sectionsOn(generation, document, law, article).map((section) => ({ document, section, own: false }))
      : [],
  )
  const all = [...own, ...builtOn]
  if (all.length === 0 && !isHere(generation, law, named)) return undefined
  const source = (document: number) => generation.document(document).source
  const date = ({ document }: Cited) => source(document).date ?? ''
  return all
    .filter(({ document }) => inForce(source(document), on))
    .sort((a, b) => Number(b.own) - Number(a.own) || (date(a) < date(b) ? 1 : date(a) > date(b) ? -1 : 0))
}

interface Parsed {
  /** What stands before the number, as names are looked up. */
  readonly words: string
  /** 25条, 120条之1. */
  readonly article: string
}

function parse(text: string): Parsed | undefined {
  const [, before = '', article] = CITED.exec(normalize(text.replace(/\s/g, ''))) ?? []
  const words = nameKey(before.slice(-LONGEST_NAME).replace(/^.*中华人民共和国(?=.)/s, '')).replace(POLITE, '')
  return article && words !== '' ? { words, article } : undefined
}

/** The longest name that the words before the number end in (请问民法典 → 民法典), or else the shortest that ends in them. */
function knownLaw(generation: Generation, { words, article }: Parsed): string | undefined {
  const { names } = generation
  for (let at = 0; at < words.length - 1; at += 1) {
    const name = words.slice(at)
    if (exactly(names, name).some(isLawOrTitle) || exactly(names, `${name}第${article}`).some(isLawOrTitle)) return name
    if (at === 0 && articlesOf(generation, name).length > 0) return name
  }
  if (words.length < 3) return undefined
  return containing(names, `${words}\n`, ALIKE)
    .filter(isLawOrTitle)
    .flatMap(({ document }) => keysOf(generation, document))
    .filter((key) => key.endsWith(words))
    .sort((a, b) => a.length - b.length)[0]
}

const isLawOrTitle = ({ kind }: Named): boolean => kind === KIND.title || kind === KIND.law

/** Documents that are one article of a law each. */
function articlesOf(generation: Generation, law: string): Named[] {
  return containing(generation.names, `${law}第`, ALIKE).filter(
    ({ document, kind }) =>
      kind === KIND.title && /^第\d+条/.test(nameKey(titleOf(generation, document)).slice(law.length)),
  )
}

const titleOf = (generation: Generation, document: number): string => generation.document(document).source.title

function keysOf(generation: Generation, document: number): string[] {
  const { title, sources } = generation.document(document).source
  return [title, ...sources.map(lawOf)].map(nameKey)
}

/** Whether the law itself is among the documents, and not only documents that are built on it. */
function isHere(generation: Generation, law: string, named: readonly Named[]): boolean {
  return documentsOf(named, KIND.title).length > 0 || articlesOf(generation, law).length > 0
}

function documentsOf(named: readonly Named[], kind: Named['kind']): number[] {
  return named.filter((each) => each.kind === kind).map(({ document }) => document)
}

function sectionsOf({ firstSection }: Generation, document: number): number[] {
  const [first = 0, end = first] = [firstSection[document], firstSection[document + 1]]
  return Array.from({ length: end - first }, (_, i) => first + i)
}

function isArticle(label: string, article: string): boolean {
  return label !== '' && normalize(label) === `第${article}`
}

function standsOn(generation: Generation, document: number, law: string, article: string): boolean {
  return generation
    .document(document)
    .source.sources.some((source) => nameKey(lawOf(source)) === law && parse(source)?.article === article)
}

/** The sections of a document that name this law's article; else those that name the law; else the first. */
function sectionsOn(generation: Generation, document: number, law: string, article: string): number[] {
  const sections = sectionsOf(generation, document).map((number) => generation.section(number))
  const naming = sections.filter((section) => namesArticle(section, law, article))
  const speaking = sections.filter(({ normal }) => normal.includes(law))
  return (naming.length > 0 ? naming : speaking.length > 0 ? speaking : sections)
    .slice(0, naming.length > 0 ? undefined : 1)
    .map(({ number }) => number)
}

const LAW_NAMED = /[\p{Script=Han}]*?(?:法典|法|条例|规定|办法|细则|解释)(?=》|\(|第\d|$)/gu
/** 该条例第25条, 本法第3条: the law that was named before. */
const POINTS_BACK = /[该本此]\p{Script=Han}{1,3}$/u

/** 第25条 counts where the law named last before it is this one, or none was named. */
function namesArticle({ normal }: ReadySection, law: string, article: string): boolean {
  const wanted = `第${article}`
  for (let at = normal.indexOf(wanted); at >= 0; at = normal.indexOf(wanted, at + 1)) {
    if (normal.startsWith('之', at + wanted.length)) continue
    const laws = normal.slice(0, at).match(LAW_NAMED) ?? []
    const last = laws.findLast((name) => name.length > 1 && !POINTS_BACK.test(name))
    if (!last || last.endsWith(law) || law.endsWith(last)) return true
  }
  return false
}
