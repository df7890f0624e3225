import { showHead } from '../../appeal/chain.ts'
import { maskTold, namesTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import type { Attachment } from '../../model/message.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { type Turn, words } from '../turn.ts'
import { type Act, answer, askWords, offer } from './acting.ts'
import { namesOf } from './announce.ts'
import { filesOf, showPage } from './pages.ts'

/** Who lodged it, in private and on record; of a sealed case only with a reason, which is on record too. */
export const contact: Act = (turn, appeal, { rest }) => {
  if (!appeal.personal) return answer(turn, appeal, staffText.ERASED, true)
  const sealed = isSealed(appeal)
  if (sealed && rest.length < SHORTEST_REASON) return askWords(turn, appeal, 'contact')
  if (sealed) turn.record(appeal.number, { type: 'unsealed', data: {}, personal: words(rest) })
  else turn.record(appeal.number, { type: 'contact-opened', data: {} })
  const text = staffText.contact(showNumber(appeal.number), appeal.personal)
  showPage(turn, appeal, 'contact', { text, alone: true })
}

const SHORTEST_REASON = 4

/** “附件” lists them, “附件 1” opens one: to the asker alone, and on record. */
export const files: Act = (turn, appeal, { rest }) => {
  const number = showNumber(appeal.number)
  const all = filesOf(appeal)
  if (all.length === 0) return answer(turn, appeal, staffText.noFiles(number), true)
  const which = Number(/\d{1,2}/u.exec(rest)?.[0] ?? Number.NaN)
  if (Number.isNaN(which)) return listFiles(turn, appeal, all)
  const file = all[which - 1]
  if (!file) return answer(turn, appeal, staffText.noSuchFile(all.length), true)
  turn.record(appeal.number, { type: 'file-opened', data: { ref: file.ref } })
  const text = [staffText.fileOpened(number, file.name)]
  showPage(turn, appeal, `file-${which}`, { text, files: [file], alone: true })
}

/** What a file is called may tell who somebody is: in a group it is not said. */
function listFiles(turn: Turn, appeal: Appeal, all: readonly Attachment[]): void {
  const told = namesTold(appeal)
  const names = all.map((file) => (turn.inGroup ? staffText.kindOfFile(file) : maskTold(file.name, told)))
  const text = staffText.fileList(showNumber(appeal.number), names)
  const choices = all.map((_, i) => choice(staffText.openFile(i + 1), 'files', appeal.number, String(i + 1)))
  if (turn.pressed) offer(turn, appeal, text, choices)
  else showPage(turn, appeal, 'files', { text, choices })
}

/** Who did what when, in which role and why. */
export function showHistory(turn: Turn, appeal: Appeal): void {
  const found = turn.read({ kind: 'history', number: appeal.number })
  if (!found) return
  const head = appeal.head && showHead(appeal.head.hash)
  const text = staffText.history(showNumber(appeal.number), found.events, appeal, namesOf(turn), head)
  // Long, and asked for by one: where there are buttons it does not fill the group.
  showPage(turn, appeal, 'history', { text, alone: turn.pressed !== undefined })
}
