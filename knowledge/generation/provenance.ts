/** Facts that a document may have from another one. */
export const TOLD = ['from', 'until', 'repealedBy'] as const
export type Told = (typeof TOLD)[number]

/** What a generation remembers of how it was made, so that the next need not read everything again. */
export interface Provenance {
  /** The program that read the files: another one may read them in another way. */
  readonly reader: string
  /** Files of the formats that are slow to read, read without a fault: path, size in bytes, time of change. */
  readonly files: readonly (readonly [path: string, size: number, mtimeMs: number])[]
  /** By a document's path: the facts that it has from other documents. */
  readonly told: Readonly<Record<string, readonly Told[]>>
}
