import type { Answer, DocumentRef, Follows, Passage } from '../passage.ts'
import { normalize } from '../text/normalize.ts'
import { type Aspect, CUES } from './aspects.ts'

/** A question to be asked in other words, or of one document only. */
export interface Rewritten {
  readonly question: string
  /** The path of the only document that is to answer. */
  readonly within?: string
  /** Where that document says nothing good enough, all are asked. */
  readonly fallback: boolean
  /** What a half sentence stands for. */
  readonly follows?: Follows
  /** What a passage must have to answer a half sentence: most of the words looked for were said before. */
  readonly must?: { readonly aspect?: Aspect | undefined; readonly words: string; readonly loosely: boolean }
}

/**
 * What was found for a rewritten question, as it may be said: passages that have nothing of what was asked now are no
 * answer to it. `missing`: the document that was to answer and did not.
 */
export function settle(answer: Answer, { question, follows, must }: Rewritten, missing?: DocumentRef): Answer {
  const stands = follows ?? (missing && { question, missing })
  const told = stands ? { ...answer, follows: stands } : answer
  if (!must || (told.kind !== 'found' && told.kind !== 'hedged')) return told
  const [first, ...rest] = told.passages.filter((passage) => has(passage, must))
  if (first) {
    const same = first === told.passages[0]
    return { ...told, kind: same ? told.kind : 'hedged', passages: [first, ...rest] }
  }
  if (must.loosely) return { ...told, kind: 'hedged' }
  const { confidence, passages } = told
  return { kind: 'unsure', confidence: Math.min(confidence, UNSURE), passages, ...(stands && { follows: stands }) }
}

/** The confidence of an answer that has nothing of what was asked. */
const UNSURE = 0.1

function has({ text, headings, title }: Passage, { aspect, words }: NonNullable<Rewritten['must']>): boolean {
  const all = normalize([title, ...headings, text].join('\n'))
  if (words !== '' && !all.includes(words)) return false
  return (
    aspect === undefined || CUES[aspect].told.test(all) || CUES[aspect].asked.test(normalize(headings.at(-1) ?? ''))
  )
}
