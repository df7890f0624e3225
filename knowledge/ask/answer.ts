import { inForce } from '../document.ts'
import { askedTime, lawName } from '../facts/versions.ts'
import type { Generation } from '../generation/index.ts'
import type { Answer, Passage, Topic } from '../passage.ts'
import { pack } from '../text/split.ts'
import { type Rewritten, settle, tied, topical } from '../topic/index.ts'
import { lookUp } from './cite.ts'
import { confidenceOf } from './confidence.ts'
import { nearest, queryOf, signalsFor } from './nearest.ts'
import { passageOf, type Quote, referenceTo } from './quote.ts'
import weights from './weights.json' with { type: 'json' }

/** Of a pasted page only the beginning is read as the question, in characters. */
const LONGEST_QUESTION = 500
const PASSAGES = 20
const SHOWN = 3
/** In the units of windows' scores. */
const CLEARLY = 0.5

/** What a generation says to a question about a certain day, after what was spoken of last. Pure. */
export function answer(generation: Generation, question: string, on: string, about?: Topic): Answer {
  const asked = question.slice(0, LONGEST_QUESTION)
  const topic = topical(generation, asked, on, about)
  if (topic && 'kind' in topic) return topic
  if (topic) return answerRewritten(generation, topic, on)
  return answerOfItsTime(generation, asked, on, about?.chosen)
}

/** “2021年的时候……”: what was in force then answers, and the answer says so. */
function answerOfItsTime(generation: Generation, question: string, today: string, chosen?: true): Answer {
  const time = askedTime(question, today)
  if (!time) return answerPlain(generation, question, today, chosen)
  const said = answerPlain(generation, question, time.on, chosen)
  return said.kind === 'found' || said.kind === 'hedged' ? { ...said, asOf: time.asOf } : said
}

/** A half sentence made whole, or a question of one document. */
function answerRewritten(generation: Generation, rewritten: Rewritten, on: string): Answer {
  const { question, within, fallback } = rewritten
  const number = within === undefined ? undefined : generation.numberOf(within)
  if (number === undefined) return settle(answerPlain(generation, question, on), rewritten)
  const said = answerBySearch(generation, question, on, number)
  if (said.kind !== 'unsure' || !fallback) return settle(said, rewritten)
  return settle(answerPlain(generation, question, on), rewritten, referenceTo(generation.document(number).source))
}

function answerPlain(generation: Generation, question: string, on: string, chosen?: true): Answer {
  const said = answerByNumber(generation, question, on) ?? answerBySearch(generation, question, on)
  const shows = said.kind === 'found' || said.kind === 'hedged'
  const choice = shows && !chosen ? tied(said.passages, question) : undefined
  return choice ? { kind: 'which', confidence: said.confidence, documents: choice, passages: said.passages } : said
}

/** 《…》第N条: the article itself, or what stands on it; not sure where a law that is here has no such article. */
function answerByNumber(generation: Generation, question: string, on: string): Answer | undefined {
  const quotes = lookUp(generation, question, on)?.flatMap(({ document: number, section: index, own }) => {
    const document = generation.document(number)
    const section = generation.section(index)
    const score = own ? 1 : 0.9
    return pack(section.sentences).map((span): Quote => ({ document, section, span, score }))
  })
  if (!quotes) return undefined
  const [first, ...rest] = quotes.slice(0, PASSAGES).map(passageOf)
  if (first) return { kind: 'found', confidence: first.score, passages: [first, ...rest] }
  return { kind: 'unsure', confidence: 0, passages: shown(nearest(generation, queryOf(generation, question))) }
}

function answerBySearch(generation: Generation, question: string, on: string, within?: number): Answer {
  const query = queryOf(generation, question)
  const quotes = nearest(generation, query, on, within)
  const valid = quotes.filter(({ document }) => inForce(document.source, on))
  const signals = signalsFor(query, valid)
  const confidence = signals ? confidenceOf(signals) : 0
  const [first, ...others] = shown(valid)
  if (isOutOfTime(quotes, valid)) return { kind: 'unsure', confidence, passages: shown(quotes) }
  const slight = confidence < weights.hedge && (signals?.slight ?? 1) >= weights.slight
  if (!first || confidence < weights.refuse || slight) {
    const elapsed = quotes.filter((quote) => !valid.includes(quote))
    return { kind: 'unsure', confidence, passages: shown([...valid, ...elapsed]) }
  }
  return { kind: confidence < weights.hedge ? 'hedged' : 'found', confidence, passages: [first, ...others] }
}

/**
 * What is clearly nearest is not in force on that day, and no other version of it is: what is in force then is about
 * something else.
 */
function isOutOfTime([nearest]: readonly Quote[], valid: readonly Quote[]): boolean {
  const [best] = valid
  if (!nearest || !best || nearest === best || nearest.score - best.score < CLEARLY) return false
  const name = lawName(nearest.document.source.title)
  return valid.every(({ document }) => lawName(document.source.title) !== name)
}

/** The first so many. Two files may hold the same text: what is shown first are texts that differ. */
function shown(quotes: readonly Quote[]): Passage[] {
  const first = new Map<string, Quote>()
  for (const quote of quotes) {
    if (first.size === SHOWN) break
    const text = quote.section.text.slice(quote.span.start, quote.span.end)
    if (!first.has(text)) first.set(text, quote)
  }
  const leading = new Set(first.values())
  const others = quotes.filter((quote) => !leading.has(quote))
  return [...leading, ...others].slice(0, PASSAGES).map(passageOf)
}
