import type { Catalog } from '../../model/catalog.ts'

/**
 * What was said of danger to life or limb, null where nothing was. 火灾保险, 企业活不下去 and the like are nothing of the kind. The
 * words of the catalog are patterns.
 */
export function dangerIn(text: string, catalog: Catalog): string | null {
  const line = catalog.harmless.reduce(
    (left, pattern) => left.replace(new RegExp(pattern, 'g'), '—'),
    text.slice(0, LONGEST).normalize('NFKC').replace(/\s+/g, ''),
  )
  return new RegExp(catalog.danger.join('|')).exec(line)?.[0] ?? null
}

/** Of a longer text the beginning is read. */
const LONGEST = 2_000
