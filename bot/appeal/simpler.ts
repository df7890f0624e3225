import traditional from './traditional.json' with { type: 'json' }

/** Simplified characters that are two UTF-16 units, of traditional ones that are one. */
const APART = new Map(traditional.apart.split(' ').map((pair) => [pair.slice(0, 2), pair.slice(2)]))

/** For each UTF-16 unit the simplified one, or itself where that would be two; 0 where it is simple already. */
const SIMPLE = new Uint16Array(0x1_0000)
for (const character of APART.values()) SIMPLE[character.charCodeAt(0)] = character.charCodeAt(0)
for (let i = 0; i < traditional.from.length; i++) {
  SIMPLE[traditional.from.charCodeAt(i)] = traditional.to.charCodeAt(i)
}

/**
 * Traditional characters as simplified ones, one for one, so that a place in the one text is the same place in the other.
 * For finding what somebody wrote as they do in Hong Kong and Taiwan, whose name is kept in simplified characters; from
 * the tables of OpenCC (Apache-2.0). Which of several a word would have is told by `simplify` alone.
 */
export function simpler(text: string): string {
  let simple = ''
  let copied = 0
  for (let i = 0; i < text.length; i++) {
    const unit = SIMPLE[text.charCodeAt(i)]
    if (!unit) continue
    simple += text.slice(copied, i) + String.fromCharCode(unit)
    copied = i + 1
  }
  return copied === 0 ? text : simple + text.slice(copied)
}

/** Whether nothing in it is traditional. */
export function isSimple(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (SIMPLE[text.charCodeAt(i)]) return false
  return true
}

/** A name as it stands in a text that went through `simpler`: there a character has no more units than it had. */
export function simplerName(name: string): string {
  return simpler(name).replace(/[\u{20000}-\u{3ffff}]/gu, (character) => APART.get(character) ?? character)
}
