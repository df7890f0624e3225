import type { Limit } from '../model/catalog.ts'
import type { CityFiles, SomeFiles, Words } from './files.ts'
import type { Path } from './issues.ts'
import type { Mistake } from './mistake.ts'

/** What a schema cannot see: patterns, braces, hours, limits that contradict themselves. */
export function detailsOf(files: SomeFiles, words: Words | undefined): Mistake[] {
  return [
    ...(files.danger?.words.length === 0
      ? [{ file: 'danger', path: ['words'], says: 'words is empty: give at least one pattern' } as const]
      : []),
    ...patterns('danger', 'words', files.danger?.words),
    ...patterns('danger', 'harmless', files.danger?.harmless),
    ...patterns('words', 'danger', words?.danger),
    ...patterns('words', 'harmless', words?.harmless),
    ...templates(files.templates ?? []),
    ...people(files.people ?? []),
    ...routes(files.routes ?? []),
    ...quiet(files.city),
    ...limits(files.limits),
  ]
}

function patterns(file: 'danger' | 'words', key: string, list: readonly string[] = []): Mistake[] {
  return list.flatMap((pattern, index) => {
    const says = patternFlaw(pattern)
    return says ? [{ file, path: [key, index], says }] : []
  })
}

/** They are put together into one pattern, in which groups have no names and no numbers of their own. */
function patternFlaw(pattern: string): string | undefined {
  if (/\(\?<[^=!]|\\[1-9k]/u.test(pattern)) return `"${pattern}" names a group, or refers to one: write it without`
  try {
    return new RegExp(pattern).test('') ? `"${pattern}" fits every text: say what has to stand there` : undefined
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: /, '') : String(error)
    return `"${pattern}" is no regular expression (${why}): mend it, or put a \\ before a sign that is meant as such`
  }
}

function templates(all: CityFiles['templates']): Mistake[] {
  return all.flatMap(({ text }, index) => {
    const says = braceFlaw(text)
    return says ? [{ file: 'templates' as const, path: [index, 'text'], says }] : []
  })
}

/** A blank has a name of at most 20 letters. */
function braceFlaw(text: string): string | undefined {
  const left = text.replace(/\{[^{}]{1,20}\}/gu, '')
  const at = left.search(/[{}]/)
  if (at < 0) return undefined
  if (left.startsWith('{}', at)) return 'text has a blank {} without a name: write what goes there, as in {日期}'
  return left[at] === '{'
    ? `text has a { that is never closed: write {日期}, not "${left.slice(at, at + 8)}"`
    : 'text has a } that was never opened: write {日期}'
}

function people(all: CityFiles['people']): Mistake[] {
  return all.flatMap(({ name, roles, units }, index) =>
    roles.includes('handler') && units.length === 0
      ? [{ file: 'people', path: [index], says: `${name} is a handler without a unit: give units, or "*" for all` }]
      : [],
  )
}

function routes(all: CityFiles['routes']): Mistake[] {
  return all.flatMap(({ category, kind, area, words, unit, co }, index): Mistake[] => [
    ...((category ?? kind ?? area ?? words?.[0])
      ? []
      : [
          {
            file: 'routes',
            path: [index],
            says: 'fits every appeal: name a category, a kind, an area or words',
          } as const,
        ]),
    ...co.flatMap((one, nth): Mistake[] =>
      one === unit
        ? [{ file: 'routes', path: [index, 'co', nth], says: `co has the lead unit ${unit} in it: leave it out` }]
        : [],
    ),
  ])
}

function quiet(city: CityFiles['city'] | undefined): Mistake[] {
  if (!city) return []
  const { quiet, morning } = city
  const same = quiet.from === quiet.to
  const within =
    quiet.from < quiet.to ? morning >= quiet.from && morning < quiet.to : morning >= quiet.from || morning < quiet.to
  if (same) return [{ file: 'city', path: ['quiet'], says: 'quiet begins and ends at the same time: give two' }]
  if (!within) return []
  const says = `morning is ${morning}, in the quiet hours from ${quiet.from} to ${quiet.to}: reminders need a time outside`
  return [{ file: 'city', path: ['morning'], says }]
}

function limits(file: CityFiles['limits'] | undefined): Mistake[] {
  if (!file) return []
  const rows: { readonly limit: Limit; readonly path: Path; readonly among: readonly Limit[] }[] = [
    { limit: file.silence, path: ['silence'], among: [] },
    ...file.common.map((limit, at) => ({ limit, path: ['common', at], among: file.common })),
    ...file.profiles.flatMap(({ limits: among }, profile) =>
      among.map((limit, at) => ({ limit, path: ['profiles', profile, 'limits', at], among })),
    ),
  ]
  return rows.flatMap(({ limit, path, among }): Mistake[] => {
    const flaw = placeFlaw(limit, path) ?? limitFlaw(limit, among)
    return flaw ? [{ file: 'limits', path: [...path, flaw.key], says: flaw.says }] : []
  })
}

/** Which limits a category has, and which are every appeal's. */
const PLACES: Readonly<Record<string, readonly Limit['name'][]>> = {
  silence: ['silence'],
  common: ['acknowledge', 'object', 'result', 'info', 'review', 'reopen'],
  profiles: ['accept', 'transfer', 'result'],
}

function placeFlaw({ name }: Limit, [place]: Path): { readonly key: string; readonly says: string } | undefined {
  const here = PLACES[String(place)] ?? []
  return here.includes(name)
    ? undefined
    : {
        key: 'name',
        says: `${name} has no place in ${place}: there ${here.length === 1 ? 'is' : 'are'} ${here.join(', ')}`,
      }
}

/** About ten years: longer is a slip, and counting its days one by one would stop the bot. */
const LONGEST: Readonly<Record<Limit['unit'], number>> = {
  hour: 87_600,
  'working-day': 2_500,
  'calendar-day': 3_650,
  month: 120,
}

function lengthFlaw(limit: Limit): { readonly key: string; readonly says: string } | undefined {
  const { name, unit, extendable, legal, warn } = limit
  const more = (of: Limit['extendable']) => (of && 'to' in of ? of.to : (of?.by ?? 0))
  const lengths = [
    { key: 'length', unit, length: limit.length },
    { key: 'extendable', unit, length: more(extendable) },
    ...(warn ? [{ key: 'warn', ...warn }] : []),
    ...(legal ? [{ key: 'legal', unit: legal.unit, length: Math.max(legal.length, more(legal.extendable)) }] : []),
  ]
  const over = lengths.find((one) => one.length > LONGEST[one.unit])
  return (
    over && {
      key: over.key,
      says: `${name} is ${over.length} long: at most ${LONGEST[over.unit]}, which is about ten years`,
    }
  )
}

function limitFlaw(limit: Limit, among: readonly Limit[]): { readonly key: string; readonly says: string } | undefined {
  const { name, length, unit, warn, extendable } = limit
  const long = lengthFlaw(limit)
  if (long) return long
  const before = among.slice(0, among.indexOf(limit))
  for (const [key, after] of [['after', limit.after] as const, ['legal', limit.legal?.after] as const]) {
    if (after === undefined || before.some((one) => one.name === after)) continue
    return {
      key,
      says: `${name} begins after ${after}, which does not stand before it: put it there, or leave after out`,
    }
  }
  if (warn && warn.unit === unit && warn.length >= length)
    return { key: 'warn', says: `${name} is warned of ${warn.length} before, and is only ${length} long: warn later` }
  if (extendable && 'to' in extendable && extendable.to <= length)
    return {
      key: 'extendable',
      says: `${name} may be extended to ${extendable.to}, and is ${length} already: give more`,
    }
  return undefined
}
