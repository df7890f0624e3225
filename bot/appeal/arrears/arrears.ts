import type { ArrearsFacts, Debtor } from '../../model/appeal.ts'
import type { Catalog } from '../../model/catalog.ts'
import { type CalendarDate, daysBetween, plusDays, plusMonths } from '../../model/instant.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { arrearsLaw, cite, type Term, type Version, versionOn } from './law.ts'

/** The category whose cases have `ArrearsFacts`. */
export const ARREARS = 'arrears'

/** What kind of debtor: as he says, else as the name tells beyond doubt. */
export function debtorOf(facts: ArrearsFacts | undefined, respondent: string | undefined): Debtor {
  return facts?.debtor ?? debtorNamed(respondent ?? '') ?? 'unknown'
}

/** 市住建局 is a public body, 市第二医院 an institution, 某某集团 a large firm; of 某某公司 nothing can be told. */
export function debtorNamed(name: string): Debtor | undefined {
  const { debtors: words } = arrearsLaw
  const holds = (list: readonly string[]) => list.some((word) => name.includes(word))
  const ends = (list: readonly string[]) => list.some((word) => name.endsWith(word))
  if (name === '' || holds(words.unclear)) return undefined
  if (holds(words.other)) return 'other'
  if (holds(words['large-firm'])) return 'large-firm'
  if (ends(words['company-ends'])) return undefined
  if (holds(words.institution)) return 'institution'
  return holds(words['public-body']) || ends(words['public-body-ends']) ? 'public-body' : undefined
}

/** Whether the regulation's complaint is open to him (2025年第二条、第三条、第二十四条), and if not, because of whom. */
export type Coverage = 'covered' | 'unclear' | 'debtor-not-covered' | 'creditor-not-covered'

export function coverage(facts: ArrearsFacts | undefined, respondent: string | undefined): Coverage {
  const debtor = debtorOf(facts, respondent)
  if (facts?.small === false) return 'creditor-not-covered'
  if (debtor === 'other') return 'debtor-not-covered'
  return debtor === 'unknown' ? 'unclear' : 'covered'
}

interface Told {
  readonly arrears?: ArrearsFacts | undefined
  readonly respondent?: string | undefined
}

/**
 * The category whose limits apply: its own, or the catalogue's `otherwise` (general limits) for 拖欠账款 that the
 * regulation does not cover, since its days bind nobody there.
 */
export function limitsFor(category: string, told: Told | undefined, { otherwise }: Pick<Catalog, 'otherwise'>): string {
  if (category !== ARREARS) return category
  return coverage(told?.arrears, told?.respondent).endsWith('not-covered') ? otherwise : category
}

/** From which day the term of payment runs. */
export interface Start {
  readonly what: 'settled' | 'accepted' | 'delivered'
  readonly on: CalendarDate
  /** Only month or year was told, and its last day is taken: rather too late than too early. */
  readonly rough: boolean
}

/**
 * Confirmation of the amount, where it was told (2020年第八条第三款, 2025年第九条第四款); else acceptance (2020年第九条,
 * 2025年第十条); else delivery (2020年第八条, 2025年第九条).
 */
export function startOf({ settledOn, acceptedOn, deliveredOn }: ArrearsFacts): Start | undefined {
  if (settledOn) return { what: 'settled', ...lastDayOf(settledOn) }
  if (acceptedOn) return { what: 'accepted', ...lastDayOf(acceptedOn) }
  return deliveredOn ? { what: 'delivered', ...lastDayOf(deliveredOn) } : undefined
}

export interface Due {
  readonly kind: 'due'
  /** The last day on which payment is in time. */
  readonly on: CalendarDate
  readonly by: 'law' | 'contract'
  readonly start?: Start
  /** Counted so long; without either, the day itself was agreed. */
  readonly days?: number
  readonly months?: number
  /** What was agreed is longer than the law allows, and this is taken instead. */
  readonly capped: boolean
  /** The last day was a day off, and the next working day is taken (民法典第二百零三条). */
  readonly moved: boolean
  readonly rough: boolean
  readonly provisional: boolean
  /** The version in force on the day the term began; none before the first. */
  readonly version?: Version
  readonly basis: readonly string[]
}

