/** Longer than this is not read. */
export const MAX_TEXT = 2000

/** Chinese characters, for use inside a class. */
export const HAN = '\\u4e00-\\u9fa5'

/**
 * Full width to half width, one character for one, so that a place in the folded text is the same place in what was typed.
 * Capped, since patterns run over it.
 */
export function fold(text: string): string {
  return text
    .slice(0, MAX_TEXT)
    .replace(/[！-～]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0\u200b-\u200d\ufeff\t\r]/g, ' ')
}

/** Where a clause ends, for use inside a class. */
export const STOPS = '，,。.;；!！?？、\\n'

/** The text without blanks and closing particles, for comparing short answers. */
export function bare(text: string): string {
  return fold(text)
    .toLowerCase()
    .replace(/[\s,.!?~;:…，。！？、～；：]+/g, '')
    .replace(/(?:[吧啊呀哦噢哈呢嘛哒滴]|谢谢)+$/u, '')
}
