import { showNumber } from '../../appeal/reference.ts'
import { may, permission } from '../../appeal/rules.ts'
import { OPEN } from '../../appeal/states.ts'
import type { Appeal, AppealNumber } from '../../model/appeal.ts'
import type { Attachment } from '../../model/message.ts'
import { StaffRole } from '../../model/role.ts'
import type { Member } from '../../model/staff.ts'
import { directText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { staffName } from '../office/approve.ts'
import { caseName } from '../own/case-name.ts'
import { type Turn, words } from '../turn.ts'
import { type Act, answer } from './acting.ts'
import { unitName } from './announce.ts'
import { actAs, allowed, unseen } from './eyes.ts'
import { takeOn } from './unit-acts.ts'

/** 接管对话: a member of staff talks with the entrepreneur himself, the bot keeps silent, and both know. */

type Talk = NonNullable<Appeal['talk']>
/** `over`: it left the hands of whoever talked, or came to its result; `removed`: he is of the staff no more, and is told nothing. */
export type Why = 'staff' | 'owner' | 'silence' | 'over' | 'removed'

/** Takes the conversation over. One at a time talks with an entrepreneur, whatever the case. */
export const takeOver: Act = (turn, appeal) => {
  const other = talkElsewhere(turn, appeal)
  if (other === undefined) return
  if (other?.talk) {
    const name = other.talk.by.name ?? staffText.COLLEAGUE
    return answer(turn, appeal, directText.elsewhere(name, showNumber(other.number)), true)
  }
  const number = showNumber(appeal.number)
  takeOn(turn, appeal)
  const after = turn.record(appeal.number, { type: 'talk-begun', data: { at: turn.home } })
  turn.tellOwner(after, directText.staffCame(after.dispatchedAt && unitName(turn, after.unit), caseName(turn, after)))
  turn.sayPrivately(directText.begun(number), after, [choice(directText.END, 'end-talk', after.number)])
  if (turn.inGroup) turn.say(directText.begunInGroup(staffName(turn), number), [], after)
}

/** Another case of his on which somebody talks with him; null where there is none, undefined while it has yet to be read. */
function talkElsewhere(turn: Turn, { subject, number }: Appeal): Appeal | null | undefined {
  const found = turn.read({ kind: 'appeals', where: { person: subject, states: OPEN } })
  if (!found) return undefined
  const others = found.appeals.map(({ value }) => value).filter((one) => one.number !== number)
  return others.find((one) => one.talk && isGoingOn(turn, one)) ?? null
}

export const giveBackTalk: Act = (turn, appeal) => {
  const after = endTalk(turn, appeal, 'staff')
  answer(turn, after, directText.endedBy.staff(showNumber(appeal.number)))
}

/** Ends it and tells both; whoever ends it himself is answered by the caller. */
export function endTalk(turn: Turn, appeal: Appeal, why: Why): Appeal {
  const { talk } = appeal
  if (!talk) return appeal
  const after = turn.record(appeal.number, {
    type: 'talk-ended',
    data: { why: why === 'over' || why === 'removed' ? 'staff' : why },
  })
  const number = showNumber(appeal.number)
  if (why !== 'removed' && isStaffStill(turn, talk) && (talk.by.id !== turn.party.id || why === 'over')) {
    turn.tell(talk.at, after, [directText.endedBy[why](number)])
  }
  if (why === 'owner') return after
  const told = (why === 'silence' ? directText.staffSilent : directText.staffLeft)(caseName(turn, after))
  if (turn.party.id === appeal.subject) turn.say(told, [], after)
  else turn.tellOwner(after, told)
  return after
}

/** Whoever was removed hears nothing any more; whom the roster does not know is none of those. */
function isStaffStill({ desk }: Turn, { by }: Talk): boolean {
  return desk.roster.members.every(({ id, state }) => id !== by.id || state === 'active')
}

/**
 * Whether whoever talks with the entrepreneur still may: his unit may have lost the case, it may have its result, he may
 * have left, or do something else by now. Then the bot speaks again.
 */
export function isGoingOn(turn: Turn, appeal: Appeal): appeal is Appeal & { readonly talk: Talk } {
  const { talk } = appeal
  if (!talk || talk.by.role === 'staff' || !may(talk.by.role, 'talk', appeal.state)) return false
  const { id, role, unit, name } = talk.by
  const member = turn.desk.roster.members.find((one) => one.id === id)
  const known = { roles: StaffRole.options, units: unit === undefined ? [] : [unit] }
  const { roles, units } = member ? postsNow(member) : known
  const acting = roles.filter((one) => one === role)
  if (acting.length === 0) return false
  return 'role' in permission({ id, roles: acting, units, ...(name && { name }) }, 'reply', appeal, turn.desk.now)
}

/** What he may act as today, whatever he was when it began. */
function postsNow({ state, roles, units }: Member): Pick<Member, 'roles' | 'units'> {
  if (state !== 'active') return { roles: [], units: [] }
  return { roles, units: roles.includes('handler') ? units : [] }
}

/** To be called when a member of staff has done something: what he did may have been the end of a talk. */
export function closeTalkIfOver(turn: Turn): void {
  for (const number of turn.changed) {
    const appeal = turn.appeal(number)
    if (appeal?.talk && !isGoingOn(turn, appeal)) endTalk(turn, appeal, 'over')
  }
}

/** Whether the speaker talks with the entrepreneur himself, and is where that is shown to him. */
export function isTalking(turn: Turn, appeal: Appeal): boolean {
  return appeal.talk?.by.id === turn.party.id && !turn.inGroup && isGoingOn(turn, appeal)
}

/** The case on which the speaker talks with its entrepreneur. */
export function talkOf(turn: Turn): AppealNumber | 'several' | 'unread' | undefined {
  const found = turn.read({ kind: 'appeals', where: { states: OPEN, openly: true } })
  if (!found) return 'unread'
  const [one, another] = found.appeals.map(({ value }) => value).filter((appeal) => isTalking(turn, appeal))
  return another ? 'several' : one?.number
}

/** What he writes goes out at once. */
export function sayToOwner(turn: Turn, appeal: Appeal, text: string, files: readonly Attachment[]): void {
  const after = tellInTalk(turn, appeal, text, files)
  if (after) turn.say(directText.sent(showNumber(appeal.number)), [], after)
  else turn.say(unseen(appeal))
}

/** In a talk the entrepreneur hears the words alone. Undefined where it is not his to do. */
export function tellInTalk(turn: Turn, appeal: Appeal, text: string, files: readonly Attachment[]): Appeal | undefined {
  const allows = allowed(turn, 'reply', appeal)
  if (!('role' in allows)) return undefined
  actAs(turn, allows.role, appeal)
  const after = turn.record(appeal.number, { type: 'replied', data: {}, personal: words(text, files) })
  turn.tellOwner(after, directText.fromStaff(text), [], files)
  return after
}
