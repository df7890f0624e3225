import { isBlank, wellFormed } from '../../bot/model/tame.ts'

const LONGEST_PERSON = 80

/** A person's name in one line; nothing in it turns the writing around it, and where nothing can be seen there is none. */
export function personName(name: string): string {
  const tame = wellFormed(name)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/gu, ' ')
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  return isBlank(tame) ? '' : tame.slice(0, LONGEST_PERSON).replace(/\p{Surrogate}$/u, '')
}
