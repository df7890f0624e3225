import { type FileName, fileNames } from '../../catalog/files.ts'
import type { Catalog } from '../../model/catalog.ts'
import { table } from '../table.ts'
import type { City } from './load.ts'

/** What was understood of a city, file by file: how much of it, and whether it is its own. */
export function describe({ catalog, holidays, own }: City): string[] {
  const rows = fileNames.map((name) => [`  ${name}`, counted(name, catalog, holidays), own.get(name) ?? origin(name)])
  return [`${catalog.city}: nothing is wrong with it`, ...table(rows)]
}

function origin(name: FileName): string {
  if (name === 'people' || name === 'stewards') return 'none (the shipped ones are made up)'
  return name === 'words' || name === 'holidays' ? 'none of its own' : 'shipped'
}

/** How much there is of a file's matter. */
export function counted(name: FileName, catalog: Catalog, holidays: City['holidays']): string {
  switch (name) {
    case 'city':
      return `${catalog.areas.length} areas`
    case 'categories':
      return `${catalog.categories.length}, ${sum(catalog.categories.map(({ words }) => words))} words`
    case 'kinds':
      return `${catalog.kinds.length}, ${sum(catalog.kinds.map(({ words }) => words))} words`
    case 'cues':
      return `${sum([catalog.cues.asks, catalog.cues.tells])} words`
    case 'words':
      return ''
    case 'danger':
      return `${catalog.danger.length} patterns, ${catalog.harmless.length} harmless`
    case 'misconduct':
      return `${catalog.misconduct?.words.length ?? 0} words`
    case 'limits':
      return `${catalog.limits.length} profiles`
    case 'holidays':
      return `${Object.keys(holidays).length} years, to ${Object.keys(holidays).toSorted().at(-1) ?? '-'}`
    default:
      return String(catalog[name].length)
  }
}

function sum(all: readonly Readonly<Record<string, number>>[]): number {
  return all.reduce((total, words) => total + Object.keys(words).length, 0)
}
