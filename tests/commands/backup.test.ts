import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { type Backups, createBackups } from '../../bot/commands/backup.ts'
import { backupSchedule } from '../../bot/commands/backup-schedule.ts'
import { createMachine } from '../../bot/commands/machine.ts'
import { run } from '../../bot/commands/program.ts'
import { Fault } from '../../bot/model/fault.ts'
import { dateOf, plusMs, timeOf } from '../../bot/model/instant.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { folderWith } from '../knowledge/folder.ts'
import { world } from './world.ts'

function shelf(given: { to?: string; keep?: number; copy?: (folder: string) => Promise<unknown> } = {}) {
  const data = folderWith({})
  let now = '2026-11-23T02:15:07.000Z'
  const { to, keep, copy = async (folder: string) => mkdirSync(folder) } = given
  const backups = createBackups({
    data,
    ...(to && { to }),
    ...(keep && { keep }),
    now: () => now,
    copy,
    async pack(_, archive) {
      writeFileSync(archive, 'sealed')
      return { bytes: 2_340_000 }
    },
  })
  const later = (ms: number) => {
    now = plusMs(now, ms)
  }
  return { data, folder: join(data, 'backups'), backups, later }
}

describe('a backup', () => {
  it('lies in the data folder under the time of the city, and says what is not in it', async () => {
    const { backups, folder } = shelf()
    expect(await backups.last()).toBeUndefined()
    const [where, lacks, keep] = await backups.make()
    expect(where).toBe(
      `备份好了：${join(folder, 'qinqing-2026-11-23-101507.tar.age')}，2.3 MB，已加密，并且读回检查过。`,
    )
    expect(lacks).toContain('主密钥不在里面')
    expect(keep).toBe('请把它复制到另一台机器上。这里留着最近 1 份。')
    expect(readdirSync(folder)).toEqual(['qinqing-2026-11-23-101507.tar.age'])
    expect(await backups.last()).toBe('2026-11-23T02:15:07.000Z')
  })

  it('goes where a setting says, if that is there: it may be a disk that is not mounted', async () => {
    const to = folderWith({})
    const { backups, folder } = shelf({ to })
    expect((await backups.make()).at(-1)).toBe('这里留着最近 1 份。')
    expect([readdirSync(to), readdirSync(folder)]).toEqual([['qinqing-2026-11-23-101507.tar.age'], []])
    const gone = join(to, 'gone')
    await expect(shelf({ to: gone }).backups.make()).rejects.toThrow(`there is no folder ${gone} for backups`)
    expect(readdirSync(to)).toHaveLength(1)
  })

  it('goes elsewhere once where somebody asks for that, and nothing is let go for it', async () => {
    const { backups, folder } = shelf({ keep: 1 })
    const elsewhere = folderWith({})
    await backups.make()
    await backups.make(elsewhere)
    await backups.make(elsewhere)
    expect(readdirSync(elsewhere).sort()).toEqual([
      'qinqing-2026-11-23-101507-2.tar.age',
      'qinqing-2026-11-23-101507.tar.age',
    ])
    expect(readdirSync(folder)).toEqual(['qinqing-2026-11-23-101507.tar.age'])
  })

  it('tells in the words of the chat when the disk is full', async () => {
    const cause = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    const { backups } = shelf({ copy: () => Promise.reject(new Fault('storage', 'cannot make a backup', { cause })) })
    await expect(backups.make()).rejects.toThrow('磁盘满了，没有备份成')
  })

  it('the last seven stay, those of older versions counted in; what else lies there is nobody’s business', async () => {
    const { backups, folder, later } = shelf()
    mkdirSync(join(folder, '2026-11-22-101507', 'journal'), { recursive: true })
    writeFileSync(join(folder, '2026-11-20 notes.txt'), 'x')
    for (let day = 0; day < 8; day++) {
      await backups.make()
      later(86_400_000)
    }
    const [notes, first, ...rest] = readdirSync(folder).sort()
    expect([notes, first, rest.length, rest.at(-1)]).toEqual([
      '2026-11-20 notes.txt',
      'qinqing-2026-11-24-101507.tar.age',
      6,
      'qinqing-2026-11-30-101507.tar.age',
    ])
  })

  it('two at once are made one after the other, and have names of their own', async () => {
    const { backups, folder } = shelf()
    await Promise.all([backups.make(), backups.make()])
    expect(readdirSync(folder).sort()).toEqual([
      'qinqing-2026-11-23-101507-2.tar.age',
      'qinqing-2026-11-23-101507.tar.age',
    ])
  })

  it('that could not be made is no backup, nor what a process that died left of one', async () => {
    const { backups, folder } = shelf({ copy: () => Promise.reject(new Error('disk full')) })
    const [dead, left, young] = [
      'making-999999999',
      'qinqing-2026-11-22-000000.tar.age.part',
      'qinqing-2026-11-23-000000.tar.age.part',
    ]
    mkdirSync(join(folder, dead), { recursive: true })
    for (const name of [left, young]) writeFileSync(join(folder, name), 'half')
    utimesSync(join(folder, left), 0, 0)
    await expect(backups.make()).rejects.toThrow('disk full')
    expect(readdirSync(folder)).toEqual([young])
    expect(await backups.last()).toBeUndefined()
  })
})

