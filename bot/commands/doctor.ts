import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Fault } from '../model/fault.ts'
import { dateOf, timeOf } from '../model/instant.ts'
import type { Check, Finding } from './doctor/finding.ts'
import { worldOf } from './doctor/world.ts'
import { type Io, print } from './io.ts'
import { cityOption, dataOption, docsOption, jsonOption } from './options.ts'
import { version } from './paths.ts'
import { showWhile } from './progress.ts'

interface Flags {
  readonly data?: string
  readonly docs?: string
  readonly city?: string
  readonly staffOnly?: true
  readonly offline?: true
  readonly json?: true
}

export function addDoctor(program: Command, io: Io): void {
  program
    .command('doctor')
    .summary('look a deployment over, and say what to mend')
    .description(
      'Looks a deployment over as it is configured, also while the bot runs, and changes nothing: settings, secrets, folders,\n' +
        'disk, ledger or database, clock, days off, documents, fonts, channels, staff, backups. Says of each whether it is right,\n' +
        'and of what is not, what to do. Exits with 1 where something is wrong. Tokens are really asked for.',
    )
    .option('--offline', 'ask nobody outside')
    .option('--staff-only', 'as for serve: there need be no road for entrepreneurs')
    .addOption(dataOption())
    .addOption(docsOption())
    .addOption(cityOption())
    .addOption(jsonOption())
    .action((flags: Flags) => doctor(flags, io))
}

/** What was found by one look. */
export interface Looked {
  readonly name: string
  readonly found: readonly Finding[]
}

async function doctor(flags: Flags, io: Io): Promise<void> {
  const { checks } = await import('./doctor/checks.ts')
  const world = worldOf(io, flags, flags.offline === true)
  const looked = await showWhile(
    io.stderr,
    'looking',
    lookAll(checks, (check) => check.look(world)),
  )
  const all = looked.flatMap(({ found }) => found)
  const isWell = all.every(({ is }) => is !== 'wrong')
  if (flags.json) {
    const findings = looked.flatMap(({ name, found }) => found.map((one) => ({ check: name, ...one })))
    await print(io.stdout, JSON.stringify({ ok: isWell, version: version(), at: world.now(), findings }))
  } else {
    const head = `亲清 Qinqing ${version()} · ${dateOf(world.now())} ${timeOf(world.now())} (Beijing) · ${world.config.database ? 'PostgreSQL' : resolve(world.config.data)}`
    await print(io.stdout, head, '', ...shown(looked, io.stdout), '', ...(isWell ? [sum(all)] : []))
  }
  if (!isWell) throw new Fault('config', sum(all))
}

/** One after another: each is short, and what is slow is not made slower. A check that breaks is one that could not be made. */
async function lookAll(
  checks: readonly Check[],
  look: (check: Check) => Promise<readonly Finding[]>,
): Promise<readonly Looked[]> {
  const all: Looked[] = []
  for (const check of checks) {
    const found = await look(check).catch((error: unknown): readonly Finding[] => [
      { is: 'unknown', says: `could not be looked at: ${error instanceof Error ? error.message : String(error)}` },
    ])
    all.push({ name: check.name, found })
  }
  return all
}

const MARKS = { ok: '✓', wrong: '✗', unknown: '?' } as const
const COLOURS = { ok: 32, wrong: 31, unknown: 33 } as const
const NAME_WIDTH = 14
const INDENT = NAME_WIDTH + 4
/** Where it goes to a file, or a terminal that does not say. */
const COLUMNS = 110

function shown(looked: readonly Looked[], { isTTY = false, columns = COLUMNS }: Screen): readonly string[] {
  const mark = (is: Finding['is']) => (isTTY ? `\u001b[${COLOURS[is]}m${MARKS[is]}\u001b[0m` : MARKS[is])
  const wide = Math.max(40, columns - INDENT)
  return looked.flatMap(({ name, found }) =>
    found.flatMap(({ is, says, remedy }, i) => [
      `${mark(is)} ${(i === 0 ? name : '').padEnd(NAME_WIDTH)}  ${folded(says, wide, '')}`,
      ...(remedy === undefined ? [] : [`${' '.repeat(INDENT)}→ ${folded(remedy, wide - 2, '  ')}`]),
    ]),
  )
}

type Screen = { readonly isTTY?: boolean; readonly columns?: number }

/** A text in lines that are not too long, under each other. What has no space is not broken: it may be a path to copy. */
function folded(text: string, wide: number, deeper: string): string {
  const lines = text.split('\n').flatMap((line) => {
    const all: string[] = ['']
    for (const word of line.split(' ')) {
      const last = all.at(-1) ?? ''
      if (last.trim() !== '' && last.length + word.length >= wide) all.push(word)
      else all[all.length - 1] = last === '' && all.length === 1 ? word : `${last} ${word}`
    }
    return all
  })
  return lines.join(`\n${' '.repeat(INDENT)}${deeper}`)
}

function sum(all: readonly Finding[]): string {
  const count = (is: Finding['is']) => all.filter((one) => one.is === is).length
  const [wrong, unknown] = [count('wrong'), count('unknown')]
  const open = unknown > 0 ? `; ${unknown} to know of (?)` : ''
  if (wrong === 0) return `nothing is wrong${open}`
  return `${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong: mend what is marked ✗${open}`
}
