import { limitsFor } from '../../appeal/arrears/arrears.ts'
import { showNumber } from '../../appeal/reference.ts'
import { registrationDeadlines } from '../../appeal/time/deadlines.ts'
import { unitsNamed } from '../../appeal/triage/against.ts'
import { unitsAgainst, unitsFor } from '../../appeal/triage/dispatching.ts'
import type { Appeal, AppealNumber } from '../../model/appeal.ts'
import type { Attachment } from '../../model/message.ts'
import type { Slots } from '../../model/slots.ts'
import { intakeText, type staffText } from '../../texts/zh-cn.ts'
import { announce, unitName } from '../staff/announce.ts'
import type { Turn } from '../turn.ts'
import { withAside } from './aside.ts'
import { categoryOf, fromBefore, toKnow } from './slots.ts'

/** Registers an appeal, remembers what need not be asked again, and announces it to staff. */
export function lodge(
  turn: Turn,
  slots: Slots,
  how: {
    attachments: readonly Attachment[]
    urgent: boolean
    news: keyof typeof staffText.NEWS
    /** The earlier one that this goes on from. */
    follows?: AppealNumber
  },
): Appeal {
  const { catalog } = turn.desk
  const { category, why } = categoryOf(slots, turn.desk)
  const { unit, because, against } = unitOf(turn, slots, category.id)
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
        deadlines: registrationDeadlines(limitsFor(category.id, told, catalog), turn.desk),
        ...(against.length > 0 && { against }),
        ...(area && { area }),
        ...(amountYuan !== undefined && { amountYuan }),
        ...(since && { since }),
        ...(how.follows && { follows: how.follows }),
        ...(turn.person.size && { size: turn.person.size }),
        ...(turn.person.ownership && { ownership: turn.person.ownership }),
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
  announce(turn, appeal, how.news, [...why, ...because])
  return appeal
}

/** His receipt: number, private code, unit, dates, and the head of the chain. */
export function sayRegistered(turn: Turn, appeal: Appeal): void {
  const { number, unit, deadlines, head, personal } = appeal
  turn.say(
    intakeText.registered({
      number: showNumber(number),
      code: personal?.code ?? '',
      unit: unitName(turn, unit),
      deadlines,
      today: turn.today,
      head,
    }),
  )
  tellToKeep(turn, appeal)
}

/** Tells him to keep number and code where he is known by nothing else after the next login. */
export function tellToKeep(turn: Turn, { personal }: Appeal): void {
  if (personal && turn.desk.isPassing(turn.here)) turn.say(intakeText.keepSafe(personal.code))
}

/** The unit likely to be responsible, with why where that is more than the category says, and those complained of. */
export function unitOf(
  turn: Turn,
  slots: Slots,
  category: string,
): { readonly unit: string; readonly because: readonly string[]; readonly against: string[] } {
  const { catalog, learned } = turn.desk
  const { kind = 'help', area, matter = '', respondent = '', confidential = false } = slots
  const blames = kind !== 'consultation' && kind !== 'suggestion'
  const against = blames ? [...new Set([...unitsAgainst(matter, catalog), ...unitsNamed(respondent, catalog)])] : []
  const told = [matter, respondent].filter(Boolean).join('。')
  const [earlier] = turn.own.filter((own) => own.category === category && own.dispatchedAt !== undefined)
  const before = earlier && { number: earlier.number, unit: earlier.unit }
  const [first] = unitsFor({ category, kind, area, against, confidential, told, before }, catalog, learned(told))
  const usual = catalog.categories.find(({ id }) => id === category)?.unit ?? ''
  if (!first) return { unit: usual, because: [], against }
  return { unit: first.unit, because: first.unit === usual ? [] : first.why, against }
}

/** A question the documents do not answer goes to staff as a consultation. */
export function lodgeQuestion(turn: Turn, question: string, files: readonly Attachment[] = []): void {
  const { text, attachments } = withAside(turn, { text: question, attachments: files })
  const slots: Slots = { ...fromBefore(turn.person), kind: 'consultation', matter: text }
  const appeal = lodge(turn, slots, { attachments, urgent: false, news: 'registered' })
  if (attachments.length > 0) turn.say(intakeText.attached(attachments.length))
  turn.say(intakeText.passedOn(showNumber(appeal.number)))
  tellToKeep(turn, appeal)
  const result = appeal.deadlines.find(({ name }) => name === 'result')
  if (result) turn.say(intakeText.promises([result], turn.today).join(''))
}
