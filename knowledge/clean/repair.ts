import { simplify } from '../text/simplify.ts'

/** A text made readable, and in words what was done to it; the text itself where nothing was wrong. */
export interface Repaired {
  readonly text: string
  readonly notes: readonly string[]
}

/** A traditional character with its sound in brackets: 業(yè). Nobody writes three of them; a converter that went wrong does. */
const SOUNDED = /(\p{Script=Han})[(（][a-züêāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}[)）]/gu
const FEWEST = 3

/**
 * Pages in traditional characters of which a filter made `企業(yè)`, and ate bytes: one byte A1 lost before `。”在` turns
 * the GBK codes of what follows by one byte into `！痹`, and `。現` into `，F`. The sounds are dropped, the eaten full
 * stops and quotation marks put back, a character that is lost for good is shown as □ (GB/T 15834's sign for one), and
 * all is simplified. Text without such marks is left as it is.
 */
export function repair(text: string): Repaired {
  const sounded = [...text.matchAll(SOUNDED)].filter(([, c = '']) => simplify(c) !== c).length
  if (sounded < FEWEST) return { text, notes: [] }

  let stops = 0
  let lost = 0
  const whole = text
    .replace(EATEN_CHARACTER, (all, letter: string) => {
      const character = decode([0xa1, 0xa3, 0xac, letter.charCodeAt(0)])
      if (!/^。\p{Script=Han}$/u.test(character)) return all
      stops += 1
      return character
    })
    .replace(EATEN_QUOTE, (all, rest: string) => {
      const shifted = unshift(rest)
      if (shifted === undefined) return all
      stops += 1
      lost += 1
      return `。”${shifted}□`
    })
    .replace(SOUNDED, (all, c: string) => (simplify(c) === c ? all : c))
  const notes = [`原文的编码出过错：已改为简体，去掉了夹在字后的 ${sounded} 处注音`]
  if (stops > 0) notes.push(`补回了 ${stops} 处被吃掉的句号或引号`)
  if (lost > 0) notes.push(`有 ${lost} 个字已经丢失，以“□”代替`)
  return { text: simplify(whole), notes }
}

/** `，F(xiàn)`: the byte before a comma's second is gone, and F is the second byte of 現. */
const EATEN_CHARACTER = /[，,]([A-Za-z])(?=[(（][a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,6}[)）])/g
/** `！痹…` up to where the codes are in step again: a character of one byte. */
const EATEN_QUOTE = /(?<=\p{Script=Han})[！!]([^\u0000-\u00ff\n，。！？；：、“”（）]{1,9})(?=[\u0020-\u007f])/gu

/** What stood there before the codes were shifted, without the last character, of which only the first byte is left. */
function unshift(run: string): string | undefined {
  const bytes = [...run].flatMap((c) => codes().get(c) ?? [0])
  if (bytes[0] !== 0xb1 || bytes.includes(0)) return undefined
  const text = decode(bytes.slice(1, -1))
  // The last byte must be the first of a character, and the others must be common ones, as they are once in step.
  const common = bytes.slice(1).every((byte, i) => i % 2 === 1 || (byte >= 0xb0 && byte <= 0xd7))
  return common && /^\p{Script=Han}*$/u.test(text) ? text : undefined
}

function decode(bytes: readonly number[]): string {
  return new TextDecoder('gbk').decode(Uint8Array.from(bytes))
}

let known: ReadonlyMap<string, readonly [number, number]> | undefined

/** The two bytes of every character in GBK, made when first needed. */
function codes(): ReadonlyMap<string, readonly [number, number]> {
  if (known) return known
  const made = new Map<string, readonly [number, number]>()
  for (let first = 0x81; first <= 0xfe; first += 1) {
    for (let second = 0x40; second <= 0xfe; second += 1) {
      const character = decode([first, second])
      if (character.length === 1 && character !== '\ufffd') made.set(character, [first, second])
    }
  }
  known = made
  return made
}
