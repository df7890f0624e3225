import type { Command } from 'commander'
import { BACKUP, makeBackup } from './backup-command.ts'
import { databaseUrlOf } from './database-url.ts'
import { type Io, print } from './io.ts'
import { configWithData, dataOption, jsonOption } from './options.ts'

interface Flags {
  readonly data?: string
  readonly json?: true
}

export function addData(program: Command, io: Io): void {
  const data = program.command('data').description('Looks after the data folder.')

  data
    .command('verify')
    .description(
      'Checks every line of the journal, or every entry of the database, and the chain that ties them, also while the bot is\n' +
        'running, and without a key. Names the place, and exits with 1, where it does not stand as it was written.',
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => verify(flags, io))

  data
    .command('backup')
    .summary('the same as `qinqing backup`')
    .description(BACKUP)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => makeBackup(flags, io))
}

async function verify(flags: Flags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  const url = databaseUrlOf(config)
  if (url !== undefined) return verifyEntries(url, flags, io)
  const { verifyJournal } = await import('../../adapters/store/index.ts')
  const { segments, lines: total, torn } = await verifyJournal(config.data)
  if (flags.json) return print(io.stdout, JSON.stringify({ segments, lines: total, torn }))
  await print(
    io.stdout,
    ...segments.map(({ path, lines }) => `${path}: ${lines} lines`),
    `all ${total} lines stand as they were written`,
  )
  if (torn > 0)
    await print(io.stdout, `after them come ${torn} bytes that are no whole line: being written, or left by a crash`)
}

async function verifyEntries(url: string, flags: Flags, io: Io): Promise<void> {
  const { verifyDatabase } = await import('../../adapters/store/postgres/index.ts')
  const { entries, hash } = await verifyDatabase({ url })
  if (flags.json) return print(io.stdout, JSON.stringify({ entries, hash }))
  await print(io.stdout, `all ${entries} entries of the database stand as they were written`, `the last: ${hash}`)
}
