/** Questions that change one at a time, found by likeness. In memory; what is in it is loaded anew at each start. */
export interface QuestionIndex {
  /** An id that is there already gets this text instead. */
  add(id: string, text: string): void
  /** One that is not there is no mistake. */
  remove(id: string): void
  /** The id of one that asks the same in other words, if one is alike enough. */
  alike(text: string): string | undefined
}