export interface NotDue {
  readonly kind: 'unknown'
  /** No day to count from; no regulation yet; the version has no days for this debtor; nobody knows what kind he is. */
  readonly why: 'no-start' | 'no-version' | 'no-term' | 'no-debtor'
  readonly start?: Start
  readonly version?: Version
}

/**
 * When payment was due at the latest. The version in force on the day the term begins decides, since neither has
 * transitional rules and regulations do not reach back (立法法第一百零四条). Days are counted by 民法典第二百零一条至第二百零三条: the first
 * does not count, and a last day that is a day off gives way to the next working day.
 */
export function dueDate(facts: ArrearsFacts, debtor: Debtor, calendar: WorkCalendar): Due | NotDue {
  const start = startOf(facts)
  const agreed = agreedDay(facts, start)
  const version = start && versionOn(start.on)
  const term = version && isCovered(debtor) ? version.terms[debtor] : undefined
  const known = { ...(start && { start }), ...(version && { version }) }
  if (agreed) {
    const latest = start && term?.most !== undefined ? plusDays(start.on, term.most) : undefined
    const capped = latest !== undefined && agreed.on > latest
    const length = capped && term?.most !== undefined ? { days: term.most } : agreed.length
    return due(facts, { on: capped ? latest : agreed.on, by: 'contract', capped, ...length }, known, term, calendar)
  }
  if (!start) return { kind: 'unknown', why: 'no-start' }
  if (!version) return { kind: 'unknown', why: 'no-version', start }
  if (!term) return { kind: 'unknown', why: 'no-debtor', ...known }
  if (term.days === undefined) return { kind: 'unknown', why: 'no-term', ...known }
  const on = plusDays(start.on, term.days)
  return due(facts, { on, by: 'law', capped: false, days: term.days }, known, term, calendar)
}

type Counted = Pick<Due, 'on' | 'by' | 'capped' | 'days' | 'months'>
type Known = Pick<Due, 'start' | 'version'>

function due(facts: ArrearsFacts, counted: Counted, known: Known, term: Term | undefined, calendar: WorkCalendar): Due {
  const isCounted = counted.days !== undefined || counted.months !== undefined
  const end = isCounted ? calendar.workingDayFrom(counted.on) : { date: counted.on, provisional: false }
  const { start, version } = known
  const { counting, versions } = arrearsLaw
  const startRule = version && start && start.what !== 'delivered' ? version.articles[start.what] : undefined
  const moved = end.date !== counted.on
  return {
    kind: 'due',
    ...counted,
    ...known,
    on: end.date,
    moved,
    rough: isCounted ? (start?.rough ?? false) : (facts.agreedOn ?? '').length < 10,
    provisional: end.provisional,
    basis: [
      ...(version && term ? [cite(version, term.article)] : []),
      ...(version && startRule ? [cite(version, startRule)] : []),
      ...(isCounted && versions.length > 0 ? [`《${counting.law}》${counting.firstDay}`] : []),
      ...(counted.months === undefined ? [] : [`《${counting.law}》${counting.months}`]),
      ...(moved ? [`《${counting.law}》${counting.lastDay}`] : []),
    ],
  }
}

function agreedDay(
  { agreedOn, termDays, termMonths }: ArrearsFacts,
  start: Start | undefined,
): { on: CalendarDate; length: { days?: number; months?: number } } | undefined {
  if (agreedOn) return { on: lastDayOf(agreedOn).on, length: {} }
  if (!start) return undefined
  if (termDays !== undefined) return { on: plusDays(start.on, termDays), length: { days: termDays } }
  return termMonths === undefined ? undefined : { on: plusMonths(start.on, termMonths), length: { months: termMonths } }
}

