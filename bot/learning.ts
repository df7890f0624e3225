import type { ApprovedAnswer } from '../knowledge/passage.ts'
import type { Casework } from './casework.ts'
import type { PersonId } from './model/appeal.ts'
import type { Event } from './model/event.ts'
import type { GapId } from './model/gap.ts'
import { dateOf } from './model/instant.ts'
import type { AppealStore, EntryFound } from './ports/appeal-store.ts'
import type { KnowledgeKeeper } from './ports/knowledge-base.ts'
import type { QuestionIndex } from './ports/question-index.ts'

/** Questions that nobody has asked for so long that this many others came after them begin a group anew. */
const COMPARED = 2_000

/**
 * What the bot has learned from the questions it could not answer: the answers of staff to them, and which questions
 * there are; and from the appeals. All of it stands in the ledger, so that nothing is lost whenever the process ends: the
 * answers are loaded before the first message, the appeals while it already runs; in between it follows what is committed.
 */
export interface Learning {
  /** Resolves when what the ledger holds is known. Rejects where it cannot be read, and then tries again when called. */
  ready(): Promise<void>
  /** The group of questions that ask the same. */
  readonly likeGap: (question: string) => GapId | undefined
  /** To be told of every event that became durable; never rejects. */
  readonly took: (events: readonly Event[]) => Promise<void>
  /** Somebody was erased: what he asked and what was learned from his appeals go at once, not only at the next start. */
  readonly forget: (person: PersonId) => Promise<void>
}

export function createLearning(options: {
  readonly store: Pick<AppealStore, 'read'>
  readonly knowledge: Pick<KnowledgeKeeper, 'learn'>
  readonly questions: QuestionIndex
  readonly casework: Pick<Casework, 'load' | 'took' | 'forget'>
  /** Told when what was committed could not be read back; the next start will. */
  readonly trouble: (error: unknown) => void
}): Learning {
  const { store, knowledge, questions, casework, trouble } = options
  let loading: Promise<void> | undefined
  let last: Promise<void> = Promise.resolve()
  /** The groups whose question is compared with what is asked. */
  const compared = new Set<GapId>()

  async function load(): Promise<void> {
    await learn()
    await compare()
    void casework.load().catch(trouble)
  }

  /** Each group by its first question that can still be read. */
  async function compare(): Promise<void> {
    const { groups } = await store.read({ kind: 'gaps', limit: COMPARED })
    const left = new Set(groups.map(({ id }) => id))
    for (const id of [...compared]) if (!left.has(id)) leave(id)
    for (const { id, wordings } of groups) ask(id, wordings[0])
  }

  function ask(id: GapId, question: string): void {
    compared.add(id)
    questions.add(id, question)
  }

  function leave(id: GapId): void {
    compared.delete(id)
    questions.remove(id)
  }

  async function learn(): Promise<void> {
    const { entries } = await store.read({ kind: 'entries', where: { states: ['approved'] } })
    knowledge.learn(entries.flatMap((entry) => approvedAnswer(entry) ?? []))
  }

  /** One after another: what is read last is what is known last. */
  function inOrder(work: () => Promise<void>): Promise<void> {
    last = last.then(work).catch(trouble)
    return last
  }

  return {
    ready() {
      loading ??= load().catch((error: unknown) => {
        loading = undefined
        throw error
      })
      return loading
    },
    likeGap: (question) => questions.alike(question),
    async took(events) {
      for (const event of events) {
        if (event.type === 'asked' && event.personal && (event.data.group ?? event.of) === event.of)
          ask(event.of, event.personal.question)
        if (event.type === 'approved' || event.type === 'retired') {
          await inOrder(async () => {
            await learn()
            if (event.type === 'approved') await answered(event.of)
          })
        }
      }
      await inOrder(() => casework.took(events))
    },
    forget(person) {
      casework.forget(person)
      return inOrder(async () => {
        await learn()
        await compare()
      })
    },
  }

  /** What is answered now is another matter, should it be asked again. */
  async function answered(id: string): Promise<void> {
    const { entry } = await store.read({ kind: 'entry', id })
    if (entry) leave(entry.value.group)
  }
}

function approvedAnswer({ value, wordings }: EntryFound): ApprovedAnswer | undefined {
  const { id, question, answer, approver, approvedAt, until } = value
  if (question === undefined || !approver || !approvedAt) return undefined
  const others = wordings.filter((wording) => wording !== question)
  return {
    id,
    questions: [question, ...others],
    answer,
    by: approver.name ?? approver.id,
    on: dateOf(approvedAt),
    until,
  }
}
