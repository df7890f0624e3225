import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import { createBackups } from './backup.ts'
import { systemClock } from './clock.ts'
import { askOwnerIfAny } from './control.ts'
import { type Io, print } from './io.ts'
import { configWithData, dataOption, jsonOption } from './options.ts'
import { showWhile } from './progress.ts'

interface Flags {
  readonly data?: string
  readonly json?: true
}

export function addData(program: Command, io: Io): void {
  const data = program.command('data').description('Looks after the data folder.')

  data
    .command('verify')
    .description(
      'Checks every line of the journal and the chain that ties them, also while a chat is running, and without a key.\n' +
        'Names file and line, and exits with 1, where it does not stand as it was written.',
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => verify(flags, io))

  data
    .command('backup')
    .description(
      'Copies journal, snapshots, sealed keys and attachments into backups/ of the data folder, also while the bot runs;\n' +
        'the last seven stay. The master key is not in it, nor are the policy documents. To restore: stop the bot, copy a\n' +
        'backup into an empty data folder, and give the same QINQING_MASTER_KEY.',
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => backup(flags, io))
}

/** Made by the process that owns the folder; where none runs, by this one, which owns it so long. */
async function backup(flags: Flags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  const made = askOwnerIfAny(config.data, { do: 'backup' }).then((answer) => answer ?? alone(config, io))
  const { ok, lines } = await showWhile(io.stderr, 'backup', made)
  if (!ok) throw new Fault('storage', lines.join('\n  '))
  await print(io.stdout, ...(flags.json ? [JSON.stringify({ lines })] : lines))
}

async function alone({ data, masterKey }: Config, io: Io): Promise<{ ok: boolean; lines: readonly string[] }> {
  if (!existsSync(join(data, 'journal')))
    throw new Fault('not-found', `there is no ledger in ${data}: give the data folder of the bot with --data`)
  const [{ openLedger }, { folds }] = await Promise.all([
    import('../../adapters/store/index.ts'),
    import('../appeal/history.ts'),
  ])
  const tell = (line: string) => void print(io.stderr, `qinqing: ${line}`).catch(() => {})
  const ledger = await openLedger({ folder: data, folds, onNotice: tell, ...(masterKey && { masterKey }) })
  try {
    return {
      ok: true,
      lines: await createBackups({ data, copy: (to) => ledger.backup(to), now: () => systemClock.now() }).make(),
    }
  } finally {
    await ledger.close()
  }
}

async function verify(flags: Flags, io: Io): Promise<void> {
  const { verifyJournal } = await import('../../adapters/store/index.ts')
  const { segments, lines: total, torn } = await verifyJournal(configWithData(io, flags).data)
  if (flags.json) return print(io.stdout, JSON.stringify({ segments, lines: total, torn }))
  await print(
    io.stdout,
    ...segments.map(({ path, lines }) => `${path}: ${lines} lines`),
    `all ${total} lines stand as they were written`,
  )
  if (torn > 0)
    await print(io.stdout, `after them come ${torn} bytes that are no whole line: being written, or left by a crash`)
}
