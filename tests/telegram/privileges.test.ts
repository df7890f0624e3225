import { beforeAll, describe, expect, test } from 'vitest'
import { showNumber } from '../../bot/appeal/reference.ts'
import { RULES } from '../../bot/appeal/rules.ts'
import { COMMANDS, PRESSED } from '../../bot/dialogue/office/admin.ts'
import { STEPS } from '../../bot/dialogue/office/documents.ts'
import { ACTS } from '../../bot/dialogue/office/people.ts'
import { isStaffCommand } from '../../bot/dialogue/staff/act.ts'
import { LOOKS } from '../../bot/dialogue/staff/press.ts'
import { VERBS } from '../../bot/dialogue/staff/verbs.ts'
import type { Receipt } from '../../bot/model/message.ts'
import type { StaffRole } from '../../bot/model/role.ts'
import { commandsOf } from '../../bot/roster/menus.ts'
import { COMMAND_ABOUT } from '../../bot/texts/zh-cn/menu.ts'
import { createStage } from '../transcripts/stage.ts'
import { type Case, GROUPS, NOWHERE, openTownHall, type Tried, type Way, WITH_UNIT } from './privileges-house.ts'
import { TABLE } from './privileges-table.ts'

/** The columns of the table, and who stands for each; an entrepreneur is known by his case. */
const PEOPLE = {
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
type Column = keyof typeof PEOPLE
const COLUMNS = Object.keys(PEOPLE) as Column[]
/** The group in which those of a column meet; to whom a stranger and one who has left have found their way. */
const OWN_GROUP: Readonly<Partial<Record<Column, string>>> = {
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

type Cell = 'y' | 'n' | '0' | '.' | '-'
interface Row {
  readonly what: string
  readonly said: string
  readonly pressed: string
  readonly they: string
  readonly at: string
  readonly cells: Readonly<Record<Column, Cell>>
}

const ROWS: readonly Row[] = TABLE.trim()
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

let hall: Awaited<ReturnType<typeof openTownHall>>
beforeAll(async () => {
  hall = await openTownHall()
}, 60_000)

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

interface Attempt {
  readonly row: Row
  readonly column: Column
  readonly who: string
  readonly sealed: boolean
  readonly room: string | undefined
  readonly road: 'said' | 'pressed'
  readonly named: string
  readonly result: Tried
}

const nameOf = ({ row, column, sealed, room, road }: Attempt) =>
  `${row.what} ${road} by ${column} in ${room ?? 'his own chat'}${sealed ? ', sealed' : ''}`

const isAboutCase = ({ said, pressed }: Row) => hall.cases.some(({ past }) => `${said}${pressed}`.includes(`{${past}`))

/** Everybody tries everything in these places. */
async function tryAll(
  rooms: (column: Column) => readonly (string | undefined)[],
  roads: readonly Attempt['road'][] = ['said', 'pressed'],
): Promise<Attempt[]> {
  const attempts: Attempt[] = []
  for (const row of ROWS) {
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
            const result = await hall.tries(who, ...wayOf(road, named, room))
            attempts.push({ row, column, who, sealed, room, road, named, result })
          }
        }
      }
    }
  }
  return attempts
}

const FILE = { ref: 'f1', name: '办法.docx', type: 'application/msword' }
const CARD = { sender: '电报·周全', name: '周全' }

function wayOf(road: 'said' | 'pressed', named: string, room: string | undefined): [string, Way] {
  if (road === 'pressed') return ['', { room, pressed: named }]
  if (named === '[file]') return ['', { room, more: { attachments: [FILE] } }]
  if (named === '[card]') return ['', { room, more: { contact: CARD } }]
  return [named, { room }]
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
    job.kind === 'export' && job.answerTo.chat in GROUPS ? [`${job.answerTo.chat} gets what only ${who} may see`] : [],
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
    return [...(reads && !echoed ? ['reads of'] : []), ...(calls ? ['may call'] : []), ...(learns ? ['learns of'] : [])]
  }
}

const NOTHING: Tried = { events: [], jobs: [], told: [], notice: undefined, waits: undefined }
const nameOfCase = ({ past, sealed }: Case) => `${past}${sealed ? ' (sealed)' : ''}`

function problems(attempts: readonly Attempt[]): string[] {
  return attempts.flatMap((attempt) =>
    [...leaks(attempt), differs(attempt) ?? []].flat().map((problem) => `${nameOf(attempt)}: ${problem}`),
  )
}

