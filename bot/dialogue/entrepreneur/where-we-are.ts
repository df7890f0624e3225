import { intakeText, privacyText } from '../../texts/zh-cn.ts'
import { askNext, showSummary } from '../intake/asking.ts'
import type { Turn } from '../turn.ts'
import { consentChoices } from './consent.ts'

/** A word about something else, and then what is waited for, once more. */
export function saysWhereWeAre(turn: Turn, word: string): void {
  const { intake, held, waiting, offered } = turn.conversation
  if (waiting?.for === 'similar') return turn.say(word, offered)
  turn.say(word)
  if (held) turn.say(privacyText.waits, consentChoices)
  else if (intake?.stage === 'summary') showSummary(turn, intake)
  else if (intake) {
    turn.say(intakeText.backTo)
    askNext(turn)
  }
}
