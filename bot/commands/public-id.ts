import type { AppealNumber } from '../model/appeal.ts'

/** What an appeal is called outside: nobody but the holder of the master key can tie it to its number. */
export const publicId = (pseudonym: (text: string) => string, number: AppealNumber): string =>
  pseudonym(`public ${number}`)
