import { type Command, Option } from 'commander'
import { AppealKind, AppealState } from '../../model/appeal.ts'
import type { Catalog } from '../../model/catalog.ts'
import { Fault } from '../../model/fault.ts'
import type { AppealWhere } from '../../model/filter.ts'
import { CalendarDate } from '../../model/instant.ts'
import { cityOption, dataOption } from '../options.ts'

/** The conditions that `appeals list` and `appeals export` share. */
export interface WhereFlags {
  readonly state?: string
  readonly kind?: AppealKind
  readonly category?: string
  readonly unit?: string
  readonly area?: string
  readonly from?: string
  readonly to?: string
  readonly overdue?: true
  readonly data?: string
  readonly city?: string
}

export function addWhere(command: Command): Command {
  return command
    .option(
      '--state <states>',
      `only those in these states, with commas between; open stands for all that are not closed`,
    )
    .addOption(new Option('--kind <kind>', 'only those of this kind').choices(AppealKind.options))
    .option('--category <category>', "only those of this category (the catalogue's id or name)")
    .option('--unit <unit>', "only those that this unit leads (the catalogue's id, name or short name)")
    .option('--area <area>', 'only those from this area')
    .option('--from <date>', 'registered on this day or later, such as 2026-11-01')
    .option('--to <date>', 'registered on this day or earlier')
    .option('--overdue', 'only those whose promised date has passed without a result')
    .addOption(dataOption())
    .addOption(cityOption())
}

/** @throws Fault `usage` for a name that is not there, telling those that are. */
export function whereOf(flags: WhereFlags, catalog: Catalog, open: readonly AppealState[]): AppealWhere {
  const { kind, from, to } = flags
  const registered = { ...(from !== undefined && { from: day(from) }), ...(to !== undefined && { to: day(to) }) }
  const { units, categories, areas } = catalog
  return {
    ...(flags.state !== undefined && { states: statesIn(flags.state, open) }),
    ...(kind && { kinds: [kind] }),
    ...(flags.category !== undefined && { categories: [idOf('category', flags.category, categories)] }),
    ...(flags.unit !== undefined && { unit: idOf('unit', flags.unit, units) }),
    ...(flags.area !== undefined && {
      area: idOf(
        'area',
        flags.area,
        areas.map(({ name, also }) => ({ id: name, name, also })),
      ),
    }),
    ...((from ?? to) !== undefined && { registered }),
  }
}

function statesIn(text: string, open: readonly AppealState[]): readonly AppealState[] {
  return text.split(',').flatMap((one) => {
    if (one.trim() === 'open') return open
    const state = AppealState.safeParse(one.trim())
    if (state.success) return [state.data]
    throw new Fault('usage', `there is no state ${one.trim()}: there are open, ${AppealState.options.join(', ')}`)
  })
}

interface Named {
  readonly id: string
  readonly name: string
  readonly short?: string
  readonly also?: readonly string[]
}

function idOf(what: string, given: string, all: readonly Named[]): string {
  const found = all.find(({ id, name, short, also = [] }) => [id, name, short, ...also].includes(given))
  if (found) return found.id
  throw new Fault('usage', `there is no ${what} ${given}: there are ${all.map(({ id }) => id).join(', ')}`)
}

function day(text: string): CalendarDate {
  const found = CalendarDate.safeParse(text)
  if (found.success) return found.data
  throw new Fault('usage', `${text} is no day: one reads 2026-11-01`)
}
