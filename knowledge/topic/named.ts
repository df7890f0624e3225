import { inForce } from '../document.ts'
import { normalize } from '../text/normalize.ts'
import { nameKey, numberKey } from './key.ts'
import type { Library } from './library.ts'
import { containing, exactly, KIND, type Named, type NameKind } from './names.ts'

/** The documents that a name means, each in the version that is in force, and what else is asked. */
export interface Meant {
  readonly documents: readonly number[]
  /** They are not of this name, but built on it. */
  readonly standOn: boolean
  /** The question without the name. */
  readonly rest: string
}

/** Beyond so many hits a name says nothing. */
const MOST = 200
/** A part of a name that still says which one is meant, in characters. */
const TELLING = 4
/** The same where nothing but it is said. */
const TELLING_ALONE = 6
const QUOTED = /[《〈<]([^《》〈〉<>]{2,100})[》〉>]/u
const NUMBER =
  /第?\d{1,5}号[\p{Script=Han}]{2,12}?令|[\p{Script=Han}]{1,24}(?:\s*\(?\s*(?:19|20)\d{2}\s*(?:\)|年|-)?)?\s*\(?第?\s*\d{1,5}\s*号\)?(?:令|文件|文|公告)?/u
const FORMAL = /(?:条例|办法|规定|意见|通知|方案|细则|决定|公告|解释|规划|纲要|指南|措施|条款|清单|法|(?:19|20)\d{2})$/u

/** The documents a question names: in 《》, by number, or by a name that is all of it. */
export function meantIn(library: Library, question: string, on: string): Meant | undefined {
  const quoted = QUOTED.exec(question)
  if (quoted?.[1]) {
    const found = byName(library, quoted[1], on, 'marked')
    return found && { ...found, rest: question.replace(quoted[0], '') }
  }
  const normal = normalize(question)
  const number = NUMBER.exec(normal)
  if (number) {
    const found = byNumber(library, number[0], on)
    if (found) return { documents: found, standOn: false, rest: normal.replace(number[0], '') }
  }
  return undefined
}

/**
 * The documents that words mean which are nothing but a name. What a title says may as well be a question (逾期利息怎么算): by
 * itself only what ends as titles do is a name (`alone`), and in 《》 any part of a name will do (`marked`).
 */
export function byName(
  library: Library,
  words: string,
  on: string,
  how: 'marked' | 'alone' | 'asked for',
): Omit<Meant, 'rest'> | undefined {
  const key = nameKey(words)
  const marked = how === 'marked'
  const formal = FORMAL.test(key)
  if (key.length < 2 || (how === 'alone' && !formal)) return undefined
  const own = (kind: NameKind) =>
    kind === KIND.title || kind === KIND.number || (kind === KIND.alias && (marked || formal))
  const isLaw = (kind: NameKind) => kind === KIND.law
  const exact = exactly(library.names, key)
  const telling = how === 'alone' ? TELLING_ALONE : TELLING
  const partial = (marked || formal) && key.length >= telling ? containing(library.names, key, MOST) : []
  partial.sort((a, b) => Number(b.at === 0) - Number(a.at === 0))
  const ofKind = (all: readonly Named[], fits: (kind: NameKind) => boolean) =>
    all.filter(({ kind }) => fits(kind)).map(({ document }) => document)
  const steps = [
    { documents: ofKind(exact, own), standOn: false },
    { documents: marked || formal ? ofKind(exact, isLaw) : [], standOn: true },
    { documents: ofKind(partial, (kind) => kind === KIND.title), standOn: false },
    { documents: ofKind(partial, isLaw), standOn: true },
    { documents: marked ? ofKind(partial, own) : [], standOn: false },
  ]
  const found = steps.find(({ documents }) => documents.length > 0)
  return found && { documents: current(library, found.documents, on), standOn: found.standOn }
}

/** A nickname, word for word. */
export function byNickname(library: Library, words: string, on: string): number[] {
  const found = exactly(library.names, nameKey(words)).filter(({ kind }) => kind === KIND.alias)
  return current(
    library,
    found.map(({ document }) => document),
    on,
  )
}

/** The words before a number may begin with others (请问国发〔2023〕5号). */
function byNumber(library: Library, written: string, on: string): number[] | undefined {
  for (let from = 0; from < written.length - 3; from += 1) {
    const found = exactly(library.names, numberKey(written.slice(from))).filter(({ kind }) => kind === KIND.number)
    if (found.length > 0)
      return current(
        library,
        found.map(({ document }) => document),
        on,
      )
  }
  return undefined
}

/** Of several versions of one text the newest in force; where none is, the newest. */
export function current(library: Library, documents: readonly number[], on: string): number[] {
  const versions = new Map<string, number[]>()
  for (const document of new Set(documents)) {
    const { title, region = '' } = library.facts(document)
    const key = `${nameKey(title)} ${region}`
    versions.set(key, [...(versions.get(key) ?? []), document])
  }
  return [...versions.values()].flatMap((same) => newest(library, same, on) ?? [])
}

function newest(library: Library, documents: readonly number[], on: string): number | undefined {
  const dated = documents.map((document) => {
    const source = library.facts(document)
    return { document, valid: inForce(source, on), date: source.from ?? source.date ?? '' }
  })
  dated.sort((a, b) => Number(b.valid) - Number(a.valid) || (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))
  return dated[0]?.document
}
