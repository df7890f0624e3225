import type { Answer } from '../../knowledge/passage.ts'
import type { CalendarDate } from '../model/instant.ts'

/** The policy documents, as far as a turn needs them: a read-only generation. Pure: the same question, the same answer. */
export interface KnowledgeBase {
  /** `on` is the day the question is about: documents not in force then do not answer it. */
  ask(question: string, on: CalendarDate): Answer
  /** For an administrator: what is loaded. */
  status(): {
    readonly generation: number
    readonly documents: number
    readonly passages: number
    readonly faulty: number
  }
}
