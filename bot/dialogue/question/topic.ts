import type { Answer } from '../../../knowledge/passage.ts'
import type { Conversation, Topic } from '../../model/conversation.ts'
import { plusMs } from '../../model/instant.ts'
import type { Turn } from '../turn.ts'

/** After so long nobody means what was spoken of before. */
const SPOKEN_OF_MS = 24 * 3_600_000

/** What the documents said, and what they were asked. */
export interface Consulted {
  /** As it was said. */
  readonly question: string
  /** What had been spoken of then. */
  readonly about: Topic | undefined
  readonly answer: Answer
}

/** Asks the documents; a half sentence stays with what was spoken of last. */
export function consult(turn: Turn, question: string, about: Topic | undefined = topicNow(turn)): Consulted {
  return { question, about, answer: turn.desk.knowledge.ask(question, turn.today, about) }
}

function topicNow({ conversation, desk }: Turn): Topic | undefined {
  const { topic, at } = conversation.lastQuestion ?? {}
  return topic && at && desk.now < plusMs(at, SPOKEN_OF_MS) ? topic : undefined
}

/**
 * What an answer has shown so far, in few characters. The documents may have been read anew between two of its pages: where
 * the first ones are other ones now, the next belongs to another answer.
 */
export function printOf({ desk }: Turn, answer: Answer, shown: number): string {
  const all =
    answer.kind === 'list'
      ? answer.documents.map(({ document }) => document)
      : answer.passages.map(({ document, text }) => [document, text])
  return desk.digest(JSON.stringify([answer.kind, all.slice(0, shown)])).slice(0, 16)
}

/** Keeps what was answered, so that “更多”, “没帮上忙” and half sentences know what they are about. */
export function remember(turn: Turn, { question, about, answer }: Consulted, shown = 1): void {
  const text = wholeQuestion(question, answer)
  const topic = topicOf(text, answer, about)
  turn.conversation = {
    ...turn.conversation,
    lastQuestion: {
      text,
      shown,
      ...(text !== question && { asked: question }),
      ...(about && { about }),
      ...(topic && { topic }),
      at: turn.desk.now,
      confidence: answer.confidence,
      print: printOf(turn, answer, shown),
    },
  }
}

/** Half a sentence is kept as the whole one it stands for. */
export function wholeQuestion(question: string, { follows }: Answer): string {
  return follows?.question ?? question
}

function topicOf(question: string, answer: Answer, about: Topic | undefined): Topic | undefined {
  if (answer.kind === 'card' || answer.kind === 'validity') {
    const { document, title } = answer.document
    return { question: about?.document === document ? about.question : title, document }
  }
  const [first] = answer.passages
  if (answer.kind === 'found' && answer.named && first) return { question: first.title, document: first.document }
  const document = answer.follows?.missing?.document ?? first?.document
  const chosen = about?.chosen && about.document === document
  return document === undefined ? undefined : { question, document, ...(chosen && { chosen: true }) }
}

/** An appeal was begun or handed in: that is spoken of now. */
export function forgetTopic(conversation: Conversation): Conversation {
  const { lastQuestion, ...rest } = conversation
  if (!lastQuestion?.topic) return conversation
  const { topic: _, ...kept } = lastQuestion
  return { ...rest, lastQuestion: kept }
}