describe('backups on a schedule', () => {
  /** Days on a clock that only moves when it is slept on; `made` are the moments of backups, Beijing time. */
  async function days(how: { begin: string; end: string; last?: string; fails?: (at: string) => boolean }) {
    const made: string[] = []
    const told: unknown[] = []
    const stop = new AbortController()
    let [now, last] = [how.begin, how.last]
    const clock: Clock = {
      now: () => now,
      async sleep(ms) {
        now = plusMs(now, ms)
        if (now >= how.end) stop.abort()
      },
    }
    const backups: Backups = {
      async make() {
        if (how.fails?.(now)) throw new Error('the disk is away')
        last = now
        made.push(`${dateOf(now)} ${timeOf(now)}`)
        return []
      },
      last: async () => last,
    }
    await backupSchedule({ at: '03:30', backups, clock, trouble: (error) => told.push(error) })(stop.signal)
    return { made, told }
  }

  it('is made each day at its time', async () => {
    const begin = '2026-11-22T20:00:00.000Z' // 04:00 on the 23rd
    const { made } = await days({ begin, last: '2026-11-22T19:30:00.000Z', end: '2026-11-25T20:00:00.000Z' })
    expect(made).toEqual(['2026-11-24 03:30', '2026-11-25 03:30', '2026-11-26 03:30'])
  })

  it('that was missed is made at the start', async () => {
    const begin = '2026-11-23T02:00:00.000Z'
    const end = '2026-11-23T18:00:00.000Z'
    expect((await days({ begin, end, last: '2026-11-20T19:30:00.000Z' })).made).toEqual(['2026-11-23 10:00'])
    expect((await days({ begin, end })).made).toEqual(['2026-11-23 10:00'])
    expect((await days({ begin, end, last: '2026-11-22T19:31:00.000Z' })).made).toEqual([])
  })

  it('that failed is told, and tried again each quarter of an hour', async () => {
    const [begin, end] = ['2026-11-22T19:00:00.000Z', '2026-11-22T23:00:00.000Z']
    const fails = (at: string) => at < '2026-11-22T19:55:00.000Z'
    const { made, told } = await days({ begin, end, last: '2026-11-22T18:00:00.000Z', fails })
    expect([made, told.length]).toEqual([['2026-11-23 04:00'], 2])
  })
})

describe('qinqing backup', () => {
  const env = { QINQING_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
  async function ledger(): Promise<string> {
    const data = join(folderWith({}), 'data')
    await (await openLedger({ folder: data, folds, masterKey: env.QINQING_MASTER_KEY })).close()
    return data
  }
  async function told(line: readonly string[], settings: Readonly<Record<string, string>> = env) {
    const io = world({ env: settings })
    const code = await run(line, io)
    return { code, out: io.out(), err: io.err() }
  }

  it('makes one of a folder that nobody has open; what it made is whole, and says so', async () => {
    const data = await ledger()
    for (const line of [['backup'], ['data', 'backup']]) {
      const { code, out } = await told([...line, '--data', data])
      const [, where = ''] = /备份好了：(\S+?)，/.exec(out) ?? []
      expect([code, where.startsWith(join(data, 'backups'))]).toEqual([0, true])
      const checked = await told(['backup', 'verify', where, '--data', data])
      expect(checked.out).toMatch(/^\S+ is whole: \d+ files, \d+ KB, made 20\d\d-\S+ \d\d:\d\d \(Beijing\) by version/)
      const other = { QINQING_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') }
      expect(await told(['backup', 'verify', where, '--data', data], other)).toMatchObject({ code: 1, out: '' })
    }
  })

  it('puts it where it is told to', async () => {
    const [data, to] = [await ledger(), folderWith({})]
    expect(await told(['backup', '--data', data, '--to', to, '--json'])).toMatchObject({ code: 0, err: '' })
    expect(readdirSync(to)).toEqual([expect.stringMatching(/^qinqing-[\d-]+\.tar\.age$/)])
    expect(readdirSync(join(data, 'backups'))).toEqual([])
  })

  it('prints the key that opens backups where this program is not', async () => {
    const { out } = await told(['backup', 'key', '--data', folderWith({})])
    expect(out).toMatch(/^# .*\n# public key: age1\w+\nAGE-SECRET-KEY-1[A-Z0-9]+\n$/)
    const none = await told(['backup', 'key', '--data', folderWith({})], {})
    expect(none).toMatchObject({ code: 1, out: '', err: expect.stringContaining('there is no master key') })
  })

  it('needs a ledger, and makes none', async () => {
    const data = folderWith({})
    expect(await told(['backup', '--data', data], {})).toEqual({
      code: 1,
      out: '',
      err: `qinqing: there is no ledger in ${data}: give the data folder of the bot with --data\n`,
    })
    expect(readdirSync(data)).toEqual([])
  })
})

describe('how the machine is', () => {
  it('is told without waiting: what was found when it was looked at last', async () => {
    const { data } = shelf()
    const machine = createMachine({ data, lastBackup: async () => '2026-11-23T02:15:07.000Z' })
    await machine.look()
    const { disk, backupAt } = machine.now()
    expect(backupAt).toBe('2026-11-23T02:15:07.000Z')
    expect(disk?.totalBytes).toBeGreaterThan(disk?.freeBytes ?? Number.POSITIVE_INFINITY)
  })

  it('is not known where it cannot be asked', async () => {
    const data = join(folderWith({}), 'gone')
    expect(existsSync(data)).toBe(false)
    const machine = createMachine({ data, lastBackup: () => Promise.reject(new Error('no')) })
    await machine.look()
    expect(machine.now()).toEqual({})
  })
})
