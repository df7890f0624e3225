import type { Topic } from '../passage.ts'
import { normalize } from '../text/normalize.ts'
import { aspectIn } from './aspects.ts'
import type { Library } from './library.ts'
import type { Rewritten } from './settle.ts'
import { skeleton } from './ties.ts'
import { matterOf, subjectOf } from './words.ts'

/** A place is short, in characters. */
const LONGEST_PLACE = 6

/** “东湖的呢” after an answer from the notice of one district: the same from another's of that name. */
export function ofAnotherPlace(
  library: Library,
  question: string,
  about: Topic,
  spoken: number,
): Rewritten | undefined {
  const own = subjectOf(question).replace(/(?:这边|那边|那里|那个)$/u, '')
  const place = own.length > 2 ? own.replace(/[省市区县]$/u, '') : own
  if (place.length < 2 || place.length > LONGEST_PLACE) return undefined
  const { title } = library.facts(spoken)
  const alike = library.near(title).filter(([document]) => {
    const facts = library.facts(document)
    return skeleton(facts.title) === skeleton(title) && normalize(facts.region ?? facts.title).includes(place)
  })
  const [meant, another] = alike
  if (!meant || another) return undefined
  const { path, region = place } = library.facts(meant[0])
  const before = library.facts(spoken).region ?? ''
  const matter = before === '' ? about.question : about.question.replace(before, '')
  const asked = aspectIn(normalize(question)) ? `${matterOf(matter)} ${question.replace(own, '')}` : matter
  return { question: asked.trim(), within: path, fallback: true, follows: { question: `${region}${asked.trim()}` } }
}
