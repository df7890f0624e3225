/** A piece of text on a page: x to the right, y downwards, both in points; `size` is the height of its type. */
export interface Piece {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly size: number
}

export interface Line {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly y: number
  readonly size: number
}

export interface PageOfLines {
  readonly lines: readonly Line[]
  readonly width: number
  readonly height: number
}

/** The lines of a page from top to bottom; of a page in two columns, the left one first. */
export function linesOfPage(pieces: readonly Piece[], width: number): Line[] {
  const gutter = gutterOf(pieces, width)
  if (gutter === undefined) return rowsOf(pieces)
  // What goes across both columns, such as the title, stands above what is below it in either.
  const across = rowsOf(pieces.filter((piece) => crosses(piece, gutter)))
  const lines: Line[] = []
  let top = Number.NEGATIVE_INFINITY
  for (const border of [...across, undefined]) {
    const bottom = border?.y ?? Number.POSITIVE_INFINITY
    const band = pieces.filter((piece) => !crosses(piece, gutter) && piece.y > top && piece.y <= bottom)
    lines.push(...rowsOf(band.filter(({ x }) => x < gutter)), ...rowsOf(band.filter(({ x }) => x >= gutter)))
    if (border) lines.push(border)
    top = bottom
  }
  return lines
}

const crosses = ({ x, width }: Piece, gutter: number) => x < gutter - 2 && x + width > gutter + 2

/** Where the blank between two columns is: nearly nothing crosses it, and a good part of the lines has text on both sides. */
function gutterOf(pieces: readonly Piece[], width: number): number | undefined {
  if (pieces.length < 20) return undefined
  const rows = rowsOf(pieces).length
  for (let at = width * 0.42; at <= width * 0.58; at += width * 0.01) {
    const crossing = pieces.filter((piece) => piece.text.trim() !== '' && crosses(piece, at))
    const [left, right] = [
      rowsOf(pieces.filter((piece) => piece.x + piece.width <= at + 2)),
      rowsOf(pieces.filter((piece) => piece.x >= at - 2)),
    ]
    const full = (lines: readonly Line[]) => lines.filter((line) => line.right - line.left > width * 0.25).length
    if (crossing.length <= rows * 0.1 && full(left) >= 8 && full(right) >= 8) return at
  }
  return undefined
}

function rowsOf(pieces: readonly Piece[]): Line[] {
  const rows: Piece[][] = []
  for (const piece of pieces.filter(({ text }) => text !== '').toSorted((a, b) => a.y - b.y)) {
    const row = rows.at(-1)
    const last = row?.at(-1)
    if (row && last && Math.abs(piece.y - last.y) < Math.max(piece.size, last.size) * 0.5) row.push(piece)
    else rows.push([piece])
  }
  return rows.flatMap((row) => {
    const ordered = row.toSorted((a, b) => a.x - b.x)
    const text = joined(ordered)
    const seen = ordered.filter((piece) => piece.text.trim() !== '')
    const [first] = seen
    if (!first || text === '') return []
    const right = Math.max(...seen.map((piece) => piece.x + piece.width))
    return [{ text, left: first.x, right, y: first.y, size: Math.max(...seen.map(({ size }) => size)) }]
  })
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹'
const MIXED = /\p{Script=Han}[\dA-Za-z]|[\dA-Za-z%‰]\p{Script=Han}/u
const SET_APART = /(?<=\p{Script=Han}) (?=[\dA-Za-z])|(?<=[\dA-Za-z%‰]) (?=\p{Script=Han})/gu

/** A gap is a blank between words; between Chinese characters only a wide one means something. */
function joined(pieces: readonly Piece[]): string {
  const size = Math.max(...pieces.map((piece) => piece.size))
  let text = ''
  let end: number | undefined
  let blank = false
  for (const piece of pieces) {
    if (piece.text.trim() === '') {
      blank = true
      continue
    }
    const gap = end === undefined ? 0 : piece.x - end
    const chinese = /[\p{Script=Han}，。；：、）》”]$/u.test(text) && /^[\p{Script=Han}（《“]/u.test(piece.text)
    // Programs set Chinese and figures a little apart (2025 年 3 月): nobody typed a blank there.
    const mixed = MIXED.test(text.slice(-1) + piece.text.trimStart().slice(0, 1))
    if (mixed ? gap > piece.size * 0.35 : blank || gap > piece.size * (chinese ? 0.9 : 0.2)) text += ' '
    const raised = text !== '' && piece.size < size * 0.75 && /^\d{1,2}$/.test(piece.text)
    text += raised ? [...piece.text].map((digit) => RAISED[Number(digit)]).join('') : piece.text.replace(SET_APART, '')
    end = piece.x + piece.width
    blank = false
  }
  return text
    .replace(/\s+/g, ' ')
    .replace(
      /(?<=[\p{Script=Han}，。；：、（）《》“”]) (?=[，。；：、（）《》“”])|(?<=[，。；：、（《“]) (?=\p{Script=Han})/gu,
      '',
    )
    .trim()
}
