/** What a document is cited by; what is not known stays absent. */
export interface Citation {
  readonly title: string
  /** 文号, such as 国务院令第802号. */
  readonly number?: string
  readonly issuer?: string
  /** Date of issue, YYYY-MM-DD where the day is known. */
  readonly date?: string
  readonly link?: string
  /** In force from/until, YYYY-MM-DD; absent where nothing limits it. */
  readonly from?: string
  readonly until?: string
}

/** A piece of a document that can stand as an answer, with all that is needed to cite it. */
export interface Passage extends Citation {
  /** The file's path below the documents folder, or the id of a line of a .jsonl file. */
  readonly document: string
  /** Such as 第二十五条, where the document has articles. */
  readonly article?: string
  /** The headings it stands under, outermost first. */
  readonly headings: readonly string[]
  /** What is quoted: at most 400 characters. */
  readonly text: string
  /** Where in `text` the matter asked about stands: [start, end) in UTF-16 units, in order, not overlapping. */
  readonly marks: readonly (readonly [start: number, end: number])[]
  readonly score: number
}

/** `confidence` is from 0 to 1. Below the threshold nothing is claimed: the nearest are named, and that is all. */
export type Answer =
  | { readonly kind: 'found'; readonly confidence: number; readonly passages: readonly [Passage, ...Passage[]] }
  | { readonly kind: 'unsure'; readonly confidence: number; readonly near: readonly Passage[] }
