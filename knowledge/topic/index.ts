import { referenceTo } from '../ask/quote.ts'
import type { Generation } from '../generation/index.ts'
import type { Answer, DocumentRef, Passage, Topic } from '../passage.ts'
import { normalize } from '../text/normalize.ts'
import { aspectIn } from './aspects.ts'
import { follow } from './follow.ts'
import { introduce, validityOf } from './introduce.ts'
import { type Library, libraryOf } from './library.ts'
import { aboutTopic, everything, LISTED } from './listing.ts'
import { byName, byNickname, current, meantIn } from './named.ts'
import { aspectOf, cardOf, toldAs } from './parts.ts'
import type { Rewritten } from './settle.ts'
import { anotherArticle, unknownArticle } from './unknown.ts'
import { trimmed, type Wanted, wantedIn } from './wanted.ts'
import { subjectOf } from './words.ts'

export { type Rewritten, settle } from './settle.ts'
export { tied } from './ties.ts'

/** Of so many characters beside a name a question asks of something in the document. */
const HARDLY_ANY = 1
/** Up to so many, it asks for an aspect of the document as such. */
const FEW = 4
const CHOICES = 4
const NOTHING: Answer = { kind: 'unsure', confidence: 0, passages: [] }
const NO_SUBJECT = /^(?:补贴|补助|优惠|扶持|奖励|惠企|税收优惠|减税)$/u

/**
 * What is said about documents as such (by name, lists, cards, when in force), and what a half sentence means after
 * `about`. Undefined where an ordinary question is asked. Pure.
 */
export function topical(
  generation: Generation,
  question: string,
  on: string,
  about?: Topic,
): Answer | Rewritten | undefined {
  const article = anotherArticle(generation, question, about) ?? question
  const unknown = unknownArticle(generation, article, on)
  if (unknown) return article === question ? unknown : { ...unknown, follows: { question: article } }
  if (article !== question) return { question: article, fallback: true, follows: { question: article } }
  return decide(libraryOf(generation), question, on, about)
}

function decide(library: Library, question: string, on: string, about?: Topic): Answer | Rewritten | undefined {
  const spoken = about && library.numberOf(about.document)
  const wanted = wantedIn(question)
  if (about?.chosen && question === about.question && spoken !== undefined) {
    return chosen(library, question, about, spoken, wanted)
  }
  if (wanted) {
    const answer = answerWanted(library, wanted, on, spoken)
    if (answer) return answer
  }
  const article = /第[零〇一二三四五六七八九十百千\d]{1,8}条/u.test(question)
  const named = article ? undefined : byNameIn(library, question, on)
  return named ?? (about && follow(library, question, about, on))
}

/** One of several was picked: it alone answers what was asked. */
function chosen(
  library: Library,
  question: string,
  about: Topic,
  document: number,
  wanted: Wanted | undefined,
): Answer | Rewritten {
  if (wanted?.kind === 'card') return card(library, document)
  if (wanted?.kind === 'validity') return validityOf(library, document)
  const meant = meantIn(library, question, '')
  const whole = wanted || (meant && isAll(meant.rest)) || byName(library, trimmed(question), '', 'alone')
  return whole ? introduce(library, document) : { question, within: about.document, fallback: false }
}

function answerWanted(library: Library, wanted: Wanted, on: string, spoken: number | undefined): Answer | undefined {
  if (wanted.kind === 'list') {
    const found = wanted.topic === '' ? everything(library, on) : aboutTopic(library, wanted.topic, on)
    const listed = listOf(library, found, wanted.topic)
    // What is no subject (补贴, 政策) finds anything at all.
    return listed ?? (NO_SUBJECT.test(wanted.topic) ? NOTHING : undefined)
  }
  const { kind, rest } = wanted
  const tell = { card, validity: validityOf, introduction: introduce }[kind]
  if (isAll(rest) && !/[《〈<]/u.test(rest)) {
    if (spoken !== undefined) return tell(library, spoken)
    return kind === 'introduction' ? undefined : NOTHING
  }
  const meant = meantIn(library, rest, on)
  const named = meant ? isAll(meant.rest) && meant : byName(library, rest, on, 'asked for')
  if (named) {
    if (named.standOn && kind === 'validity') return undefined
    return several(library, named.documents, rest, (document) => tell(library, document))
  }
  if (kind === 'validity') return undefined
  const nicknamed = byNickname(library, rest, on)
  const found =
    kind === 'card' && nicknamed.length === 0 ? current(library, aboutTopic(library, rest, on), on) : nicknamed
  return several(library, found, rest, (document) => tell(library, document))
}

/** A question that is a document's name, or names one and asks of something in it. */
function byNameIn(library: Library, question: string, on: string): Answer | Rewritten | undefined {
  const meant = meantIn(library, question, on)
  if (!meant) {
    const named = byName(library, trimmed(question), on, 'alone')
    return named && several(library, named.documents, trimmed(question), (document) => introduce(library, document))
  }
  if (isAll(meant.rest) && !aspectIn(meant.rest)) {
    return several(library, meant.documents, question, (document) => introduce(library, document))
  }
  const [only, ...others] = meant.documents
  if (only === undefined || others.length > 0 || meant.standOn) return undefined
  const aspect = subjectOf(meant.rest).length <= FEW ? aspectIn(normalize(meant.rest)) : undefined
  const told = aspect && toldAs(aspectOf(library, only, aspect, meant.rest))
  if (told) return told
  return { question: trimmed(meant.rest), within: library.facts(only).path, fallback: true }
}

/** Nothing is asked beyond what was taken out. */
function isAll(rest: string): boolean {
  return subjectOf(trimmed(rest)).length <= HARDLY_ANY
}

/** One answers, two to four are offered, more are listed. */
function several(
  library: Library,
  documents: readonly number[],
  topic: string,
  tell: (document: number) => Answer,
): Answer | undefined {
  const [only, second] = documents
  if (only === undefined) return undefined
  if (second === undefined) return tell(only)
  if (documents.length > CHOICES) return listOf(library, documents, trimmed(topic).replace(/[《》〈〉]/gu, ''))
  const [first, other, ...rest] = documents.map((document) => referenceTo(library.facts(document)))
  if (!first || !other) return undefined
  return { kind: 'which', confidence: 1, documents: [first, other, ...rest], passages: opening(library, documents) }
}

function listOf(library: Library, documents: readonly number[], topic: string): Answer | undefined {
  const named = documents.slice(0, LISTED)
  const [first, ...rest] = named.map((document) => referenceTo(library.facts(document)))
  if (!first) return undefined
  return {
    kind: 'list',
    topic,
    confidence: 1,
    documents: [first, ...rest],
    total: documents.length,
    passages: opening(library, named.slice(0, CHOICES)),
  }
}

/** The first words of each. */
function opening(library: Library, documents: readonly number[]): Passage[] {
  return documents.flatMap((document) => introduce(library, document).passages.slice(0, 1))
}

function card(library: Library, document: number): Answer {
  const parts = cardOf(library, document)
  const about: DocumentRef = referenceTo(library.facts(document))
  return { kind: 'card', confidence: 1, document: about, parts, passages: parts.map(({ passage }) => passage) }
}
