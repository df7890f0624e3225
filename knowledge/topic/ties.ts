import type { DocumentRef, Passage } from '../passage.ts'
import { normalize } from '../text/normalize.ts'
import { nameKey } from './key.ts'

/** This near to the best a document answers as well. */
const AS_GOOD = 0.97
const MOST = 4
const PLACE =
  /[\p{Script=Han}]{2,6}?(?:自治区|自治州|省|市|区|县|州|旗)(?:人民政府|政府)?|全国|国家|(?:19|20)\d{2}年?(?:度|版)?/gu

/**
 * The documents that tie: of one name but for the place and the year, answering as well as each other, of different
 * places, and none of those named in the question. Undefined where the best stands out. `passages` the best first.
 */
export function tied(
  passages: readonly Passage[],
  question: string,
): readonly [DocumentRef, DocumentRef, ...DocumentRef[]] | undefined {
  const best = passages[0]
  if (!best) return undefined
  const asked = normalize(question)
  const alike = new Map<string, Passage>()
  for (const passage of passages) {
    const place = placeOf(passage)
    const same = skeleton(passage.title) === skeleton(best.title)
    if (same && place !== '' && passage.score >= AS_GOOD * best.score && !alike.has(place)) alike.set(place, passage)
  }
  if ([...alike.keys()].some((place) => asked.includes(place.replace(/[省市区县]$/u, '')))) return undefined
  const [first, second, ...others] = [...alike.values()].map(referenceOf)
  return first && second ? [first, second, ...others.slice(0, MOST - 2)] : undefined
}

function placeOf({ region = '', issuer = '', title }: Passage): string {
  return normalize(region || (title.match(PLACE)?.[0] ?? issuer))
}

/** A title without place and year. */
export function skeleton(title: string): string {
  return nameKey(title.replace(PLACE, ''))
}

/** What a passage says of its document. */
function referenceOf(passage: Passage): DocumentRef {
  const { article: _, headings: __, text: ___, marks: ____, score: _____, approved: ______, ...reference } = passage
  return reference
}
