import { showNumber } from '../../appeal/reference.ts'
import { RULES } from '../../appeal/rules.ts'
import { extendedDeadlines, latestExtension } from '../../appeal/time/deadlines.ts'
import { type Appeal, isSealed, type Proposal } from '../../model/appeal.ts'
import type { RichText } from '../../model/reply.ts'
import { noticeText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Reach } from '../desk.ts'
import { staffName } from '../office/approve.ts'
import { caseName } from '../own/case-name.ts'
import { type Turn, words } from '../turn.ts'
import { type Act, answer, askWords } from './acting.ts'
import { cardFacts, tellStaff } from './announce.ts'
import { endMerged } from './outcomes.ts'
import { tellWorker } from './review-acts.ts'

/** Puts something forward that a second person has to approve; until then nobody outside is told. */
export function propose(turn: Turn, appeal: Appeal, proposal: Omit<Proposal, 'by' | 'at'>, reason: string): void {
  const after = turn.record(appeal.number, { type: 'proposal-made', data: proposal, personal: words(reason) })
  const whom: Reach[] =
    proposal.what === 'extend'
      ? [{ room: 'supervision' }, { room: 'leaders' }]
      : [{ room: 'intake' }, { room: 'supervision' }]
  tellStaff(turn, after, 'proposed', whom, {
    text: reason,
    short: cardFacts(turn, after).pending?.replace(/^待批准：/u, '') ?? '',
    choices: [
      choice(staffText.COMMAND.approve, 'approve', after.number),
      choice(staffText.COMMAND.refuse, 'refuse', after.number),
    ],
  })
  answer(turn, after, staffText.proposed(showNumber(after.number), proposal.what))
}

/** The second person: what was put forward happens now, and the entrepreneur is told it with its reason. */
export const approve: Act = (turn, appeal) => {
  const { pending } = appeal
  if (!pending) return
  const possible = Object.values(RULES[pending.what]).some((states) => states?.includes(appeal.state))
  const after = possible ? carryOut(turn, appeal, pending) : undefined
  if (!after) {
    return answer(turn, appeal, staffText.outOfDate(showNumber(appeal.number), pending.what, appeal), true)
  }
  tellWorker(turn, after, 'proposalApproved', whatWasApproved(turn, after, pending))
  answer(turn, after, staffText.approved(showNumber(after.number), pending.what))
}

function whatWasApproved(turn: Turn, { deadlines }: Appeal, { what, ground: id }: Proposal): string {
  const { grounds, endings } = turn.desk.catalog
  const ground = [...grounds, ...endings].find((one) => one.id === id)?.name
  const due = deadlines.find(({ name }) => name === 'result')?.due
  return staffText.approvedWhat(what, what === 'extend' ? due : undefined, ground, turn.today)
}

function carryOut(turn: Turn, appeal: Appeal, pending: Proposal): Appeal | undefined {
  return pending.what === 'extend' ? extend(turn, appeal, pending) : end(turn, appeal, pending, pending.what)
}

function extend(turn: Turn, appeal: Appeal, { by, until, at }: Proposal): Appeal | undefined {
  const latest = latestExtension(appeal)
  const deadlines = until ? extendedDeadlines(appeal, until, turn.desk) : []
  const [result] = deadlines
  if (!latest || !result) return undefined
  const reason = appeal.personal?.thread.find((said) => said.at === at && said.kind === 'reason')?.text ?? ''
  const after = turn.record(appeal.number, {
    type: 'extended',
    data: { deadlines, proposer: by },
    personal: words(reason),
  })
  turn.tellOwner(after, noticeText.extended(caseName(turn, after), reason, result.due, latest.basis, turn.today))
  return after
}

/** Declined or terminated: with the ground, the road to take instead, and what both stand on. */
function end(
  turn: Turn,
  appeal: Appeal,
  { by, ground: id }: Proposal,
  what: 'decline' | 'terminate',
): Appeal | undefined {
  const { grounds, endings } = turn.desk.catalog
  const ground = (what === 'decline' ? grounds : endings).find((one) => one.id === id)
  if (!ground) return undefined
  const type = what === 'decline' ? 'declined' : 'terminated'
  const happening = {
    type,
    data: { ground: ground.id, proposer: by },
    personal: words(`${ground.name}。${ground.instead}`),
  } as const
  const after = turn.record(appeal.number, happening)
  const text = what === 'decline' ? noticeText.declined : noticeText.terminated
  const notice = (of: RichText) => text(of, ground.name, ground.instead, ground.basis)
  turn.tellOwner(after, notice(caseName(turn, after)))
  endMerged(turn, after, happening, notice)
  return after
}

/** Whoever proposed it takes it back without a word; anybody else says why. */
export const refuse: Act = (turn, appeal, { rest }) => {
  const { pending } = appeal
  if (!pending) return
  const own = pending.by.id === turn.party.id
  if (!rest && !own) return askWords(turn, appeal, 'refuse')
  const { what } = pending
  const after = turn.record(appeal.number, { type: 'proposal-refused', data: { what }, personal: words(rest) })
  const number = showNumber(after.number)
  if (!own) {
    const said = isSealed(after) ? '' : rest
    tellWorker(turn, after, 'proposalRefused', staffText.wasRefused(staffName(turn), what, said))
  }
  answer(turn, after, staffText.refused(number, what, own))
}
