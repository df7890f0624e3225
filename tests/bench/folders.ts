/** The folders that the weights are fitted on, each with the questions that its documents answer and some that they do not. */
import { join } from 'node:path'
import type { Generation, ReadyDocument, ReadySection } from '../../knowledge/generation/index.ts'
import { normalize } from '../../knowledge/index.ts'
import { golden } from '../documents/golden.ts'
import chitChat from './chit-chat.json' with { type: 'json' }
import { alone, generationOf, isDev, type PolicyQuestion, readLines, type StatuteQuestion } from './corpora.ts'

/** A piece of a document that might be quoted. */
export interface Piece {
  readonly document: ReadyDocument
  readonly section: ReadySection
  readonly text: string
}

export interface Answerable {
  readonly question: string
  readonly dev: boolean
  /** Whether this piece answers it. */
  readonly right: (piece: Piece) => boolean
}

export interface Unanswerable {
  readonly question: string
  readonly dev: boolean
}

export interface Folder {
  readonly name: string
  readonly generation: Generation
  readonly answerable: readonly Answerable[]
  /** By kind: the same field but not in these documents, another field, chit-chat. */
  readonly foreign: Readonly<Record<string, readonly Unanswerable[]>>
}

/** A short answer (免征增值税) may stand in any document; of a long one it is clear that it is meant. */
const TELLING = 10
const SOME = 150

const squeeze = (text: string) => text.replace(/\s/g, '')

export async function folders(dir: string): Promise<readonly Folder[]> {
  const read = <T>(path: string) => readLines<T>(join(dir, path))
  const policies = read<PolicyQuestion>('policies/questions.jsonl')
  const statutes = read<StatuteQuestion>('statutes/questions.jsonl')
  const foreign = read<{ id: string; question: string }>('policies/unanswerable.jsonl').map(unanswerable)
  const chat = chitChat.map((question) => unanswerable({ id: question, question }))
  const notices = await generationOf(join(dir, 'policies/documents'))
  return [
    {
      name: 'policies',
      generation: notices,
      answerable: policies.map((q) => policyQuestion(q, notices)),
      foreign: { same: foreign, other: statutes.slice(0, SOME).map(unanswerable), chat },
    },
    {
      name: 'statutes',
      generation: await alone(join(dir, 'statutes/articles.jsonl'), generationOf),
      answerable: statutes.map(({ id, question, articles }) => ({
        question,
        dev: isDev(id),
        right: ({ document }) => articles.includes(document.source.path),
      })),
      foreign: { other: policies.slice(0, SOME).map(unanswerable), chat },
    },
    {
      name: 'samples',
      generation: await generationOf(join(import.meta.dirname, '../../knowledge/documents')),
      answerable: golden.flatMap(({ question, document, must }) =>
        document === null ? [] : [{ question, dev: isDev(question), right: sample(document, must ?? []) }],
      ),
      foreign: {
        same: golden
          .filter(({ document }) => document === null)
          .map(({ question }) => unanswerable({ id: question, question })),
        other: foreign.slice(0, SOME),
        chat,
      },
    },
  ]
}

function policyQuestion(
  { id, question, document, answer }: PolicyQuestion,
  { numberOf, source }: Generation,
): Answerable {
  const wanted = squeeze(answer)
  const number = numberOf(`${document}.txt`)
  const body = number === undefined ? '' : source(number).body
  const right = ({ document: other, text }: Piece) =>
    squeeze(text).includes(wanted) &&
    (other.number === number || wanted.length >= TELLING || source(other.number).body === body)
  return { question, dev: isDev(id), right }
}

function sample(path: string, must: readonly string[]): Answerable['right'] {
  const wanted = must.map((words) => normalize(words))
  return ({ document, section, text }) => {
    const all = normalize([document.source.title, ...section.headings, text].join('\n'))
    return document.source.path === path && wanted.every((words) => all.includes(words))
  }
}

const unanswerable = ({ id, question }: { readonly id: string | number; readonly question: string }): Unanswerable => ({
  question,
  dev: isDev(id),
})
