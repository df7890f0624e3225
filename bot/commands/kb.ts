import type { Command } from 'commander'
import { Fault } from '../model/fault.ts'
import { dateOf } from '../model/instant.ts'
import { brief } from '../texts/rich.ts'
import { systemClock } from './clock.ts'
import { addGaps } from './gaps.ts'
import { type Io, print } from './io.ts'
import type { BuildFlags } from './kb-build.ts'
import type { OrderFlags } from './kb-orders.ts'
import { dataOption, docsOption, jsonOption } from './options.ts'
import { showWhile } from './progress.ts'
import { table } from './table.ts'

/** So many characters of a title are shown. */
const TITLE = 30

export function addKb(program: Command, io: Io): void {
  const kb = program.command('kb').description('Looks after the policy documents.')

  kb.command('check')
    .description(
      'Shows what of a folder would be indexed, and what is wrong, by file. Exits with 1 if nothing could be read.',
    )
    .argument('<dir>', 'the folder of documents')
    .option('--full', 'everything that was understood of each document, a line each')
    .addOption(jsonOption())
    .action((dir: string, flags: CheckFlags) => checkFolder(dir, flags, io))

  kb.command('build')
    .description(
      'Makes one generation of a folder, with its index, as a file. The running process has its own made so.',
    )
    .addOption(docsOption())
    .requiredOption('--out <file>', 'the file to make')
    .option('--previous <file>', 'the generation that answers now: what it answers, the new one has to')
    .option('--force', 'make it even where it would answer worse')
    .addOption(jsonOption())
    .action(async (flags: BuildFlags) => (await import('./kb-build.ts')).buildFile(flags, io))

  kb.command('reload')
    .description(
      'Has the documents read anew; the old ones answer until the new ones are ready, and stay where those would answer worse.',
    )
    .option('--force', 'put them in place even where they would answer worse')
    .addOption(dataOption())
    .addOption(docsOption())
    .addOption(jsonOption())
    .action(async (flags: OrderFlags) =>
      (await import('./kb-orders.ts')).order({ do: 'reload', ...(flags.force && { force: true }) }, flags, io),
    )

  kb.command('rollback')
    .description('Goes back to the generation of documents before, which then stays until the next reload.')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (flags: OrderFlags) => (await import('./kb-orders.ts')).order({ do: 'rollback' }, flags, io))

  kb.command('status')
    .description(
      'Shows which generation answers, since when and by whom, what it holds, and what there is to go back to.',
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action(async (flags: OrderFlags) => (await import('./kb-orders.ts')).status(flags, io))

  addGaps(kb, io)
}

interface CheckFlags {
  readonly full?: true
  readonly json?: true
}

async function checkFolder(dir: string, flags: CheckFlags, io: Io): Promise<void> {
  const { check, factsLine, factsLines } = await import('../../knowledge/index.ts')
  const { ok, documents, passages, faults } = await showWhile(io.stderr, 'reading the documents', check(dir))
  const today = dateOf(systemClock.now())
  if (flags.json) await print(io.stdout, JSON.stringify({ ok, documents, passages, faults }))
  else if (ok) {
    const rows = documents.map((one) => [one.path, brief(one.title, TITLE), factsLine(one, today)])
    const lines = flags.full
      ? documents.flatMap((one) => [...factsLines(one, today), ''])
      : [...table([['document', 'title', 'understood (* = found in the text)'], ...rows]), '']
    await print(io.stdout, ...lines, `${documents.length} documents, ${passages} passages`)
  }
  const wrong = [
    ...faults.map(({ path, line, reason, advice }) => `${path}${line ? `:${line}` : ''}: ${reason}。${advice}。`),
    ...documents.flatMap(({ path, warnings }) => warnings.map((warning) => `${path}: ${warning}`)),
  ]
  if (!flags.json && ok && wrong.length > 0) await print(io.stdout, '', `${wrong.length} to look at:`, ...wrong)
  if (!ok) throw new Fault('document', `cannot index ${dir}:\n  ${wrong.join('\n  ')}`)
}
