import { deadlinesFor } from '../appeal/deadlines.ts'
import { showNumber } from '../appeal/reference.ts'
import type { AppealNumber, Satisfaction } from '../model/appeal.ts'
import { appealText, talk } from '../texts/zh-cn.ts'
import type { Heard } from './hear.ts'
import { announce } from './lodge.ts'
import { isSkip } from './reading/index.ts'
import { type Turn, words } from './turn.ts'

type Rating = Exclude<Satisfaction, 'no-answer'>

/** Content resolves the appeal; discontent sends it back to be done again, at once, and then the reason is asked. */
export function rate(turn: Turn, number: AppealNumber, rating: Rating, reason: string): void {
  const appeal = turn.own.find((one) => one.number === number)
  if (!appeal) return turn.say(appealText.notYours)
  if (appeal.state !== 'follow-up') return turn.say(appealText.notNow(showNumber(number), appeal))
  turn.focus(number)
  turn.record(number, { type: 'rated', data: { satisfaction: rating }, personal: words(reason) })
  if (rating !== 'dissatisfied') {
    turn.record(number, { type: 'resolved', data: {} })
    return turn.say(appealText.rated(showNumber(number)))
  }
  const { now, catalog, calendar } = turn.desk
  const deadlines = deadlinesFor(appeal.category, now, catalog, calendar).filter(({ name }) => name === 'result')
  const after = turn.record(number, { type: 'rework', data: { deadlines } })
  announce(turn, after, 'rework')
  turn.say(appealText.rework(showNumber(number), after, turn.today))
  if (reason) return
  turn.say(appealText.askReason)
  turn.wait({ for: 'reason', number })
}

/** “满意”, “不满意，根本没解决”, “还行”: understood while a result waits for its rating. */
export function rateByWords(turn: Turn, heard: Heard): boolean {
  const waiting = turn.own.find(({ state }) => state === 'follow-up')
  if (!waiting) return false
  const match =
    /^(?:对结果)?(?:我|我们)?(很不|非常不|不太|不|很|非常|挺|比较|基本)?(满意|还行|还可以|可以接受)了?[,。!;\s]*(.*)$/su.exec(
      heard.line,
    )
  if (!match) return false
  const [, degree = '', , rest = ''] = match
  const rating: Rating = degree.includes('不')
    ? 'dissatisfied'
    : /基本|比较/u.test(degree) || !/满意/u.test(heard.line)
      ? 'basically'
      : 'satisfied'
  rate(turn, waiting.number, rating, rest)
  return true
}

/** Why it did not content: kept with the appeal and told to staff. */
export function takeReason(turn: Turn, heard: Heard, number: AppealNumber): boolean {
  if (isSkip(heard.line)) {
    turn.say(talk.fine)
    return true
  }
  const appeal = turn.own.find((one) => one.number === number && one.state === 'rework')
  if (!appeal || heard.line === '') return false
  const after = turn.record(number, { type: 'supplemented', data: {}, personal: words(heard.text, heard.attachments) })
  announce(turn, after, 'supplemented')
  turn.say(appealText.supplemented(showNumber(number)))
  return true
}
