import type { Catalog } from '../../model/catalog.ts'
import { fold, STOPS } from './text.ts'

/** The district named, where exactly one is. A short form (高新) counts only behind 在, or as the whole of a clause. */
export function areaIn(text: string, catalog: Catalog): string | undefined {
  return theOnly(named(fold(text), catalog.areas, (form) => /[^发][区县市]$/.test(form)))
}

/** An answer to “which district”: any of its forms. */
export function readArea(text: string, catalog: Catalog): { value: string } | { problem: 'area-unknown' } {
  const loosely = catalog.areas.map(({ name, also }) => ({ name, also: [...also, name.replace(/[区县市]$/, '')] }))
  const area = theOnly(named(fold(text), loosely, () => true))
  return area ? { value: area } : { problem: 'area-unknown' }
}

function named(text: string, areas: Catalog['areas'], anywhere: (form: string) => boolean): ReadonlySet<string> {
  const forms = areas.flatMap(({ name, also }) => [name, ...also].map((form) => ({ name, form })))
  const found = new Set<string>()
  let left = text
  for (const { name, form } of forms.sort((a, b) => b.form.length - a.form.length)) {
    if (!left.includes(form) || !(anywhere(form) || standsAlone(form, left))) continue
    found.add(name)
    left = left.replaceAll(form, '、')
  }
  return found
}

function standsAlone(form: string, text: string): boolean {
  return new RegExp(`(?:^|[${STOPS} ]|在|位于|地址:?|来自)${form}(?=$|[${STOPS} ]|这边|这里|的)`).test(text)
}

function theOnly(found: ReadonlySet<string>): string | undefined {
  return found.size === 1 ? [...found][0] : undefined
}
