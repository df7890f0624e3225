import type { Appeal } from '../../model/appeal.ts'
import type { RichText } from '../../model/reply.ts'
import { noticeText, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { caseName } from '../own/case-name.ts'
import { type Turn, words } from '../turn.ts'
import { type Act, answer, chosenOf, done, offer } from './acting.ts'
import { propose } from './approvals.ts'
import { endMerged } from './outcomes.ts'
import { tellWorker } from './review-acts.ts'

/** Declining needs a ground from the list, and a second person. */
export const decline: Act = (turn, appeal, { rest }) =>
  withGround(turn, appeal, rest, 'decline', turn.desk.catalog.grounds, staffText.chooseGround)

/** So does giving up what was taken on. */
export const terminate: Act = (turn, appeal, { rest }) => {
  const { endings } = turn.desk.catalog
  if (endings.length === 0) return answer(turn, appeal, staffText.noEndings, true)
  withGround(turn, appeal, rest, 'terminate', endings, staffText.chooseEnding)
}

function withGround(
  turn: Turn,
  appeal: Appeal,
  said: string,
  what: 'decline' | 'terminate',
  grounds: readonly { readonly id: string; readonly name: string }[],
  question: string,
): void {
  const chosen = chosenOf(grounds, said)
  if (chosen) return propose(turn, appeal, { what, ground: chosen.one.id }, chosen.words)
  offer(
    turn,
    appeal,
    question,
    grounds.map(({ id, name }) => choice(name.slice(0, 40), what, appeal.number, id)),
  )
}

/** Handed to another road: the entrepreneur is told where to go and how. */
export const transfer: Act = (turn, appeal, { rest }) => {
  const { roads } = turn.desk.catalog
  if (roads.length === 0) return answer(turn, appeal, staffText.noRoads, true)
  const chosen = chosenOf(roads, rest.replace(/^[给到至]/u, ''))
  if (!chosen) {
    return offer(
      turn,
      appeal,
      staffText.chooseRoad,
      roads.map(({ id, name }) => choice(name.slice(0, 40), 'transfer', appeal.number, id)),
    )
  }
  const { one: road, words: more } = chosen
  const text = [`${road.tell}。`, more].filter(Boolean).join('\n')
  const happening = { type: 'transferred', data: { road: road.id }, personal: words(text) } as const
  const after = turn.record(appeal.number, happening)
  const notice = (of: RichText) => noticeText.transferred(of, road.name, road.tell, more)
  turn.tellOwner(after, notice(caseName(turn, after)))
  endMerged(turn, after, happening, notice)
  if (after.dispatchedAt) tellWorker(turn, after, 'transferred')
  done(turn, 'transfer', after, true)
}
