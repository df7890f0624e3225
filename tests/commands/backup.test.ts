import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createBackups } from '../../bot/commands/backup.ts'
import { createMachine } from '../../bot/commands/machine.ts'
import { run } from '../../bot/commands/program.ts'
import { Fault } from '../../bot/model/fault.ts'
import { plusMs } from '../../bot/model/instant.ts'
import { folderWith } from '../knowledge/folder.ts'
import { world } from './world.ts'

function shelf(copy?: Parameters<typeof createBackups>[0]['copy']) {
  const data = folderWith({})
  let now = '2026-11-23T02:15:07.000Z'
  const backups = createBackups({
    data,
    now: () => now,
    copy:
      copy ??
      (async (to) => {
        mkdirSync(to)
        writeFileSync(join(to, 'journal'), 'x')
        return { files: [{ path: 'journal', bytes: 2_340_000 }], bytes: 2_340_000 }
      }),
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
    expect(where).toBe(`备份好了：${join(folder, '2026-11-23-101507')}，1 个文件，2.3 MB。`)
    expect(lacks).toContain('没有主密钥')
    expect(keep).toContain('留着最近 1 份')
    expect(readdirSync(folder)).toEqual(['2026-11-23-101507'])
    expect(await backups.last()).toBe('2026-11-23T02:15:07.000Z')
  })

  it('tells in the words of the chat when the disk is full', async () => {
    const { backups } = shelf(() => {
      const cause = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
      return Promise.reject(new Fault('storage', 'cannot make a backup', { cause }))
    })
    await expect(backups.make()).rejects.toThrow('磁盘满了，没有备份成')
  })

  it('the last seven stay', async () => {
    const { backups, folder, later } = shelf()
    for (let day = 0; day < 9; day++) {
      await backups.make()
      later(86_400_000)
    }
    const [first, ...rest] = readdirSync(folder).sort()
    expect([first, rest.length, rest.at(-1)]).toEqual(['2026-11-25-101507', 6, '2026-12-01-101507'])
  })

  it('two at once are made one after the other, and have names of their own', async () => {
    const { backups, folder } = shelf()
    await Promise.all([backups.make(), backups.make()])
    expect(readdirSync(folder).sort()).toEqual(['2026-11-23-101507', '2026-11-23-101507-2'])
  })

  it('that could not be made is no backup, nor what a process that died left of one', async () => {
    const { backups, folder } = shelf(() => Promise.reject(new Error('disk full')))
    mkdirSync(join(folder, '2026-11-22-000000.part'), { recursive: true })
    await expect(backups.make()).rejects.toThrow('disk full')
    expect(readdirSync(folder)).toEqual([])
    expect(await backups.last()).toBeUndefined()
  })
})

describe('data backup', () => {
  it('makes one of a folder that nobody has open; what it made verifies', async () => {
    const data = join(folderWith({}), 'data')
    const env = { QINQING_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
    await (await openLedger({ folder: data, folds, masterKey: env.QINQING_MASTER_KEY })).close()
    const made = world({ env })
    expect(await run(['data', 'backup', '--data', data], made)).toBe(0)
    const [, where = ''] = /备份好了：(\S+)，/.exec(made.out()) ?? []
    expect(where).toContain(join(data, 'backups'))
    const checked = world({})
    expect(await run(['data', 'verify', '--data', where], checked)).toBe(0)
    expect(checked.out()).toMatch(/lines stand as they were written/)
  })

  it('needs a ledger, and makes none', async () => {
    const io = world({})
    const data = folderWith({})
    expect(await run(['data', 'backup', '--data', data], io)).toBe(1)
    expect(io.err()).toBe(`qinqing: there is no ledger in ${data}: give the data folder of the bot with --data\n`)
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
