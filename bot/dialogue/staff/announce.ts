import { maskTold, namesTold } from '../../appeal/redact.ts'
import { showNumber } from '../../appeal/reference.ts'
import { mayBeGiven } from '../../appeal/rules.ts'
import { type Appeal, isSealed } from '../../model/appeal.ts'
import type { Address } from '../../model/message.ts'
import type { Choice, RichText } from '../../model/reply.ts'
import { lines } from '../../texts/rich.ts'
import { LABEL, staffText } from '../../texts/zh-cn.ts'
import { eachOnce } from '../chats.ts'
import { choice } from '../choices.ts'
import type { Reach } from '../desk.ts'
import type { Turn } from '../turn.ts'
import { mayHear, maySee } from './readers.ts'
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
  // A nudge and what was waited for concern the one who works on it.
  const said = news === 'supplemented' || news === 'recalled'
  const own = said || news === 'nudged' ? handlerOf(turn, main) : undefined
  const to = reached(turn, appeal, whom)
  tellNews(turn, own ? eachOnce([...to, own]) : to, appeal, staffText.headline(news), {
    why,
    ...(said && cameWith(appeal)),
  })
}

/** How much came; what it says is opened by a press. */
function cameWith({ number, personal }: Appeal): Pick<More, 'short' | 'urgent'> {
  const said = personal?.thread.findLast(({ kind }) => kind === 'supplement')
  if (!said) return {}
  const short = staffText.cameWith(said.text.length, said.attachments.length)
  return { short, urgent: [choice(staffText.READ, 'said', number)] }
}

/** Those who have it: its unit, as long as it may know of it; else the intake desk. */
export function holderOf(appeal: Appeal): Reach {
  return appeal.dispatchedAt && mayBeGiven(appeal.unit, appeal) ? { unit: appeal.unit } : { room: 'intake' }
}

/** Where the one who works on it is himself, as long as he may: he may have left, or work for another unit by now. */
export function handlerOf(turn: Turn, appeal: Appeal): Appeal['handlerAt'] {
  const { unit, handlerAt } = appeal
  return handlerAt && mayBeGiven(unit, appeal) && maySee(turn, appeal, handlerAt) ? handlerAt : undefined
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
    /** Said only where a card shows the rest. */
    readonly short?: string
  } = {},
): void {
  const { text, choices = [], why = [], short } = more
  const said = isSealed(appeal) || text === undefined ? undefined : maskTold(text, namesTold(appeal))
  const to = reached(turn, appeal, whom)
  tellNews(turn, to, appeal, staffText.headline(news), {
    why,
    choices,
    ...(said !== undefined && { said }),
    ...(short !== undefined && { short }),
  })
}

/** Each chat once; of what is sealed nobody hears who has to keep away from it. */
export function reached(turn: Turn, appeal: Appeal, whom: readonly Reach[]): readonly Address[] {
  const all = whom.flatMap((one) => {
    const there = turn.desk.reach(one, isSealed(appeal))
    const fitting = there.filter((at) => mayHear(turn, appeal, at))
    // Where the whole unit has to keep away the intake desk has to know.
    return fitting.length > 0 || there.length === 0 || !('unit' in one) ? fitting : reached(turn, appeal, [INTAKE])
  })
  return eachOnce(all)
}

const INTAKE: Reach = { room: 'intake' }

interface More {
  /** Said besides the headline. */
  readonly said?: string
  readonly choices?: readonly Choice[]
  readonly why?: readonly string[]
  /** Said, and offered, only where a card shows the rest. */
  readonly short?: string
  readonly urgent?: readonly Choice[]
}

/**
 * Tells something new of an appeal: where cards live it answers the card, which shows the rest; else all of it is one message.
 * Of what was merged it is the card of the main one, which those who are told work on.
 */
export function tellNews(
  turn: Turn,
  to: readonly Address[],
  appeal: Appeal,
  head: RichText,
  { said, choices = [], why = [], short, urgent = [] }: More = {},
): void {
  for (const at of to) {
    if (turn.desk.keepsCards(at)) {
      const number = appeal.mergedInto ?? appeal.number
      const of = appeal.mergedInto && staffText.ofMerged(showNumber(appeal.number))
      const more = lines(of, short, said)
      turn.wishes.push({ kind: 'news', to: at, number, head, more, choices: [...urgent, ...choices] })
    } else {
      const text = staffText.news(head, staticCard(turn, appeal, why), said)
      turn.tell(at, appeal, text, [...choices, ...openChoice(appeal)])
    }
  }
}

/** Tells those who have it no longer, and need know no more than that; their card says the same. */
export function tellGone(turn: Turn, to: readonly Address[], appeal: Appeal, head: RichText, said: string): void {
  for (const at of eachOnce(to)) {
    const answers = turn.desk.keepsCards(at) && { answers: { card: appeal.number } }
    turn.tell(at, appeal, staffText.news(head, [said]), [], [], answers || {})
  }
}

function staticCard(turn: Turn, appeal: Appeal, why: readonly string[]): RichText {
  const facts = { ...cardFacts(turn, appeal), why }
  return isSealed(appeal) ? staffText.secretCard(appeal, facts) : staffText.card(appeal, facts)
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
