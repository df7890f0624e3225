import { isLate } from '../../appeal/owed.ts'
import { maskEnterprise, maskTold } from '../../appeal/redact.ts'
import { findNumbers, showNumber } from '../../appeal/reference.ts'
import { sees } from '../../appeal/rules.ts'
import { OPEN } from '../../appeal/states.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import type { AppealWhere } from '../../model/filter.ts'
import { plusDays } from '../../model/instant.ts'
import { appealText, lookUpText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import { readFind } from '../office/ledger-where.ts'
import { questionIn } from '../question/question.ts'
import type { Turn } from '../turn.ts'
import { cardFacts } from './announce.ts'
import { openCase } from './cases.ts'
import { unseen } from './eyes.ts'
import { isForHere } from './readers.ts'
import { duties, mostUrgentFirst } from './urgency.ts'

const FIND = /^\/?(?:find|查找|搜索)(?:[\s:：]+(.*))?$/isu
const ASK = /^(?:\/ask|\/?问政策|\/?问)(?:[\s:：]+(.*))?$/isu

/** So many of each are gone through, and so many shown. */
const READ = 300
const SHOWN = 10
/** Of what is over the latest, in days. */
const CLOSED_DAYS = 365

/** Nothing that could be the words another command waits for. */
export function isLookCommand(line: string): boolean {
  return /^\/(?:find|ask)\b/iu.test(line)
}

/** “/find 路灯”, “/ask 工程款多久必须付”; false when it is neither. */
export function lookCommand(turn: Turn, heard: Heard): boolean {
  const wanted = FIND.exec(heard.text)
  const asked = wanted ? null : ASK.exec(heard.text)
  if (wanted) find(turn, (wanted[1] ?? '').trim())
  else if (asked) ask(turn, (asked[1] ?? '').trim())
  else return false
  return true
}

/** Answers from the documents; nothing is kept of it, and nobody is asked anything. */
function ask(turn: Turn, question: string): void {
  if (question === '') return turn.say(lookUpText.askHow)
  turn.say(lookUpText.answer(turn.desk.knowledge.ask(questionIn(question), turn.today), turn.today))
}

/** Cases by their number, by conditions as those of an export, and by words that stand in what was told. */
function find(turn: Turn, text: string): void {
  if (text === '') return turn.say(lookUpText.findHow)
  const { good, mistyped } = findNumbers(text)
  if (good[0]) return openNumber(turn, good[0])
  if (mistyped[0]) return turn.say(appealText.mistyped(mistyped[0].slice(0, 16)))
  const wanted = readFind(text, turn.desk.catalog, turn.today)
  const read = candidates(turn, wanted.where)
  if (!read) return
  const fitting = read.appeals.filter(
    (one) =>
      sees(turn.party, one) &&
      (!wanted.overdue || isLate(one, turn.desk.now)) &&
      wanted.words.every((word) => tells(one, word)),
  )
  const all = fitting.filter((one) => isForHere(turn, one))
  const shown = mostUrgentFirst(all, turn.desk.now).slice(0, SHOWN)
  turn.say(
    lookUpText.found(text, all.length, shown.length, read.more),
    shown.map((one) => {
      const facts = { ...cardFacts(turn, one), due: duties(one)[0]?.due }
      return choice(staffText.deskLine(one, facts), 'open', one.number)
    }),
  )
  if (all.length < fitting.length) turn.say(staffText.restInPrivate)
}

function openNumber(turn: Turn, number: Appeal['number']): void {
  const appeal = turn.appeal(number)
  if (appeal === undefined) return
  if (appeal === null) return turn.say(staffText.unknownCase(showNumber(number)))
  if (!sees(turn.party, appeal)) return turn.say(unseen(appeal))
  turn.focus(number)
  openCase(turn, appeal)
}

/** What is open, and what came to its end lately, as far as the speaker may see it. */
function candidates(turn: Turn, where: AppealWhere) {
  const { roles, units } = turn.party
  const all = roles.some((role) => role === 'clerk' || role === 'supervisor' || role === 'leader')
  const seen: AppealWhere = all ? { ...where, notAgainst: units } : { ...where, seenBy: units }
  const states = OPEN.filter((state) => where.states?.includes(state) ?? true)
  const open = turn.read({ kind: 'appeals', where: { ...seen, states, limit: READ } })
  const closed = { ...seen, closed: { from: plusDays(turn.today, -CLOSED_DAYS) }, limit: READ }
  const over = turn.read({ kind: 'appeals', where: closed })
  if (!open || !over) return undefined
  const appeals = [...open.appeals, ...over.appeals].map(({ value }) => value)
  const once = [...new Map(appeals.map((one) => [one.number, one])).values()]
  return { appeals: once, more: open.total > READ || over.total > READ }
}

/** In what all who may see the case are shown of it: nobody learns by guessing who lodged it, nor what is sealed. */
function tells(appeal: Appeal, word: string): boolean {
  const { number, personal } = appeal
  const told = personal?.particulars
  if (/^[0-9a-z-]{3,}$/iu.test(word) && number.endsWith(word.replaceAll('-', '').toUpperCase())) return true
  if (!told || isSealed(appeal)) return false
  const { matter, respondent, wish, enterprise } = told
  const thread = personal.thread.map(({ text }) => text)
  const shown = [matter, respondent, wish, ...thread].map((text) => maskTold(text ?? '', told))
  return [...shown, enterprise ? maskEnterprise(enterprise) : ''].some((text) => text.includes(word))
}
