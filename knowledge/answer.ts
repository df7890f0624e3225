import { lookUp } from './cite.ts'
import { confidenceOf, type Signals, signalsOf } from './confidence.ts'
import { inForce } from './document.ts'
import { windowsOf } from './evidence.ts'
import { findSections } from './find.ts'
import type { Generation } from './generation.ts'
import type { Answer, Passage } from './passage.ts'
import { passageOf, type Quote } from './quote.ts'
import { terms } from './segment.ts'
import { pack } from './split.ts'
import weights from './weights.json' with { type: 'json' }

/** Of a pasted page only the beginning is read as the question, in characters. */
const LONGEST_QUESTION = 500
const WINDOWS = 2
const PASSAGES = 20
const SHOWN = 3

/** What a generation says to a question about a certain day. Pure. */
export function answer(generation: Generation, question: string, on: string): Answer {
  const asked = question.slice(0, LONGEST_QUESTION)
  return answerByNumber(generation, asked, on) ?? answerBySearch(generation, asked, on)
}

/** 《…》第N条: the article itself, or what stands on it; not sure where a law that is here has no such article. */
function answerByNumber(generation: Generation, question: string, on: string): Answer | undefined {
  const entries = lookUp(generation.citations, question, (document) => generation.document(document).source, on)
  const quotes = entries?.flatMap(({ document: number, section: index, own }) => {
    const document = generation.document(number)
    const section = generation.section(document.first + index)
    const score = own ? 1 : 0.9
    return pack(section.sentences).map((span): Quote => ({ document, section, span, score }))
  })
  if (!quotes) return undefined
  const [first, ...rest] = quotes.slice(0, PASSAGES).map(passageOf)
  if (!first) return { kind: 'unsure', confidence: 0, passages: nearest(search(generation, question, on).quotes) }
  return { kind: 'found', confidence: first.score, passages: [first, ...rest] }
}

function answerBySearch(generation: Generation, question: string, on: string): Answer {
  const { quotes, signals } = search(generation, question, on)
  const confidence = signals ? confidenceOf(signals) : 0
  const valid = quotes.filter(({ document }) => inForce(document.source, on))
  const [first, ...others] = nearest(valid)
  if (first && confidence >= weights.threshold) return { kind: 'found', confidence, passages: [first, ...others] }
  return { kind: 'unsure', confidence, passages: nearest(quotes) }
}

/** The quotes nearest to a question, the best first, and what speaks for the best of those in force. */
export function search(generation: Generation, question: string, on: string): { quotes: Quote[]; signals?: Signals } {
  const weighed = generation.runs.weigh(terms(question, generation.lexicon))
  const sections = findSections(generation, weighed)
  const top = sections[0]?.score ?? 1
  const found = sections
    .map(({ section, score }) => ({ document: generation.document(section.document), section, score }))
    .flatMap(({ document, section, score }) =>
      windowsOf(document, section, weighed, WINDOWS).map((window) => ({
        document,
        section,
        span: window,
        mark: section.sentences[window.best],
        window,
        score: window.score + (weights.rank.section * score) / top,
      })),
    )
    .sort((a, b) => b.score - a.score)
  const best = found.find(({ document }) => inForce(document.source, on))
  return { quotes: found, ...(best && { signals: signalsOf(weighed, best.window) }) }
}

/** The first so many. Two files may hold the same text: what is shown first are texts that differ. */
function nearest(quotes: readonly Quote[]): Passage[] {
  const passages = quotes.map(passageOf)
  const first = new Map<string, Passage>()
  for (const passage of passages) {
    if (first.size < SHOWN && !first.has(passage.text)) first.set(passage.text, passage)
  }
  const shown = new Set(first.values())
  return [...shown, ...passages.filter((passage) => !shown.has(passage))].slice(0, PASSAGES)
}
