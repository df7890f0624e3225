import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type Io, print } from './io.ts'
import { jsonOption } from './options.ts'

export function addCity(program: Command, io: Io): void {
  const city = program.command('city').description("Looks after a city's own files (QINQING_CITY).")

  city
    .command('check')
    .summary('what was understood of a city, or every mistake in it')
    .description(
      'Reads the files of a city as a start would and prints how much there is of each, and which are its own.\n' +
        'Names every mistake by file and line, and exits with 1, where there is one.',
    )
    .argument('<dir>', 'the folder of the city')
    .addOption(jsonOption())
    .action((dir: string, flags: { readonly json?: true }) => check(dir, flags, io))

  city
    .command('init')
    .summary('write the shipped files there, to begin with')
    .description(
      'Writes the files of the shipped, made-up city into a folder as YAML with a line or two on each. What is there stays.\n' +
        'Lists of words that are better added to (words.yaml) than owned are left out, unless --all.',
    )
    .argument('<dir>', 'the folder; it is made where it is not there')
    .option('--all', 'also kinds, cues and danger')
    .action((dir: string, flags: { readonly all?: true }) => init(dir, flags, io))
}

async function check(dir: string, flags: { readonly json?: true }, io: Io): Promise<void> {
  const [{ loadCity }, { counted, describe }, { fileNames }] = await Promise.all([
    import('./city/load.ts'),
    import('./city/describe.ts'),
    import('../catalog/files.ts'),
  ])
  const city = await loadCity(dir)
  if (!flags.json) return print(io.stdout, ...describe(city))
  const files = fileNames.map((name) => ({
    name,
    holds: counted(name, city.catalog, city.holidays),
    own: city.own.get(name) ?? null,
  }))
  await print(io.stdout, JSON.stringify({ city: city.catalog.city, files }))
}

async function init(dir: string, flags: { readonly all?: true }, io: Io): Promise<void> {
  const { beginCity } = await import('./city/init.ts')
  const { written, kept } = await beginCity(resolve(dir), { all: flags.all === true })
  await print(
    io.stdout,
    ...(written.length > 0 ? [`wrote ${written.join(', ')}`] : []),
    ...(kept.length > 0 ? [`kept ${kept.join(', ')}, which were there`] : []),
    `change them, see what is understood with city check ${dir}, and start with QINQING_CITY=${dir}`,
  )
}
