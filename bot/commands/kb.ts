import type { Command } from 'commander'
import { Fault } from '../model/fault.ts'
import { brief } from '../texts/rich.ts'
import { type Io, print } from './io.ts'
import { configWithData, dataOption, jsonOption } from './options.ts'
import { showWhile } from './progress.ts'
import { table } from './table.ts'

export function addKb(program: Command, io: Io): void {
  const kb = program.command('kb').description('Looks after the policy documents.')

  kb.command('check')
    .description(
      'Shows what of a folder would be indexed, and what is wrong, by file. Exits with 1 if nothing could be read.',
    )
    .argument('<dir>', 'the folder of documents')
    .addOption(jsonOption())
    .action((dir: string, flags: { readonly json?: true }) => checkFolder(dir, flags, io))

  kb.command('reload')
    .description('Makes the running process read its documents anew; the old ones answer until the new ones are ready.')
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: { readonly data?: string; readonly json?: true }) => reload(flags, io))
}

async function checkFolder(dir: string, flags: { readonly json?: true }, io: Io): Promise<void> {
  const { check } = await import('../../knowledge/index.ts')
  const { ok, documents, passages, faults } = await showWhile(io.stderr, 'reading the documents', check(dir))
  if (flags.json) await print(io.stdout, JSON.stringify({ ok, documents, passages, faults }))
  else if (ok) {
    const rows = documents.map((one) => [
      one.path,
      brief(brief(one.title, 30), 30),
      one.number ?? '-',
      one.date ?? '-',
      `${one.articles}`,
      `${one.passages}`,
    ])
    await print(io.stdout, ...table([['document', 'title', 'number', 'date', 'articles', 'passages'], ...rows]))
    await print(io.stdout, '', `${documents.length} documents, ${passages} passages`)
  }
  const wrong = [
    ...faults.map(({ path, line, reason, advice }) => `${path}${line ? `:${line}` : ''}: ${reason}。${advice}。`),
    ...documents.flatMap(({ path, warnings }) => warnings.map((warning) => `${path}: ${warning}`)),
  ]
  if (!flags.json && ok && wrong.length > 0) await print(io.stdout, '', `${wrong.length} to look at:`, ...wrong)
  if (!ok) throw new Fault('document', `cannot index ${dir}:\n  ${wrong.join('\n  ')}`)
}

async function reload(flags: { readonly data?: string; readonly json?: true }, io: Io): Promise<void> {
  const { askOwner } = await import('./control.ts')
  const { ok, lines } = await askOwner(configWithData(io, flags).data, { do: 'reload' })
  if (flags.json) await print(io.stdout, JSON.stringify({ ok, lines }))
  if (!ok) throw new Fault('document', `cannot reload:\n  ${lines.join('\n  ')}`)
  if (!flags.json) await print(io.stdout, ...lines)
}
