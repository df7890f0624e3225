import { daysOf } from './check-days.ts'
import { detailsOf } from './check-details.ts'
import { referencesOf } from './check-references.ts'
import { repeatedIn } from './check-repeated.ts'
import type { Draft, Mistake } from './mistake.ts'

/** All that is wrong with a city although each of its files reads well: what they say of each other, and of themselves. */
export function checkCity(draft: Draft): Mistake[] {
  const own = ({ file }: Mistake) => draft.own.has(file)
  return [
    ...repeatedIn(draft.files).filter(own),
    ...referencesOf(draft),
    ...detailsOf(draft.files, draft.words).filter(own),
    ...daysOf(draft.holidays ?? {}, draft.published),
  ]
}
