import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Argument, type Command } from 'commander'
import { Fault } from '../../model/fault.ts'
import { dateOf } from '../../model/instant.ts'
import { Period } from '../../model/period.ts'
import { systemClock } from '../clock.ts'
import { type Io, print } from '../io.ts'
import { openReading } from '../ledger.ts'
import { cityOption, configFor, dataOption, jsonOption } from '../options.ts'

interface Flags {
  readonly of?: string
  readonly out?: string
  readonly data?: string
  readonly city?: string
  readonly json?: true
}

export function addReport(program: Command, io: Io): void {
  program
    .command('report')
    .summary('the figures of a week, month or quarter')
    .description(
      'Prints the figures of a week, month or quarter, without anything personal, also while a chat is running;\n' +
        'with --out also draws them as pictures.',
    )
    .addArgument(
      new Argument('<period>', 'the running one, unless --of names another').choices(Period.shape.kind.options),
    )
    .option('--of <period>', '2026-W47, 2026-11 or 2026-Q4')
    .option('--out <dir>', 'write the charts as PNG files into this folder')
    .addOption(dataOption())
    .addOption(cityOption())
    .addOption(jsonOption())
    .action((kind: Period['kind'], flags: Flags) => report(kind, flags, io))
}

async function report(kind: Period['kind'], flags: Flags, io: Io): Promise<void> {
  const [{ loadCity }, { namePeriod }, { namesIn, readReport }, { reportText }, { cut }] = await Promise.all([
    import('../city/load.ts'),
    import('../../appeal/time/periods.ts'),
    import('../../reporting.ts'),
    import('../../texts/zh-cn.ts'),
    import('../../../knowledge/index.ts'),
  ])
  const now = systemClock.now()
  const period = await periodOf(kind, flags.of, dateOf(now))
  const { catalog } = await loadCity(configFor(io, flags).city)
  const store = await openReading(io, flags)
  const figures = await readReport({ store, catalog, cut }, period, now)
  if (flags.json) await print(io.stdout, JSON.stringify(figures))
  else await print(io.stdout, ...reportText.reportLines(figures, namesIn(catalog)))
  if (flags.out === undefined) return
  const [{ reportCharts }, { createOffice }] = await Promise.all([
    import('../../texts/zh-cn.ts'),
    import('../../../adapters/office/index.ts'),
  ])
  const office = createOffice()
  for (const { name, chart } of reportCharts(figures, namesIn(catalog))) {
    const file = join(flags.out, `${namePeriod(period)}-${name}.png`)
    await put(flags.out, file, await office.png(chart))
    await print(io.stderr, file)
  }
}

async function periodOf(kind: Period['kind'], named: string | undefined, today: string): Promise<Period> {
  const { parsePeriod, periodAt } = await import('../../appeal/time/periods.ts')
  if (named === undefined) return periodAt(kind, today)
  const period = parsePeriod(named)
  if (period?.kind !== kind) {
    const example = { week: '2026-W47', month: '2026-11', quarter: '2026-Q4' }[kind]
    throw new Fault('usage', `${named} is no ${kind}: one reads ${example}`)
  }
  if (period.from > today) throw new Fault('usage', `${named} has not begun yet`)
  return period
}

async function put(folder: string, file: string, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(file, bytes)
  } catch (error) {
    throw new Fault('storage', `cannot write ${file}: ${(error as Error).message}`, { cause: error })
  }
}
