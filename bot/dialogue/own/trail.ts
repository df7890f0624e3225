import type { AppealNumber } from '../../model/appeal.ts'
import type { Conversation, Trace } from '../../model/conversation.ts'
import type { Said } from '../../model/message.ts'
import { newPerson, type Person } from '../../model/person.ts'
import { brief } from '../../texts/rich.ts'
import { hear } from '../hear.ts'
import { inPlainWords } from '../manner.ts'
import { isCancel, isNo, isSkip, isYes } from '../reading/index.ts'
import type { Turn } from '../turn.ts'

/** So many of his lines are remembered, and of so many how all stood before. */
const REMEMBERED = 20
const UNDONE = 4

/** Remembers what a line did, in case he takes it back, and returns it; `before` is how all stood when it came. */
export function remember(
  turn: Turn,
  message: Said,
  before: { readonly conversation: Conversation; readonly person: Person },
): Trace['as'] | undefined {
  if (wantsNothingKept(turn, before)) {
    const { trail: _, ...rest } = turn.conversation
    turn.conversation = rest
    return undefined
  }
  const trace = traceOf(turn, message, before)
  if (!trace) return undefined
  const { trail = [] } = turn.conversation
  const kept = [...settled(turn, trail, trace), trace].slice(-REMEMBERED)
  const withBefore = kept.filter((one) => one.before !== undefined).slice(-UNDONE)
  const next = kept.map((one) => (one.before && !withBefore.includes(one) ? withoutBefore(one) : one))
  turn.conversation = { ...turn.conversation, trail: next }
  return trace.as
}

/** He had everything deleted, or did not agree to what it needs to be kept: nor is it kept here. */
function wantsNothingKept(
  turn: Turn,
  before: { readonly conversation: Conversation; readonly person: Person },
): boolean {
  const { person, conversation, changed } = turn
  if (person === newPerson) return true
  const gone = before.conversation.held !== undefined && conversation.held === undefined
  return gone && changed.length === 0 && person.consent === before.person.consent
}

/** It cannot be gone back to any more. */
export function withoutBefore({ before: _, ...rest }: Trace): Trace {
  return rest
}

/** What was told, or asked, goes where this line took it: into what is being told now, or into the ledger. */
function settled(turn: Turn, trail: readonly Trace[], { as, number }: Trace): readonly Trace[] {
  const { conversation, own } = turn
  const question = conversation.lastQuestion?.text
  const asked = trail.findLast((one) => one.as === 'asked')
  const isIn = (text: string) => asked !== undefined && question !== undefined && text.includes(question)
  if (as === 'told') return trail.map((one) => (one === asked && isIn(draft(conversation)) ? { ...one, as } : one))
  if ((as !== 'registered' && as !== 'supplemented') || !number || draft(conversation) !== EMPTY) return trail
  const { matter = '' } = own.find((one) => one.number === number)?.personal?.particulars ?? {}
  const gone = (one: Trace) => one.as === 'told' || (as === 'registered' && one === asked && isIn(matter))
  return trail.map((one) => (gone(one) ? { ...withoutBefore(one), as, number } : one))
}

function traceOf(
  turn: Turn,
  message: Said,
  before: { readonly conversation: Conversation; readonly person: Person },
): Trace | undefined {
  const { id } = message
  const { conversation, person } = turn
  const text = brief(message.text, 20)
  const agreed = person.consent !== undefined && person.consent !== before.person.consent
  const bare = agreed || isBare(turn, message, before.conversation)
  const said = { id, ...(text && { text }), ...(bare && { bare }) }
  const registered = turn.changed.find((number) => turn.registers(number))
  if (registered) return { ...said, as: 'registered', number: registered }
  const supplemented = turn.changed.find((number) => addedTo(turn, number))
  if (supplemented) return { ...said, as: 'supplemented', number: supplemented }
  if (turn.changed.some((number) => turn.before(number)?.state !== stateNow(turn, number)))
    return { ...said, as: 'done' }
  if (draft(conversation) !== draft(before.conversation) || asksAnew(conversation, before.conversation)) {
    return { ...said, as: 'told', before: standing(before.conversation), ...(agreed && { agreed }) }
  }
  if (asksSomething(conversation, before.conversation)) {
    return { ...said, as: 'asked', before: standing(before.conversation) }
  }
  const kept = person.known !== before.person.known || person.profile !== before.person.profile
  const { known, profile } = before.person
  return kept ? { ...said, as: 'done', knew: { known, ...(profile && { profile }) } } : undefined
}

/** What a line may change back, without what is remembered of other lines. */
function standing({ v: _, drafts: __, trail: ___, unspoken: ____, voiced: _____, ...rest }: Conversation) {
  return rest
}

function addedTo(turn: Turn, number: AppealNumber): boolean {
  const now = turn.own.find((one) => one.number === number)?.personal?.thread ?? []
  const then = turn.before(number)?.personal?.thread ?? []
  return now.slice(then.length).some(({ kind }) => kind === 'supplement')
}

const stateNow = (turn: Turn, number: AppealNumber) => turn.own.find((one) => one.number === number)?.state

/** All that was told and is not registered. */
function draft({ intake, held, aside }: Conversation): string {
  const told = intake && [intake.slots, intake.told, intake.skipped, intake.attachments]
  const beside = aside && [aside.text, aside.attachments]
  return JSON.stringify([told, held, beside])
}
const EMPTY = draft({ v: 1, offered: [] })

/** What is kept with a question of the bot, to be registered at a “yes”. */
function words({ waiting, fragment }: Conversation): string | undefined {
  if (fragment) return fragment.text
  switch (waiting?.for) {
    case 'pass-on':
      return waiting.question
    case 'lodge':
    case 'append':
    case 'interest':
    case 'similar':
      return JSON.stringify(waiting)
    default:
      return undefined
  }
}

function asksAnew(now: Conversation, before: Conversation): boolean {
  const asked = words(now)
  return asked !== undefined && asked !== words(before)
}

/** Another question than before; more of its answer is none. */
function asksSomething({ lastQuestion: now }: Conversation, { lastQuestion: before }: Conversation): boolean {
  return now !== undefined && (now.text !== before?.text || now.at !== before.at)
}

/** A number, “同意”, “跳过”: it has no words of its own, and goes with what it answered. */
function isBare(turn: Turn, message: Said, before: Conversation): boolean {
  const { line, choice, attachments } = hear(message, before, [], inPlainWords(turn.desk.simplify))
  if (attachments.length > 0) return false
  return choice !== null || isYes(line) || isNo(line) || isSkip(line) || isCancel(line)
}
