import { showNumber } from '../../bot/appeal/reference.ts'
import type { Receipt } from '../../bot/model/message.ts'
import { type Case, GROUPS, NOWHERE, type openTownHall, type Tried, type Way, WITH_UNIT } from './privileges-house.ts'
import { TABLE } from './privileges-table.ts'

/** The columns of the table, and who stands for each; an entrepreneur is known by his case. */
export const PEOPLE = {
  strng: '电报·路人',
  gone: '孙丽',
  owner: '企业·本人',
  other: '企业·旁人',
  desk: '王芳',
  unit: '陈刚',
  away: '马俊',
  'acc-o': '何静',
  'acc-s': '何静',
  super: '赵敏',
  leader: '周岚',
  admin: '李明',
} as const
export type Column = keyof typeof PEOPLE
const COLUMNS = Object.keys(PEOPLE) as Column[]
/** The group in which those of a column meet; to whom a stranger and one who has left have found their way. */
export const OWN_GROUP: Readonly<Partial<Record<Column, string>>> = {
  strng: '受理组',
  gone: '受理组',
  desk: '受理组',
  unit: '清欠组',
  away: '交通组',
  'acc-o': '清欠组',
  'acc-s': '清欠组',
  super: '督办组',
  leader: '领导组',
  admin: '管理组',
}

export type Cell = 'y' | 'n' | '0' | '.' | '-'
export interface Row {
  readonly what: string
  readonly said: string
  readonly pressed: string
  readonly they: string
  readonly at: string
  readonly cells: Readonly<Record<Column, Cell>>
}

export const ROWS: readonly Row[] = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const parts = line.trim().split(/\s{2,}|\s(?=(?:any|own|group|open)\s)/u)
    const [what = '', said = '', pressed = '', they = '', at = ''] = parts
    const cells = line.trim().split(/\s+/u).slice(-COLUMNS.length)
    return {
      what,
      said,
      pressed,
      they,
      at,
      cells: Object.fromEntries(COLUMNS.map((one, i) => [one, cells[i]])) as Row['cells'],
    }
  })

export interface Attempt {
  readonly row: Row
  readonly column: Column
  readonly who: string
  readonly sealed: boolean
  readonly room: string | undefined
  readonly road: 'said' | 'pressed'
  readonly named: string
  readonly result: Tried
}

const FILE = { ref: 'f1', name: '办法.docx', type: 'application/msword' }
const CARD = { sender: '电报·周全', name: '周全' }

/** What is said, and in which way: by whom it is done some other way. */
export type How = (who: string, said: readonly [string, Way]) => readonly [string, Way] | null

function wayOf(road: 'said' | 'pressed', named: string, room: string | undefined): [string, Way] {
  if (road === 'pressed') return ['', { room, pressed: named }]
  if (named === '[file]') return ['', { room, more: { attachments: [FILE] } }]
  if (named === '[card]') return ['', { room, more: { contact: CARD } }]
  return [named, { room }]
}

const GROUP_COLUMN: Readonly<Record<string, Column>> = {
  受理组: 'desk',
  清欠组: 'unit',
  交通组: 'away',
  督办组: 'super',
  领导组: 'leader',
  管理组: 'admin',
}

/** Who reads what is said in a chat: a column, or nobody who may read anything. */
function readerOf(chat: string): Column | undefined {
  if (chat === '李娜') return 'desk'
  if (chat === '吴强') return 'unit'
  const own = COLUMNS.find((column) => PEOPLE[column] === chat)
  return own ?? GROUP_COLUMN[chat]
}

export const NOTHING: Tried = { events: [], jobs: [], told: [], notice: undefined, waits: undefined }
const nameOfCase = ({ past, sealed }: Case) => `${past}${sealed ? ' (sealed)' : ''}`

/** What a button does, without what it does it to. */
export function kindOf(id: string): string {
  const [verb = '', what = ''] = id.split(':')
  return TWO_WORDS.has(verb) ? `${verb}:${what}` : verb
}
const TWO_WORDS: ReadonlySet<string> = new Set(['staff', 'place', 'kb', 'doc', 'list', 'system'])

export const rowsOf = (id: string): readonly Row[] => ROWS.filter(({ pressed }) => kindOf(pressed) === kindOf(id))

