import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { preflight } from '../../bot/commands/preflight.ts'
import { folderWith } from '../knowledge/folder.ts'
import { world } from './world.ts'

const TOKEN = '700000001:AAcanaryOfATokenThatNobodyMaySee00000'
const DOCS = { '养老.txt': '养老机构备案须知\n\n应当自收住老年人之日起十个工作日内到民政局备案。\n' }

const refusal = (env: Readonly<Record<string, string>>, flags: Parameters<typeof preflight>[1] = {}): Promise<string> =>
  preflight(world({ env }), flags).then(
    () => '',
    (error: Error) => `${error.name}: ${error.message}`,
  )

describe('before it serves', () => {
  it('everything that is wrong is told at once, with what to do, and nothing is made', async () => {
    const home = folderWith({ 'people.yaml': '[]', 'city/rout.yaml': 'x: 1', token: 'canary' })
    const told = await refusal({
      QINQING_LOG: 'loud',
      QINQING_HTTP: '8080',
      QINQING_TELEGRAM_TOKEN_FILE: join(home, 'token'),
      QINQING_CITY: join(home, 'city'),
      QINQING_DOCS: join(home, 'nowhere'),
      QINQING_DATA: join(home, 'data'),
      DATABASE_URL: 'postgres://u:canary@127.0.0.1:9/none',
      WECHATY_PUPPET: 'wechaty-puppet-nowhere',
      QINQING_BACKUP_AT: '03:30',
      QINQING_BACKUP_TO: join(home, 'unmounted'),
    })
    const lines = told.split('\n')
    expect(lines[0]).toBe('Fault: cannot serve:')
    for (const [i, part] of [
      'cannot read the settings:',
      '  QINQING_LOG is neither text nor json',
      '  QINQING_HTTP is not host:port, such as 127.0.0.1:8080',
      `cannot read QINQING_TELEGRAM_TOKEN_FILE (${home}/token): there is no token in it`,
      'cannot read the city:',
      `  ${home}/city/rout.yaml: is no file of a city`,
      'cannot read the documents:',
      `  ${home}/nowhere: ENOENT: give a folder that this user may read`,
      '',
      'wechaty-puppet-nowhere is not installed',
      `QINQING_BACKUP_TO (${home}/unmounted) is no folder: make it, or mount what it stands for`,
    ].entries())
      expect(lines[i + 1], told).toContain(part)
    expect(lines[9]).toMatch(/database/i)
    expect(lines).toHaveLength(12)
    expect(told).not.toContain('canary')
    expect(readdirSync(home).sort()).toEqual(['city', 'people.yaml', 'token'])
  })

  it('a single thing is told by itself', async () => {
    const docs = folderWith(DOCS)
    const env = { QINQING_DATA: join(docs, 'data'), QINQING_DOCS: docs, QINQING_TELEGRAM_TOKEN_FILE: '/nowhere/token' }
    expect(await refusal(env, { staffOnly: true })).toBe(
      'Fault: cannot read QINQING_TELEGRAM_TOKEN_FILE (/nowhere/token): ENOENT: give a file that this user may read',
    )
    expect(await refusal({ ...env, QINQING_TELEGRAM_TOKEN_FILE: join(docs, '养老.txt') }, { staffOnly: true })).toMatch(
      /there is no token in it/,
    )
  })

  it('a data folder that is a file is told once', async () => {
    const docs = folderWith(DOCS)
    const env = { QINQING_DATA: join(docs, '养老.txt', 'data'), QINQING_DOCS: docs, QINQING_TELEGRAM_TOKEN: TOKEN }
    expect(await refusal(env, { staffOnly: true })).toBe(
      `Fault: cannot serve:\n  ${docs}/养老.txt is a file, not a folder: give another data folder`,
    )
  })

  it('whoever has no way to the bot is told how to get one', async () => {
    const told = await refusal({ QINQING_DOCS: folderWith(DOCS) })
    expect(told).toMatch(
      /^Fault: cannot serve:\n {2}staff have no channel: .*\n {2}entrepreneurs have no channel: .*\n {2}To try it all in the terminal: npm start$/,
    )
  })

  it('where all is right, it has its settings, and still nothing was made', async () => {
    const docs = folderWith(DOCS)
    const env = { QINQING_DATA: join(docs, 'data'), QINQING_DOCS: docs, QINQING_TELEGRAM_TOKEN: TOKEN }
    expect(await preflight(world({ env }), { staffOnly: true })).toMatchObject({ docs, telegram: {} })
    expect(existsSync(join(docs, 'data'))).toBe(false)
  })
})
