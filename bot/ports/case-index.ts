import type { AppealNumber } from '../model/appeal.ts'

/** Appeals that may be about the same, found by likeness of what they tell. In memory; loaded anew at each start. */
export interface CaseIndex {
  /** A number that is there already gets this text instead. */
  add(number: AppealNumber, text: string): void
  remove(number: AppealNumber): void
  /** The most alike first, each with how alike, from 0 to 1. */
  similar(text: string, limit?: number): readonly { readonly id: AppealNumber; readonly score: number }[]
}
