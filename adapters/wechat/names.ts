import { fileName, isBlank, wellFormed } from '../../bot/model/tame.ts'

/** Pictures by the endings from which puppets tell that something is to be sent as one. */
const PICTURES: Readonly<Record<string, readonly string[]>> = {
  'image/jpeg': ['.jpg', '.jpeg'],
  'image/png': ['.png'],
  'image/gif': ['.gif'],
  'image/bmp': ['.bmp'],
}

/** The name under which a file is sent: a puppet tells by its ending whether it is a picture. */
export function nameToSend(name: string, type: string, otherwise: string): string {
  const tame = fileName(name, otherwise)
  const [first = '', ...more] = PICTURES[type] ?? []
  return [first, ...more].some((ending) => tame.toLowerCase().endsWith(ending)) ? tame : tame + first
}

const LONGEST_PERSON = 30

/** A person's name in one line; nothing in it turns the writing around it, or calls somebody else. */
export function personName(name: unknown): string {
  const tame = wellFormed(typeof name === 'string' ? name.slice(0, 500) : '')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2005\u2028\u2029@＠]/gu, ' ')
    .replace(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  return isBlank(tame) ? '' : [...tame].slice(0, LONGEST_PERSON).join('')
}
