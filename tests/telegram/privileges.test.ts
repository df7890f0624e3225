import { beforeAll, describe, expect, test } from 'vitest'
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
import {
  type Column,
  createCells,
  kindOf,
  NOTHING,
  OWN_GROUP,
  PEOPLE,
  ROWS,
  rowsOf,
  STAFF_COLUMNS,
} from './privileges-cells.ts'
import { GROUPS, NOWHERE, openTownHall } from './privileges-house.ts'

let hall: Awaited<ReturnType<typeof openTownHall>>
let cells: ReturnType<typeof createCells>
beforeAll(async () => {
  hall = await openTownHall()
  cells = createCells(hall)
}, 60_000)

describe('who may do what', { timeout: 60_000 }, () => {
  test('as the table says, in everybody’s own chat', async () => {
    const attempts = await cells.tryAll(() => [undefined])
    expect(attempts.length).toBeGreaterThan(2_500)
    expect(cells.problems(attempts)).toEqual([])
  })

  // What he presses there is tried below, on the buttons that stand there.
  test('in the group where he meets his colleagues it is the same', async () => {
    expect(cells.problems(await cells.tryAll((column) => [OWN_GROUP[column] ?? []].flat(), ['said']))).toEqual([])
  })

  test('in a group of others those who read along learn nothing by it', async () => {
    const isOfStaff = (column: Column) => OWN_GROUP[column] !== undefined
    const others = (column: Column) => (isOfStaff(column) ? [column === 'away' ? '受理组' : '交通组'] : [])
    expect(cells.problems(await cells.tryAll(others))).toEqual([])
    expect(cells.problems(await cells.tryAll((column) => (isOfStaff(column) ? [NOWHERE] : []), ['said']))).toEqual([])
  })
})

describe('a button', { timeout: 60_000 }, () => {
  test('in a group is anybody’s to press, and does for each what his own role may do', async () => {
    const pressed: string[] = []
    const wrong: string[] = []
    for (const { chat, of, id, about } of cells.drawn().filter((one) => one.chat in GROUPS)) {
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
        wrong.push(...cells.leaks(attempt).map((leak) => `${id} in ${chat} by ${column}: ${leak}`))
        pressed.push(id)
      }
    }
    expect(wrong).toEqual([])
    expect(pressed.length).toBeGreaterThan(1_000)
  })

  test('under what somebody wrote sends it for nobody else', async () => {
    const his = cells.drawn().filter(({ chat, id }) => chat === '清欠组' && id.startsWith('draft:'))
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
          const result = await hall.tries(who, '', { room, pressed: cells.filled(pressed, false, who), of })
          expect({ ...result, notice: undefined }, `${pressed} by ${column}`).toEqual(NOTHING)
          expect(result.notice?.alert, `${pressed} by ${column}`).toBe(true)
          tried += 1
        }
      }
    }
    expect(tried).toBeGreaterThan(1_500)
  })

  test('that does something to another case than its message is about does nothing', async () => {
    const of = cells.drawn().find(({ chat, about }) => chat === '受理组' && about?.past === 'registered')?.of as Receipt
    for (const { what, pressed } of ROWS.filter((row) => isStaffCommand(kindOf(row.pressed)))) {
      if (pressed.includes('{registered}')) continue
      for (const column of STAFF_COLUMNS) {
        const id = cells.filled(pressed, false, PEOPLE[column])
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
      const card = cells.drawn().findLast(({ chat, about }) => chat === room && about?.past === past && !about.sealed)
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
    for (const { id } of cells.drawn()) expect(kinds, id).toContain(kindOf(id))
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
