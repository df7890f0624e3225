import { readFileSync } from 'node:fs'
import { Fault } from '../model/fault.ts'
import type { Secret } from '../settings/kinds.ts'

/** The text of a file that a setting names. An error names the setting and the file, and repeats nothing of what is in it. */
export function textIn(file: string, setting: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'it cannot be opened'
    throw unread(file, setting, `${why}: give a file that this user may read`)
  }
}

/** The secret itself; of a file, what `isRight` finds to be one. */
export function secretIn(secret: Secret, setting: string, isRight: (text: string) => boolean, remedy: string): string {
  if ('given' in secret) return secret.given
  const text = textIn(secret.file, setting)
  if (!isRight(text)) throw unread(secret.file, setting, remedy)
  return text
}

const unread = (file: string, setting: string, why: string) =>
  new Fault('config', `cannot read ${setting} (${file}): ${why}`)
