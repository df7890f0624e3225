import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { Fault } from '../model/fault.ts'
import { dateOf, timeOf } from '../model/instant.ts'
import { databaseUrlOf } from './database-url.ts'
import { type Io, print } from './io.ts'
import { configWithData, dataOption, jsonOption } from './options.ts'
import { showWhile } from './progress.ts'
import type { Restored } from './restore/restored.ts'

interface Flags {
  readonly to?: string
  readonly key?: string
  readonly data?: string
  readonly json?: true
}

/** For an address that is to stand in no list of processes. */
const CONFIGURED = 'DATABASE_URL'

export function addRestore(program: Command, io: Io): void {
  program
    .command('restore')
    .summary('make a ledger anew from a backup')
    .description(
      'Makes a ledger anew from a backup (one sealed file, or a folder as older versions made it): in a new folder, or in an\n' +
        'empty database. All of it is checked before it is put in place; what cannot be restored whole leaves nothing behind.',
    )
    .argument('<backup>', 'what `qinqing backup` made: …/qinqing-2026-11-23-033000.tar.age')
    .option(
      '--to <place>',
      'a new folder, or postgres://… of an empty database; DATABASE_URL is the one that the setting holds (default)',
    )
    .addOption(
      new Option(
        '--key <file>',
        'the master key, as it was kept apart (default: QINQING_MASTER_KEY, or the new folder’s)',
      ),
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((backup: string, flags: Flags) => restore(backup, flags, io))
}

async function restore(backup: string, flags: Flags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  const to = flags.to === undefined || flags.to === CONFIGURED ? databaseUrlOf(config) : flags.to
  if (to === undefined || to.trim() === '')
    throw new Fault('usage', 'say where to restore it: --to a new folder, or the address of an empty database')
  const how = {
    backup: resolve(backup),
    ...(flags.key !== undefined && { keyFile: resolve(flags.key) }),
    ...(config.masterKey && { masterKey: config.masterKey }),
    data: config.data,
  }
  const [{ restoreToFolder }, { restoreToDatabase }] = await Promise.all([
    import('./restore/to-folder.ts'),
    import('./restore/to-database.ts'),
  ])
  const isDatabase = /^postgres(?:ql)?:\/\//.test(to)
  const made = isDatabase ? restoreToDatabase(how, to) : restoreToFolder(how, resolve(to))
  const restored = await showWhile(io.stderr, 'restoring', made)
  const place = isDatabase ? 'the database' : resolve(to)
  if (flags.json) return print(io.stdout, JSON.stringify({ ...restored, ...(isDatabase ? {} : { to: place }) }))
  await print(io.stdout, ...told(restored, place, isDatabase))
}

function told(
  { lines, files, about, wroteKey, hasKey }: Restored,
  place: string,
  isDatabase: boolean,
): readonly string[] {
  const made = about && `${dateOf(about.at)} ${timeOf(about.at)} (Beijing), by version ${about.program}`
  return [
    `restored into ${place}: ${lines} lines of journal that stand as they were written, ${files} attachments`,
    ...(made ? [`it is as it was on ${made}`] : []),
    'What was said after that is not in it. Whoever was erased after that is in it again: erase them again.',
    ...(wroteKey ? [`${wroteKey} was put there: it opens what people told, so keep it apart from backups`] : []),
    isDatabase
      ? 'To go on: start the bot with this DATABASE_URL and the same master key'
      : `To go on: qinqing serve --data ${place}${hasKey ? '' : ', with the same master key'}`,
  ]
}
