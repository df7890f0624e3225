import type { FileName, SomeFiles } from './files.ts'
import type { Path } from './issues.ts'
import type { Draft, Mistake } from './mistake.ts'
import { meant } from './nearest.ts'

type Kind = 'unit' | 'category' | 'limits profile' | 'area'

/** A place where one file speaks of what another holds. */
interface Reference {
  readonly file: FileName
  readonly path: Path
  readonly kind: Kind
  readonly name: string
}

/** What the shipped files speak of and the city's own do not have. */
interface Missed {
  readonly kind: Kind
  readonly names: Set<string>
  readonly by: Set<FileName>
}

const HELD_IN: Readonly<Record<Kind, FileName>> = {
  unit: 'units',
  category: 'categories',
  'limits profile': 'limits',
  area: 'city',
}

/**
 * References that lead nowhere. One in a city's own file is reported there; what the shipped files miss is reported once
 * for each kind of thing, at the city's file that does not have it.
 */
export function referencesOf({ files, words, own }: Draft): Mistake[] {
  const known = names(files)
  const lost = referencesIn(files, words).filter(({ kind, name }) => known[kind] && !known[kind].includes(name))
  const here = lost
    .filter(({ file }) => own.has(file))
    .map(({ file, path, kind, name }) => ({
      file,
      path,
      says: `there is no ${kind} ${name}: ${meant(name, known[kind] ?? [])}`,
    }))

  const missed = new Map<string, Missed>()
  for (const { file, kind, name } of lost.filter((one) => !own.has(one.file))) {
    const entry = missed.get(kind) ?? { kind, names: new Set(), by: new Set() }
    missed.set(kind, { kind, names: entry.names.add(name), by: entry.by.add(file) })
  }
  const there = [...missed.values()].map(({ kind, names: lacking, by }) => ({
    file: HELD_IN[kind],
    path: [],
    says: `lacks ${kind} ${[...lacking].join(', ')}, of which the shipped files speak: keep that, or put your own ${[...by].map((file) => `${file}.yaml`).join(' and ')} beside it`,
  }))
  return [...here, ...there]
}

/** What may be referred to; nothing of a file that could not be understood. */
function names({ units, categories, limits, city }: SomeFiles): Partial<Record<Kind, readonly string[]>> {
  return {
    ...(units && { unit: units.map(({ id }) => id) }),
    ...(categories && { category: categories.map(({ id }) => id) }),
    ...(limits && { 'limits profile': limits.profiles.map(({ id }) => id) }),
    ...(city && { area: city.areas.map(({ name }) => name) }),
  }
}

function referencesIn(files: SomeFiles, words: Draft['words']): Reference[] {
  const { city, units = [], people = [], categories = [], routes = [], stewards = [], misconduct } = files
  const to = (file: FileName, kind: Kind, path: Path, name: string | undefined): Reference[] =>
    name === undefined ? [] : [{ file, path, kind, name }]

  return [
    ...to('city', 'category', ['otherwise'], city?.otherwise),
    ...units.flatMap(({ area }, at) => to('units', 'area', [at, 'area'], area)),
    ...people.flatMap((one, at) =>
      one.units.flatMap((unit, nth) => (unit === '*' ? [] : to('people', 'unit', [at, 'units', nth], unit))),
    ),
    ...categories.flatMap(({ unit, limits }, at) => [
      ...to('categories', 'unit', [at, 'unit'], unit),
      ...to('categories', 'limits profile', [at, 'limits'], limits),
    ]),
    ...routes.flatMap(({ category, area, unit, co }, at) => [
      ...to('routes', 'category', [at, 'category'], category),
      ...to('routes', 'area', [at, 'area'], area),
      ...to('routes', 'unit', [at, 'unit'], unit),
      ...co.flatMap((one, nth) => to('routes', 'unit', [at, 'co', nth], one)),
    ]),
    ...stewards.flatMap(({ area, unit }, at) => [
      ...to('stewards', 'area', [at, 'area'], area),
      ...to('stewards', 'unit', [at, 'unit'], unit),
    ]),
    ...to('misconduct', 'unit', ['unit'], misconduct?.unit),
    ...Object.keys(words?.categories ?? {}).flatMap((id) => to('words', 'category', ['categories', id], id)),
  ]
}