describe('who may do what', { timeout: 60_000 }, () => {
  test('as the table says, in everybody’s own chat', async () => {
    const attempts = await tryAll(() => [undefined])
    expect(attempts.length).toBeGreaterThan(2_500)
    expect(problems(attempts)).toEqual([])
  })

  // What he presses there is tried below, on the buttons that stand there.
  test('in the group where he meets his colleagues it is the same', async () => {
    expect(problems(await tryAll((column) => [OWN_GROUP[column] ?? []].flat(), ['said']))).toEqual([])
  })

  test('in a group of others those who read along learn nothing by it', async () => {
    const isOfStaff = (column: Column) => OWN_GROUP[column] !== undefined
    const others = (column: Column) => (isOfStaff(column) ? [column === 'away' ? '受理组' : '交通组'] : [])
    expect(problems(await tryAll(others))).toEqual([])
    expect(problems(await tryAll((column) => (isOfStaff(column) ? [NOWHERE] : []), ['said']))).toEqual([])
  })
})

/** What a button does, without what it does it to. */
function kindOf(id: string): string {
  const [verb = '', what = ''] = id.split(':')
  return TWO_WORDS.has(verb) ? `${verb}:${what}` : verb
}
const TWO_WORDS: ReadonlySet<string> = new Set(['staff', 'place', 'kb', 'doc', 'list', 'system'])

const rowsOf = (id: string): readonly Row[] => ROWS.filter(({ pressed }) => kindOf(pressed) === kindOf(id))

const STAFF_COLUMNS = COLUMNS.filter((column) => column !== 'owner' && column !== 'other')

