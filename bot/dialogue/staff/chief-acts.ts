import { maskTold, namesTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import { reworkDeadlines } from '../../appeal/time/deadlines.ts'
import { isSealed } from '../../model/appeal.ts'
import { noticeText, staffText } from '../../texts/zh-cn.ts'
import { staffName } from '../office/approve.ts'
import { caseName } from '../own/case-name.ts'
import { words } from '../turn.ts'
import { type Act, askWords, done } from './acting.ts'
import { handlerOf, holderOf, tellNews, tellStaff } from './announce.ts'
import { tellWorker } from './review-acts.ts'

/** 督办: listed until it is resolved, to be done by a date that is never later than the one it had. */
export const supervise: Act = (turn, appeal, { rest }) => {
  if (!rest) return askWords(turn, appeal, 'supervise')
  const deadlines = reworkDeadlines(appeal, turn.desk)
  const data = deadlines.length > 0 ? { deadlines } : {}
  const after = turn.record(appeal.number, { type: 'supervised', data, personal: words(rest) })
  const text = staffText.instruction(staffName(turn), rest)
  const [was, is] = [appeal, after].map((one) => one.deadlines.find(({ name }) => name === 'result')?.due)
  const short = is && is !== was ? { short: staffText.dueBy(is, turn.today) } : {}
  tellStaff(turn, after, 'supervised', [holderOf(after), { room: 'supervision' }], { text, ...short })
  if (!appeal.listed) turn.tellOwner(after, noticeText.supervised(caseName(turn, after), after, turn.today))
  done(turn, 'supervise', after)
}

/** 批示 reaches the one who works on it, and his unit. */
export const instruct: Act = (turn, appeal, { rest }) => {
  if (!rest) return askWords(turn, appeal, 'instruct')
  const after = turn.record(appeal.number, { type: 'instructed', data: {}, personal: words(rest) })
  const text = staffText.instruction(staffName(turn), rest)
  tellWorker(turn, after, 'instructed', text)
  const handlerAt = handlerOf(turn, after)
  const unit = turn.desk.reach({ unit: after.unit }, isSealed(after))
  if (handlerAt && !unit.some(({ chat }) => chat === handlerAt.chat)) {
    const said = isSealed(after) ? '' : maskTold(text, namesTold(after))
    if (turn.desk.keepsCards(handlerAt)) tellNews(turn, [handlerAt], after, staffText.headline('instructed'), { said })
    else turn.tell(handlerAt, after, [staffText.instructed(showNumber(after.number), said)])
  }
  done(turn, 'instruct', after)
}
