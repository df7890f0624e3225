import type { Message as Posted, Update } from 'grammy/types'
import { hear } from '../../../adapters/telegram/hear.ts'
import {
  type Attempt,
  type Column,
  createCells,
  type How,
  OWN_GROUP,
  PEOPLE,
  ROWS,
  rowsOf,
  STAFF_COLUMNS,
} from '../../telegram/privileges-cells.ts'
import { GROUPS, NOWHERE, openTownHall } from '../../telegram/privileges-house.ts'
import { broken } from '../lib/broken.ts'
import type { Row } from '../row.ts'

const ME = { id: 1, username: 'qinqing_bot' }
const NOW = '2026-11-23T02:00:00.000Z'
const user = (name: string, id: number) => ({ id, is_bot: false, first_name: name })
const WHOSE = user('周全', 9)

/** What he says, as Telegram brings it when it was forwarded, or changed after it was said. */
function brought(who: string, text: string, isGroup: boolean, how: 'forwarded' | 'edited'): Update {
  const chat = isGroup ? { id: -5, type: 'supergroup', title: '组' } : { id: 7, type: 'private', first_name: who }
  const origin = { forward_origin: { type: 'user', date: 1, sender_user: WHOSE } }
  const message = { message_id: 5, date: 1_795_000_000, chat, from: user(who, 7), text }
  const posted = { ...message, ...(how === 'forwarded' ? origin : { edit_date: 1_795_000_001 }) } as unknown as Posted
  return { update_id: 1, [how === 'forwarded' ? 'message' : 'edited_message']: posted } as Update
}

/** As the adapter hears it; null where it hears nothing. Names stand for ids, as everywhere in this town hall. */
const through =
  (how: 'forwarded' | 'edited'): How =>
  (who, [text, way]) => {
    const heard = text === '' ? undefined : hear(brought(who, text, way.room !== undefined, how), ME, NOW)
    if (heard?.kind !== 'said') return null
    const contact = heard.said.contact && { sender: '电报·周全', name: '周全' }
    return [heard.said.text, { ...way, more: { ...way.more, ...(contact && { contact }) } }]
  }

/** Forwarded words are the words of whoever forwards them: they may do what his own may, and nothing more. */
function exceeds({ row, column, result }: Attempt): string | undefined {
  const acted = result.events.length + result.jobs.length > 0
  const cell = row.cells[column]
  if (cell === '.' && (acted || result.told.length > 0)) return 'heard something'
  if (!acted || cell === 'y') return undefined
  const asStaff = result.events.some(
    ({ by, stream }) => by.role !== 'entrepreneur' || (stream !== 'appeal' && stream !== 'gap'),
  )
  return cell === '-' && !asStaff && result.jobs.length === 0 ? undefined : 'may not, and did'
}

const isOfStaff = (column: Column) => OWN_GROUP[column] !== undefined
const own = (column: Column) => [OWN_GROUP[column] ?? []].flat()
const alone = () => [undefined]
const othersOf = (column: Column) => (isOfStaff(column) ? [column === 'away' ? '受理组' : '交通组', NOWHERE] : [])

