import type { Holidays } from '../model/catalog.ts'
import type { FileName, SomeFiles, Words } from './files.ts'
import type { Flaw } from './issues.ts'

/** A flaw and the file it is in. */
export interface Mistake extends Flaw {
  readonly file: FileName
}

/** The files of a city before they are put together; those that could not be understood are absent. */
export interface Draft {
  readonly files: SomeFiles
  readonly words?: Words | undefined
  readonly holidays?: Holidays | undefined
  /** Which of them are the city's own; the others are shipped, and taken to be right. */
  readonly own: ReadonlySet<FileName>
  /** The years whose days off are known without it. */
  readonly published: Holidays
}
