import { resolve } from 'node:path'
import { publishedHolidays } from '../../../adapters/calendar/index.ts'
import type { CityFile, CityFolder } from '../../../adapters/city/index.ts'
import { addHolidays, addWords } from '../../catalog/add.ts'
import { checkCity } from '../../catalog/check.ts'
import {
  assemble,
  CityFiles,
  type FileName,
  fileNames,
  SomeAdditions,
  SomeFiles,
  schemas,
} from '../../catalog/files.ts'
import { shipped } from '../../catalog/index.ts'
import { flawsOf } from '../../catalog/issues.ts'
import { nearest } from '../../catalog/nearest.ts'
import type { Catalog, Holidays } from '../../model/catalog.ts'
import { Fault } from '../../model/fault.ts'

/** The city the bot speaks for. */
export interface City {
  readonly catalog: Catalog
  readonly holidays: Holidays
  /** The files of its own, by name, with their paths; empty for the shipped city. */
  readonly own: ReadonlyMap<FileName, string>
}

/**
 * Reads the city of a folder, or the shipped one where none is given. A file that is there takes the place of the shipped
 * one of its name; `holidays` and `words` add to what is shipped; the people and stewards of the shipped city are made
 * up, and are nobody's elsewhere. Throws one `Fault` of code `config` that tells every mistake by file and line.
 */
export async function loadCity(folder: string | undefined): Promise<City> {
  const published = publishedHolidays()
  if (folder === undefined) return { catalog: assemble(shipped), holidays: published, own: new Map() }

  const { readCityFolder } = await import('../../../adapters/city/index.ts')
  const found = await readCityFolder(resolve(folder), fileNames)
  const own = new Map(found.files.map((file) => [file.name as FileName, file]))
  const flawed = [...own].flatMap(([name, file]) =>
    flawsOf(schemas[name], file.value).map((flaw) => ({ file: name, ...flaw })),
  )
  const good = filesFrom(own, new Set([...flawed.map(({ file }) => file), ...brokenIn(found)]))
  const disagreeing = checkCity({ ...good, own: new Set(own.keys()), published })
  const mistakes = [
    ...found.unread.map(({ path, line, says }) => told(path, line, says)),
    ...found.others.map((file) => told(resolve(folder, file), undefined, strange(file))),
    ...[...flawed, ...disagreeing].map(({ file, path, says }) => {
      const written = own.get(file)
      return told(written?.path ?? resolve(folder), written?.lineOf(path), says)
    }),
  ]
  if (mistakes.length > 0) throw new Fault('config', ['cannot read the city:', ...inOrder(mistakes)].join('\n  '))

  const files = CityFiles.parse(good.files)
  return {
    catalog: assemble(good.words ? addWords(files, good.words) : files),
    holidays: good.holidays ? addHolidays(published, good.holidays) : published,
    own: new Map([...own].map(([name, { path }]) => [name, path])),
  }
}

type Good = { readonly files: SomeFiles } & SomeAdditions

/** The city's own files over the shipped ones, but for those that are not understood. */
function filesFrom(own: ReadonlyMap<FileName, CityFile>, broken: ReadonlySet<string>): Good {
  const base: CityFiles = { ...shipped, people: [], stewards: [] }
  const read = (name: FileName) => schemas[name].parse(own.get(name)?.value)
  const names = [...own.keys()].filter((name) => !broken.has(name))
  const mine = Object.fromEntries(names.filter((name) => name in base).map((name) => [name, read(name)]))
  const others = Object.fromEntries(names.filter((name) => !(name in base)).map((name) => [name, read(name)]))
  const whole = Object.entries({ ...base, ...mine }).filter(([name]) => !broken.has(name))
  return { files: SomeFiles.parse(Object.fromEntries(whole)), ...SomeAdditions.parse(others) }
}

/** The names of files that are there and could not be read. */
function brokenIn({ unread }: CityFolder): string[] {
  return unread.map(({ path }) => path.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, ''))
}

function strange(file: string): string {
  const [, name = file, ending = ''] = /^(.*?)(\.[^.]*)?$/.exec(file) ?? []
  const near = fileNames.find((one) => one === name) ?? nearest(name, fileNames)
  if (near) return `is no file of a city: did you mean ${near}${/^\.(ya?ml|json)$/.test(ending) ? ending : '.yaml'}?`
  return `is no file of a city: there are ${fileNames.join(', ')}, each .yaml or .json; take it out, or make it a note (.md, .txt)`
}

interface Told {
  readonly path: string
  readonly line: number
  readonly text: string
}

function told(path: string, line: number | undefined, says: string): Told {
  return { path, line: line ?? 0, text: `${path}${line === undefined ? '' : `:${line}`}: ${says}` }
}

function inOrder(all: readonly Told[]): string[] {
  const sorted = all.toSorted((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1))
  return [...new Set(sorted.map(({ text }) => text))]
}
