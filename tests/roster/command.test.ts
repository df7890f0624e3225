import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readLedger } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { openControl } from '../../bot/commands/control.ts'
import { run } from '../../bot/commands/program.ts'
import { orderStaff } from '../../bot/commands/staff-orders.ts'
import type { Message } from '../../bot/model/message.ts'
import type { Member } from '../../bot/model/staff.ts'
import { world } from '../commands/world.ts'
import { member, rosterOf } from './who.ts'

let root: string
let data: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'qinqing-staff-'))
  data = join(root, 'data')
  await mkdir(join(root, 'docs'))
  await writeFile(join(root, 'docs', '停车.txt'), '样例市停车办法\n\n货车停在样例路，每天不超过两小时。')
})
afterEach(() => rm(root, { recursive: true }))

async function staff(...args: readonly string[]) {
  const io = world()
  const docs = args[0] === 'list' ? [] : ['--docs', join(root, 'docs')]
  const code = await run(['staff', ...args, '--data', data, ...docs], io)
  return { code, out: io.out(), err: io.err() }
}

const digestOf = (code: string) => createHash('sha256').update(code).digest('hex')
async function members(): Promise<readonly Member[]> {
  const ledger = await readLedger({ folder: data, folds })
  return (await ledger.read({ kind: 'staff' })).members.map(({ value }) => value)
}

describe('where nothing runs, the command does it itself', () => {
  it('invites, lists and removes', async () => {
    const first = await staff('invite', '李明')
    expect(first).toMatchObject({ code: 0 })
    expect(first.out).toMatch(/^invited 李明 as administrator: one use, until \d{4}-\d\d-\d\d\n/u)
    const code = /\/start ([2-9A-Z]{12})$/mu.exec(first.out)?.[1] ?? ''
    expect(await members()).toMatchObject([{ name: '李明', state: 'invited', invite: { code: digestOf(code) } }])

    const second = await staff('invite', '钱多', '--role', 'handler', '--role', 'clerk', '--unit', '市监局', '--json')
    expect(JSON.parse(second.out)).toMatchObject({ name: '钱多', code: expect.stringMatching(/^[2-9A-Z]{12}$/u) })

    const { out } = await staff('list')
    expect(out.split('\n').map((line) => line.split(/ {2,}/u).slice(0, 4))).toEqual([
      ['name', 'state', 'roles', 'units'],
      ['李明', 'invited', 'administrator', '-'],
      ['钱多', 'invited', 'handler, clerk', 'market'],
      [''],
    ])
    expect(out).toContain('invitation open until')
    expect((await staff('list', '--json')).out).not.toContain(digestOf(code))

    expect(await staff('remove', '钱多')).toMatchObject({ code: 0, out: 'removed 钱多\n' })
    expect((await staff('list')).out).not.toContain('钱多')
    expect((await staff('remove', '钱多')).err).toContain('cannot remove 钱多: nobody is called 钱多')
  })

  it('says that there is nobody yet', async () => {
    await staff('invite', '李明')
    await staff('remove', '李明')
    expect((await staff('list')).out).toContain('nobody yet')
    expect((await staff('list', '--json')).out).toBe('[]\n')
  })
})

describe('what it is not asked for rightly', () => {
  it.each([
    [['invite', '钱多'], 'is not in people.yaml: give a --role'],
    [['invite', '钱多', '--role', 'boss'], 'there are the roles clerk'],
    [['invite', '钱多', '--role', 'handler'], 'a handler works for a unit'],
    [['invite', '钱多', '--role', 'handler', '--unit', '没有的局'], 'no unit is called 没有的局'],
    [['invite', '钱多', '--role', 'clerk', '--unit', 'market'], 'only a handler has units'],
    [['invite', '钱', '--role', 'clerk'], 'give 2 to 20 characters'],
  ])('%j', async (args, says) => {
    const { code, err } = await staff(...args)
    expect([code, err]).toEqual([2, expect.stringContaining(says)])
  })
})

describe('where the bot runs, that process does it', () => {
  it('and the link is printed, with the name only it knows', async () => {
    await mkdir(data)
    const received: Message[] = []
    const house = {
      app: {
        receive: (message: Message) => {
          received.push(message)
          return Promise.resolve({ outcome: 'committed' as const })
        },
        roster: () => rosterOf([]),
      },
      now: () => '2026-11-23T02:00:00.000Z',
      username: () => Promise.resolve('yunzhou_qinqing_bot'),
    }
    const control = await openControl(data, (request) =>
      request.do === 'staff' ? orderStaff(house, request.order) : Promise.reject(new Error(request.do)),
    )
    const { out } = await staff('invite', '马俊')
    await control.close()
    const code = /^https:\/\/t\.me\/yunzhou_qinqing_bot\?start=([2-9A-Z]{12})$/mu.exec(out)?.[1] ?? ''
    expect(out).toContain('invited 马俊 as handler of business, private-economy: one use, until 2026-11-30')
    expect(received).toMatchObject([
      {
        kind: 'ordered',
        order: { do: 'invite', name: '马俊', units: ['business', 'private-economy'], code: digestOf(code) },
      },
    ])
  })

  it('and what it refuses is told', async () => {
    const house = {
      app: {
        receive: () => Promise.resolve({ outcome: 'ignored' as const }),
        roster: () => rosterOf([member('李明', ['administrator'])]),
      },
      now: () => '2026-11-23T02:00:00.000Z',
      username: () => Promise.resolve(null),
    }
    const last = { ok: false, lines: [expect.stringContaining('the last administrator')] }
    expect(await orderStaff(house, { do: 'remove', name: '李明' })).toEqual(last)
    expect(await orderStaff(house, { do: 'invite', name: '李明', roles: ['clerk'], units: [] })).toEqual(last)
    expect(await orderStaff(house, { do: 'remove', name: '钱多' })).toEqual({
      ok: false,
      lines: ['nobody is called 钱多'],
    })
  })
})
