import { silenceDeadline } from '../appeal/deadlines.ts'
import { showNumber } from '../appeal/reference.ts'
import { type Command, commandsFor, permission } from '../appeal/rules.ts'
import { type Appeal, Outcome } from '../model/appeal.ts'
import type { Unit } from '../model/catalog.ts'
import type { Waiting } from '../model/conversation.ts'
import type { Choice } from '../model/reply.ts'
import { OUTCOME } from '../texts/zh-cn/words.ts'
import { appealText, LABEL, staffText } from '../texts/zh-cn.ts'
import { choice, noticeChoices } from './choices.ts'
import { cardFacts, unitName } from './lodge.ts'
import { type Turn, words } from './turn.ts'

type StaffWords = Extract<Waiting, { for: 'staff-words' }>

/** The case as staff see it, with what may be done to it now. */
export function openCase(turn: Turn, appeal: Appeal): void {
  turn.say(staffText.card(appeal, cardFacts(turn, appeal)), actions(turn, appeal), appeal)
}

function actions(turn: Turn, appeal: Appeal): Choice[] {
  const { number } = appeal
  return [
    ...commandsFor(turn.party, appeal, turn.desk.now).map((command) =>
      choice(staffText.COMMAND[command], command, number),
    ),
    choice(LABEL.contact, 'contact', number),
    choice(LABEL.history, 'history', number),
  ]
}

/**
 * Does what was asked for, if the table allows it now; asks for what is missing: a unit, a ground, an outcome, words.
 * `rest` is what stood behind the command or the button; `before` are words written before an outcome was chosen.
 */
export function act(turn: Turn, command: Command, appeal: Appeal, rest: string, before?: string): void {
  const allowed = permission(turn.party, command, appeal, turn.desk.now)
  if (!('role' in allowed)) {
    return turn.say(staffText.cannot(command, showNumber(appeal.number), appeal), actions(turn, appeal))
  }
  switch (command) {
    case 'accept':
      return accept(turn, appeal)
    case 'decline':
      return decline(turn, appeal, rest)
    case 'dispatch':
      return dispatch(turn, appeal, rest)
    case 'acknowledge':
      return done(turn, command, turn.record(appeal.number, { type: 'acknowledged', data: {} }))
    case 'conclude':
      return conclude(turn, appeal, rest, before)
    case 'return':
    case 'ask-back':
    case 'reply':
    case 'note':
      if (rest) return withWords(turn, command, appeal, rest)
      turn.say(staffText.wordsFor(command, showNumber(appeal.number)))
      return turn.wait({ for: 'staff-words', number: appeal.number, command })
  }
}

/** The words a command was waiting for. */
export function takeWords(turn: Turn, waiting: StaffWords, text: string): void {
  const appeal = turn.appeal(waiting.number)
  if (!appeal) return
  turn.focus(appeal.number)
  if (text === '') {
    turn.say(staffText.wordsFor(waiting.command, showNumber(appeal.number)))
    return turn.wait(waiting)
  }
  const allowed = permission(turn.party, waiting.command, appeal, turn.desk.now)
  if (!('role' in allowed)) {
    return turn.say(staffText.cannot(waiting.command, showNumber(appeal.number), appeal), actions(turn, appeal))
  }
  if (waiting.command === 'dispatch') return dispatch(turn, appeal, text)
  if (waiting.command !== 'conclude') return withWords(turn, waiting.command, appeal, text)
  if (waiting.outcome) return concludeWith(turn, appeal, waiting.outcome, text)
  conclude(turn, appeal, text)
}

function done(turn: Turn, command: Command, after: Appeal, sent = false): void {
  const number = showNumber(after.number)
  turn.say(sent ? staffText.sent(command, number) : staffText.done(command, number), actions(turn, after))
}

function accept(turn: Turn, appeal: Appeal): void {
  const after = turn.record(appeal.number, { type: 'accepted', data: {} })
  turn.tellOwner(after, appealText.accepted(showNumber(after.number), after, turn.today))
  done(turn, 'accept', after)
}

/** Declining needs a ground from the list, and names the road to take instead. */
function decline(turn: Turn, appeal: Appeal, ground: string): void {
  const { grounds } = turn.desk.catalog
  const chosen = grounds.find(({ id, name }) => id === ground || name === ground)
  if (!chosen) {
    return turn.say(
      staffText.chooseGround,
      grounds.map(({ id, name }) => choice(name, 'decline', appeal.number, id)),
    )
  }
  const after = turn.record(appeal.number, {
    type: 'declined',
    data: { ground: chosen.id },
    personal: words(`${chosen.name}。${chosen.instead}`),
  })
  turn.tellOwner(after, appealText.declined(showNumber(after.number), chosen.name, chosen.instead))
  done(turn, 'decline', after, true)
}

/** How many units are proposed; any other is understood by its name. */
const PROPOSED = 8

