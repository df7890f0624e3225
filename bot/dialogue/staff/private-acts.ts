import { showHead } from '../../appeal/chain.ts'
import { maskTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import type { Attachment } from '../../model/message.ts'
import { rich } from '../../texts/rich.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { type Turn, words } from '../turn.ts'
import { type Act, answer, askWords, offer } from './acting.ts'
import { namesOf } from './announce.ts'
import { isForHere, sayIfElsewhere } from './readers.ts'

/** Who lodged it, in private and on record; of a sealed case only with a reason, which is on record too. */
export const contact: Act = (turn, appeal, { rest }) => {
  if (!appeal.personal) return answer(turn, appeal, staffText.ERASED, true)
  const sealed = isSealed(appeal)
  if (sealed && rest.length < SHORTEST_REASON) return askWords(turn, appeal, 'contact')
  if (sealed) turn.record(appeal.number, { type: 'unsealed', data: {}, personal: words(rest) })
  else turn.record(appeal.number, { type: 'contact-opened', data: {} })
  turn.sayPrivately(staffText.contact(showNumber(appeal.number), appeal.personal), appeal)
  sayIfElsewhere(turn)
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
  turn.sayPrivately(rich`${staffText.fileOpened(number, file.name)}`, appeal, [], [file])
  sayIfElsewhere(turn)
}

function listFiles(turn: Turn, appeal: Appeal, all: readonly Attachment[]): void {
  const told = appeal.personal?.particulars
  const names = all.map(({ name }) => maskTold(name, told))
  offer(
    turn,
    appeal,
    staffText.fileList(showNumber(appeal.number), names),
    names.map((_, i) => choice(staffText.openFile(i + 1), 'files', appeal.number, String(i + 1))),
  )
}

/** All that came with it, first what came at its registration. */
export function filesOf({ personal }: Appeal): readonly Attachment[] {
  const later = personal?.thread.flatMap(({ attachments }) => attachments) ?? []
  return [...(personal?.particulars.attachments ?? []), ...later]
}

/** Who did what when, in which role and why. */
export function showHistory(turn: Turn, appeal: Appeal): void {
  const found = turn.read({ kind: 'history', number: appeal.number })
  if (!found) return
  const head = appeal.head && showHead(appeal.head.hash)
  const text = staffText.history(showNumber(appeal.number), found.events, appeal, namesOf(turn), head)
  // Long, and asked for by one: where there are buttons it does not fill the group.
  if (!turn.pressed && isForHere(turn, appeal)) return turn.say(text, [], appeal)
  turn.sayPrivately(text, appeal)
  sayIfElsewhere(turn)
}