interface Drawn {
  readonly chat: string
  readonly of: Receipt
  readonly id: string
  readonly about: Case | undefined
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

describe('a button', { timeout: 60_000 }, () => {
  test('in a group is anybody’s to press, and does for each what his own role may do', async () => {
    const pressed: string[] = []
    const wrong: string[] = []
    for (const { chat, of, id, about } of drawn().filter((one) => one.chat in GROUPS)) {
      for (const column of STAFF_COLUMNS) {
        const sealed = about?.sealed ?? false
        if (column === (sealed ? 'acc-o' : 'acc-s')) continue
        const who = PEOPLE[column]
        const result = await hall.tries(who, '', { room: chat, pressed: id, of })
        const rows = rowsOf(id)
        const [row] = rows
        if (!row) throw new Error(`${id} is in no row of the table`)
        const attempt = { row, column, who, sealed, room: chat, road: 'pressed', named: id, result } as const
        const acted = result.events.length + result.jobs.length > 0
        const may = rows.some(({ cells }) => cells[column] === 'y')
        const others = result.told.some(({ chat: to }) => to !== who && to !== chat)
        if (!may && (acted || others)) wrong.push(`${id} in ${chat} by ${column}`)
        wrong.push(...leaks(attempt).map((leak) => `${id} in ${chat} by ${column}: ${leak}`))
        pressed.push(id)
      }
    }
    expect(wrong).toEqual([])
    expect(pressed.length).toBeGreaterThan(1_000)
  })

  test('under what somebody wrote sends it for nobody else', async () => {
    const his = drawn().filter(({ chat, id }) => chat === '清欠组' && id.startsWith('draft:'))
    expect(his.map(({ id }) => id.split(':')[2])).toEqual(['reply', 'conclude', 'ask-back', 'note', 'cancel'])
    for (const { chat, of, id } of his) {
      for (const column of STAFF_COLUMNS) {
        const { events, told } = await hall.tries(PEOPLE[column], '', { room: chat, pressed: id, of })
        expect([events, told], `${id} by ${column}`).toEqual([[], []])
      }
    }
    const [send] = his
    const { events } = await hall.tries('吴强', '', {
      room: '清欠组',
      pressed: send?.id ?? '',
      of: send?.of as Receipt,
    })
    expect(events.map(({ type }) => type)).toEqual(['replied'])
  })

  test('of a message that was forwarded, or was never sent, does nothing for anybody', async () => {
    let tried = 0
    for (const { pressed } of ROWS.filter((row) => row.pressed !== '-')) {
      for (const column of STAFF_COLUMNS) {
        for (const room of [undefined, OWN_GROUP[column]]) {
          const who = PEOPLE[column]
          const of = { channel: 'telegram', chat: room ?? who, message: '999999' } as const
          const result = await hall.tries(who, '', { room, pressed: filled(pressed, false, who), of })
          expect({ ...result, notice: undefined }, `${pressed} by ${column}`).toEqual(NOTHING)
          expect(result.notice?.alert, `${pressed} by ${column}`).toBe(true)
          tried += 1
        }
      }
    }
    expect(tried).toBeGreaterThan(1_500)
  })

  test('that does something to another case than its message is about does nothing', async () => {
    const of = drawn().find(({ chat, about }) => chat === '受理组' && about?.past === 'registered')?.of as Receipt
    for (const { what, pressed } of ROWS.filter((row) => isStaffCommand(kindOf(row.pressed)))) {
      if (pressed.includes('{registered}')) continue
      for (const column of STAFF_COLUMNS) {
        const id = filled(pressed, false, PEOPLE[column])
        const result = await hall.tries(PEOPLE[column], '', { room: '受理组', pressed: id, of })
        expect({ ...result, notice: undefined }, `${what} by ${column}`).toEqual(NOTHING)
      }
    }
  })
})

describe('what is written in answer to a card', () => {
  // Who may send it, who may only note it among colleagues, and who may not.
  const ANSWERS = [
    ['受理组', 'registered', { desk: 'send', super: 'send', leader: 'note' }],
    ['清欠组', 'working', { desk: 'send', unit: 'send', 'acc-o': 'send', super: 'send', leader: 'note' }],
  ] as const

  test.each(ANSWERS)(
    'in %s about a case that is %s',
    async (room, past, may: Readonly<Partial<Record<Column, string>>>) => {
      const card = drawn().findLast(({ chat, about }) => chat === room && about?.past === past && !about.sealed)
      for (const column of STAFF_COLUMNS.filter((one) => one !== 'acc-s')) {
        const who = PEOPLE[column]
        const more = { replyTo: card?.of }
        const draft = await hall.tries(who, '请核对对账单', { room, more })
        const offered = draft.told.flatMap(({ reply }) => (reply.choices ?? []).map(({ id }) => id.split(':')[2]))
        const way = offered.includes('reply') ? 'send' : offered.includes('note') ? 'note' : undefined
        expect([way, draft.events], column).toEqual([may[column], []])
        const note = await hall.tries(who, '// 请盯紧', { room, more })
        expect(
          note.events.map(({ type }) => type),
          column,
        ).toEqual(may[column] ? ['noted'] : [])
      }
    },
  )
})

test('where the whole unit has to keep away from a sealed case, nobody of it hears, and the intake desk does', async () => {
  const stage = await createStage({
    staff: [
      { name: '王芳', roles: ['clerk'] },
      { name: '何静', roles: ['handler'], units: ['industry', 'services'] },
      { name: '李明', roles: ['administrator'] },
    ],
    groups: { 清欠组: 'unit:industry' },
  })
  await stage.say(
    '企业·某某',
    '我是云州顺达物流有限公司的张三，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，请保密',
  )
  await stage.say('企业·某某', '确认')
  const [appeal] = await stage.ledger()
  await stage.telegram.says('王芳', `涉及单位 ${appeal?.number} 政务中心`)
  const told = await stage.telegram.says('王芳', `派单 ${appeal?.number} 清欠专班`)
  expect(new Set(told.map(({ chat }) => chat))).toEqual(new Set(['王芳', '企业·某某']))
  expect(told.map(({ text }) => text).join()).toContain('待签收')
})

describe('the table', () => {
  const kinds = new Set(ROWS.map(({ pressed }) => kindOf(pressed)))

  test('has a row for every command on a case, and every way to look at one', () => {
    const commands = [...Object.keys(RULES), 'files'].filter(isStaffCommand)
    for (const kind of [...commands, ...Object.keys(LOOKS)]) expect(kinds, kind).toContain(kind)
    for (const [word, verb] of Object.entries(VERBS)) expect(kinds, word).toContain(verb.split('=')[0])
  })

  test('has a row for every button of administrators', () => {
    const staff = Object.keys(ACTS).map((verb) => `staff:${verb}`)
    const documents = Object.values(STEPS).map((step) => `doc:${step}`)
    for (const kind of [...staff, ...documents, ...Object.keys(PRESSED)]) expect(kinds, kind).toContain(kind)
  })

  test('has a row for every button that was drawn', () => {
    for (const { id } of drawn()) expect(kinds, id).toContain(kindOf(id))
  })

  test('has a row for every command of the menus, and nobody is offered what he may not use', () => {
    const rowOf = (command: string) => ROWS.find(({ what }) => what === `/${command}`)
    for (const command of Object.keys(COMMAND_ABOUT)) expect(rowOf(command), command).toBeDefined()
    for (const [column, role] of Object.entries(ROLE)) {
      for (const command of commandsOf([role])) {
        expect(rowOf(command)?.cells[column as Column], `${command} for ${role}`).toMatch(/[y0]/u)
      }
    }
  })

  test('every word for what administrators do is theirs alone', async () => {
    for (const word of Object.keys(COMMANDS)) {
      for (const column of STAFF_COLUMNS) {
        const { jobs, told } = await hall.tries(PEOPLE[column], word)
        const said = told.map(({ text }) => text).join()
        if (column === 'admin') expect(said, word).not.toContain('没看懂')
        else
          expect([jobs, column === 'strng' || column === 'gone' ? '' : '管理员'], `${word} ${column}`).toEqual([
            [],
            said.includes('管理员') ? '管理员' : said,
          ])
      }
    }
  })
})

const ROLE: Readonly<Partial<Record<Column, StaffRole>>> = {
  desk: 'clerk',
  unit: 'handler',
  super: 'supervisor',
  leader: 'leader',
  admin: 'administrator',
}
