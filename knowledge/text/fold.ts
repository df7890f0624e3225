/** In `FOLDED`: the character becomes several; it depends on its neighbours, so that the whole text takes the slow road. */
export const SEVERAL = 1
export const RARE = 2

/** Half width, lower case, one kind of bracket, quotation mark and dash: for texts with anything in them. */
export function foldRare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[〔【﹝[{]/g, '(')
    .replace(/[〕】﹞\]}]/g, ')')
    .replace(/[“”「」『』„‟]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/[‐‑–—−~～]/g, '-')
}

const RESERVED = /[\u0001\u0002]/
/** Marks and the later parts of Korean syllables join what stands before them; a sigma depends on what follows. */
const JOINS = /[\p{M}\u1100-\u11ffΣ\ud800-\udfff]/u

/** What `foldRare` makes of each UTF-16 unit. */
export const FOLDED: Uint16Array = table()

function table(): Uint16Array {
  const folded = new Uint16Array(0x10000)
  for (let unit = 0; unit < folded.length; unit += 1) {
    // Nothing changes in the great block of Han characters: the table is made in a few milliseconds.
    if (unit >= 0x3400 && unit <= 0x9fff) {
      folded[unit] = unit
      continue
    }
    const character = String.fromCharCode(unit)
    const result = foldRare(character)
    const joins = JOINS.test(character) || JOINS.test(character.normalize('NFKD')) || JOINS.test(result)
    folded[unit] = joins || RESERVED.test(character) ? RARE : result.length === 1 ? result.charCodeAt(0) : SEVERAL
  }
  return folded
}
