import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Choice } from '../../bot/model/reply.ts'

/** What a phone shows of a row before it cuts the labels, in halves of a 汉字. */
const ROW = 26
const MOST_IN_ROW = 4
/** Telegram takes no longer callback data, in bytes. */
const LONGEST_ID = 64

/** Buttons in rows: short ones share a row, a long one has its own. A choice with an id that is too long is left out. */
export function keyboardOf(choices: readonly Choice[]): InlineKeyboardMarkup | undefined {
  const rows: Choice[][] = []
  for (const choice of choices.filter(({ id }) => Buffer.byteLength(id) <= LONGEST_ID)) {
    const row = rows.at(-1)
    if (row && fits([...row, choice])) row.push(choice)
    else rows.push([choice])
  }
  if (rows.length === 0) return undefined
  return { inline_keyboard: rows.map((row) => row.map(({ id, label }) => ({ text: label, callback_data: id }))) }
}

/** All buttons of a row are equally wide. */
function fits(row: readonly Choice[]): boolean {
  const widest = Math.max(...row.map(({ label }) => widthOf(label)))
  return row.length <= MOST_IN_ROW && (widest + 2) * row.length <= ROW + 2
}

const widthOf = (label: string): number =>
  [...label].reduce((width, character) => width + (/[\u0000-\u00ff]/.test(character) ? 1 : 2), 0)
