import { referenceTo } from '../ask/quote.ts'
import { inForce } from '../document.ts'
import { askedTime } from '../facts/versions.ts'
import type { Answer, Topic } from '../passage.ts'
import { normalize } from '../text/normalize.ts'
import { aspectIn } from './aspects.ts'
import { introduce } from './introduce.ts'
import { nameKey } from './key.ts'
import type { Library } from './library.ts'
import { exactly, KIND } from './names.ts'
import { aspectOf, toldAs } from './parts.ts'
import type { Rewritten } from './settle.ts'
import { matterOf, subjectOf } from './words.ts'

const TIME =
  /^(?:那么?|如果是|要是|在)*((?:19|20)\d{2}年(?:\d{1,2}月(?:\d{1,2}日)?)?|大前年|前年|去年|以前|过去|原来|之前|现在|如今|目前|今年)(?:的|时候|那会儿?|那时候?|当时|期间|是|都|还|呢)*(.*)$/u
const NOW = /^(?:现在|如今|目前|今年)$/u
const BEFORE = /^(?:以前|过去|原来|之前)$/u
/** Asks for the same again, at that time. */
const THE_SAME = /^(?:规定|政策|标准|办法|文件|版本|旧版|是|怎么|咋|如何|样|办|说|的|什么|啥|呢|吗|啊|了|[\s?!。,.])*$/u

/** “去年的规定呢”, “2022年给多少”, “那现在呢” after an answer: the same matter, from the version that was in force then. */
export function atThatTime(
  library: Library,
  question: string,
  about: Topic,
  spoken: number,
  today: string,
): Answer | Rewritten | undefined {
  const [, time, rest = ''] = TIME.exec(normalize(question).replace(/\s/gu, '')) ?? []
  const aspect = aspectIn(rest)
  const same = THE_SAME.test(rest)
  if (!time || !(same || (aspect && subjectOf(rest) === ''))) return undefined
  const whole = same ? about.question : `${matterOf(about.question)} ${rest}`
  const follows = { question: whole }
  const now = NOW.test(time)
  const then = now
    ? inForceOn(library, spoken, today)
    : BEFORE.test(time)
      ? theOneBefore(library, spoken)
      : inForceAt(library, spoken, `${time}的时候`, today)
  if (!then && now) return { question: whole, fallback: true, follows }
  if (!then) {
    const missing = referenceTo(library.facts(spoken))
    return { kind: 'validity', confidence: 1, document: missing, passages: [], follows: { ...follows, missing } }
  }
  const asked = aspect ?? aspectIn(normalize(about.question))
  const answer = asked && toldAs(aspectOf(library, then.document, asked, whole), follows)
  if (answer?.kind !== 'found' && answer?.kind !== 'hedged') return { ...introduce(library, then.document), follows }
  return now ? answer : { ...answer, asOf: then.asOf }
}

interface Then {
  readonly document: number
  readonly asOf: string
}

function inForceAt(library: Library, document: number, time: string, today: string): Then | undefined {
  const day = askedTime(time, today)
  return day && inForceOn(library, document, day.on, day.asOf)
}

/** Of all versions of this document the one in force on that day; none where it is not known that one was. */
function inForceOn(library: Library, document: number, on: string, asOf: string = on): Then | undefined {
  const version = versionsOf(library, document).find((one) => {
    const facts = library.facts(one)
    const start = facts.from ?? facts.date
    return start !== undefined && start <= on && inForce(facts, on)
  })
  return version === undefined ? undefined : { document: version, asOf }
}

function theOneBefore(library: Library, document: number): Then | undefined {
  const { from = '' } = library.facts(document)
  for (const version of versionsOf(library, document)) {
    const asOf = library.facts(version).from
    if (asOf !== undefined && asOf < from) return { document: version, asOf }
  }
  return undefined
}

/** Those of its name and region, the newest first. */
function versionsOf(library: Library, document: number): number[] {
  const { title, region } = library.facts(document)
  return exactly(library.names, nameKey(title))
    .filter((named) => named.kind === KIND.title && library.facts(named.document).region === region)
    .map((named) => named.document)
    .toSorted((a, b) => ((library.facts(a).from ?? '') < (library.facts(b).from ?? '') ? 1 : -1))
}
