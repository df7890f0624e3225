import type { Command } from 'commander'
import { z } from 'zod'
import { LineId, runBatch } from './batch.ts'
import type { Io } from './io.ts'

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
    .action((flags: { readonly batch: string }) => sort(flags.batch, io))
}

async function sort(file: string, io: Io): Promise<void> {
  const [{ cut }, { triage }, { catalog }] = await Promise.all([
    import('../../knowledge/index.ts'),
    import('../appeal/triage.ts'),
    import('../catalog/index.ts'),
  ])
  await runBatch(io, {
    file,
    line: Line,
    example: '{"id": …, "text": "…"}',
    what: 'messages',
    answer: ({ id, text }) => {
      const { kind, category, unit } = triage(text, catalog, cut)
      return { id, kind, category, unit }
    },
  })
}