/** Interest of the days in which one version was in force. */
export interface Piece {
  readonly version: Version
  /** Both days count. */
  readonly from: CalendarDate
  readonly to: CalendarDate
  readonly days: number
  readonly yuan: number
}

export interface Interest {
  /** Days overdue: the day after it was due is the first, `until` the last. */
  readonly days: number
  /** Of them, those before the first version came into force: not estimated. */
  readonly uncovered: number
  /** A part of the amount for each day. */
  readonly perDay: number
  readonly pieces: readonly Piece[]
  /** Not rounded. */
  readonly yuan: number
}

/**
 * Late interest from the day after `dueOn` up to and with `until`, each day by the version in force on it (2020年第十五条,
 * 2025年第十七条): the agreed rate, spread over 365 days, or 万分之五 a day. That an agreed rate must not be below the one-year
 * LPR at the time of the contract is not checked: its history is not known here.
 */
export function interestUntil(
  amountYuan: number,
  dueOn: CalendarDate,
  until: CalendarDate,
  ratePercent?: number,
): Interest {
  const { versions, yearDays } = arrearsLaw
  const first = plusDays(dueOn, 1)
  const agreed = ratePercent === undefined ? undefined : ratePercent / 100 / yearDays
  const pieces = versions.flatMap((version, i): Piece[] => {
    const next = versions[i + 1]
    const from = later(first, version.inForce)
    const to = next && next.inForce <= until ? plusDays(next.inForce, -1) : until
    const days = daysBetween(from, to) + 1
    return days > 0 ? [{ version, from, to, days, yuan: amountYuan * days * (agreed ?? version.interest.perDay) }] : []
  })
  const days = Math.max(0, daysBetween(dueOn, until))
  const covered = pieces.reduce((sum, piece) => sum + piece.days, 0)
  return {
    days,
    uncovered: days - covered,
    perDay: agreed ?? (pieces.at(-1) ?? { version: versions.at(-1) }).version?.interest.perDay ?? 0,
    pieces,
    yuan: pieces.reduce((sum, { yuan }) => sum + yuan, 0),
  }
}

/** What is claimed, as far as it was told. */
export interface Claim extends Told {
  readonly amountYuan?: number | undefined
}

export interface Estimate {
  readonly debtor: Debtor
  readonly coverage: Coverage
  readonly until: CalendarDate
  readonly due: Due | NotDue
  readonly amountYuan?: number
  readonly interest?: Interest
}

/** Due date and interest up to a day, for the debtor as told, as his name tells, or as if he were this one. */
export function estimate(
  { arrears = {}, respondent, amountYuan }: Claim,
  until: CalendarDate,
  calendar: WorkCalendar,
  asIf?: Debtor,
): Estimate {
  const debtor = asIf ?? debtorOf(arrears, respondent)
  const due = dueDate(arrears, debtor, calendar)
  const interest =
    due.kind === 'due' && amountYuan !== undefined
      ? interestUntil(amountYuan, due.on, until, arrears.ratePercent)
      : undefined
  return {
    debtor,
    coverage: coverage({ ...arrears, debtor }, respondent),
    until,
    due,
    ...(amountYuan !== undefined && { amountYuan }),
    ...(interest && { interest }),
  }
}

function isCovered(debtor: Debtor): debtor is keyof Version['terms'] {
  return debtor !== 'other' && debtor !== 'unknown'
}

/** The last day of what was told, and whether it was less than a day. */
function lastDayOf(told: string): { on: CalendarDate; rough: boolean } {
  if (told.length === 10) return { on: told, rough: false }
  const next = told.length === 7 ? plusMonths(`${told}-01`, 1) : `${Number(told) + 1}-01-01`
  return { on: plusDays(next, -1), rough: true }
}

const later = (a: CalendarDate, b: CalendarDate): CalendarDate => (a > b ? a : b)
