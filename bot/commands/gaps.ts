import type { Command } from 'commander'
import type { GapGroup } from '../model/gap.ts'
import { dateOf } from '../model/instant.ts'
import { brief } from '../texts/rich.ts'
import { type Io, print } from './io.ts'
import { openReading } from './ledger.ts'
import { count, dataOption, jsonOption } from './options.ts'
import { oneLine, table } from './table.ts'

interface Flags {
  readonly limit: number
  readonly data?: string
  readonly json?: true
}

export function addGaps(kb: Command, io: Io): void {
  kb.command('gaps')
    .description(
      'Lists the questions nobody has answered, alike ones together, without names; also while a chat is running.',
    )
    .option('--limit <n>', 'at most so many groups', count, 20)
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => list(flags, io))
}

async function list(flags: Flags, io: Io): Promise<void> {
  const ledger = await openReading(io, flags)
  const { groups, total } = await ledger.read({ kind: 'gaps', limit: flags.limit })
  if (flags.json) return print(io.stdout, JSON.stringify(groups.map(openly)))
  if (groups.length === 0) return print(io.stdout, 'no gaps')
  const rows = groups.map(({ people, times, lastAt, why, document, wordings }) => [
    `${people}`,
    `${times}`,
    dateOf(lastAt),
    Object.entries(why)
      .map(([name, often]) => `${name} ${often}`)
      .join(', '),
    brief(document ?? '-', 40),
    brief(oneLine(wordings[0]), 60),
  ])
  await print(io.stdout, ...table([['people', 'times', 'last', 'why', 'nearest document', 'question'], ...rows]))
  if (total > groups.length) await print(io.stderr, `${groups.length} of ${total}; --limit shows more`)
}

/** Whose words they are is nobody's business here. */
function openly({ subject: _, ...group }: GapGroup): Omit<GapGroup, 'subject'> {
  return group
}
