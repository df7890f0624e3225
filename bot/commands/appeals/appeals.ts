import type { Command } from 'commander'
import type { Appeal } from '../../model/appeal.ts'
import { dateOf } from '../../model/instant.ts'
import { type Io, print } from '../io.ts'
import { count, jsonOption } from '../options.ts'
import { table } from '../table.ts'
import { addExport } from './export.ts'
import { findAppeals } from './find.ts'
import { addShow } from './show.ts'
import { addVerify } from './verify.ts'
import { addWhere, type WhereFlags } from './where.ts'

interface Flags extends WhereFlags {
  readonly limit: number
  readonly json?: true
}

export function addAppeals(program: Command, io: Io): void {
  const appeals = program.command('appeals').description('Looks into the ledger, also while a chat is running.')

  addWhere(
    appeals
      .command('list')
      .description('Lists appeals, the earliest deadline first, without anything personal.')
      .option('--limit <n>', 'at most so many', count, 50),
  )
    .addOption(jsonOption())
    .action((flags: Flags) => list(flags, io))

  addShow(appeals, io)
  addExport(appeals, io)
  addVerify(appeals, io)
}

async function list(flags: Flags, io: Io): Promise<void> {
  const { appeals, total } = await findAppeals(flags, io, { limit: flags.limit, openly: true })
  if (flags.json) return print(io.stdout, JSON.stringify(appeals.map(openly)))
  if (appeals.length === 0) return print(io.stdout, 'no appeals')
  const [{ showNumber }, { owed }] = await Promise.all([
    import('../../appeal/reference.ts'),
    import('../../appeal/owed.ts'),
  ])
  await print(
    io.stdout,
    ...table([
      ['number', 'state', 'kind', 'category', 'unit', 'due', 'registered'],
      ...appeals.map((appeal) => [
        showNumber(appeal.number),
        appeal.state,
        appeal.kind,
        appeal.category,
        appeal.unit,
        owed(appeal)
          .map(({ due }) => due)
          .toSorted()[0] ?? '-',
        dateOf(appeal.registeredAt),
      ]),
    ]),
  )
  if (total > appeals.length) await print(io.stderr, `${appeals.length} of ${total}; --limit shows more`)
}

/** The half of an appeal that is not personal. */
function openly({ personal: _, ...open }: Appeal): Omit<Appeal, 'personal'> {
  return open
}
