import { FOLDED, foldRare, RARE, SEVERAL } from './fold.ts'
import { arabic, NUMERAL } from './numerals.ts'
import { mayBeTraditional, simplify } from './simplify.ts'

export { simplify } from './simplify.ts'

/**
 * The form in which texts and questions are compared, never shown: simplified characters, half width, lower case, one
 * kind of bracket and of quotation mark, Arabic numerals where a number is counted (`第十二条` = `第12条`, `三十日` = `30日`,
 * `二〇二三年` = `2023年`, `百分之五` = `5%`). Applying it twice changes nothing more; lines stay lines.
 */
export function normalize(text: string): string {
  const { folded, traditional, numeral, comma } = fold(text) ?? foldSlowly(text)
  const simple = traditional ? simplify(folded) : folded
  const counted = numeral ? arabic(simple) : simple
  return comma ? counted.replace(NEEDLESS, '') : counted
}

interface Folded {
  readonly folded: string
  /** What may still have to be done. */
  readonly traditional: boolean
  readonly numeral: boolean
  readonly comma: boolean
}

/** `1,000` is 1000, and `(2023)第5号` is (2023)5号. */
const NEEDLESS = /(?<=\d),(?=\d{3}(?!\d))|(?<=\(\d{4}\))第(?=\d+号)/g

/** One pass over the text; undefined where a character depends on its neighbours. */
function fold(text: string): Folded | undefined {
  let folded = ''
  let traditional = false
  let numeral = false
  let comma = false
  let copied = 0
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    const to = FOLDED[unit] ?? RARE
    if (to >= 0x3000) {
      traditional ||= mayBeTraditional(to)
      numeral ||= NUMERAL[to] === 1
    } else if (to === RARE) return undefined
    else if (to === COMMA || to === CLOSING) comma ||= DIGIT.test(text.charAt(i - 1))
    if (to === unit) continue
    folded += text.slice(copied, i) + (to === SEVERAL ? foldRare(text.charAt(i)) : String.fromCharCode(to))
    copied = i + 1
    if (to === SEVERAL) traditional = numeral = comma = true
  }
  return { folded: copied === 0 ? text : folded + text.slice(copied), traditional, numeral, comma }
}

const COMMA = 44
const CLOSING = 41
const DIGIT = /[\d０-９]/

function foldSlowly(text: string): Folded {
  return { folded: foldRare(simplify(foldRare(text))), traditional: true, numeral: true, comma: true }
}