export const STAFF_COLUMNS = COLUMNS.filter((column) => column !== 'owner' && column !== 'other')

export interface Drawn {
  readonly chat: string
  readonly of: Receipt
  readonly id: string
  readonly about: Case | undefined
}

/** The cells of the table, tried in a town hall by everybody: what was done, what differs, what was read. */
export function createCells(hall: Awaited<ReturnType<typeof openTownHall>>) {
  const caseOf = (past: string, sealed: boolean): Case | undefined =>
    hall.cases.find((one) => one.past === past && one.sealed === sealed)

  /** What stands in the table, with the numbers and ids of this town hall. */
  function filled(text: string, sealed: boolean, who: string): string {
    return text.replaceAll('_', ' ').replace(/\{([\w-]+)(:mark)?\}/gu, (all, name: string, mark?: string) => {
      const one = caseOf(name, sealed)
      if (one) return mark ? one.mark : one.number
      if (name === 'stamp') return hall.draftOf(who, caseOf('told', sealed)?.number ?? '')
      return (hall.ids as Readonly<Record<string, string>>)[name] ?? all
    })
  }

  const nameOf = ({ row, column, sealed, room, road }: Attempt) =>
    `${row.what} ${road} by ${column} in ${room ?? 'his own chat'}${sealed ? ', sealed' : ''}`

  const isAboutCase = ({ said, pressed }: Row) =>
    hall.cases.some(({ past }) => `${said}${pressed}`.includes(`{${past}`))

  /** Everybody tries everything in these places; `how` says it another way, or null where that cannot be. */
  async function tryAll(
    rooms: (column: Column) => readonly (string | undefined)[],
    roads: readonly Attempt['road'][] = ['said', 'pressed'],
    { rows = ROWS, how = (_, said) => said }: { readonly rows?: readonly Row[]; readonly how?: How } = {},
  ): Promise<Attempt[]> {
    const attempts: Attempt[] = []
    for (const row of rows) {
      for (const sealed of row.at === 'open' || !isAboutCase(row) ? [false] : [false, true]) {
        for (const column of COLUMNS) {
          if (isAboutCase(row) && column === (sealed ? 'acc-o' : 'acc-s')) continue
          const names = [...`${row.said} ${row.pressed}`.matchAll(/\{([\w-]+)/gu)].map(([, past = '']) => past)
          const owner = names.map((past) => caseOf(past, sealed)?.owner).find((one) => one !== undefined)
          const who = column === 'owner' ? (owner ?? PEOPLE.other) : PEOPLE[column]
          for (const room of rooms(column)) {
            for (const road of roads) {
              if (row[road] === '-') continue
              const named = filled(row[road], sealed, who)
              const said = how(who, wayOf(road, named, room))
              const result = said ? await hall.tries(who, ...said) : NOTHING
              attempts.push({ row, column, who, sealed, room, road, named, result })
            }
          }
        }
      }
    }
    return attempts
  }

  /** Whether what shows that it was done is there. */
  function isDone({ row, sealed, who, result }: Attempt): boolean {
    const { events, jobs, told, notice, waits } = result
    const shown = [...told.map(({ text }) => text), notice?.text ?? ''].join('\n')
    const words = /^“(.*)”$/u.exec(row.they)?.[1]
    if (words !== undefined) return words.split('|').some((one) => shown.includes(filled(one, sealed, who)))
    return row.they.split(/[/|]/u).some((one) => {
      if (one.startsWith('?')) return waits === one.slice(1)
      if (one.startsWith('job:')) return jobs.some(({ kind }) => kind === one.slice(4))
      if (one.startsWith('“')) return shown.includes(one.slice(1, -1))
      return events.some(({ type }) => type === one)
    })
  }

  /** What differs from the table; undefined where nothing does. */
  function differs(attempt: Attempt): string | undefined {
    const { row, column, who, room, result } = attempt
    const { events, jobs, told, notice } = result
    const cell = row.cells[column]
    const isHere = row.at === 'own' ? room === undefined : row.at === 'group' ? room !== undefined : true
    const acted = events.length + jobs.length > 0
    const others = told.filter(({ chat }) => chat !== who && chat !== room)
    if (cell === 'y' && isHere) return isDone(attempt) ? undefined : 'may, and could not'
    if (cell === 'y') return acted ? 'may, but not here' : undefined
    if (cell === '.') return acted || told.length > 0 ? 'heard something' : undefined
    if (cell === '-') {
      const asStaff = events.some(
        ({ by, stream }) => by.role !== 'entrepreneur' || (stream !== 'appeal' && stream !== 'gap'),
      )
      return asStaff || jobs.length > 0 ? 'is an entrepreneur, and acted as one of the staff' : undefined
    }
    if (acted) return `may not, and did: ${events.map(({ type }) => type)} ${jobs.map(({ kind }) => kind)}`
    if (others.length > 0) return `may not, and ${others.map(({ chat }) => chat)} heard of it`
    if (cell === '0') return undefined
    if (isDone(attempt)) return 'may not, and saw it'
    return told.length > 0 || notice ? undefined : 'may not, and was not told'
  }

  /** Whether those of a column may look at a case, after what has just happened to it. */
  function sees(column: Column | undefined, one: Case, { events }: Tried): boolean {
    const now = events.flatMap((event) =>
      event.of === one.number && event.type === 'dispatched' ? [event.data.unit] : [],
    )
    // Which others were merged into it stands on the card of the one that goes on.
    const main = one.past === 'merged' ? caseOf('accepted', one.sealed) : undefined
    if (main && column !== undefined) return sees(column, main, { ...NOTHING, events })
    const unit = now.at(-1) ?? (WITH_UNIT.has(one.past) ? 'industry' : undefined)
    if (column === 'desk' || column === 'super' || column === 'leader') return true
    if (column === 'unit') return unit === 'industry'
    if (column === 'acc-o' || column === 'acc-s') return unit === 'industry' && !one.sealed
    return column === 'away' && unit === 'transport'
  }

  /** What somebody reads who must not: words of a case, a telephone number, or only that there is such a case. */
  function leaks(attempt: Attempt): string[] {
    const { who, room, result } = attempt
    const files = result.jobs.flatMap((job) =>
      job.kind === 'export' && job.answerTo.chat in GROUPS
        ? [`${job.answerTo.chat} gets what only ${who} may see`]
        : [],
    )
    const told = result.told.flatMap(({ chat, text, reply }) => {
      const all = [text, ...(reply.choices ?? []).map(({ id }) => id)].join('\n')
      return hall.cases.flatMap((one) =>
        leaksOf(attempt, chat, all, one).map((what) => `${chat} ${what} ${nameOfCase(one)}`),
      )
    })
    return [...new Set([...files, ...told])]

    function leaksOf({ row, named }: Attempt, chat: string, all: string, one: Case): string[] {
      if (chat === one.owner) return []
      const asked = chat === who || chat === room
      const may = sees(readerOf(chat), one, result)
      const isGroup = chat in GROUPS || chat === NOWHERE
      const reads = all.includes(one.mark) && !(may && !(isGroup && one.sealed))
      // What he typed himself is said back to him; and what is answered like another is told the same.
      const echoed = (asked && named.includes(one.mark)) || (row.what === 'apply-yes' && chat.startsWith('企业'))
      const calls = all.includes(one.phone) && !(row.what === 'contact' && chat === who && may)
      const knew = sees(readerOf(chat), one, NOTHING) || (asked && named.includes(one.number))
      const learns = [one.number, showNumber(one.number)].some((number) => all.includes(number)) && !may && !knew
      return [
        ...(reads && !echoed ? ['reads of'] : []),
        ...(calls ? ['may call'] : []),
        ...(learns ? ['learns of'] : []),
      ]
    }
  }

  function problems(attempts: readonly Attempt[]): string[] {
    return attempts.flatMap((attempt) =>
      [...leaks(attempt), differs(attempt) ?? []].flat().map((problem) => `${nameOf(attempt)}: ${problem}`),
    )
  }

  /** Every button that stands in some chat of this town hall. */
  function drawn(): readonly Drawn[] {
    return hall.stage.telegram.standing.flatMap(({ chat, id: message, reply }) =>
      (reply.choices ?? []).map(({ id }) => ({
        chat,
        of: { channel: 'telegram' as const, chat, message },
        id,
        about: hall.cases.find(({ number }) => id.split(':')[1] === number),
      })),
    )
  }

  return { caseOf, filled, tryAll, problems, leaks, drawn, nameOf }
}
