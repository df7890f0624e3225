import { sees } from '../../appeal/rules.ts'
import { OPEN } from '../../appeal/states.ts'
import type { Appeal, AppealState } from '../../model/appeal.ts'
import { plusDays } from '../../model/instant.ts'
import type { Party } from '../../model/person.ts'
import type { AppealFilter } from '../../ports/appeal-store.ts'
import { staffText } from '../../texts/zh-cn.ts'
import { choice } from '../choices.ts'
import { staffName } from '../office/approve.ts'
import type { Turn } from '../turn.ts'
import { cardFacts } from './announce.ts'
import { isForHere } from './readers.ts'
import { colourOf, duties, mostUrgentFirst } from './urgency.ts'

/** More than these are not gone through at once; what is due first comes first. */
const READ = 200
const PAGE = 9

const AT_INTAKE: readonly AppealState[] = ['registered', 'accepted', 'returned']
const ANSWERED: readonly AppealState[] = ['replied', 'in-review']
const WITH_UNIT: readonly AppealState[] = [
  'dispatched',
  'acknowledged',
  'in-progress',
  'awaiting-info',
  'extended',
  'rework',
  'supervised',
]

/** What the desk answered itself, and has to be done again, is still to be given to a unit. */
const AGAIN: readonly AppealState[] = ['rework', 'supervised', 'awaiting-info']
const isAtIntake = ({ state, dispatchedAt }: Appeal) => AT_INTAKE.includes(state) || dispatchedAt === undefined

/** What waits for one of a role. */
interface Section {
  readonly title: string
  readonly where: AppealFilter
  readonly keep?: (appeal: Appeal) => boolean
}

/** “待办”: for each of the speaker's roles what waits for him, the most urgent first. */
export function overview(turn: Turn, from = 0): void {
  const { roles } = turn.party
  const name = staffName(turn)
  const chief = roles.includes('leader') && !roles.some((role) => role === 'clerk' || role === 'supervisor')
  if (chief) return leaderOverview(turn, name, from)
  const sections = sectionsOf(turn, turn.party)
  if (sections.length === 0) return turn.say(staffText.casesNotYours(name))
  const read = sections.map((section) => ({ section, found: readSection(turn, section) }))
  if (read.some(({ found }) => !found)) return
  const heads = read.map(({ section, found }) => ({ title: section.title, count: found?.count ?? 0 }))
  const all = [...new Map(read.flatMap(({ found }) => found?.appeals ?? []).map((one) => [one.number, one])).values()]
  const late = all.filter((one) => isLate(turn, one)).length
  turn.say(staffText.deskOverview(name, heads, late), page(turn, all, from, 'todo'))
  if (read.some(({ found }) => found?.hides)) turn.say(staffText.restInPrivate)
}

/** “我的”: what the speaker works on himself. */
export function mine(turn: Turn, from = 0): void {
  list(turn, { title: staffText.TITLE.mine, where: { handler: turn.party.id, states: OPEN } }, from, 'mine')
}

const SOON_DAYS = 3

/** “到期”: what is late, and what is due within three days. */
export function dueSoon(turn: Turn, from = 0): void {
  const until = plusDays(turn.today, SOON_DAYS)
  const keep = (appeal: Appeal) => {
    const [first] = duties(appeal)
    return first !== undefined && first.due <= until
  }
  const { roles, units } = turn.party
  const all = roles.some((role) => role !== 'handler' && role !== 'administrator')
  const where = { states: OPEN, ...(!all && { seenBy: units }) }
  list(turn, { title: staffText.TITLE.due, where, keep }, from, 'due')
}

function list(turn: Turn, section: Section, from: number, kind: string): void {
  const found = readSection(turn, section)
  if (!found) return
  turn.say(staffText.listHead(section.title, found.count), page(turn, found.appeals, from, kind))
  if (found.hides) turn.say(staffText.restInPrivate)
}

function sectionsOf(turn: Turn, { roles, units, id }: Party): readonly Section[] {
  const { TITLE } = staffText
  const sections: Section[] = []
  if (roles.includes('clerk')) {
    sections.push(
      { title: TITLE.intake, where: { states: [...AT_INTAKE, ...AGAIN] }, keep: isAtIntake },
      { title: TITLE.answered, where: { states: ANSWERED }, keep: (one) => !one.listed },
      {
        title: TITLE.pending,
        where: { pending: true },
        keep: (one) => one.pending?.what !== 'extend' && !isBy(one, id),
      },
    )
  }
  if (roles.includes('handler')) sections.push({ title: TITLE.unit, where: { seenBy: units, states: WITH_UNIT } })
  if (roles.includes('supervisor')) {
    const keep = (one: Appeal) =>
      one.listed || one.returns >= 2 || one.pending !== undefined || colourOf(one, turn.desk.now) !== undefined
    sections.push({ title: TITLE.attention, where: { states: OPEN }, keep })
  }
  return sections
}

const isBy = ({ pending }: Appeal, id: string) => pending?.by.id === id

/** How many there are of each kind, and the red ones to open. */
function leaderOverview(turn: Turn, name: string, from: number): void {
  const found = readSection(turn, { title: '', where: { states: OPEN } })
  if (!found) return
  const of = (colour: string) => found.appeals.filter((one) => colourOf(one, turn.desk.now) === colour)
  const listed = found.appeals.filter((one) => one.listed).length
  const text = staffText.leaderCounts(name, found.count, of('yellow').length, of('red').length, listed)
  turn.say(text, page(turn, of('red'), from, 'todo'))
  if (found.hides) turn.say(staffText.restInPrivate)
}

/** What is sealed against one of his units is not read, so that it is not counted either, however many there are. */
function readSection(turn: Turn, { where, keep = () => true }: Section) {
  const { units } = turn.party
  const found = turn.read({ kind: 'appeals', where: { ...where, notAgainst: units, limit: READ } })
  if (!found) return undefined
  const read = found.appeals.map(({ value }) => value)
  const his = read.filter((one) => sees(turn.party, one) && keep(one))
  const appeals = his.filter((one) => isForHere(turn, one))
  // They come the most urgent first: where the last that was read is none of them, those behind it are none either.
  const last = read.at(-1)
  const goesOn = found.total > read.length && last !== undefined && keep(last) && isForHere(turn, last)
  const count = appeals.length + (goesOn ? found.total - read.length : 0)
  return { appeals, count, hides: appeals.length < his.length }
}

function isLate(turn: Turn, appeal: Appeal): boolean {
  return duties(appeal).some(({ due }) => due < turn.today)
}

/** Nine at a time, and the way to the next. */
function page(turn: Turn, appeals: readonly Appeal[], from: number, kind: string) {
  const sorted = mostUrgentFirst(appeals, turn.desk.now)
  const shown = sorted.slice(from, from + PAGE).map((one) => {
    const facts = { ...cardFacts(turn, one), due: duties(one)[0]?.due }
    return choice(staffText.deskLine(one, facts), 'open', one.number)
  })
  const rest = sorted.length - from - shown.length
  return rest > 0 ? [...shown, choice(staffText.NEXT_PAGE, 'list', kind, String(from + PAGE))] : shown
}

/** “下一页” of one of the lists. */
export function nextPage(turn: Turn, kind: string, from: number): void {
  const at = Number.isNaN(from) ? 0 : from
  if (kind === 'mine') return mine(turn, at)
  if (kind === 'due') return dueSoon(turn, at)
  overview(turn, at)
}