function dispatch(turn: Turn, appeal: Appeal, named: string): void {
  const { units } = turn.desk.catalog
  const said = named.replace(/^[给到至]/u, '')
  const unit = unitMeant(said, units)
  if (!unit) {
    if (said) turn.say(staffText.unknownUnit(said))
    const proposed = [...units].sort((a, b) => Number(b.id === appeal.unit) - Number(a.id === appeal.unit))
    turn.say(
      staffText.chooseUnit,
      proposed.slice(0, PROPOSED).map(({ id, name }) => choice(name, 'dispatch', appeal.number, id)),
    )
    return turn.wait({ for: 'staff-words', number: appeal.number, command: 'dispatch' })
  }
  const number = showNumber(appeal.number)
  const before = appeal.state === 'dispatched' ? appeal.unit : undefined
  if (before === unit.id) return turn.say(staffText.sameUnit(number, unit.name), actions(turn, appeal))
  if (appeal.state === 'registered') turn.record(appeal.number, { type: 'accepted', data: {} })
  const after = turn.record(appeal.number, { type: 'dispatched', data: { unit: unit.id } })
  const again = appeal.state !== 'registered' && appeal.state !== 'accepted'
  turn.tellOwner(after, appealText.dispatched(number, unitName(turn, unit.id), again, after, turn.today))
  done(turn, 'dispatch', after)
}

/** A unit by its id, its name, a part of it, or an abbreviation such as 工信局, where only one fits. */
function unitMeant(said: string, units: readonly Unit[]): Unit | undefined {
  if (said === '') return undefined
  const exact = units.find(({ id, name, short, also }) => [id, name, short, ...also].includes(said))
  const abbreviates = ({ name }: Unit) => {
    let at = 0
    return [...said].every((character) => {
      at = name.indexOf(character, at) + 1
      return at > 0
    })
  }
  const fitting = units.filter(abbreviates)
  return exact ?? (fitting.length === 1 ? fitting[0] : undefined)
}

const OUTCOMES = Object.entries(OUTCOME) as [Outcome, string][]
/** What staff may also call an outcome. */
const OUTCOME_WORDS: Readonly<Record<string, Outcome>> = {
  ...Object.fromEntries(OUTCOMES.map(([outcome, label]) => [label, outcome])),
  解决: 'solved',
  已解释: 'explained',
  解释: 'explained',
  参考: 'reference',
  已转告: 'transferred',
  转告: 'transferred',
}
const LONGEST_FIRST = Object.keys(OUTCOME_WORDS).sort((a, b) => b.length - a.length)

/** A result needs both an outcome and an answer in words, in whichever order they come. */
function conclude(turn: Turn, appeal: Appeal, rest: string, before?: string): void {
  const chosen = Outcome.safeParse(rest).data
  if (chosen && before) return concludeWith(turn, appeal, chosen, before)
  const word = chosen ? undefined : LONGEST_FIRST.find((label) => rest.startsWith(label))
  const outcome = chosen ?? (word ? OUTCOME_WORDS[word] : undefined)
  const text = chosen ? '' : rest.slice(word?.length ?? 0).replace(/^[了\s:：,，。]+/u, '')
  if (outcome && text) return concludeWith(turn, appeal, outcome, text)
  const waiting: StaffWords = { for: 'staff-words', number: appeal.number, command: 'conclude' }
  if (outcome) {
    turn.say(staffText.wordsFor('conclude', showNumber(appeal.number)))
    return turn.wait({ ...waiting, outcome })
  }
  turn.say(
    staffText.chooseOutcome,
    OUTCOMES.map(([id, label]) => choice(label, 'conclude', appeal.number, id)),
  )
  turn.wait({ ...waiting, ...(text && { text }) })
}

/** Shorter than this no answer says what was done. */
const SHORTEST = 4

function concludeWith(turn: Turn, appeal: Appeal, outcome: Outcome, text: string): void {
  if (text.length < SHORTEST) {
    turn.say(staffText.tooBrief)
    return turn.wait({ for: 'staff-words', number: appeal.number, command: 'conclude', outcome })
  }
  takeOn(turn, appeal)
  const silence = silenceDeadline(turn.desk.now, turn.desk.catalog, turn.desk.calendar)
  const after = turn.record(appeal.number, { type: 'concluded', data: { outcome, silence }, personal: words(text) })
  const number = showNumber(after.number)
  turn.tellOwner(after, appealText.concluded(number, outcome, text, silence.due, turn.today), noticeChoices(after))
  done(turn, 'conclude', after, true)
}

function withWords(
  turn: Turn,
  command: Exclude<StaffWords['command'], 'conclude' | 'dispatch'>,
  appeal: Appeal,
  text: string,
): void {
  const number = showNumber(appeal.number)
  switch (command) {
    case 'note':
      return done(turn, command, turn.record(appeal.number, { type: 'noted', data: {}, personal: words(text) }))
    case 'return':
      return done(turn, command, turn.record(appeal.number, { type: 'returned', data: {}, personal: words(text) }))
    case 'ask-back': {
      const after = turn.record(appeal.number, { type: 'asked-back', data: {}, personal: words(text) })
      turn.tellOwner(after, appealText.askedBack(number, text), noticeChoices(after))
      return done(turn, command, after, true)
    }
    case 'reply': {
      const after = turn.record(appeal.number, { type: 'replied', data: {}, personal: words(text) })
      turn.tellOwner(after, appealText.replied(number, text))
      return done(turn, command, after, true)
    }
  }
}

/** Whoever gives a result has taken the case on, though he pressed nothing before. */
function takeOn(turn: Turn, { number, state, handler }: Appeal): void {
  if (state === 'registered') turn.record(number, { type: 'accepted', data: {} })
  if (!handler) turn.record(number, { type: 'acknowledged', data: {} })
}
