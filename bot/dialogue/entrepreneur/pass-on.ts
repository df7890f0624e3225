import { lodgeQuestion } from '../intake/lodge.ts'
import type { Turn } from '../turn.ts'
import { consented } from './consent.ts'

/** A question the documents do not answer goes to staff, once he agreed to what that means. */
export function passOn(turn: Turn, question: string): void {
  if (consented(turn, { as: 'question', text: question, attachments: [] })) lodgeQuestion(turn, question)
}
