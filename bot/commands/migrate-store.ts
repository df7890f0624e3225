import type { Command } from 'commander'
import type { Place } from '../../adapters/store/postgres/copy.ts'
import { Fault } from '../model/fault.ts'
import { isDatabase } from '../settings/database.ts'
import { standingsOf, wholeOf } from './appeals/verify.ts'
import { databaseUrlOf } from './database-url.ts'
import { type Io, print } from './io.ts'
import { readAt } from './ledger.ts'
import { configWithData, dataOption, jsonOption } from './options.ts'
import { migrationsFolder } from './paths.ts'
import { showWhile } from './progress.ts'

interface Flags {
  readonly from: string
  readonly to: string
  readonly data?: string
  readonly json?: true
}

/** For an address that is to stand in no list of processes. */
const CONFIGURED = 'DATABASE_URL'

export function addMigrateStore(program: Command, io: Io): void {
  program
    .command('migrate-store')
    .summary('copy the ledger from the data folder into a PostgreSQL, or back')
    .description(
      'Copies the whole ledger, sealed as it is, and verifies it event by event: what arrived is read back and compared, the\n' +
        'chain of every entry and of every appeal is checked on both sides. Stop the bot first; what is copied from stays as\n' +
        `it is, and what is copied to must be empty. The word ${CONFIGURED} stands for the address that the setting holds.`,
    )
    .requiredOption('--from <place>', 'a data folder, or postgres://…')
    .requiredOption('--to <place>', 'an empty folder, or postgres://… of an empty database')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => migrateStore(flags, io))
}

async function migrateStore(flags: Flags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  const placeOf = (name: 'from' | 'to'): Place => {
    const given = flags[name].trim()
    const url = given === CONFIGURED ? databaseUrlOf(config) : given
    if (given === CONFIGURED && !url)
      throw new Fault('config', `no database is configured: set ${CONFIGURED}, or ${CONFIGURED}_FILE, to its address`)
    if (!url) throw new Fault('usage', `--${name} is empty: give a folder, or the address of a database`)
    if (isDatabase(url)) return { url }
    if (/^\w+:\/\//.test(url))
      throw new Fault('usage', `--${name} is no address of a database: postgres://USER:PASSWORD@HOST:5432/NAME`)
    return { folder: url }
  }
  const [from, to] = [placeOf('from'), placeOf('to')]
  const key = config.masterKey ? { masterKey: config.masterKey } : {}
  const [{ copyLedger }, { folds }] = await Promise.all([
    import('../../adapters/store/postgres/index.ts'),
    import('../appeal/history.ts'),
  ])
  const options = { from, to, folds, migrations: migrationsFolder, keyFolder: config.data, ...key }
  const same = await showWhile(io.stderr, 'migrate-store', copyLedger(options))
  const [before, after] = [await standingsOf(await readAt(from, config)), await standingsOf(await readAt(to, config))]
  const faulty = after.filter(({ fault }) => fault !== undefined)
  const [whole, arrived] = [wholeOf(before), wholeOf(after)]
  if (faulty.length > 0 || whole !== arrived)
    throw new Fault(
      'damaged',
      `${faulty.length} of ${after.length} histories do not stand as they were written, or not all arrived: do not use the copy; ` +
        'qinqing appeals verify names them',
    )
  const events = after.reduce((sum, one) => sum + one.events, 0)
  if (flags.json) return print(io.stdout, JSON.stringify({ ...same, appeals: after.length, events, whole }))
  await print(
    io.stdout,
    `${same.entries} entries, ${same.keys} keys and ${same.files} files stand there as they stand here`,
    `${after.length} appeals, ${events} events: all chains hold on both sides`,
    `together: ${whole}`,
    ...('url' in to
      ? [
          'set DATABASE_URL to this database and start the bot; keep the folder until you have a backup, and its master.key for good',
        ]
      : ['take DATABASE_URL away, set QINQING_DATA to this folder, and start the bot']),
  )
}
