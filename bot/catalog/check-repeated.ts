import type { CityFiles, FileName, SomeFiles } from './files.ts'
import type { Path } from './issues.ts'
import type { Mistake } from './mistake.ts'

/** Ids and names that stand twice where each may stand once. */
export function repeatedIn(files: SomeFiles): Mistake[] {
  const { units = [], categories = [], people = [], kinds = [], city, limits } = files
  return [
    ...(['units', 'categories', 'grounds', 'endings', 'roads', 'templates'] as const).flatMap((file) =>
      repeated(
        file,
        'the id',
        (files[file] ?? []).map(({ id }, index) => ({ name: id, path: [index, 'id'] })),
      ),
    ),
    ...repeated('units', 'the name', units.flatMap(unitNames)),
    ...repeated(
      'categories',
      'the name',
      categories.map(({ name }, index) => ({ name, path: [index, 'name'] })),
    ),
    ...repeated(
      'people',
      'the name',
      people.map(({ name }, index) => ({ name, path: [index, 'name'] })),
    ),
    ...repeated(
      'kinds',
      'the kind',
      kinds.map(({ kind }, index) => ({ name: kind, path: [index, 'kind'] })),
    ),
    ...repeated(
      'city',
      'the area',
      (city?.areas ?? []).flatMap(({ name, also }, index) => [
        { name, path: ['areas', index, 'name'] },
        ...besides(also, [name]).map((one) => ({ name: one, path: ['areas', index, 'also', also.indexOf(one)] })),
      ]),
    ),
    ...repeated(
      'limits',
      'the profile',
      (limits?.profiles ?? []).map(({ id }, index) => ({ name: id, path: ['profiles', index, 'id'] })),
    ),
    ...(limits?.profiles ?? []).flatMap(({ id, limits: rows }, profile) =>
      repeated(
        'limits',
        `in the profile ${id} the deadline`,
        rows.map(({ name }, index) => ({ name, path: ['profiles', profile, 'limits', index, 'name'] })),
      ),
    ),
    ...repeated(
      'limits',
      'among the common ones the deadline',
      (limits?.common ?? []).map(({ name }, index) => ({ name, path: ['common', index, 'name'] })),
    ),
  ]
}

interface Named {
  readonly name: string
  readonly path: Path
}

function repeated(file: FileName, what: string, all: readonly Named[]): Mistake[] {
  const seen = new Set<string>()
  return all.flatMap(({ name, path }) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [{ file, path, says: `${what} ${name} stands here a second time: give each its own` }]
  })
}

/** The names a unit goes by, each once: two units of one name cannot be told apart where staff type it. */
function unitNames({ name, short, also }: CityFiles['units'][number], index: number): Named[] {
  return [
    { name, path: [index, 'name'] },
    ...besides([short], [name]).map((one) => ({ name: one, path: [index, 'short'] })),
    ...besides(also, [name, short]).map((one) => ({ name: one, path: [index, 'also', also.indexOf(one)] })),
  ]
}

function besides(names: readonly string[], known: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => !known.includes(name))
}
