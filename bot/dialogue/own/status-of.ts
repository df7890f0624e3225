import { showNumber } from '../../appeal/reference.ts'
import { may } from '../../appeal/rules.ts'
import type { Appeal } from '../../model/appeal.ts'
import { appealText, LABEL } from '../../texts/zh-cn.ts'
import { choice, noticeChoices } from '../choices.ts'
import { unitName } from '../staff/announce.ts'
import type { Turn } from '../turn.ts'
import { nextNudge } from './own.ts'
import { lastTold } from './told.ts'

/** How it stands, and what he may do about it. */
export function tellStatus(turn: Turn, appeal: Appeal): void {
  const { number, state } = appeal
  const actions = (['supplement', 'nudge', 'withdraw'] as const).filter((verb) => may('entrepreneur', verb, state))
  const again = may('entrepreneur', 'reopen', state) ? [choice(LABEL.reopen, 'reopen', number)] : []
  turn.focus(number)
  const rating = state === 'follow-up' ? noticeChoices(appeal) : []
  sayStatus(turn, appeal, [...rating, ...actions.map((verb) => choice(LABEL[verb], verb, number)), ...again])
}

/** The same to one who only holds its number and code. */
export function sayStatus(turn: Turn, appeal: Appeal, choices: ReturnType<typeof choice>[] = []): void {
  const found = turn.read({ kind: 'history', number: appeal.number })
  if (!found) return
  const { grounds, endings, roads } = turn.desk.catalog
  const ground = [...grounds, ...endings].find(({ id }) => id === appeal.ground)
  const road = roads.find(({ id }) => id === appeal.ground)
  const facts = {
    number: showNumber(appeal.number),
    lead: unitName(turn, appeal.unit),
    co: appeal.co.map((unit) => unitName(turn, unit)),
    now: turn.desk.now,
    mayNudge: may('entrepreneur', 'nudge', appeal.state) && nextNudge(appeal, turn) === null,
    told: lastTold(found.events),
    ground: ground?.name,
    instead: ground?.instead ?? road?.tell,
  }
  turn.say(appealText.status(appeal, facts), choices, appeal)
}
