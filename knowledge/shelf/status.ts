import { resolve } from 'node:path'
import type { DocumentFault } from '../document.ts'
import { shanghai } from './keeper.ts'
import type { GenerationFacts, Kept } from './pointer.ts'
import { readShelf } from './shelf.ts'

/** How the documents stand, for an administrator. */
export interface KnowledgeStatus {
  readonly generation: number
  /** When it was built, and by whom; absent where it was built at start. */
  readonly at?: string
  readonly by?: string
  readonly forced?: true
  /** Rolled back to: it stays until the next reload. */
  readonly pinned?: true
  readonly documents: number
  readonly passages: number
  /** How many files could not be used, and which. */
  readonly faulty: number
  readonly quarantined: readonly DocumentFault[]
  /** How many documents should have been looked at again, and which. */
  readonly overdue: number
  readonly reviews: GenerationFacts['reviews']
  readonly golden?: { readonly asked: number; readonly right: number }
  /** The last reload was refused, and nothing has changed since. */
  readonly refused?: { readonly at: string; readonly by?: string | undefined }
  /** What is kept, the oldest first. */
  readonly kept: readonly KeptStatus[]
}

interface KeptStatus extends Pick<GenerationFacts, 'by' | 'forced' | 'documents' | 'passages'> {
  readonly number: number
  readonly at?: string
}

/** The folder of the documents that a shelf's generation is made of; null where there is none. */
export async function shelfFolder(shelf: string): Promise<string | null> {
  return (await readShelf(shelf))?.current?.facts.folder ?? null
}

/** How the shelf stands, beside the process that owns it; null where there is none. */
export async function shelfStatus(folder: string, now: string): Promise<KnowledgeStatus | null> {
  const shelved = await readShelf(resolve(folder))
  return shelved && statusOf(shelved, now)
}

/** The same from what is kept at this instant. */
export function statusOf(
  { current, pinned, kept }: { current: Kept | undefined; pinned: boolean; kept: readonly Kept[] },
  now: string,
): KnowledgeStatus {
  const today = shanghai(now).slice(0, 10)
  const {
    at = '',
    by,
    forced,
    documents = 0,
    passages = 0,
    faulty = 0,
    quarantined = [],
    reviews = [],
    golden,
  } = current?.facts ?? {}
  const overdue = reviews.filter(({ on }) => on < today)
  return {
    generation: current?.number ?? 0,
    ...(at && { at }),
    ...(by !== undefined && { by }),
    ...(forced && { forced }),
    ...(pinned && { pinned }),
    documents,
    passages,
    faulty,
    quarantined,
    overdue: overdue.length,
    reviews: overdue,
    ...(golden && { golden }),
    kept: kept.map(({ number, facts: { at, by, forced, documents, passages } }) => ({
      number,
      ...(at && { at }),
      ...(by !== undefined && { by }),
      ...(forced && { forced }),
      documents,
      passages,
    })),
  }
}
