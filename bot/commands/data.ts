import type { Command } from 'commander'
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
      'Checks every line of the journal and the chain that ties them, also while a chat is running, and without a key.\n' +
        'Names file and line, and exits with 1, where it does not stand as it was written.',
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => verify(flags, io))
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
