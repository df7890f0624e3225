/** What a document is cited by; what is not known stays absent. */
export interface Citation {
  readonly title: string
  /** 文号, such as 国务院令第802号. */
  readonly number?: string
  readonly issuer?: string
  /** Date of issue, YYYY-MM-DD where the day is known. */
  readonly date?: string
  readonly link?: string
  readonly region?: string
  /** In force from/until, YYYY-MM-DD; absent where nothing limits it. */
  readonly from?: string
  readonly until?: string
  /** What took its place or repealed it, by title or 文号. */
  readonly repealedBy?: string
  /** Only a part of the text could be had (a preview that was cut off). */
  readonly incomplete?: true
}

/** A document named in an answer. */
export interface DocumentRef extends Citation {
  /** The file's path below the documents folder, or the id of a line of a .jsonl file. */
  readonly document: string
}

/** A piece of a document that can stand as an answer, with all that is needed to cite it. */
export interface Passage extends DocumentRef {
  /** Such as 第二十五条, where the document has articles. */
  readonly article?: string
  /** The headings it stands under, outermost first. */
  readonly headings: readonly string[]
  /** What is quoted: at most 400 characters. */
  readonly text: string
  /** Where in `text` the matter asked about stands: [start, end) in UTF-16 units, in order, not overlapping. */
  readonly marks: readonly (readonly [start: number, end: number])[]
  readonly score: number
  /** An answer of staff that was approved, instead of a document: by whom, and until when (YYYY-MM-DD) it may be used. */
  readonly approved?: { readonly by: string; readonly until?: string }
}

/** What was spoken of last, so that “那申请材料呢？” stays with it. */
export interface Topic {
  /** The question that was answered. */
  readonly question: string
  /** The document it was answered from. */
  readonly document: string
  /** True where a person chose this document among several: then it alone is asked. */
  readonly chosen?: true
}

/** A half sentence (“那申请材料呢？”) that was understood from what was spoken of before. */
export interface Follows {
  /** The whole question it stands for, so that the next half sentence can stay with it. */
  readonly question: string
  /** The document spoken of, where it says nothing of this: the passages are from others. */
  readonly missing?: DocumentRef
}

interface Answered {
  /** From 0 to 1, and calibrated: of answers given with .8 four in five should be right. */
  readonly confidence: number
  readonly follows?: Follows
  /** The best first; where nothing is claimed, the nearest. */
  readonly passages: readonly Passage[]
}

interface Shown extends Answered {
  readonly passages: readonly [Passage, ...Passage[]]
  /** A year or a day: the question was about that time, and the passages are what was in force then. */
  readonly asOf?: string
  /** A document was asked for by its name: the passages are its own, in order. */
  readonly named?: true
}

export type Answer =
  | (Shown & { readonly kind: 'found' })
  /** It may be this: the passages are shown with their sources, and with the words that it is not sure. */
  | (Shown & { readonly kind: 'hedged' })
  /** Nothing is claimed: the nearest are named, a person is offered, and that is all. */
  | (Answered & {
      readonly kind: 'unsure'
      /** What was asked for by name and is not here: 《不存在的条例》, 民法典第1165条. */
      readonly unknown?: string
    })
  /** Several documents answer equally well: which is meant? Two to four, each with its best passage in `passages`. */
  | (Answered & {
      readonly kind: 'which'
      readonly documents: readonly [DocumentRef, DocumentRef, ...DocumentRef[]]
    })
  /** “有哪些关于稳岗的政策”: the best first, `total` how many there are in all. */
  | (Answered & {
      readonly kind: 'list'
      readonly topic: string
      readonly documents: readonly [DocumentRef, ...DocumentRef[]]
      readonly total: number
    })
  /** “《…》明白卡”: one page of one document. */
  | (Answered & { readonly kind: 'card'; readonly document: DocumentRef; readonly parts: readonly CardPart[] })
  /** “这个政策什么时候到期”: what is known of when it is in force. */
  | (Answered & { readonly kind: 'validity'; readonly document: DocumentRef })

/** A line of a 明白卡: who may have it, what there is, which papers, how, until when, whom to ask. */
export interface CardPart {
  readonly about: 'who' | 'what' | 'papers' | 'how' | 'when' | 'contact'
  readonly passage: Passage
}

/** An answer of staff to what the documents do not say, once somebody approved it. */
export interface ApprovedAnswer {
  readonly id: string
  /** The question in its best wording, and the others that were grouped with it. */
  readonly questions: readonly [string, ...string[]]
  readonly answer: string
  /** Who approved it, as staff know him. */
  readonly by: string
  /** The day it was approved, and the last day it may be used: YYYY-MM-DD. */
  readonly on: string
  readonly until?: string
}
