import type { DocumentFacts } from '../generation/index.ts'
import type { DocumentRef } from '../passage.ts'

/** What a document is cited by. */
export function referenceTo({ path, title, number, issuer, date, link, region, ...rest }: DocumentFacts): DocumentRef {
  const { from, until, repealedBy, incomplete } = rest
  return {
    document: path,
    title,
    ...(number && { number }),
    ...(issuer && { issuer }),
    ...(date && { date }),
    ...(link && { link }),
    ...(region && { region }),
    ...(from && { from }),
    ...(until && { until }),
    ...(repealedBy && { repealedBy }),
    ...(incomplete && { incomplete }),
  }
}
