import { isLate } from '../../appeal/owed.ts'
import { sees } from '../../appeal/rules.ts'
import { OPEN } from '../../appeal/states.ts'
import { periodAt } from '../../appeal/time/periods.ts'
import { isSealed } from '../../model/appeal.ts'
import type { AppealWhere } from '../../model/filter.ts'
import type { Address } from '../../model/message.ts'
import type { Period } from '../../model/period.ts'
import type { StaffRole } from '../../model/role.ts'
import { orderText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import type { Heard } from '../hear.ts'
import type { Turn } from '../turn.ts'
import { namedPeriod, readWanted, type Wanted } from './ledger-where.ts'

/** Figures are for those who answer for the whole; a handler sees the cases of his units. */
const REPORTS: readonly StaffRole[] = ['clerk', 'supervisor', 'leader', 'administrator']
/** Those who see every case, as far as it is not sealed from them. */
const EVERY = REPORTS
/** So many contacts may leave at once. */
const MOST_REVEALED = 200

const KINDS: Readonly<Record<string, Period['kind']>> = {
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  [orderText.WEEK]: 'week',
  [orderText.MONTH]: 'month',
  [orderText.QUARTER]: 'quarter',
}
const REPORT = /^\/?(?:report|统计报表|报表)(?:\s+(week|month|quarter|周报|月报|季报))?(?:\s+(\S+))?$/iu
const NAMED = /^\/?(周报|月报|季报)(?:\s*(\S+))?$/u
const EXPORT = /^\/?(?:export|ledger|台账|导出(?:台账)?)(?:\s+(.*))?$/isu

/** Reports and exports of the ledger for staff; false when the line asks for neither. */
export function ledgerCommand(turn: Turn, heard: Heard): boolean {
  const asked = REPORT.exec(heard.line) ?? NAMED.exec(heard.line)
  if (asked) report(turn, asked[1]?.toLowerCase(), asked[2])
  else {
    const wanted = EXPORT.exec(heard.line)
    if (!wanted) return false
    exportLedger(turn, wanted[1] ?? '')
  }
  return true
}

/** Nothing that could be the words another command waits for. */
export function isLedgerCommand(line: string): boolean {
  return /^\/(?:report|export|ledger)\b|^\/?(?:周报|月报|季报|报表|台账|导出|导出台账)(?:\s|$)/iu.test(line)
}

/** A report was chosen; false when it was another choice. */
export function pressLedger(turn: Turn, id: string): boolean {
  const [kind, which = ''] = id.split(':')
  if (kind !== 'report') return false
  report(turn, which, undefined)
  return true
}

function report(turn: Turn, word: string | undefined, of: string | undefined): void {
  if (!has(turn, REPORTS)) return turn.say(orderText.reportsFor)
  const named = of === undefined ? undefined : namedPeriod(of, turn.today)
  const kind = (word !== undefined && Object.hasOwn(KINDS, word) ? KINDS[word] : undefined) ?? named?.kind
  if (named === null) return turn.say(orderText.reportHow)
  if (!kind) {
    const labels = [orderText.WEEK, orderText.MONTH, orderText.QUARTER]
    return turn.say(
      orderText.whichReport,
      labels.map((label) => choice(label, 'report', KINDS[label] ?? '')),
    )
  }
  if (named && named.kind !== kind) return turn.say(orderText.reportHow)
  const period = named ?? periodAt(kind, turn.today)
  if (period.from > turn.today) return turn.say(orderText.notYet)
  const { units } = turn.party
  const apart = units.length > 0 && { notAgainst: [...units] }
  turn.start({ kind: 'report', answerTo: turn.here, by: signature(turn), period, ...apart })
  turn.say(orderText.making)
}

function exportLedger(turn: Turn, text: string): void {
  const wanted = readWanted(text, turn.desk.catalog, turn.today)
  if ('unknown' in wanted) return turn.say(orderText.exportHow(wanted.unknown))
  const where = within(turn, wanted)
  if (!where) return
  if (wanted.reveal) return reveal(turn, wanted, where)
  // In a group others read along who may see less than he.
  order(turn, wanted, where, turn.home)
  turn.say(turn.inGroup ? orderText.makingPrivately : orderText.making)
}

/** Whom the speaker may see, of those wanted; undefined where it has yet to be read. */
function within(turn: Turn, { where, overdue }: Wanted): AppealWhere | undefined {
  const { units } = turn.party
  const seen: AppealWhere = has(turn, EVERY) ? (units.length > 0 ? { notAgainst: units } : {}) : { seenBy: units }
  if (!overdue) return { ...where, ...seen }
  const states = OPEN.filter((state) => where.states?.includes(state) ?? true)
  const found = turn.read({ kind: 'appeals', where: { ...where, ...seen, states, openly: true } })
  const late = found?.appeals.filter(({ value }) => isLate(value, turn.desk.now))
  return late && { ...seen, numbers: late.map(({ value }) => value.number) }
}

/** Names and phones leave for the supervisor only, in private, few at once, never of what is sealed; each is on record. */
function reveal(turn: Turn, wanted: Wanted, where: AppealWhere): void {
  if (!has(turn, ['supervisor'])) return turn.say(orderText.revealFor)
  const found = turn.read({ kind: 'appeals', where: { ...where, limit: MOST_REVEALED + 1 } })
  if (!found) return
  if (found.total > MOST_REVEALED) return turn.say(orderText.revealLess(found.total, MOST_REVEALED))
  const numbers = found.appeals
    .map(({ value }) => value)
    .filter((appeal) => appeal.personal && !isSealed(appeal) && sees(turn.party, appeal))
    .map(({ number }) => number)
  if (numbers.length === 0) return turn.say(orderText.revealNone)
  const read = numbers.map((number) => turn.appeal(number))
  if (read.includes(undefined)) return
  turn.as('supervisor')
  for (const number of numbers) turn.record(number, { type: 'contact-opened', data: {} })
  order(turn, wanted, { numbers }, turn.home)
  turn.say(`${orderText.revealOnRecord(numbers.length)}${orderText.makingPrivately}`)
}

function order(turn: Turn, { format, reveal: shown }: Wanted, where: AppealWhere, answerTo: Address): void {
  turn.start({ kind: 'export', answerTo, by: signature(turn), where, format, reveal: shown })
}

function has({ party }: Turn, roles: readonly StaffRole[]): boolean {
  return party.roles.some((role) => roles.includes(role))
}

function signature({ party }: Turn): string {
  return party.name ?? party.id
}
