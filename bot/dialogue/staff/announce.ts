import { maskTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import { mayBeGiven } from '../../appeal/rules.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import type { Address } from '../../model/message.ts'
import type { Choice } from '../../model/reply.ts'
import { LABEL, staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Reach } from '../desk.ts'
import type { Turn } from '../turn.ts'
import { colourOf } from './urgency.ts'

type News = keyof typeof staffText.NEWS

/**
 * Tells those whom it concerns what happened to an appeal, with its card: the unit that has it, or else the intake desk;
 * of what was merged, those who have the main one. A danger, and a third try, supervision too.
 */
export function announce(turn: Turn, appeal: Appeal, news: News, why: readonly string[] = []): void {
  const main = appeal.mergedInto ? turn.appeal(appeal.mergedInto) : appeal
  if (!main) return
  const whom: Reach[] = [holderOf(main)]
  if (news === 'danger' || (main.listed && (news === 'rework' || news === 'reopened')))
    whom.push({ room: 'supervision' })
  tellStaff(turn, appeal, news, whom, { why })
  // A nudge and what was waited for concern the one who works on it.
  const own = news === 'nudged' || news === 'supplemented' ? handlerOf(main) : undefined
  const known = reached(turn, appeal, whom).some(({ chat }) => chat === own?.chat)
  if (own && !known) turn.tell(own, appeal, newsText(turn, appeal, news, why), openChoice(appeal))
}

/** Those who have it: its unit, as long as it may know of it; else the intake desk. */
export function holderOf(appeal: Appeal): Reach {
  return appeal.dispatchedAt && mayBeGiven(appeal.unit, appeal) ? { unit: appeal.unit } : { room: 'intake' }
}

/** Where the one who works on it is himself. */
export function handlerOf(appeal: Appeal): Appeal['handlerAt'] {
  return mayBeGiven(appeal.unit, appeal) ? appeal.handlerAt : undefined
}

/** Tells these rooms and units, each chat once; a sealed case shows as little as it may. */
export function tellStaff(
  turn: Turn,
  appeal: Appeal,
  news: News,
  whom: readonly Reach[],
  more: {
    readonly why?: readonly string[]
    readonly text?: string | undefined
    readonly choices?: readonly Choice[]
  } = {},
): void {
  const text = newsText(turn, appeal, news, more.why ?? [], more.text)
  turn.tell(reached(turn, appeal, whom), appeal, text, [...(more.choices ?? []), ...openChoice(appeal)])
}

/** Each chat once. */
function reached(turn: Turn, appeal: Appeal, whom: readonly Reach[]): readonly Address[] {
  const all = whom.flatMap((one) => turn.desk.reach(one, isSealed(appeal)))
  return [...new Map(all.map((to) => [`${to.channel} ${to.chat}`, to])).values()]
}

function newsText(turn: Turn, appeal: Appeal, news: News, why: readonly string[], more?: string) {
  const facts = { ...cardFacts(turn, appeal), why }
  const sealed = isSealed(appeal)
  const card = sealed ? staffText.secretCard(appeal, facts) : staffText.card(appeal, facts)
  const said = sealed || more === undefined ? undefined : maskTold(more, appeal.personal?.particulars)
  return staffText.news(news, card, said)
}

/** Of what was merged the main one: who works on that can open it. */
const openChoice = ({ number, mergedInto }: Appeal): Choice[] => [choice(LABEL.open, 'open', mergedInto ?? number)]

export function cardFacts(turn: Turn, appeal: Appeal): staffText.CardFacts {
  const { pending, mergedInto } = appeal
  return {
    number: showNumber(appeal.number),
    category: categoryName(turn, appeal.category),
    unit: unitName(turn, appeal.unit),
    co: appeal.co.map((id) => unitName(turn, id)),
    against: appeal.against.map((id) => unitName(turn, id)),
    today: turn.today,
    colour: colourOf(appeal, turn.desk.now),
    merged: appeal.merged.map(showNumber),
    ...(mergedInto && { mergedInto: showNumber(mergedInto) }),
    ...(pending && {
      pending: staffText.proposal({ ...pending, ground: groundName(turn, pending.ground) }, turn.today),
    }),
  }
}

function groundName(turn: Turn, ground: string | undefined): string | undefined {
  const { grounds, endings } = turn.desk.catalog
  return [...grounds, ...endings].find(({ id }) => id === ground)?.name ?? ground
}

export function categoryName(turn: Turn, category: string): string {
  return turn.desk.catalog.categories.find(({ id }) => id === category)?.name ?? category
}

export function unitName(turn: Turn, id: string): string {
  return turn.desk.catalog.units.find((unit) => unit.id === id)?.name ?? id
}

export const namesOf = (turn: Turn): staffText.Names => ({
  unit: (id) => unitName(turn, id),
  category: (id) => categoryName(turn, id),
})
