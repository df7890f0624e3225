import { groupBy } from '../appeal/figures/figures.ts'
import { showNumber } from '../appeal/reference.ts'
import { OPEN } from '../appeal/states.ts'
import type { Appeal } from '../model/appeal.ts'
import type { Block, Cell, Lane, Table } from '../ports/overview.ts'
import { DEADLINE, STAFF_STATE } from '../texts/zh-cn/words.ts'
import { overviewText as text } from '../texts/zh-cn.ts'
import { BUCKETS, type Bucket, bucketOf, byDue, daysOver, promiseOf, TONE } from './due.ts'
import { withWhom } from './where.ts'
import { counted, nameOfCategory, nameOfUnit, toLedger, type World } from './world.ts'

/** So many cases of a unit stand in each of its columns; the count leads to all of them. */
const SHOWN = 5
/** What is looked at case by case: what is due within a week. */
const NEAR: readonly Bucket[] = ['late', 'today', '3d', '7d']

/** What is open, by unit and by how soon it is due: the units with most that is late first. */
export async function boardPage(world: World): Promise<readonly Block[]> {
  const { sight, now } = world
  const open = await sight.openly([{ states: OPEN }])
  const units = [...groupBy(open, withWhom)].map(([unit, own]) => ({
    unit,
    own,
    by: groupBy(own, (one) => bucketOf(one, now)),
  }))
  const weight = (by: ReadonlyMap<Bucket, readonly Appeal[]>) =>
    BUCKETS.reduce((sum, bucket) => sum * 1_000 + Math.min(999, by.get(bucket)?.length ?? 0), 0)
  units.sort((a, b) => weight(b.by) - weight(a.by) || (a.unit < b.unit ? -1 : 1))
  return [
    tableOf(units, open.length, world),
    {
      kind: 'lanes',
      heading: text.LANES_HEADING,
      empty: text.BOARD_NONE,
      lanes: units.map((one) => laneOf(one, world)).filter(({ stacks }) => stacks.some(({ count }) => count > 0)),
    },
    { kind: 'notes', heading: text.DEFINITIONS_HEADING, lines: [text.DUE_IS, text.NO_DUE, text.SEEN_IS] },
  ]
}

interface OfUnit {
  readonly unit: string
  readonly own: readonly Appeal[]
  readonly by: ReadonlyMap<Bucket, readonly Appeal[]>
}

function tableOf(units: readonly OfUnit[], total: number, { catalog }: World): Table {
  const sum = (bucket: Bucket) => units.reduce((all, { by }) => all + (by.get(bucket)?.length ?? 0), 0)
  const row = (name: string, unit: string | undefined, of: (bucket: Bucket) => number, all: number): Cell[] => [
    { text: name },
    ...BUCKETS.map((due) => counted(of(due), { state: 'open', due, ...(unit && { unit }) }, TONE[due])),
    counted(all, { state: 'open', ...(unit && { unit }) }),
  ]
  const rows = units.map(({ unit, own, by }) =>
    row(nameOfUnit(catalog, unit), unit, (bucket) => by.get(bucket)?.length ?? 0, own.length),
  )
  return {
    kind: 'table',
    heading: text.BOARD_HEADING,
    columns: [
      { name: text.BOARD_UNIT },
      ...BUCKETS.map((bucket) => ({ name: text.BUCKET[bucket], kind: 'number' as const })),
      { name: text.ALL, kind: 'number' },
    ],
    rows: rows.length > 0 ? [...rows, row(text.ALL, undefined, sum, total)] : [],
    empty: text.BOARD_NONE,
  }
}

function laneOf({ unit, own, by }: OfUnit, world: World): Lane {
  return {
    name: nameOfUnit(world.catalog, unit),
    to: toLedger({ state: 'open', unit }),
    total: own.length,
    stacks: NEAR.map((bucket) => stackOf(unit, bucket, by.get(bucket) ?? [], world)),
  }
}

function stackOf(unit: string, bucket: Bucket, all: readonly Appeal[], world: World): Lane['stacks'][number] {
  const tone = TONE[bucket]
  return {
    name: text.BUCKET[bucket],
    ...(tone && { tone }),
    count: all.length,
    to: toLedger({ state: 'open', due: bucket, unit }),
    cases: byDue(all)
      .slice(0, SHOWN)
      .map((one) => caseOf(one, bucket, world)),
  }
}

function caseOf(one: Appeal, bucket: Bucket, { catalog, now, today }: World) {
  const first = promiseOf(one)
  const day = first ? `${DEADLINE[first.name]}：${text.dated(first.due, today)}` : ''
  const late = bucket === 'late' ? `，${text.lateBy(daysOver(one, now))}` : ''
  return {
    number: showNumber(one.number),
    lines: [`${day}${late}`, `${nameOfCategory(catalog, one.category)} · ${STAFF_STATE[one.state]}`],
    to: toLedger({ number: one.number }),
  }
}