async function tryEverything(share: number) {
  const hall = await openTownHall()
  const cells = createCells(hall)
  const rows = ROWS.filter((_, i) => share >= 1 || i % Math.ceil(0.2 / share) === 0)
  const counted: Record<string, number> = {}
  const wrong: string[] = []
  const count = (place: string, many: number) => {
    counted[place] = (counted[place] ?? 0) + many
  }
  const judge = (
    place: string,
    attempts: readonly Attempt[],
    what = (all: readonly Attempt[]) => cells.problems(all),
  ) => {
    count(place, attempts.length)
    wrong.push(...what(attempts).map((one) => `${place}: ${one}`))
  }
  const noMore = (attempts: readonly Attempt[]) =>
    attempts.flatMap((attempt) =>
      [exceeds(attempt) ?? [], cells.leaks(attempt)].flat(2).map((what) => `${cells.nameOf(attempt)}: ${what}`),
    )

  judge('private', await cells.tryAll(alone, ['said', 'pressed'], { rows }))
  judge('unit group', await cells.tryAll(own, ['said'], { rows }))
  judge('other group', await cells.tryAll(othersOf, ['said'], { rows }))
  judge('other group', await cells.tryAll((column) => othersOf(column).slice(0, 1), ['pressed'], { rows }))
  for (const places of [alone, own])
    judge('forwarded', await cells.tryAll(places, ['said'], { rows, how: through('forwarded') }), noMore)
  for (const places of [alone, own])
    judge('edited', await cells.tryAll(places, ['said'], { rows, how: through('edited') }), (all) =>
      all.flatMap((attempt) => (isNothing(attempt) ? [] : [`${cells.nameOf(attempt)}: was heard`])),
    )
  await pressThoseThatStand()
  await pressForwarded()
  return { counted, wrong }

  /** Every button that stands in a group, by everybody. */
  async function pressThoseThatStand(): Promise<void> {
    const standing = cells.drawn().filter(({ chat }, i) => chat in GROUPS && (share >= 1 || i % 20 === 0))
    for (const { chat, of, id, about } of standing)
      for (const column of STAFF_COLUMNS) {
        const sealed = about?.sealed ?? false
        if (column === (sealed ? 'acc-o' : 'acc-s')) continue
        const who = PEOPLE[column]
        const result = await hall.tries(who, '', { room: chat, pressed: id, of })
        const own = rowsOf(id)
        const [row] = own
        if (!row) throw new Error(`${id} is in no row of the table`)
        const attempt: Attempt = { row, column, who, sealed, room: chat, road: 'pressed', named: id, result }
        const may = own.some(({ cells }) => cells[column] === 'y')
        const acted = result.events.length + result.jobs.length > 0
        const others = result.told.some(({ chat: to }) => to !== who && to !== chat)
        const bad = [...(!may && (acted || others) ? ['may not, and did'] : []), ...cells.leaks(attempt)]
        count('unit group', 1)
        wrong.push(...bad.map((what) => `unit group: ${id} in ${chat} by ${column}: ${what}`))
      }
  }

  /** A button under a message that was forwarded: another message, which the bot never sent. */
  async function pressForwarded(): Promise<void> {
    for (const { pressed } of rows.filter((row) => row.pressed !== '-'))
      for (const column of STAFF_COLUMNS)
        for (const room of [undefined, OWN_GROUP[column]]) {
          const who = PEOPLE[column]
          const of = { channel: 'telegram', chat: room ?? who, message: '999999' } as const
          const result = await hall.tries(who, '', { room, pressed: cells.filled(pressed, false, who), of })
          count('forwarded', 1)
          if (!isNothing({ result })) wrong.push(`forwarded: ${pressed} pressed by ${column}: did something`)
        }
  }
}

const isNothing = ({ result: { events, jobs, told } }: Pick<Attempt, 'result'>): boolean =>
  events.length + jobs.length + told.length === 0

const number = (many: number): string => many.toLocaleString('en')

export const row: Row = {
  minutes: 3,
  async run({ share }) {
    const { counted, wrong } = await tryEverything(share)
    const total = Object.values(counted).reduce((sum, one) => sum + one, 0)
    const places = Object.entries(counted).map(([place, many]) => `${place} ${number(many)}`)
    const saw = `${number(total)} cells (${places.join(', ')}), ${wrong.length} wrong`
    return { saw: wrong.length > 0 ? `${saw}: ${wrong.slice(0, 3).join('; ')}` : saw, ok: wrong.length === 0 }
  },
  bites: [
    broken({
      name: 'a handler may accept, too: one check removed from the table of who may do what',
      file: 'bot/appeal/rules.ts',
      find: "accept: { clerk: ['registered'], supervisor: ['registered'] },",
      put: "accept: { clerk: ['registered'], supervisor: ['registered'], handler: EVERY, leader: EVERY },",
      row: 'privileges',
      tells: /may not, and did|may not, and was not told|accept/u,
    }),
  ],
}
