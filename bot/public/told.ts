import { type Appeal, isSealed } from '../model/appeal.ts'
import type { Catalog } from '../model/catalog.ts'

/** What another system of the city is told of an appeal when something happens to it. */
export interface ToldOfAppeal {
  /** A pseudonym, the same as in the public register. */
  readonly appeal: string
  /** How it stands when this is sent, not when it happened. */
  readonly state: Appeal['state']
  readonly service: { readonly code: string; readonly name: string }
  readonly agency: { readonly code: string; readonly name: string }
}

/**
 * Null where nothing may be told: it is sealed now, whatever it was when the event happened. Otherwise what the city does
 * with it, and nothing of whoever lodged it, of what he told, and of whom it is against.
 */
export function toldOf(
  appeal: Appeal,
  {
    catalog,
    idOf,
  }: { readonly catalog: Pick<Catalog, 'categories' | 'units'>; readonly idOf: (number: string) => string },
): ToldOfAppeal | null {
  if (isSealed(appeal)) return null
  const { number, state, category, unit } = appeal
  const named = (all: readonly { readonly id: string; readonly name: string }[], code: string) => ({
    code,
    name: all.find(({ id }) => id === code)?.name ?? code,
  })
  return {
    appeal: idOf(number),
    state,
    service: named(catalog.categories, category),
    agency: named(catalog.units, unit),
  }
}
