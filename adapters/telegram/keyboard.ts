import type { InlineKeyboardMarkup } from 'grammy/types'
import type { Choice } from '../../bot/model/reply.ts'
import { isBlank, wellFormed } from '../../bot/model/tame.ts'
import { shorten } from './split.ts'

/** What a phone shows of a row before it cuts the labels, in halves of a 汉字. */
const ROW = 26
const MOST_IN_ROW = 4
/** Telegram takes no longer callback data, in bytes. */
const LONGEST_ID = 64

/** Telegram takes no more buttons under a message, and cuts what is longer than anybody can read on one. */
const MOST = 100
const LONGEST_LABEL = 64

/**
 * Buttons in rows: short ones share a row, a long one has its own. What Telegram would refuse the whole message for is
 * left out: a choice without a label or with an id that is too long, and what is too many before the last, the way back.
 */
export function keyboardOf(choices: readonly Choice[]): InlineKeyboardMarkup | undefined {
  const rows: Choice[][] = []
  const all = choices.filter(isTakable).map(({ id, label }) => ({ id, label: shortened(label) }))
  for (const choice of all.length > MOST ? [...all.slice(0, MOST - 1), ...all.slice(-1)] : all) {
    const row = rows.at(-1)
    if (row && fits([...row, choice])) row.push(choice)
    else rows.push([choice])
  }
  if (rows.length === 0) return undefined
  return { inline_keyboard: rows.map((row) => row.map(({ id, label }) => ({ text: label, callback_data: id }))) }
}

const isTakable = ({ id, label }: Choice): boolean =>
  id !== '' && Buffer.byteLength(id) <= LONGEST_ID && !/\p{Surrogate}/u.test(id) && !isBlank(label)

const shortened = (label: string): string =>
  shorten({ text: wellFormed(label), entities: [] }, LONGEST_LABEL).text.replace(/\s+/gu, ' ')

/** All buttons of a row are equally wide. */
function fits(row: readonly Choice[]): boolean {
  const widest = Math.max(...row.map(({ label }) => widthOf(label)))
  return row.length <= MOST_IN_ROW && (widest + 2) * row.length <= ROW + 2
}

const widthOf = (label: string): number =>
  [...label].reduce((width, character) => width + (/[\u0000-\u00ff]/.test(character) ? 1 : 2), 0)
