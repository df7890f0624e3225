import type { PolicyDocument } from '../document.ts'
import { withVersions } from '../facts/versions.ts'
import { readFolder } from '../read/index.ts'
import { type Report, reportOf } from '../report.ts'
import type { GoldenQuestion } from '../shelf/gate.ts'
import { readGolden } from '../shelf/golden.ts'
import { readLexicon } from '../words/lexicon.ts'
import type { Progress } from './build-order.ts'
import { composeColumns } from './compose.ts'
import type { About, Generation } from './index.ts'
import { keyOf } from './key.ts'
import { keptFrom, provenanceOf, reuseOf } from './reuse.ts'
import { pack } from './snapshot.ts'

/** Raised whenever the same folder makes another snapshot: what was built before is then built anew. */
const FORMAT = 1
/** The largest file that is read, in bytes. */
export const FILE_BYTES = 50_000_000

/** What is built from, and how. */
export interface Source {
  readonly folder: string
  /** The largest file that is read, in bytes. */
  readonly fileBytes?: number | undefined
  /** The program's version: another one may read the same files in another way. */
  readonly release?: string | undefined
}

export interface BuildRequest extends Source {
  /** What answered until now: documents of files that cannot be read this time are taken from it. */
  readonly previous?: Generation | undefined
  readonly progress?: Progress | undefined
}

export interface Built {
  /** A snapshot's file; null where there is nothing to answer from. */
  readonly bytes: Uint8Array<ArrayBuffer> | null
  readonly key: string
  readonly report: Report
  readonly golden: readonly GoldenQuestion[]
  /** Documents that are to be looked at again, the earliest day first. */
  readonly reviews: readonly Review[]
}

export interface Review {
  readonly path: string
  /** YYYY-MM-DD. */
  readonly on: string
  readonly owner?: string
}

/** The key that a generation of the folder as it is now has. Rejects where the folder cannot be opened. */
export function keyNow({ folder, fileBytes = FILE_BYTES, release = '' }: Source): Promise<string> {
  return keyOf(folder, { format: FORMAT, fileBytes, release })
}

/** Reads a folder and makes a generation of it. It never rejects because of what is in the folder: the report says so. */
export async function build({ previous, progress, ...source }: BuildRequest): Promise<Built> {
  const { folder, fileBytes = FILE_BYTES } = source
  const key = await keyNow(source).catch(() => '') // before anything is read: what changes meanwhile makes it another
  const { lexicon, faults: slips } = await readLexicon(folder)
  const { questions: golden, faults: noQuestions } = await readGolden(folder)
  const reader = `${FORMAT} ${source.release ?? ''}`
  const reuse = previous && reuseOf(previous, reader)
  const { documents, faults, files } = await readFolder(folder, {
    fileBytes,
    ...(reuse && { reuse }),
    onFile: (done, all) => progress?.(`读文件 ${done}/${all}`),
  })
  const kept = documents.length > 0 && previous ? keptFrom(previous, faults) : []
  const read = [...documents, ...kept]
  const all = withVersions(read)
  const report = reportOf(all, [...faults, ...slips, ...noQuestions], kept)
  if (!report.ok) return { bytes: null, key, report, golden, reviews: [] }
  progress?.(`为 ${all.length} 份文件建索引`)
  const about: About = { lexicon, key, provenance: provenanceOf({ reader, files, faults, read, settled: all }) }
  return {
    bytes: pack({ about, parts: await composeColumns(all, lexicon) }),
    key,
    report,
    golden,
    reviews: reviewsOf(all),
  }
}

function reviewsOf(documents: readonly PolicyDocument[]): Review[] {
  return documents
    .flatMap(({ path, review, owner }) => (review ? [{ path, on: review, ...(owner && { owner }) }] : []))
    .sort((a, b) => (a.on < b.on ? -1 : 1))
}
