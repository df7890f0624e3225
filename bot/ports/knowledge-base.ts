import type { Answer, ApprovedAnswer, Topic } from '../../knowledge/passage.ts'
import type { CalendarDate } from '../model/instant.ts'

/** How the documents stand, for an administrator. */
export interface KnowledgeStatus {
  readonly generation: number
  /** When it was built (an instant), and by whom; absent where it was built at start. */
  readonly at?: string
  readonly by?: string
  readonly documents: number
  readonly passages: number
  /** Files that could not be used. */
  readonly faulty: number
  /** Documents whose review date has passed. */
  readonly overdue: number
  /** Rolled back to: it stays until the next reload. */
  readonly pinned?: true
  /** It was put in place although it answers worse. */
  readonly forced?: true
  /** The files that could not be used, and the documents to be looked at again, as far as they are named. */
  readonly quarantined?: readonly {
    readonly path: string
    readonly line?: number
    readonly reason: string
    readonly advice: string
  }[]
  readonly reviews?: readonly { readonly path: string; readonly on: CalendarDate; readonly owner?: string }[]
  /** Golden questions, and how many of them it answers. */
  readonly golden?: { readonly asked: number; readonly right: number }
  /** The generations there are, the oldest first. */
  readonly kept?: readonly { readonly number: number; readonly at?: string; readonly by?: string }[]
  /** The last reload was refused by the gate, when and to whom, and nothing has changed since. */
  readonly refused?: { readonly at: string; readonly by?: string | undefined }
}

/** The policy documents, as far as a turn needs them: a read-only generation. Pure: the same question, the same answer. */
export interface KnowledgeBase {
  /**
   * `on` is the day the question is about: documents not in force then do not answer it. `about` is what was spoken of
   * last: a half sentence (“那申请材料呢？”) stays with it.
   */
  ask(question: string, on: CalendarDate, about?: Topic): Answer
  status(): KnowledgeStatus
}

/** Who orders it, and who is told how far it has come, in a line. */
interface Order {
  readonly by: string
  readonly progress?: ((line: string) => void) | undefined
}

/** What changes the documents is done outside a turn, as a job. */
export interface KnowledgeKeeper extends KnowledgeBase {
  /** As it answers at this moment, for ever: a turn that asks twice is told of one generation. Without it, it never changes. */
  now?(): KnowledgeBase
  /** `force`: swap even where questions that used to be answered no longer are. */
  reload(order: Order & { readonly force?: boolean | undefined }): Promise<KnowledgeOutcome>
  /** Back to the generation before. */
  rollback(order: { readonly by: string }): Promise<KnowledgeOutcome>
  /** From now on these answers of staff come first; those given before are forgotten. */
  learn(answers: readonly ApprovedAnswer[]): void
}

/** How it ended, in lines an administrator reads. */
export interface KnowledgeOutcome {
  readonly ok: boolean
  /** It would answer worse than what is there, and may be forced. */
  readonly refused?: true
  readonly lines: readonly string[]
}
