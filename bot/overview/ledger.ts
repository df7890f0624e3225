import { ledgerSheet } from '../appeal/figures/ledger-rows.ts'
import { showNumber } from '../appeal/reference.ts'
import { isOpen } from '../appeal/states.ts'
import { type Appeal, AppealKind, type AppealNumber, AppealState } from '../model/appeal.ts'
import { dateOf } from '../model/instant.ts'
import type { Office, Sheet } from '../ports/office.ts'
import type { Asked, Block, Cell, Column, Exported, Field } from '../ports/overview.ts'
import { COLUMNS, SHEET } from '../texts/zh-cn/ledger.ts'
import { DEADLINE, KIND, STAFF_STATE } from '../texts/zh-cn/words.ts'
import { overviewText as text } from '../texts/zh-cn.ts'
import { BUCKETS, bucketOf, byDue, daysOver, promiseOf, TONE } from './due.ts'
import { periodIn } from './periods.ts'
import { askedFor, type CONDITIONS, DAYS, fits, INTAKE, readsFor, readWanted, type Wanted } from './where.ts'
import { nameOfUnit, type World } from './world.ts'

const PER_PAGE = 50
/** As in the chat: more than these are for the command line, which makes nobody wait. */
const MOST_EXPORTED = 20_000
const TYPES = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv' } as const

/** What stands on the page of what an export holds, in this order behind number and deadline. */
const SHOWN = ['状态', '诉求内容', '类型', '领域', '牵头单位', '登记日期', '办理结果', '满意度', '企业', '区域']
const WRAPS: Readonly<Record<string, 'text' | 'long'>> = { 诉求内容: 'long', 牵头单位: 'text', 领域: 'text' }

interface Found {
  readonly wanted: Wanted
  /** What was asked for, as it leads here again. */
  readonly asked: Asked
  readonly notes: readonly string[]
  /** In the order they are listed; nothing personal is in them. */
  readonly all: readonly Appeal[]
  readonly byDay: boolean
}

/** The ledger as it was asked for, fifty cases at a time. */
export async function ledgerPage(world: World): Promise<readonly Block[]> {
  const found = await find(world)
  const { all, asked, notes, byDay } = found
  const pages = Math.max(1, Math.ceil(all.length / PER_PAGE))
  const page = Math.min(pages, Math.max(1, Math.trunc(Number(world.asked['page'])) || 1))
  const rows = await rowsOf(all.slice((page - 1) * PER_PAGE, page * PER_PAGE), world)
  const to = (n: number) => ({ page: 'ledger' as const, asked: { ...asked, page: String(n) } })
  return [
    {
      kind: 'filters',
      heading: text.FILTERS,
      submit: text.FILTER,
      fields: fieldsOf(found.wanted, world),
      open: false,
    },
    ...(notes.length > 0 ? [{ kind: 'notes' as const, heading: '', lines: notes }] : []),
    {
      kind: 'table',
      heading: text.found(all.length),
      note: byDay ? text.sortedByDay : text.sortedByDue,
      columns: [{ name: text.NUMBER }, { name: text.FIELD.due, kind: 'text' }, ...SHOWN.map(columnOf)],
      rows,
      empty: text.LEDGER_NONE,
    },
    {
      kind: 'pager',
      text: text.page(page, pages),
      ...(page > 1 && { before: to(page - 1) }),
      ...(page < pages && { after: to(page + 1) }),
    },
    { kind: 'export', asked, note: text.exportNote(all.length) },
    { kind: 'notes', heading: text.DEFINITIONS_HEADING, lines: [text.MASKED, text.DUE_IS, text.SEEN_IS] },
  ]
}

/** All of it as a file. */
export async function exportLedger(
  world: World,
  format: 'xlsx' | 'csv',
  office: Pick<Office, 'xlsx' | 'csv'>,
): Promise<Exported> {
  const { all } = await find(world)
  if (all.length === 0) return { ok: false, why: text.LEDGER_NONE }
  if (all.length > MOST_EXPORTED) return { ok: false, why: text.tooMany(all.length, MOST_EXPORTED) }
  const told = await world.sight.told(all.map(({ number }) => number))
  const sheet = sheetOf(told, world)
  const bytes = format === 'csv' ? office.csv(sheet) : await office.xlsx([sheet])
  return {
    ok: true,
    name: `${SHEET}-${dateOf(world.now)}.${format}`,
    type: TYPES[format],
    bytes,
    count: told.length,
  }
}

