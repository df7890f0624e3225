import { isPromise, owed } from '../../appeal/owed.ts'
import { showNumber } from '../../appeal/reference.ts'
import type { AppealNumber } from '../../model/appeal.ts'
import { appealText } from '../../texts/zh-cn.ts'
import { announce } from '../staff/announce.ts'
import type { Turn } from '../turn.ts'
import { mineFor, nextNudge } from './own.ts'
import { sayStatus } from './status-of.ts'

/** 催办: reaches whoever works on it; once a working day is enough. */
export function nudge(turn: Turn, number: AppealNumber): void {
  const appeal = mineFor(turn, number, 'nudge')
  if (!appeal) return
  const shown = showNumber(number)
  const again = nextNudge(appeal, turn)
  if (again !== null) {
    const promised = owed(appeal).find(isPromise)
    return turn.say(appealText.nudgedBefore(shown, appeal.lastNudgeAt ?? turn.desk.now, again, promised, turn.desk.now))
  }
  const after = turn.record(number, { type: 'nudged', data: {} })
  announce(turn, after, 'nudged')
  turn.say(appealText.nudged(shown))
  sayStatus(turn, after)
}
