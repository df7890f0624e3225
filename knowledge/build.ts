import { composeColumns } from './compose.ts'
import type { DocumentFault } from './document.ts'
import type { About, Generation } from './generation.ts'
import { readLexicon } from './lexicon.ts'
import { readFolder } from './read/index.ts'
import { type Report, reportOf } from './report.ts'
import { pack } from './snapshot.ts'

/** Raised whenever the same folder makes another snapshot: what was built before is then built anew. */
export const FORMAT = 1
const FILE_BYTES = 50_000_000

export interface BuildRequest {
  readonly folder: string
  /** The largest file that is read, in bytes. */
  readonly fileBytes?: number
  /** What answered until now: documents of files that cannot be read this time are taken from it. */
  readonly previous?: Generation | undefined
}

export interface Built {
  /** A snapshot's file; null where there is nothing to answer from. */
  readonly bytes: Uint8Array<ArrayBuffer> | null
  readonly report: Report
}

/** Reads a folder and makes a generation of it. It never rejects because of what is in the folder: the report says so. */
export async function build({ folder, fileBytes = FILE_BYTES, previous }: BuildRequest): Promise<Built> {
  const { lexicon, faults: slips } = await readLexicon(folder)
  const { documents, faults } = await readFolder(folder, { fileBytes })
  const kept = documents.length > 0 && previous ? keptFrom(previous, faults) : []
  const all = [...documents, ...kept]
  const report = reportOf(all, [...faults, ...slips], kept)
  if (!report.ok) return { bytes: null, report }
  const about: About = { lexicon }
  return { bytes: pack({ about, parts: await composeColumns(all, lexicon) }), report }
}

/** Documents of files that could be read before and cannot be read now. */
function keptFrom(previous: Generation, faults: readonly DocumentFault[]) {
  const numbers = new Set(faults.flatMap(({ path }) => previous.numberOf(path) ?? []))
  return [...numbers].map((number) => previous.source(number))
}
