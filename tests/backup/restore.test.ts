import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type Ledger, openLedger } from '../../adapters/store/index.ts'
import { openPostgres } from '../../adapters/store/postgres/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { backupsOf } from '../../bot/commands/backup.ts'
import { migrationsFolder } from '../../bot/commands/paths.ts'
import { run } from '../../bot/commands/program.ts'
import { world } from '../commands/world.ts'
import { sharedServer } from '../postgres/server.ts'
import { settle } from './town.ts'

const KEY = Buffer.alloc(32, 7).toString('base64')
const TOLD =
  '我是云州市样例烘焙有限公司的欧样例，电话13900007101，在江北区。云州市样例建设集团从今年3月起拖欠我们货款38万元，要求尽快付清，不用保密'
const FORGOTTEN = TOLD.replace('样例烘焙', '忘记物流').replace('欧样例', '马忘记').replace('13900007101', '13900007202')

function newFolder(): string {
  const home = mkdtempSync(join(tmpdir(), 'qinqing-restore-test-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

async function closing<T extends Pick<Ledger, 'appeals'> & { close(): Promise<void> }>(
  opening: Promise<T>,
): Promise<T> {
  const ledger = await opening
  onTestFinished(() => ledger.close())
  return ledger
}

const inFolder = (folder: string) => closing(openLedger({ folder, folds, masterKey: KEY }))
const inDatabase = (url: string) =>
  closing(openPostgres({ url, migrations: migrationsFolder, masterKey: KEY, keyFolder: '/none', folds, instance: 'x' }))

/** Makes a backup as the bot does, of a ledger that is open; says where it is. */
async function backedUp(ledger: Ledger, data: string): Promise<string> {
  const operators = { log: { format: 'text', level: 'info' } } as const
  const backups = backupsOf({ data, masterKey: KEY, operators }, ledger, () => new Date().toISOString())
  const [where = ''] = await backups.make()
  return /：(\S+?\.tar\.age)，/.exec(where)?.[1] ?? ''
}

async function command(line: readonly string[], env: Readonly<Record<string, string>> = { QINQING_MASTER_KEY: KEY }) {
  const io = world({ env })
  const code = await run(line, io)
  return { code, out: io.out(), err: io.err() }
}

/**
 * A town that talks to the bot: one has an appeal with a picture, one was erased, and while the backup is made lines go on
 * being said. Resolves with the backup, and with what is to be found in it.
 */
async function talkedTo(ledger: Ledger, data: string) {
  const town = settle(ledger, 'first')
  for (const [who, told] of [
    ['甲', TOLD],
    ['乙', FORGOTTEN],
  ] as const) {
    await town.says(who, told)
    await town.says(who, '确认提交')
  }
  const keep = (who: string, text: string) =>
    ledger.files.put(ledger.pseudonym(who), { name: '图.png', type: 'image/png', bytes: Buffer.from(text) })
  const [picture, gone] = [await keep('甲', '合同的照片'), await keep('乙', '断了的路')]
  await ledger.appeals.erase(ledger.pseudonym('乙'), town.now())
  const [appeal] = await town.appeals()

  let isMade = false
  const backup = backedUp(ledger, data).finally(() => {
    isMade = true
  })
  let meanwhile = 0
  while (!isMade) {
    await town.says('丙', `第${meanwhile}句：社保补贴怎么申请？`)
    meanwhile += 1
  }
  return { backup: await backup, meanwhile, picture, gone, number: appeal?.number ?? '' }
}

/** They go on where the backup was made; what they are told shows that all of it is there. */
async function goesOn(ledger: Ledger, { picture, gone, number }: Awaited<ReturnType<typeof talkedTo>>) {
  const town = settle(ledger, 'second')
  expect((await town.appeals()).map((one) => [one.number === number, one.personal !== undefined])).toEqual([
    [true, true],
    [false, false],
  ])
  expect((await town.says('甲', '进度'))[0]).toContain('从今年3月起拖欠我们货款38万元')
  expect((await town.says('甲', '补充 合同是去年签的'))[0]).toMatch(/补充/)
  expect(Buffer.from((await ledger.files.get(picture.ref)) ?? []).toString()).toBe('合同的照片')
  expect(await ledger.files.get(gone.ref)).toBeNull()
  const [ofErased = ''] = await town.says('乙', '进度')
  expect(ofErased).not.toBe('')
  expect(ofErased).not.toMatch(/忘记|38万|13900007202/)
}

describe('a backup that was made while the bot was talked to', () => {
  test('restored into a new folder: the conversation goes on, every chain holds, files open, the erased stay erased', async () => {
    const data = join(newFolder(), 'data')
    const town = await talkedTo(await inFolder(data), data)
    expect(town.meanwhile).toBeGreaterThan(1)

    const to = join(newFolder(), 'new')
    const { code, out } = await command(['restore', town.backup, '--to', to])
    expect(out).toMatch(
      new RegExp(`^restored into ${to}: \\d+ lines of journal that stand as they were written, 1 attachments`),
    )
    expect(code).toBe(0)
    expect(readdirSync(to).sort()).toEqual(['files', 'journal', 'keys.jsonl', 'snapshot'])
    expect([statSync(to).mode & 0o777, statSync(join(to, 'keys.jsonl')).mode & 0o777]).toEqual([0o700, 0o600])

    await goesOn(await inFolder(to), town)
    expect(await command(['appeals', 'verify', '--data', to])).toMatchObject({ code: 0, err: '' })
    expect((await command(['data', 'verify', '--data', to])).out).toContain('stand as they were written')
  })

  test('restored into a database: the same, and from there into a folder again', async () => {
    const data = join(newFolder(), 'data')
    const town = await talkedTo(await inFolder(data), data)
    const url = await (await sharedServer()).database()
    const env = { QINQING_MASTER_KEY: KEY, DATABASE_URL: url, QINQING_DATA: newFolder() }

    expect(await command(['restore', town.backup], env)).toMatchObject({ code: 0, err: '' })
    const ledger = await inDatabase(url)
    await goesOn(ledger, town)
    expect(await command(['appeals', 'verify'], env)).toMatchObject({ code: 0, err: '' })

    const taken = await command(['restore', town.backup, '--to', 'DATABASE_URL'], env)
    expect(taken.err).toMatch(/ledger already|instances work on/)
    let isMade = false
    const making = command(['backup'], env).finally(() => {
      isMade = true
    })
    const later = settle(ledger, 'third')
    for (let i = 0; !isMade; i++) {
      await later.says('丁', `第${i}句`)
      await setTimeout(20)
    }
    const made = await making
    expect(made.err).toBe('')
    const file = /：(\S+?\.tar\.age)，/.exec(made.out)?.[1] ?? ''
    const to = join(newFolder(), 'new')
    expect(await command(['restore', file, '--to', to])).toMatchObject({ code: 0 })
    expect((await settle(await inFolder(to), 'fourth').says('甲', '进度'))[0]).toContain('货款38万元')
  })
})

/** A ledger with an appeal, its backup, and a place to restore it to. */
async function small() {
  const home = newFolder()
  const data = join(home, 'data')
  const ledger = await inFolder(data)
  await settle(ledger, 'first').says('甲', '你好')
  const backup = await backedUp(ledger, data)
  return { home, data, ledger, backup, to: join(home, 'new') }
}

describe('a restore', () => {
  test('of what is damaged, cut, sealed with another key, or no backup, says what to do and leaves nothing', async () => {
    const { home, backup, to } = await small()
    const whole = readFileSync(backup)
    const spoilt = join(home, 'spoilt')
    const flipped = Buffer.from(whole)
    const middle = Math.floor(whole.length / 2)
    flipped[middle] = (flipped[middle] ?? 0) ^ 1
    for (const bytes of [whole.subarray(0, whole.length - 40), flipped, Buffer.from('no backup at all')]) {
      writeFileSync(spoilt, bytes)
      const { code, err } = await command(['restore', spoilt, '--to', to])
      expect([code, err]).toEqual([1, expect.stringMatching(new RegExp(`^qinqing: ${spoilt} .*take another copy`))])
      expect(existsSync(to)).toBe(false)
    }
    const other = { QINQING_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') }
    expect(await command(['restore', backup, '--to', to], other)).toMatchObject({
      code: 1,
      err: `qinqing: ${backup} was sealed with another master key: give the one its ledger was begun with\n`,
    })
    expect((await command(['restore', backup, '--to', to], {})).err).toMatch(
      /opens with the master key alone: give --key/,
    )
    expect((await command(['restore', join(home, 'none'), '--to', to])).err).toContain('give a backup')
    expect((await command(['restore', backup])).err).toContain('say where to restore it')
    expect(readdirSync(home).sort()).toEqual(['data', 'spoilt'])
  })

  test('writes over nothing', async () => {
    const { data, backup } = await small()
    const before = readdirSync(data).sort()
    const { code, err } = await command(['restore', backup, '--to', data])
    expect([code, err]).toEqual([1, expect.stringContaining('give a new folder with --to; nothing is written over')])
    expect(readdirSync(data).sort()).toEqual(before)
  })

  test('says so where the folder cannot be made', async () => {
    const { home, backup } = await small()
    const to = join(home, 'link')
    symlinkSync(join(home, 'not', 'mounted'), to)
    const { code, err } = await command(['restore', backup, '--to', to])
    expect([code, err]).toEqual([1, expect.stringMatching(/^qinqing: cannot make .*link: E\w+: make it for this user/)])
  })

  test('takes the key as it was kept apart, and puts it in place; or finds it waiting there', async () => {
    const { home, backup, to } = await small()
    const kept = join(home, 'kept.key')
    writeFileSync(kept, `${KEY}\n`)
    const { out } = await command(['restore', backup, '--to', to, '--key', kept], {})
    expect(out).toContain(`${join(to, 'master.key')} was put there`)
    expect(statSync(join(to, 'master.key')).mode & 0o777).toBe(0o600)
    await (await openLedger({ folder: to, folds })).close()

    const waiting = join(home, 'waiting')
    mkdirSync(waiting)
    writeFileSync(join(waiting, 'master.key'), KEY)
    expect(await command(['restore', backup, '--to', waiting, '--json'], {})).toMatchObject({ code: 0 })
    await (await openLedger({ folder: waiting, folds })).close()
  })

  test('that was killed half way is done again', async () => {
    const { backup, to } = await small()
    mkdirSync(join(to, 'restoring.part', 'journal'), { recursive: true })
    writeFileSync(join(to, 'restoring.part', 'journal', '000001-2026-11.jsonl'), 'half a line')
    expect(await command(['restore', backup, '--to', to])).toMatchObject({ code: 0 })
    expect(readdirSync(to)).not.toContain('restoring.part')
  })

  test('takes the folders of older versions, and not one that is not as it was', async () => {
    const { home, ledger, to } = await small()
    const old = join(home, 'backups', '2026-11-22-101500')
    mkdirSync(join(home, 'backups'))
    await ledger.backup(old)
    expect(await command(['restore', old, '--to', to])).toMatchObject({ code: 0 })
    expect(await settle(await inFolder(to), 'second').says('甲', '你好')).not.toEqual([])

    const spoilt = join(home, 'spoilt')
    cpSync(old, spoilt, { recursive: true })
    writeFileSync(join(spoilt, 'keys.jsonl'), 'other', { flag: 'a' })
    const { err } = await command(['restore', spoilt, '--to', join(home, 'no')])
    expect(err).toContain(`${join(spoilt, 'keys.jsonl')} is not as it was when it was backed up`)
    expect(existsSync(join(home, 'no'))).toBe(false)
  })
})
