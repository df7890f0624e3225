import { createFinder, type Finder } from '../words/finder.ts'
import regions from './regions.json' with { type: 'json' }

/** 山东省 is spoken of as 山东, 大连市 as 大连. */
const SUFFIX = /(?:壮族|回族|维吾尔)?自治区$|[省市]$/

const NAMES: ReadonlySet<string> = new Set(
  Object.entries(regions)
    .flatMap(([province, cities]) => [province, ...cities.split(' ')])
    .map((name) => name.replace(SUFFIX, ''))
    .filter((name) => name.length > 1),
)
let finder: Finder | undefined

/** The provinces and cities that a text in normal form names, without 省 and 市, each once. */
export function placesIn(normal: string): string[] {
  finder ??= createFinder(NAMES)
  return [...new Set(finder.longest(normal))]
}
