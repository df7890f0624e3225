/** Half of a pair of surrogates is no character: channels refuse the whole text for it. Keeps the length. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd')

/** Nothing that would be seen. */
export const isBlank = (text: string): boolean =>
  /^(?:[\s\p{Cc}\p{Cf}\p{Variation_Selector}\u115f\u1160\u2800\u3164\uffa0\ufffc]|\u034f)*$/u.test(text)

/** Windows cut paths that are longer, and so do the desktop programs of messengers. */
const LONGEST_NAME = 120

/**
 * A file's name as it can be sent and kept: nothing in it leads to another folder, hides its ending or turns the
 * writing around, and no `;` or quote at which an upload would cut it off.
 */
export function fileName(name: string, otherwise: string): string {
  const tame = wellFormed(name)
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069<>:;"'`/\\|?*]/gu, '_')
    .replace(/^[.\s]+/u, '')
    .trim()
  const [, stem = tame, ending = ''] = /^(.+?)(\.[^.\s]{1,15})?$/u.exec(tame) ?? []
  const room = LONGEST_NAME - ending.length
  return [...stem].slice(0, room).join('').trimEnd() + ending || otherwise
}

/** A type as it may be kept, without its parameters; what a sender calls it is no more than a hint. */
export function fileType(type: string | undefined, otherwise = 'application/octet-stream'): string {
  const bare = (type ?? '').split(';')[0]?.trim() ?? ''
  return /^[\w.+-]{1,49}\/[\w.+-]{1,49}$/.test(bare) ? bare.toLowerCase() : otherwise
}