async function find({ asked, catalog, sight, now, reportOn, today }: World): Promise<Found> {
  const { wanted, ignored } = readWanted(asked, catalog)
  const read = await sight.openly(readsFor(wanted))
  const period = asked['topic'] ? periodIn(asked, today) : undefined
  const topics = period ? (await reportOn(period)).topics : []
  const topic = topics.find(({ label }) => label === asked['topic'])
  const inTopic = new Set<AppealNumber>(topic?.numbers)
  const isWanted = fits(wanted, now)
  const fitting = read.filter((one) => (!period || inTopic.has(one.number)) && isWanted(one))
  const byDay = !fitting.every(({ state }) => isOpen(state)) || wanted.on !== undefined
  const all = byDay ? fitting.toSorted((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1)) : byDue(fitting)
  return {
    wanted,
    asked: {
      ...askedFor(wanted),
      ...(asked['topic'] && { topic: asked['topic'], period: asked['period'] ?? '' }),
    },
    notes: [
      ...(ignored.length > 0 ? [text.ignored(ignored.map((name) => LABELS[name]))] : []),
      ...(asked['topic'] ? [text.onlyTopic(topic?.label ?? asked['topic'].slice(0, 40))] : []),
      ...(wanted.number ? [text.onlyNumber(showNumber(wanted.number))] : []),
    ],
    all,
    byDay,
  }
}

const LABELS: Readonly<Record<(typeof CONDITIONS)[number], string>> = { ...text.FIELD, number: text.NUMBER }

/** As an export has them, in the order they are listed; the deadline is the one that they are sorted by. */
async function rowsOf(appeals: readonly Appeal[], world: World): Promise<readonly (readonly (Cell | string)[])[]> {
  const told = await world.sight.told(appeals.map(({ number }) => number))
  const rows = new Map([...sheetOf(told, world).rows].map((row) => [row[0], row]))
  const places = SHOWN.map((name) => COLUMNS.findIndex((column) => column.name === name))
  return appeals.flatMap((appeal) => {
    const row = rows.get(showNumber(appeal.number))
    if (!row) return []
    return [
      [showNumber(appeal.number), dueOf(appeal, world), ...places.map((place) => String(row[place] ?? text.NONE))],
    ]
  })
}

function dueOf(appeal: Appeal, { now, today }: World): Cell {
  const first = promiseOf(appeal)
  if (!first) return { text: text.NONE }
  const bucket = bucketOf(appeal, now)
  const late = bucket === 'late' ? `，${text.lateBy(daysOver(appeal, now))}` : ''
  const tone = TONE[bucket]
  return { text: `${DEADLINE[first.name]} ${text.dated(first.due, today)}${late}`, ...(tone && { tone }) }
}

function sheetOf(told: readonly Appeal[], { catalog, calendar, now }: World): Sheet {
  return ledgerSheet(told, { catalog, calendar, now, reveal: false })
}

function columnOf(name: string): Column {
  const kind = WRAPS[name]
  return { name, ...(kind && { kind }) }
}

function fieldsOf(wanted: Wanted, { catalog }: World): readonly Field[] {
  const any = { value: '', label: text.ANY }
  const choice = (
    name: keyof typeof text.FIELD,
    options: readonly { readonly value: string; readonly label: string }[],
    first: readonly { readonly value: string; readonly label: string }[] = [any],
  ): Field => ({
    name,
    label: text.FIELD[name],
    value: wanted[name] ?? first[0]?.value ?? options[0]?.value ?? '',
    options: [...first, ...options],
  })
  return [
    choice('state', [
      { value: 'open', label: text.OPEN },
      { value: 'over', label: text.OVER },
      ...AppealState.options.map((value) => ({ value, label: STAFF_STATE[value] })),
    ]),
    choice(
      'due',
      BUCKETS.map((value) => ({ value, label: text.BUCKET[value] })),
    ),
    choice('unit', [
      { value: INTAKE, label: nameOfUnit(catalog, INTAKE) },
      ...catalog.units.map(({ id, short }) => ({ value: id, label: short })),
    ]),
    choice(
      'category',
      catalog.categories.map(({ id, name }) => ({ value: id, label: name })),
    ),
    choice(
      'kind',
      AppealKind.options.map((value) => ({ value, label: KIND[value] })),
    ),
    choice(
      'area',
      catalog.areas.map(({ name }) => ({ value: name, label: name })),
    ),
    choice(
      'on',
      DAYS.map((value) => ({ value, label: text.ON[value] })),
      [],
    ),
    { name: 'from', label: text.FIELD.from, value: wanted.from ?? '', type: 'date' },
    { name: 'to', label: text.FIELD.to, value: wanted.to ?? '', type: 'date' },
  ]
}
