/**
 * Text as it will be quoted: one line break between paragraphs, no invisible characters, no trailing space.
 * Nothing that can be read is changed.
 */
export function clean(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\f\v\u0085]/g, '\n')
    .replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g, '')
    .replace(/[\u00a0\u2002\u2003\u3000\t]|&(?:nbsp|ensp|emsp|#160|#xa0);/gi, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}
