import { tally } from '../appeal/figures/figures.ts'
import { showNumber } from '../appeal/reference.ts'
import { isOpen, OPEN } from '../appeal/states.ts'
import type { Appeal } from '../model/appeal.ts'
import { type CalendarDate, dateOf, plusDays } from '../model/instant.ts'
import type { Block, Figure, Table } from '../ports/overview.ts'
import { DEADLINE, STAFF_STATE } from '../texts/zh-cn/words.ts'
import { overviewText as text } from '../texts/zh-cn.ts'
import { bucketOf, byDue, daysOver, promiseOf } from './due.ts'
import { fits, isJudged, type Wanted, withWhom } from './where.ts'
import { counted, nameOfCategory, nameOfUnit, shareOf, toLedger, type World } from './world.ts'

const DAYS = 7
const URGENT = 10

/** Today's figures, the last seven days, and what is most urgent. */
export async function todayPage(world: World): Promise<readonly Block[]> {
  const { store, sight, today, now } = world
  const month = `${today.slice(0, 7)}-01`
  const week = plusDays(today, 1 - DAYS)
  const from = month < week ? month : week
  // Whatever happened to a case since then, it is open or came to its end after it.
  const all = await sight.openly([{ states: OPEN }, { closed: { from } }])
  const open = all.filter(({ state }) => isOpen(state))
  const { summary } = await store.read({ kind: 'outbox' })
  const { total: gaps } = await store.read({ kind: 'gaps', limit: 1 })

  const count = (wanted: Wanted) => tally(all, fits(wanted, now))
  const figure = (label: string, wanted: Wanted, note: string): Figure => {
    const n = count(wanted)
    return { label, value: text.of(n), note, ...(n > 0 && { to: toLedger(wanted) }) }
  }
  const on = (day: Wanted['on'] & string, date: CalendarDate): Wanted => ({ on: day, from: date, to: date })
  const yesterday = plusDays(today, -1)
  const rated: Wanted = { on: 'rated', from: month, to: today }
  const { pending, parked } = summary
  const late = figure(text.F.late, { state: 'open', due: 'late' }, text.lateIs)
  const soon = figure(text.F.dueToday, { state: 'open', due: 'today' }, text.dueTodayIs)

  return [
    {
      kind: 'figures',
      heading: text.NOW_HEADING,
      figures: [
        { ...late, ...(late.to && { tone: 'bad' as const }) },
        { ...soon, ...(soon.to && { tone: 'warn' as const }) },
        figure(text.F.open, { state: 'open' }, text.openIs),
      ],
    },
    {
      kind: 'figures',
      heading: text.TODAY_HEADING,
      figures: [
        figure(text.F.fresh, on('registered', today), text.freshIs(count(on('registered', yesterday)))),
        figure(text.F.accepted, on('accepted', today), text.acceptedIs(count(on('accepted', yesterday)))),
        figure(text.F.resolved, on('resolved', today), text.resolvedIs(count(on('resolved', yesterday)))),
      ],
    },
    {
      kind: 'figures',
      heading: text.MORE_HEADING,
      figures: [
        {
          ...shareOf(text.F.satisfaction, contented(all, month, today), text.satisfactionIs(month)),
          ...(count(rated) > 0 && { to: toLedger(rated) }),
        },
        { label: text.F.gaps, value: text.groups(gaps), note: text.gapsIs, to: { page: 'gaps' } },
        {
          label: text.F.pending,
          value: text.messages(pending),
          note: text.pendingIs(parked),
          ...(parked > 0 && { tone: 'bad' as const }),
          ...(world.pages.includes('channels') && { to: { page: 'channels' } }),
        },
      ],
    },
    urgentOf(open, world),
    weekOf(count, today),
    { kind: 'notes', heading: text.DEFINITIONS_HEADING, lines: [text.DUE_IS, text.SEEN_IS] },
  ]
}

/** 满意率 as the reports count it: every rating given in these days. */
function contented(all: readonly Appeal[], from: CalendarDate, to: CalendarDate) {
  const judged = all
    .flatMap(({ ratings = [] }) => ratings.filter(isJudged))
    .filter(({ at }) => dateOf(at) >= from && dateOf(at) <= to)
  return { n: judged.filter(({ satisfaction }) => satisfaction !== 'dissatisfied').length, of: judged.length }
}

function urgentOf(open: readonly Appeal[], { now, today, catalog }: World): Table {
  const urgent = byDue(open.filter((one) => ['late', 'today'].includes(bucketOf(one, now))))
  const rows = urgent.slice(0, URGENT).map((one) => {
    const first = promiseOf(one)
    const isOver = bucketOf(one, now) === 'late'
    const due = first ? text.dated(first.due, today) : text.NONE
    return [
      { text: showNumber(one.number), to: toLedger({ number: one.number }) },
      isOver
        ? { text: `${due}，${text.lateBy(daysOver(one, now))}`, tone: 'bad' as const }
        : { text: text.F.dueToday, tone: 'warn' as const },
      first ? DEADLINE[first.name] : text.NONE,
      nameOfUnit(catalog, withWhom(one)),
      nameOfCategory(catalog, one.category),
      STAFF_STATE[one.state],
    ]
  })
  return {
    kind: 'table',
    heading: text.URGENT_HEADING,
    ...(rows.length > 0 && { note: text.urgentNote(rows.length, urgent.length) }),
    columns: text.URGENT_COLUMNS.map((name) => ({ name })),
    rows,
    empty: text.URGENT_NONE,
  }
}

function weekOf(count: (wanted: Wanted) => number, today: CalendarDate): Table {
  const [name, ...columns] = text.WEEK_COLUMNS
  const days = Array.from({ length: DAYS }, (_, i) => plusDays(today, -i))
  return {
    kind: 'table',
    heading: text.WEEK_HEADING,
    columns: [{ name }, ...columns.map((column) => ({ name: column, kind: 'number' as const }))],
    rows: days.map((date) => [
      text.dayOf(date),
      ...(['registered', 'accepted', 'resolved'] as const).map((on) => {
        const wanted = { on, from: date, to: date }
        return counted(count(wanted), wanted)
      }),
    ]),
    empty: '',
  }
}
