import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { Ledger } from '../../adapters/store/index.ts'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import { dateOf, timeOf } from '../model/instant.ts'
import { backupsOf, size } from './backup.ts'
import { archiveKeysOf, masterKeyOf } from './backup-key.ts'
import { systemClock } from './clock.ts'
import { askOwnerOr } from './control.ts'
import { databaseUrlOf } from './database-url.ts'
import { type Io, print } from './io.ts'
import { configWithData, dataOption, jsonOption } from './options.ts'
import { showWhile } from './progress.ts'

export interface BackupFlags {
  readonly to?: string
  readonly data?: string
  readonly json?: true
}

export const BACKUP =
  'Copies the ledger (journal, keys, attachments) as it is at one moment, also while the bot runs, into one file that is\n' +
  'sealed with age, reads it back, and lets the oldest go (QINQING_BACKUP_TO, QINQING_BACKUP_KEEP; else seven in backups/\n' +
  'of the data folder). The master key opens it and is not in it; nor are the policy documents. To restore: qinqing restore.'

export function addBackup(program: Command, io: Io): void {
  const backup = program
    .command('backup')
    .summary('make a backup; verify one; show the key')
    .description(BACKUP)
    .option('--to <dir>', 'another folder than usual; there, nothing is let go')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: BackupFlags) => makeBackup(flags, io))

  backup
    .command('verify')
    .description('Reads a backup to its end and says what it is; exits with 1 where it is not whole. Writes nothing.')
    .argument('<backup>', 'the sealed file')
    .action((file: string) => verify(file, backup.opts<BackupFlags>(), io))

  backup
    .command('key')
    .description(
      'Prints the key with which `age -d -i KEYFILE BACKUP | tar -x` opens backups where this program is not. It follows from\n' +
        'the master key: whoever has it reads every backup’s journal, though not what is sealed in it.',
    )
    .action(() => showKey(backup.opts<BackupFlags>(), io))
}

/** Made by the process that owns the data folder; where none runs, and where the ledger is in a database, by this one. */
export async function makeBackup(flags: BackupFlags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  const to = flags.to === undefined ? undefined : resolve(flags.to)
  const here = () => alone(config, to, io)
  const made = config.database
    ? here()
    : askOwnerOr(config.data, { do: 'backup', ...(to !== undefined && { to }) }, here)
  const { ok, lines } = await showWhile(io.stderr, 'backup', made)
  if (!ok) throw new Fault('storage', lines.join('\n  '))
  await print(io.stdout, ...(flags.json ? [JSON.stringify({ lines })] : lines))
}

interface Made {
  readonly ok: boolean
  readonly lines: readonly string[]
}

async function alone(config: Config, to: string | undefined, io: Io): Promise<Made> {
  const url = databaseUrlOf(config)
  const make = async (ledger: Pick<Ledger, 'backup'>): Promise<Made> => ({
    ok: true,
    lines: await backupsOf(config, ledger, () => systemClock.now()).make(to),
  })
  return url === undefined ? ofFolder(config, make, io) : ofDatabase(config, url, make)
}

async function ofFolder({ data, masterKey }: Config, make: (of: Ledger) => Promise<Made>, io: Io): Promise<Made> {
  if (!existsSync(join(data, 'journal')))
    throw new Fault('not-found', `there is no ledger in ${data}: give the data folder of the bot with --data`)
  const [{ openLedger }, { folds }] = await Promise.all([
    import('../../adapters/store/index.ts'),
    import('../appeal/history.ts'),
  ])
  const tell = (line: string) => void print(io.stderr, `qinqing: ${line}`).catch(() => {})
  const ledger = await openLedger({ folder: data, folds, onNotice: tell, ...(masterKey && { masterKey }) })
  return await make(ledger).finally(() => ledger.close())
}

/** Beside the instances that work on it: it is read as of one moment. */
async function ofDatabase(
  config: Config,
  url: string,
  make: (of: Pick<Ledger, 'backup'>) => Promise<Made>,
): Promise<Made> {
  const [{ connectPg }, { backUp }] = await Promise.all([
    import('../../adapters/store/postgres/connect.ts'),
    import('../../adapters/store/postgres/backup.ts'),
  ])
  const master = await masterKeyOf(config)
  const db = connectPg({ url, name: 'qinqing backup', connections: 2 })
  return await make({ backup: (to) => backUp(db, master, to) }).finally(() => db.close())
}

async function verify(file: string, flags: BackupFlags, io: Io): Promise<void> {
  const { checkArchive } = await import('../../adapters/archive/index.ts')
  const path = resolve(file)
  if (!existsSync(path)) throw new Fault('not-found', `there is no ${path}: give a backup`)
  const { identity } = await archiveKeysOf(configWithData(io, flags))
  const about = await showWhile(io.stderr, 'verify', checkArchive(path, identity))
  if (flags.json) return print(io.stdout, JSON.stringify(about))
  await print(
    io.stdout,
    `${path} is whole: ${about.files} files, ${size(about.bytes)}, made ${dateOf(about.at)} ${timeOf(about.at)} (Beijing) by version ${about.program}`,
  )
}

async function showKey(flags: BackupFlags, io: Io): Promise<void> {
  const { recipient, identity } = await archiveKeysOf(configWithData(io, flags))
  await print(io.stdout, `# opens backups made under this master key; keep it as that is kept`)
  await print(io.stdout, `# public key: ${recipient}`, identity)
}
