import { isPromise } from '../../appeal/owed.ts'
import { showNumber } from '../../appeal/reference.ts'
import { askBackDeadline, resumedDeadlines } from '../../appeal/time/deadlines.ts'
import type { Appeal } from '../../model/appeal.ts'
import { endOf } from '../../model/instant.ts'
import { noticeText, staffText } from '../../texts/zh-cn.ts'
import { choice, noticeChoices } from '../choices.ts'
import { caseName } from '../own/case-name.ts'
import { type Turn, words } from '../turn.ts'
import { type Act, answer, askWords, done } from './acting.ts'
import { tellStaff } from './announce.ts'

/** What concerns the handler alone reaches him where he is himself. */
export const acknowledge: Act = (turn, appeal) =>
  done(turn, 'acknowledge', turn.record(appeal.number, { type: 'acknowledged', data: { at: turn.home } }))

export const start: Act = (turn, appeal) => {
  if (!appeal.handler) turn.record(appeal.number, { type: 'acknowledged', data: { at: turn.home } })
  done(turn, 'start', turn.record(appeal.number, { type: 'started', data: {} }))
}

/** 退单: once, the intake desk gives it to another; the second time the supervisor decides. */
export const giveBack: Act = (turn, appeal, { rest }) => {
  if (!rest) return askWords(turn, appeal, 'return')
  const after = turn.record(appeal.number, { type: 'returned', data: {}, personal: words(rest) })
  const twice = after.returns >= 2
  const news = twice ? 'returnedTwice' : 'returned'
  const choices = [choice(staffText.COMMAND.dispatch, 'dispatch', after.number)]
  tellStaff(turn, after, news, [{ room: twice ? 'supervision' : 'intake' }], { text: rest, choices })
  if (twice) tellStaff(turn, after, news, [{ room: 'intake' }], { text: rest })
  if (!twice) return done(turn, 'return', after)
  answer(turn, after, staffText.returnedTwice(showNumber(after.number)))
}

/** A handler who writes to the entrepreneur has taken the case on, though he pressed nothing before. */
export function takeOn(turn: Turn, { number, state }: Appeal): void {
  if (turn.role === 'handler' && state === 'dispatched')
    turn.record(number, { type: 'acknowledged', data: { at: turn.home } })
}

/** 补正: what may stand still does until he supplies it, or until his time to do so is over. */
export const askBack: Act = (turn, appeal, { rest, files = [] }) => {
  if (!rest) return askWords(turn, appeal, 'ask-back')
  takeOn(turn, appeal)
  const until = askBackDeadline(turn.desk)
  const after = turn.record(appeal.number, { type: 'asked-back', data: { until }, personal: words(rest, files) })
  // The law may not let it stand still, whatever was promised: then nothing would move until the last moment.
  const last = { ...turn.desk, now: endOf(until.due) }
  const pauses = resumedDeadlines(after, last).some(isPromise)
  const notice = noticeText.askedBack(caseName(turn, after), rest, { due: until.due, pauses }, turn.today)
  turn.tellOwner(after, notice, noticeChoices(after), files)
  done(turn, 'ask-back', after, true)
}

/** Nothing more is needed after all. */
export const resume: Act = (turn, appeal) => {
  const deadlines = resumedDeadlines(appeal, turn.desk)
  const after = turn.record(appeal.number, { type: 'resumed', data: { deadlines } })
  turn.tellOwner(after, noticeText.resumed(caseName(turn, after), after, turn.today))
  done(turn, 'resume', after)
}

/** A word on the way; it goes on. */
export const reply: Act = (turn, appeal, { rest, files = [] }) => {
  if (!rest && files.length === 0) return askWords(turn, appeal, 'reply')
  takeOn(turn, appeal)
  const after = turn.record(appeal.number, { type: 'replied', data: {}, personal: words(rest, files) })
  turn.tellOwner(after, noticeText.replied(caseName(turn, after), rest, after, turn.today), [], files)
  done(turn, 'reply', after, true)
}

export const note: Act = (turn, appeal, { rest, files = [] }) => {
  if (!rest && files.length === 0) return askWords(turn, appeal, 'note')
  done(turn, 'note', turn.record(appeal.number, { type: 'noted', data: {}, personal: words(rest, files) }))
}
