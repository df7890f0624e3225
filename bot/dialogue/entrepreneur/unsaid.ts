import type { Said } from '../../model/message.ts'
import { takeBack } from '../own/recall.ts'
import type { Turn } from '../turn.ts'
import { greetOnce } from './met.ts'
import { isReadable } from './unspoken.ts'

/**
 * What is no line: he added the account, took a message back, or sent a sticker. It counts for no pace, and in a group
 * it is not spoken of. Undefined where it is a line to be decided.
 */
export function unsaid(turn: Turn, message: Said): 'ignore' | 'privately' | 'done' | undefined {
  const { met, recalled, sent, unmet } = message
  if (met) return turn.inGroup ? 'ignore' : greetOnce(turn)
  if (recalled !== undefined) {
    const outcome = takeBack(turn, recalled)
    // What was said in the group may have been taken up alone.
    return outcome === 'ignore' && turn.inGroup && !unmet ? 'privately' : outcome
  }
  if (sent === 'sticker' && message.attachments.length === 0) return 'ignore'
  return turn.inGroup && !isReadable(message) ? 'ignore' : undefined
}
