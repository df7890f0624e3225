import { showNumber } from '../../appeal/reference.ts'
import { isOpen } from '../../appeal/states.ts'
import type { Appeal } from '../../model/appeal.ts'
import type { Conversation, Trace } from '../../model/conversation.ts'
import { directText, intakeText, LABEL, recallText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { saysWhereWeAre } from '../entrepreneur/where-we-are.ts'
import { summaryOrder } from '../intake/slots.ts'
import { announce, holderOf, tellStaff } from '../staff/announce.ts'
import { isGoingOn } from '../staff/talk.ts'
import { type Turn, words } from '../turn.ts'
import { withoutBefore } from './trail.ts'
import { unask } from './unask.ts'

type Outcome = 'ignore' | 'done'

/**
 * He took a message back. What is not registered is as it was before it; what is, stays, and whoever may have read it is
 * told. Of what was only asked nothing is said.
 */
export function takeBack(turn: Turn, id: string): Outcome {
  const { trail = [] } = turn.conversation
  const at = trail.findIndex((one) => one.id === id)
  const trace = trail[at]
  if (!trace) return 'ignore'
  turn.conversation = { ...turn.conversation, trail: trail.filter((one) => one !== trace) }
  switch (trace.as) {
    case 'asked':
      return unask(turn, trace, trail.slice(0, at), trail.slice(at + 1))
    case 'told':
      return untell(turn, trace, trail.slice(0, at), trail.slice(at + 1))
    case 'registered':
    case 'supplemented':
      return afterwards(turn, trace)
    case 'done':
      return trace.knew ? unlearn(turn, trace.knew, trail.slice(at + 1)) : says(turn, recallText.done)
  }
}

/** Back to before it, as long as nothing was told since; what came after it and has no words of its own goes with it. */
function untell(turn: Turn, trace: Trace, earlier: readonly Trace[], later: readonly Trace[]): Outcome {
  const since = later.filter(({ as }) => as === 'told')
  if (!trace.before || since.some(({ bare }) => !bare)) return stays(turn)
  if (trace.agreed) {
    const { consent: _, ...person } = turn.person
    turn.person = person
  }
  // How all stood before those holds what is taken back.
  const trail = [...earlier, ...later.filter((one) => !since.includes(one)).map(withoutBefore)]
  turn.conversation = { ...apart(turn.conversation), ...trace.before, trail }
  const { intake, held, aside, waiting, offered } = turn.conversation
  if (intake || held) saysWhereWeAre(turn, recallText.wentBack)
  else if (aside || waiting) turn.say(recallText.wentBack, offered)
  else turn.say(recallText.forgotten)
  return 'done'
}

/** What no line changes back. */
function apart({ v, drafts, unspoken, voiced }: Conversation): Conversation {
  return { v, offered: [], ...(drafts && { drafts }), ...(unspoken && { unspoken }), ...(voiced && { voiced }) }
}

function stays(turn: Turn): Outcome {
  const { intake } = turn.conversation
  if (intake?.stage === 'asking') turn.say(intakeText.soFar(intake.slots, summaryOrder(intake.slots)))
  saysWhereWeAre(turn, recallText.stays)
  return 'done'
}

/** What he put right in his own data is as it was, unless he has put it right once more. */
function unlearn(turn: Turn, knew: NonNullable<Trace['knew']>, later: readonly Trace[]): Outcome {
  if (later.some((one) => one.knew || one.as === 'registered')) return says(turn, recallText.done)
  const { profile: _, ...person } = turn.person
  turn.person = { ...person, ...knew }
  return says(turn, recallText.wentBack)
}

/** It is in the ledger, from which nothing is taken. */
function afterwards(turn: Turn, { as, number, bare, text = '' }: Trace): Outcome {
  const appeal = turn.own.find((one) => one.number === number)
  if (!appeal?.personal || appeal.state === 'withdrawn') return 'ignore'
  const shown = showNumber(appeal.number)
  if (!isOpen(appeal.state)) return says(turn, recallText.isOver(shown))
  if (as === 'registered' && appeal.state === 'registered' && !appeal.talk) return asksToWithdraw(turn, appeal)
  if (bare) return says(turn, recallText.withdrawInstead(shown))
  tellsStaff(turn, appeal, recallText.note(text))
  forgetGuess(turn, appeal)
  return says(turn, recallText.told(shown))
}

function asksToWithdraw(turn: Turn, { number }: Appeal): Outcome {
  const { waiting } = turn.conversation
  if (waiting?.for === 'withdraw' && waiting.number === number) return 'ignore'
  turn.say(recallText.askWithdraw(showNumber(number)), [
    choice(LABEL.withdraw, 'withdraw-yes', number),
    choice(LABEL.keep, 'no'),
  ])
  turn.wait({ for: 'withdraw', number })
  return 'done'
}

/** Kept with the case, and told to whoever works on it or talks with him. It answers nothing that staff asked for. */
function tellsStaff(turn: Turn, appeal: Appeal, note: string): void {
  if (appeal.state === 'awaiting-info') return tellStaff(turn, appeal, 'recalled', [holderOf(appeal)], { text: note })
  const after = turn.record(appeal.number, { type: 'supplemented', data: {}, personal: words(note) })
  if (!isGoingOn(turn, after)) return announce(turn, after, 'recalled')
  turn.tell(after.talk.at, after, directText.fromOwner(showNumber(after.number), note, 0))
}

/** What was added without his saying so is not offered to be registered by itself any more. */
function forgetGuess(turn: Turn, { number }: Appeal): void {
  const { waiting, offered } = turn.conversation
  if (waiting?.for !== 'supplement' || waiting.number !== number) return
  const { other: _, files: __, ...rest } = waiting
  turn.conversation = { ...turn.conversation, waiting: rest, offered: offered.filter(({ id }) => id !== 'lodge') }
}

function says(turn: Turn, text: string): Outcome {
  turn.say(text, turn.conversation.offered)
  return 'done'
}
