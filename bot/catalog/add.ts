import type { Holidays } from '../model/catalog.ts'
import type { CityFiles, Words } from './files.ts'

type Weights = Readonly<Record<string, number>>

/** The files with a city's own words on top. Pure; a category that is not there is left out (`checkCity` reports it). */
export function addWords(files: CityFiles, words: Words): CityFiles {
  const { categories, kinds, cues, danger, misconduct } = files
  return {
    ...files,
    categories: categories.map((one) => ({ ...one, words: added(one.words, words.categories[one.id]) })),
    kinds: kinds.map((one) => ({ ...one, words: added(one.words, words.kinds[one.kind]) })),
    cues: { asks: added(cues.asks, words.asks), tells: added(cues.tells, words.tells) },
    danger: { words: joined(danger.words, words.danger), harmless: joined(danger.harmless, words.harmless) },
    misconduct: { ...misconduct, words: joined(misconduct.words, words.misconduct) },
  }
}

function added(shipped: Weights, own: Weights = {}): Record<string, number> {
  return Object.fromEntries(Object.entries({ ...shipped, ...own }).filter(([, weight]) => weight !== 0))
}

function joined(shipped: readonly string[], own: readonly string[]): string[] {
  return [...new Set([...shipped, ...own])]
}

/** Published days off and make-up working days with a city's own on top: of a day that both speak of, its own word counts. */
export function addHolidays(published: Holidays, own: Holidays): Holidays {
  const years = [...new Set([...Object.keys(published), ...Object.keys(own)])]
  return Object.fromEntries(
    years.map((year) => {
      const [before, more] = [published[year] ?? NONE, own[year] ?? NONE]
      return [year, { off: days(before.off, more.off, more.work), work: days(before.work, more.work, more.off) }]
    }),
  )
}

const NONE = { off: [], work: [] } as const

function days(shipped: readonly string[], own: readonly string[], not: readonly string[]): string[] {
  return joined(shipped, own)
    .filter((day) => !not.includes(day) || own.includes(day))
    .sort()
}
