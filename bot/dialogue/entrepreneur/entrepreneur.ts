import { dangerIn } from '../../appeal/triage/danger.ts'
import type { Waiting } from '../../model/conversation.ts'
import type { Said } from '../../model/message.ts'
import { answerText, talk } from '../../texts/zh-cn.ts'
import { latestNotice } from '../choices.ts'
import { type Heard, hear } from '../hear.ts'
import { aboutDebt } from '../intake/arrears.ts'
import { dropFragment } from '../intake/aside.ts'
import { duringIntake } from '../intake/in-passing.ts'
import { offerOwnInstead } from '../intake/similar-own.ts'
import { inPlainWords } from '../manner.ts'
import { rateByWords } from '../own/follow-up.ts'
import { mentionsAppeal } from '../own/status.ts'
import { remember } from '../own/trail.ts'
import { appealMeant } from '../own/which.ts'
import { forgetTopic } from '../question/topic.ts'
import { wantsHuman } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { afresh } from './afresh.ts'
import { answersNotice, beforeAgreement } from './agreement.ts'
import { atAnyTime } from './any-time.ts'
import { takeWaiting } from './awaited.ts'
import { keepsForLater, takesBesides } from './besides.ts'
import { inDanger } from './handoff.ts'
import { asksBesides, heardThere, inGroup, tellOthers } from './in-group.ts'
import { saysToStaff } from './in-talk.ts'
import { tooFast } from './pace.ts'
import { pick } from './pick.ts'
import { unsaid } from './unsaid.ts'
import { asTyped, rememberKind, tellsLost, tellsOfVoice, tellsUnreadable } from './unspoken.ts'

/**
 * What one line of an entrepreneur brings about. Whatever does not fit what was expected is read as a fresh line.
 * `privately`: it was said in a group, and is not for others to read along.
 */
export function entrepreneurTurn(turn: Turn, message: Said): 'ignore' | 'privately' | undefined {
  const silent = unsaid(turn, message)
  if (silent) return silent === 'done' ? undefined : silent
  const { conversation, person } = turn
  const before = waitingFiles(turn)
  const appeals = turn.own.length
  const outcome = turn.inGroup ? inGroup(turn, message) : decideLine(turn, message)
  if (outcome) return outcome
  tellOthers(turn, message)
  const beganOrEnded = (conversation.intake === undefined) !== (turn.conversation.intake === undefined)
  if (beganOrEnded || turn.own.length > appeals) turn.conversation = forgetTopic(turn.conversation)
  const kept = turn.keptAttachments || waitingFiles(turn) > before
  if (message.attachments.length > 0 && !kept) keepsForLater(turn, message)
  rememberKind(turn, message)
  dropFragment(turn)
  tellsOfVoice(turn, message, remember(turn, message, { conversation, person }))
}

/** Files that go with what is being told and is not registered yet. */
function waitingFiles({ conversation: { intake, held, aside, waiting } }: Turn): number {
  const similar = waiting?.for === 'similar' ? waiting.attachments.length : 0
  return [intake, held, aside].reduce((sum, one) => sum + (one?.attachments.length ?? 0), similar)
}

function decideLine(turn: Turn, message: Said): 'ignore' | undefined {
  const { own, desk } = turn
  const heard = message.overheard
    ? heardThere(turn, message)
    : hear(asTyped(message), turn.conversation, own, inPlainWords(desk.simplify), (line, offered) =>
        appealMeant(line, offered, own, desk),
      )
  const inNeed = dangerIn(heard.line, turn.desk.catalog) !== null && heard.choice === null
  const paced = keepsPace(turn, heard, inNeed)
  if (paced !== true) return paced
  const unreadable = tellsUnreadable(turn, message)
  if (unreadable) return unreadable === 'ignore' ? unreadable : undefined
  if (tellsLost(turn, message)) return
  if (message.pressed === undefined && saysToStaff(turn, heard, inNeed)) return
  if (heard.choice === null && heard.line === '' && heard.attachments.length === 0)
    return void turn.say(message.text.trim() === '' ? talk.emptyMessage : talk.hello, turn.conversation.offered)
  if (heard.cut) turn.say(talk.tooLong)
  if (takesBesides(turn, message, heard)) return

  const { waiting: awaited, ...rest } = turn.conversation
  const waiting = isPast(turn, awaited) ? undefined : awaited
  turn.conversation = rest
  if (heard.choice !== null) return void pick(turn, heard.choice, waiting)
  if (heard.outOfRange !== null && !expectsNumber(turn)) {
    turn.conversation = { ...rest, ...(waiting && { waiting }) }
    return void turn.say(answerText.notOffered(heard.outOfRange), turn.conversation.offered)
  }
  if (inNeed) return void inDanger(turn, heard)
  const answering = waiting && ['reason', 'withdraw', 'code', 'reopen', 'forget'].includes(waiting.for)
  const busy = answering || turn.conversation.intake !== undefined
  if (rateByWords(turn, heard, busy)) return
  if (atAnyTime(turn, heard, waiting)) return
  if (aboutDebt(turn, heard, waiting)) return
  const { held, intake } = turn.conversation
  if (held && answersNotice(turn, heard, held)) return
  if (waiting && !message.overheard && takeWaiting(turn, heard, waiting)) return
  if (held) return void beforeAgreement(turn, heard, held)
  if (intake && message.overheard && asksBesides(turn, heard)) return
  if (intake) return offerOwnInstead(turn, heard, intake) ? undefined : void duringIntake(turn, heard, intake)
  if (mentionsAppeal(turn, heard)) return
  afresh(turn, heard, waiting)
}

/** Whoever is in danger or asks for a person is heard, however fast he writes; `true`: it goes on. */
function keepsPace(turn: Turn, { line }: Heard, inNeed: boolean): true | 'ignore' | undefined {
  const pace = tooFast(turn)
  if (pace === 'told-before' && inNeed && turn.own.some(({ urgent }) => urgent)) return void turn.say(talk.danger)
  if (pace === 'told-before' && wantsHuman(line) && turn.own.some(({ state }) => state === 'registered')) {
    return void turn.say(talk.staffHours(turn.desk.catalog))
  }
  if (!pace || inNeed || wantsHuman(line)) return true
  if (pace === 'told-before') return 'ignore'
  return void turn.say(talk.tooFast)
}

/** What was offered before a notice came is no longer what “嗯” answers. */
function isPast({ own, conversation: { offeredAt = '' } }: Turn, waiting: Waiting | undefined): boolean {
  if (!waiting || !['pass-on', 'lodge', 'no-help', 'answered'].includes(waiting.for)) return false
  return offeredAt < (latestNotice(own)?.at ?? '')
}

/** An amount may be a bare number. */
function expectsNumber(turn: Turn): boolean {
  const { intake } = turn.conversation
  return intake?.stage === 'asking' && (intake.asked === 'amountYuan' || intake.asked === 'since')
}
