import type { Answer, ApprovedAnswer } from '../passage.ts'
import { normalize } from '../text/normalize.ts'
import { compareAspects } from './likeness.ts'
import { createRecordIndex, type RecordIndexOptions } from './records.ts'

/** Answers of staff that were approved, found by their question. */
export interface Entries {
  /**
   * The one that answers this very question on this day (YYYY-MM-DD), if there is one. Strict: where it is not plainly the
   * same question, the documents answer. `score` is from 0 to 1.
   */
  find(question: string, on: string): { readonly answer: ApprovedAnswer; readonly score: number } | undefined
}

/**
 * Stricter than what groups questions for staff: there a person looks at the group; here nobody stands between. On the pairs
 * of tests/knowledge/records.test.ts none that asks something else is above it.
 */
const SAME_QUESTION = 0.78

export function createEntries(
  answers: readonly ApprovedAnswer[],
  options: Pick<RecordIndexOptions, 'cut' | 'synonyms'>,
): Entries {
  const index = createRecordIndex(options)
  const byId = new Map<string, { readonly answer: ApprovedAnswer; readonly question: string }>()
  for (const [i, answer] of answers.entries()) {
    for (const [j, question] of answer.questions.entries()) {
      const id = `${i}/${j}`
      byId.set(id, { answer, question: normalize(question) })
      index.add(id, question)
    }
  }

  return {
    find(question, on) {
      if (answers.length === 0) return undefined
      const normal = normalize(question)
      for (const { id, score } of index.similar(question)) {
        if (score < SAME_QUESTION) return undefined
        const known = byId.get(id)
        if (!known || !isValid(known.answer, on)) continue
        if (turnsOf(normal) !== turnsOf(known.question)) continue
        if (compareAspects(normal, known.question) === 'same') return { answer: known.answer, score }
      }
      return undefined
    },
  }
}

/** One word more, and it is another question: 认定奖励多少, 重新认定奖励多少, 取消认定奖励怎么办. */
const TURNS =
  /重新|再次|二次|第二|复[审评核]|续[期办签]|取消|撤[销回]|注销|变更|补办|迁[入出移]|转让|被[拒退驳]|没到账|不安装/gu

function turnsOf(question: string): string {
  return [...new Set(question.match(TURNS))].sort().join()
}

function isValid({ on: from, until }: ApprovedAnswer, on: string): boolean {
  return from <= on && (until === undefined || on <= until)
}

/** As an answer to a question: the words of staff, who approved them, and until when. */
export function answerOf({ answer, score }: { answer: ApprovedAnswer; score: number }): Answer {
  const { id, questions, answer: text, by, on, until } = answer
  const approved = { by, ...(until !== undefined && { until }) }
  const passage = {
    document: `entry/${id}`,
    title: questions[0],
    date: on,
    headings: [],
    text,
    marks: [],
    score,
    approved,
  }
  return { kind: 'found', confidence: CONFIDENCE, passages: [passage] }
}

/** A person has answered this very question; that another was meant after all is rare. */
const CONFIDENCE = 0.95
