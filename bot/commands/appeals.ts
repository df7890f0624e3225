import { type Command, Option } from 'commander'
import { type Appeal, AppealState } from '../model/appeal.ts'
import type { AppealEvent } from '../model/event.ts'
import { Fault } from '../model/fault.ts'
import { dateOf, timeOf } from '../model/instant.ts'
import type { AppealFilter } from '../ports/appeal-store.ts'
import { type Io, print } from './io.ts'
import { openReading } from './ledger.ts'
import { count, dataOption, jsonOption } from './options.ts'
import { oneLine, table } from './table.ts'

interface ListFlags {
  readonly state?: AppealState
  readonly unit?: string
  readonly limit: number
  readonly data?: string
  readonly json?: true
}
interface ShowFlags {
  readonly reveal?: true
  readonly data?: string
  readonly json?: true
}

export function addAppeals(program: Command, io: Io): void {
  const appeals = program.command('appeals').description('Looks into the ledger, also while a chat is running.')

  appeals
    .command('list')
    .description('Lists appeals, the earliest deadline first, without anything personal.')
    .addOption(new Option('--state <state>', 'only those in this state').choices(AppealState.options))
    .option('--unit <unit>', "only those of this responsible unit (the catalogue's id)")
    .option('--limit <n>', 'at most so many', count, 50)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: ListFlags) => list(flags, io))

  appeals
    .command('show')
    .description('Shows an appeal with its history. Names, phones and numbers of persons are masked.')
    .argument('<number>', 'such as QQ-7K3M-9XPF')
    .option('--reveal', 'show personal values as they were told')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((number: string, flags: ShowFlags) => show(number, flags, io))
}

async function list(flags: ListFlags, io: Io): Promise<void> {
  const { catalog } = await import('../catalog/index.ts')
  if (flags.unit && !catalog.units.some(({ id }) => id === flags.unit)) {
    throw new Fault(
      'usage',
      `there is no unit ${flags.unit}: there are ${catalog.units.map(({ id }) => id).join(', ')}`,
    )
  }
  const where: AppealFilter = {
    ...(flags.state && { states: [flags.state] }),
    ...(flags.unit && { unit: flags.unit }),
    limit: flags.limit,
  }
  const ledger = await openReading(io, flags)
  const found = await ledger.read({ kind: 'appeals', where })
  if (found.kind !== 'appeals') return
  const rows = found.appeals.map(({ value }) => openly(value))
  if (flags.json) return print(io.stdout, JSON.stringify(rows))
  if (rows.length === 0) return print(io.stdout, 'no appeals')
  const [{ showNumber }, { owed }] = await Promise.all([import('../appeal/reference.ts'), import('../appeal/rules.ts')])
  await print(
    io.stdout,
    ...table([
      ['number', 'state', 'kind', 'category', 'unit', 'due', 'registered'],
      ...found.appeals.map(({ value }) => [
        showNumber(value.number),
        value.state,
        value.kind,
        value.category,
        value.unit,
        owed(value)
          .map(({ due }) => due)
          .toSorted()[0] ?? '-',
        dateOf(value.registeredAt),
      ]),
    ]),
  )
  if (found.total > rows.length) await print(io.stderr, `${rows.length} of ${found.total}; --limit shows more`)
}

/** The half of an appeal that is not personal. */
function openly({ personal: _, ...open }: Appeal): Omit<Appeal, 'personal'> {
  return open
}

async function show(given: string, flags: ShowFlags, io: Io): Promise<void> {
  const [{ findNumbers, showNumber }, { masked, maskedEvent }] = await Promise.all([
    import('../appeal/reference.ts'),
    import('./masked.ts'),
  ])
  const number = findNumbers(given).good[0]
  if (!number) throw new Fault('usage', `${given} is no appeal number: one reads QQ-7K3M-9XPF; appeals list shows them`)
  const ledger = await openReading(io, flags)
  const found = await ledger.read({ kind: 'appeal', number })
  if (found.kind !== 'appeal' || !found.appeal) {
    throw new Fault(
      'not-found',
      `there is no appeal ${showNumber(number)} in this ledger; appeals list shows those there are`,
    )
  }
  const { value } = found.appeal
  const appeal = flags.reveal ? value : masked(value)
  const { events } = await ledger.read({ kind: 'history', number })
  const history = flags.reveal ? events : events.map((event) => maskedEvent(event, value.personal?.particulars))
  if (flags.json) return print(io.stdout, JSON.stringify({ appeal, history }))
  await print(io.stdout, ...table(facts(appeal, showNumber(number))), '', ...table(history.map(happened)))
}

function facts(appeal: Appeal, number: string): string[][] {
  const told = appeal.personal?.particulars
  const rows: [string, string | undefined][] = [
    ['number', number],
    ['state', appeal.state],
    ['kind', appeal.kind],
    ['category', appeal.category],
    ['unit', appeal.unit],
    ['area', appeal.area],
    ['amount', appeal.amountYuan === undefined ? undefined : `${appeal.amountYuan} yuan`],
    ['since', appeal.since],
    ['confidential', appeal.confidential ? 'yes' : 'no'],
    ['urgent', appeal.urgent ? 'yes' : undefined],
    ...appeal.deadlines.map(({ name, due, basis }): [string, string] => [`due: ${name}`, `${due} (${basis})`]),
    ['handler', appeal.handler?.name],
    ['outcome', appeal.outcome],
    ['satisfaction', appeal.satisfaction],
    ['personal', appeal.personal ? undefined : 'erased'],
    ['matter', told?.matter],
    ['respondent', told?.respondent],
    ['enterprise', told?.enterprise],
    ['contact', told?.contact],
    ['phone', told?.phone],
    ['credit code', told?.uscc],
    ['wish', told?.wish],
  ]
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, oneLine(value)]]))
}

function happened(event: AppealEvent): string[] {
  const text = event.personal && 'text' in event.personal ? event.personal.text : ''
  return [`${dateOf(event.at)} ${timeOf(event.at)}`, event.type, event.by.name ?? event.by.role, oneLine(text)]
}
