import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Command } from 'commander'
import { isSealed } from '../../model/appeal.ts'
import { Fault } from '../../model/fault.ts'
import { systemClock } from '../clock.ts'
import { type Io, print } from '../io.ts'
import { findAppeals } from './find.ts'
import { addWhere, type WhereFlags } from './where.ts'

interface Flags extends WhereFlags {
  readonly reveal?: true
}

export function addExport(appeals: Command, io: Io): void {
  addWhere(
    appeals
      .command('export')
      .summary('write the ledger into a file for a spreadsheet')
      .description(
        'Writes the ledger 台账 into a .xlsx or .csv file, the latest first. Names of enterprises and persons and phones are\n' +
          'masked, wherever they stand. Tip-offs and what was told in confidence keep their matter and identity in any case.',
      )
      .argument('<file>', 'ends with .xlsx or .csv; what is there is replaced')
      .option('--reveal', 'names and phones as they were told; the file is then readable for you only'),
  ).action((file: string, flags: Flags) => exportLedger(file, flags, io))
}

async function exportLedger(file: string, flags: Flags, io: Io): Promise<void> {
  const format = extname(file).toLowerCase()
  if (format !== '.xlsx' && format !== '.csv')
    throw new Fault('usage', `${file} is neither .xlsx nor .csv: its name says which of the two is written`)
  const { appeals, catalog, holidays } = await findAppeals(flags, io, {})
  const [{ ledgerSheet }, { createWorkCalendar }, { createOffice }] = await Promise.all([
    import('../../appeal/figures/ledger-rows.ts'),
    import('../../appeal/time/work-calendar.ts'),
    import('../../../adapters/office/index.ts'),
  ])
  const reveal = flags.reveal === true
  const world = { catalog, calendar: createWorkCalendar(holidays), now: systemClock.now(), reveal }
  const sheet = ledgerSheet(appeals, world)
  const office = createOffice()
  const bytes = format === '.csv' ? office.csv(sheet) : await office.xlsx([sheet])
  await writeFile(file, bytes, reveal ? { mode: 0o600 } : {}).catch((error: Error) => {
    throw new Fault('storage', `cannot write ${file}: ${error.message}`, { cause: error })
  })
  const sealed = appeals.filter(isSealed).length
  await print(io.stdout, `${file}: ${appeals.length} appeals${sealed > 0 ? `, ${sealed} of them sealed` : ''}`)
}
