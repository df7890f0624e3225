/** WeChat's windows cut names that are longer. */
const LONGEST_NAME = 120

/**
 * A file's name as it can be sent and kept: nothing in it leads to another folder, hides its ending or turns the writing
 * around.
 */
export function fileName(name: string, otherwise: string): string {
  const tame = wellFormed(name)
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069<>:;"'`/\\|?*]/gu, '_')
    .replace(/^[.\s]+/u, '')
    .trim()
  const [, stem = tame, ending = ''] = /^(.+?)(\.[^.\s]{1,15})?$/u.exec(tame) ?? []
  const room = LONGEST_NAME - ending.length
  return [...stem].slice(0, room).join('') + ending || otherwise
}

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

/** A type as it may be kept; what a sender calls it is no more than a hint. */
export function fileType(type: string | undefined, otherwise = 'application/octet-stream'): string {
  const [bare = ''] = (type ?? '').split(';')
  return /^[\w.+-]{1,49}\/[\w.+-]{1,49}$/.test(bare.trim()) ? bare.trim().toLowerCase() : otherwise
}

/** Half of a pair of surrogates is no character, and cannot be sent. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd')

/** Nothing that would be seen. */
export const isBlank = (text: string): boolean =>
  /^(?:[\s\p{Cc}\p{Cf}\p{Variation_Selector}\u115f\u1160\u2800\u3164\uffa0\ufffc]|\u034f)*$/u.test(text)

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
