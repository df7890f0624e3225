import { inForce } from '../document.ts'
import { dayBefore } from '../facts/dates.ts'
import { normalize } from '../normalize.ts'
import type { Answer, Topic } from '../passage.ts'
import { askedTime } from '../versions.ts'
import { aspectIn } from './aspects.ts'
import { introduce } from './introduce.ts'
import { nameKey } from './key.ts'
import type { Library } from './library.ts'
import { exactly, KIND } from './names.ts'
import { aspectOf, toldAs } from './parts.ts'
import { referenceTo } from './reference.ts'
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
  if (NOW.test(time)) return { question: whole, fallback: true, follows }

  const day = BEFORE.test(time) ? dayOfTheOneBefore(library, spoken) : askedTime(`${time}的时候`, today)
  const then = day && inForceThen(library, spoken, day.on)
  if (!day || then === undefined) {
    const missing = referenceTo(library.facts(spoken))
    return { kind: 'validity', confidence: 1, document: missing, passages: [], follows: { ...follows, missing } }
  }
  const asked = aspect ?? aspectIn(normalize(about.question))
  const answer = asked && toldAs(aspectOf(library, then, asked, whole), follows)
  if (answer?.kind === 'found' || answer?.kind === 'hedged') return { ...answer, asOf: day.asOf }
  return { ...introduce(library, then), follows }
}

/** Of all versions of this document the one in force on that day; none where it is not known that one was. */
function inForceThen(library: Library, document: number, on: string): number | undefined {
  return versionsOf(library, document).find((version) => {
    const facts = library.facts(version)
    const start = facts.from ?? facts.date
    return start !== undefined && start <= on && inForce(facts, on)
  })
}

function dayOfTheOneBefore(library: Library, document: number): { on: string; asOf: string } | undefined {
  const { from } = library.facts(document)
  const before = versionsOf(library, document)
    .map((version) => library.facts(version).from)
    .find((start) => start !== undefined && from !== undefined && start < from)
  if (!before || from?.length !== 10) return undefined
  return { on: dayBefore(from), asOf: before }
}

/** Those of its name and region, the newest first. */
function versionsOf(library: Library, document: number): number[] {
  const { title, region } = library.facts(document)
  return exactly(library.names, nameKey(title))
    .filter((named) => named.kind === KIND.title && library.facts(named.document).region === region)
    .map((named) => named.document)
    .toSorted((a, b) => ((library.facts(a).from ?? '') < (library.facts(b).from ?? '') ? 1 : -1))
}
