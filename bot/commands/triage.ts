import type { Command } from 'commander'
import { z } from 'zod'
import { LineId, runBatch } from './batch.ts'
import type { Io } from './io.ts'
import { cityOption, configFor } from './options.ts'

interface Flags {
  readonly batch: string
  readonly city?: string
}

const Line = z.object({ id: LineId, text: z.string('is missing, or not in quotes') }, 'is no object')

export function addTriage(program: Command, io: Io): void {
  program
    .command('triage')
    .summary('say what kind of message each is, and whose')
    .description(
      'Sorts every message of a .jsonl file: a line {"id", "text"} in, a line {"id", "kind", "category", "unit"} out, in order.\n' +
        'kind is consultation, complaint, tip-off, help, suggestion or chat; category and unit are ids of the catalogue.',
    )
    .requiredOption('--batch <file>', 'messages from this .jsonl file; - reads stdin')
    .addOption(cityOption())
    .action((flags: Flags) => sort(flags, io))
}

async function sort(flags: Flags, io: Io): Promise<void> {
  const [{ cut }, { triage }, { loadCity }] = await Promise.all([
    import('../../knowledge/index.ts'),
    import('../appeal/triage/triage.ts'),
    import('./city/load.ts'),
  ])
  const { catalog } = await loadCity(configFor(io, flags).city)
  await runBatch(io, {
    file: flags.batch,
    line: Line,
    example: '{"id": …, "text": "…"}',
    what: 'messages',
    answer: ({ id, text }) => {
      const { kind, category, unit } = triage(text, catalog, cut)
      return { id, kind, category, unit }
    },
  })
}
