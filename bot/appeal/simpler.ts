import traditional from './traditional.json' with { type: 'json' }

const SIMPLE = new Map([...traditional.from].map((character, i) => [character, traditional.to.charAt(i)]))
const ANY = new RegExp(`[${traditional.from}]`, 'gu')

/**
 * Traditional characters as simplified ones, one for one, so that a place in the one text is the same place in the other.
 * For finding what somebody wrote as they do in Hong Kong and Taiwan, whose name is kept in simplified characters; from
 * the tables of OpenCC (Apache-2.0). Which of several a word would have is told by `simplify` alone.
 */
export function simpler(text: string): string {
  return text.replace(ANY, (character) => SIMPLE.get(character) ?? character)
}
