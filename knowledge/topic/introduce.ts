import { referenceTo } from '../ask/quote.ts'
import type { Answer, Passage } from '../passage.ts'
import { normalize } from '../text/normalize.ts'
import { pack } from '../text/split.ts'
import { nameKey } from './key.ts'
import type { Library } from './library.ts'
import { isSalutation } from './parts.ts'

/** In characters. */
const LONGEST = 220
const PASSAGES = 20
/** What begins with 为了, and the like, says what it is all about. */
const PURPOSE = /为(?:了|贯彻|进一步|规范|促进|支持|加强|保障|落实|推动|鼓励)|制定本|现(?:就|将)/u
const DATED =
  /(?:自|于|从)?\d{4}年\d{1,2}月\d{1,2}日[^。]{0,12}(?:起)?(?:施行|实施|执行|生效)|有效期|有效至|废止|失效|(?:执行|实施)(?:至|到|期限)/u

/** A document as such: what it is about, and after it the rest, piece by piece. */
export function introduce(library: Library, document: number): Answer {
  const title = nameKey(library.facts(document).title)
  const pieces = library.sections(document).flatMap((section) => {
    const sentences = section.sentences.filter((_, i) => {
      const line = section.normal.split('\n')[i] ?? ''
      return !isSalutation(line) && !title.endsWith(nameKey(line)) && !/^\S{1,16}\(\d{4}\)\d+号$/u.test(line)
    })
    return pack(sentences, LONGEST).map((span) => ({ section, span }))
  })
  const purpose = pieces
    .slice(0, 3)
    .findIndex(({ section, span }) => PURPOSE.test(normalize(section.text.slice(span.start, span.end))))
  const passages = pieces
    .slice(Math.max(0, purpose), PASSAGES)
    .map(({ section, span }) => library.quote(document, section, span))
  return shown(passages, library, document)
}

function shown(passages: readonly Passage[], library: Library, document: number): Answer {
  const [first, ...rest] = passages
  if (first) return { kind: 'found', named: true, confidence: 1, passages: [first, ...rest] }
  // A document without any text of its own: its facts are all there is.
  return { kind: 'validity', confidence: 1, document: referenceTo(library.facts(document)), passages: [] }
}

/** When it is in force, as far as it is known, and the words of the document on it. */
export function validityOf(library: Library, document: number): Answer {
  const passages = library.sections(document).flatMap((section) => {
    const lines = section.normal.split('\n')
    return lines.flatMap((line, i) => {
      const span = section.sentences[i]
      return span && DATED.test(line) && /本|施行|有效期|执行|废止/u.test(line)
        ? [library.quote(document, section, span)]
        : []
    })
  })
  const last = passages.at(-1)
  return {
    kind: 'validity',
    confidence: 1,
    document: referenceTo(library.facts(document)),
    passages: last ? [last] : [],
  }
}
