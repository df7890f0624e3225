import { ARREARS, coverage, debtorOf, startOf } from '../../appeal/arrears/arrears.ts'
import { triage } from '../../appeal/triage/triage.ts'
import type { Category } from '../../model/catalog.ts'
import type { Person } from '../../model/person.ts'
import type { Intake, SlotName, Slots } from '../../model/slots.ts'
import type { Desk } from '../desk.ts'
import { saidOnly } from './aside.ts'

/** The category that what was told so far speaks for. */
export function categoryOf(slots: Slots, desk: Desk): { category: Category; why: readonly string[] } {
  const told = [slots.matter, slots.respondent, slots.wish].filter(Boolean).join('。')
  const { category: id, why } = triage(told, desk.catalog, desk.cut, desk.learned)
  const { categories } = desk.catalog
  const category = categories.find((one) => one.id === id)
  if (!category) throw new RangeError(`the catalogue has no category ${id}`)
  return { category, why }
}

/** What is asked for, in this order; things on one line belong together and are asked for in one question. */
function groups(slots: Slots, desk: Desk): readonly (readonly SlotName[])[] {
  const { kind } = slots
  if (kind === 'consultation') return [['matter']]
  if (kind === 'suggestion') return [['matter'], ['contact', 'phone']]
  // One who reports an official is asked first whether it is to stay secret, and not for what would give him away.
  if (kind === 'tip-off') return [['matter'], ['confidential'], ['respondent'], ['contact', 'phone']]
  const { category } = categoryOf(slots, desk)
  return [
    ['matter'],
    ...(kind === 'help' && category.asks.length === 0 ? [] : [['respondent'] as const]),
    ...(category.asks.length > 0 ? [category.asks] : []),
    ['enterprise', 'area'],
    ['contact', 'phone'],
    category.id === ARREARS && !knowsDebt(slots) ? ['arrears', 'wish', 'confidential'] : ['wish', 'confidential'],
  ]
}

/** Enough is known of a debt for when it was due, or that the regulation has no say in it. */
export function knowsDebt({ arrears = {}, respondent }: Slots): boolean {
  if (coverage(arrears, respondent).endsWith('not-covered')) return true
  const dated = startOf(arrears) !== undefined || arrears.agreedOn !== undefined
  return dated && debtorOf(arrears, respondent) !== 'unknown'
}

/** What was read beside what is held; of a debt, what was read is added. */
export function withRead(slots: Slots, read: Slots): Slots {
  if (!read.arrears || !slots.arrears) return { ...slots, ...read }
  const { noTerm, termDays, termMonths, agreedOn, ...rest } = slots.arrears
  const terms = {
    ...(noTerm && { noTerm }),
    ...(termDays !== undefined && { termDays }),
    ...(termMonths !== undefined && { termMonths }),
    ...(agreedOn && { agreedOn }),
  }
  const began = beginning(slots.arrears)
  const since = began !== undefined && slots.since === began ? beginning(read.arrears) : undefined
  const other = ['noTerm', 'termDays', 'termMonths', 'agreedOn'].some((one) => one in (read.arrears ?? {}))
  return { ...slots, ...(since && { since }), ...read, arrears: { ...rest, ...(other ? {} : terms), ...read.arrears } }
}

/** The day from which it is counted, as it was told. */
const beginning = ({ settledOn, acceptedOn, deliveredOn }: NonNullable<Slots['arrears']>): string | undefined =>
  settledOn ?? acceptedOn ?? deliveredOn

/** Nice to have: one question about them is enough. */
const OPTIONAL: readonly SlotName[] = ['arrears', 'wish', 'confidential', 'uscc']

export function isOptional(slot: SlotName): boolean {
  return OPTIONAL.includes(slot)
}

/** The first question's worth of slots that are neither filled nor skipped. */
export function missing(intake: Intake, desk: Desk): readonly SlotName[] {
  const open = (slot: SlotName) =>
    (slot === 'arrears' || intake.slots[slot] === undefined) && !intake.skipped.includes(slot)
  for (const group of groups(intake.slots, desk)) {
    const lacking = group.filter(open)
    const [first] = lacking
    // A group of optional things counts as asked once one of them is known; the summary asks for what is still owed.
    const settled = isOptional(first ?? 'uscc') && group.some((slot) => slot !== 'arrears' && !open(slot))
    if (first && !settled) return lacking
  }
  return []
}

/** The slots asked for together with this one. */
export function groupOf(slot: SlotName, intake: Intake, desk: Desk): readonly SlotName[] {
  return groups(intake.slots, desk).find((group) => group.includes(slot)) ?? [slot]
}

/** What a person told in an earlier intake is not asked again. */
export function fromBefore({ known }: Person): Slots {
  return { ...known }
}

export function toKnow(slots: Slots): Person['known'] {
  const { enterprise, area, contact, phone, uscc } = slots
  return {
    ...(enterprise && { enterprise }),
    ...(area && { area }),
    ...(contact && { contact }),
    ...(phone && { phone }),
    ...(uscc && { uscc }),
  }
}

const OPENING =
  /^(?:(?:各位|尊敬的)?领导(?:们|您)*好?|您好|你好|喂)?[,，。:：!！\s]*我?们?(?:想|要|想要|需要|来)?(?:投诉|举报|求助|建议|咨询|反映|登记|提)(?:一下|一个|个|点)?(?:事情|事儿|事|诉求|问题|情况|意见|建议)?[:：,，。!！\s]*/u

/** What happened, as told in this line; undefined where it only says that something is to be told. */
export function matterIn(text: string): string | undefined {
  const rest = saidOnly(text).replace(OPENING, '').trim()
  return [...rest].length >= 5 ? text : undefined
}

/** What he told, without lines that only say that something is to be told. */
export function toldIn(text: string): string {
  const lines = text.split('\n')
  return lines.filter((line) => line.replace(OPENING, '').trim() !== '').join('\n')
}

/** Every slot, in the order in which they are shown. */
export const ALL_SLOTS: readonly SlotName[] = [
  'kind',
  'matter',
  'respondent',
  'amountYuan',
  'since',
  'enterprise',
  'area',
  'contact',
  'phone',
  'uscc',
  'arrears',
  'wish',
  'confidential',
]

/** The slots as numbered in the summary: those that are filled. “第2项” means the second of these. */
export function summaryOrder(slots: Slots): SlotName[] {
  const { kind } = slots
  const owed = kind !== 'tip-off' && kind !== 'suggestion' && kind !== 'consultation'
  return ALL_SLOTS.filter(
    (slot) => slot === 'confidential' || (slots[slot] !== undefined && (slot !== 'arrears' || owed)),
  )
}

/** What was asked for and is empty. */
export function emptySlots(slots: Slots, desk: Desk): SlotName[] {
  return groups(slots, desk)
    .flat()
    .filter((slot) => slot !== 'confidential' && slot !== 'arrears' && slots[slot] === undefined)
}
