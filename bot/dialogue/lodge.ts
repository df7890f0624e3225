import { deadlinesFor } from '../appeal/deadlines.ts'
import { showNumber } from '../appeal/reference.ts'
import type { Appeal } from '../model/appeal.ts'
import type { Attachment } from '../model/message.ts'
import type { Slots } from '../model/slots.ts'
import { intakeText, LABEL, staffText } from '../texts/zh-cn.ts'
import { choice } from './choices.ts'
import { categoryOf, fromBefore, toKnow } from './slots.ts'
import type { Turn } from './turn.ts'

/** Registers an appeal, remembers what need not be asked again, and announces it to staff. */
export function lodge(
  turn: Turn,
  slots: Slots,
  how: { attachments: readonly Attachment[]; urgent: boolean; news: keyof typeof staffText.NEWS },
): Appeal {
  const { category, unit, why } = categoryOf(slots, turn.desk)
  const number = turn.desk.mint.number()
  const { kind = 'help', area, amountYuan, since, confidential = false, matter = '', ...told } = slots
  const appeal = turn.record(
    number,
    {
      type: 'registered',
      data: {
        number,
        kind,
        category: category.id,
        unit,
        confidential,
        urgent: how.urgent,
        deadlines: deadlinesFor(category.id, turn.desk.now, turn.desk.catalog, turn.desk.calendar),
        ...(area && { area }),
        ...(amountYuan !== undefined && { amountYuan }),
        ...(since && { since }),
      },
      personal: {
        code: turn.desk.mint.code(),
        home: turn.here,
        particulars: { matter, ...told, attachments: [...how.attachments] },
      },
    },
    turn.party.id,
  )
  turn.person = { ...turn.person, known: { ...turn.person.known, ...toKnow(slots) } }
  const { intake: _, ...rest } = turn.conversation
  turn.conversation = { ...rest, focus: number }
  announce(turn, appeal, how.news, why)
  return appeal
}

/** A question the documents do not answer goes to staff as a consultation. */
export function lodgeQuestion(turn: Turn, question: string): void {
  const slots: Slots = { ...fromBefore(turn.person), kind: 'consultation', matter: question }
  const appeal = lodge(turn, slots, { attachments: [], urgent: false, news: 'registered' })
  turn.say(intakeText.passedOn(showNumber(appeal.number)))
  const result = appeal.deadlines.find(({ name }) => name === 'result')
  if (result) turn.say(intakeText.promises([result], turn.today).join(''))
}

/** Tells the staff room what happened to an appeal, with its card. */
export function announce(
  turn: Turn,
  appeal: Appeal,
  news: keyof typeof staffText.NEWS,
  why: readonly string[] = [],
): void {
  const facts = { ...cardFacts(turn, appeal), why }
  const secret = appeal.confidential || appeal.kind === 'tip-off'
  const text = staffText.news(news, secret ? staffText.secretCard(appeal, facts) : staffText.card(appeal, facts))
  turn.tell(turn.desk.reach({ room: 'intake' }), appeal, text, [choice(LABEL.open, 'open', appeal.number)])
}

export function cardFacts(turn: Turn, appeal: Appeal): staffText.CardFacts {
  return {
    number: showNumber(appeal.number),
    category: turn.desk.catalog.categories.find(({ id }) => id === appeal.category)?.name ?? appeal.category,
    unit: unitName(turn, appeal.unit),
    today: turn.today,
  }
}

export function unitName(turn: Turn, id: string): string {
  return turn.desk.catalog.units.find((unit) => unit.id === id)?.name ?? id
}
