import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLedger } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import type { Asked, Asking } from '../../bot/commands/doctor/ask.ts'
import { checks } from '../../bot/commands/doctor/checks.ts'
import type { Finding, World } from '../../bot/commands/doctor/finding.ts'
import { worldOf } from '../../bot/commands/doctor/world.ts'
import { run } from '../../bot/commands/program.ts'
import type { Event } from '../../bot/model/event.ts'
import { createFakeTelegram } from '../fakes/telegram/index.ts'
import { folderWith } from '../knowledge/folder.ts'
import { sharedServer } from '../postgres/server.ts'
import { world } from './world.ts'

type Env = Readonly<Record<string, string>>

const KEY = Buffer.alloc(32, 7).toString('base64')
const TOKEN = '700000001:AAcanaryOfATokenThatNobodyMaySee00000'

/** What one check finds, in a world of these settings; `more` says what else is so in it. */
async function found(name: string, env: Env, more: Partial<World> = {}): Promise<readonly Finding[]> {
  const check = checks.find((one) => one.name === name)
  if (!check) throw new Error(`there is no check ${name}`)
  return check.look({ ...worldOf(world({ env }), {}, false), ...more })
}

/** The same in a line each: ok, wrong or unknown, what it says, and what to do. */
const lines = async (...of: Parameters<typeof found>) =>
  (await found(...of)).map(({ is, says, remedy }) => [is, says, ...(remedy === undefined ? [] : [remedy])].join(': '))

async function doctor(line: readonly string[], env: Env) {
  const io = world({ env })
  const code = await run(['doctor', ...line], io)
  return { code, out: io.out(), err: io.err() }
}

const answering = (answer: Partial<Asked & { is: 'answer' }>) => async (): Promise<Asked> => ({
  is: 'answer',
  status: 200,
  json: {},
  ...answer,
})
const away = async (): Promise<Asked> => ({ is: 'away', why: 'ECONNREFUSED' })

/** A data folder with a ledger, and in it somebody of the staff. */
async function ledger(role: 'administrator' | 'clerk' = 'administrator'): Promise<string> {
  const data = join(folderWith({}), 'data')
  const { appeals, close } = await openLedger({ folder: data, folds, masterKey: KEY })
  const at = '2026-11-20T02:00:00.000Z'
  const record = { stream: 'staff', of: 's-1', subject: 's-1', at, by: { role: 'system', id: 'system' } } as const
  const account = { sender: '7', home: { channel: 'telegram', chat: '7' } } as const
  const events: Event[] = [
    { ...record, type: 'invited', data: { name: '何样例', roles: [role], units: [] } },
    { ...record, type: 'joined', data: {}, personal: account },
  ]
  await appeals.commit({ message: 'm', at, expects: [], events, deliveries: [] })
  await close()
  return data
}

describe('doctor', () => {
  it('looks over a deployment that was just set up, on one screen, and says what to do', async () => {
    const data = await ledger()
    const token = join(folderWith({ token: TOKEN }), 'token')
    chmodSync(token, 0o600)
    const env = { QINQING_MASTER_KEY: KEY, QINQING_TELEGRAM_TOKEN_FILE: token, QINQING_BACKUP_AT: '03:30' }
    const { code, out, err } = await doctor(['--offline', '--staff-only', '--data', data], env)
    const shown = out.split('\n')
    expect(shown[0]).toMatch(/^亲清 Qinqing \S+ · \d{4}-\d\d-\d\d \d\d:\d\d \(Beijing\) · .*data$/)
    for (const line of [
      '✓ settings        3 given, all understood; log: text, info',
      '✓ secrets         1 in files, each as it should be',
      '✓ channels        Telegram',
      `✓ data folder     ${data}`,
      '✓ privacy         secrets and data folder are for this user alone',
      '✓ master key      given by a setting, not in the data folder',
      '✓ ledger          2 lines, all as they were written',
      '? Telegram        not asked (--offline)',
      '✓ staff           1 have joined, 1 of them administrators',
      '✓ deliveries      nothing waits',
    ])
      expect(shown).toContain(line)
    expect(out).toMatch(/✓ fonts {11}Noto Sans for Chinese; a chart was drawn/)
    expect(out).toMatch(/✗ backups {9}none yet in .*\n +→ is the bot running\?/)
    expect(shown.length).toBeLessThan(40)
    expect(Math.max(...shown.filter((line) => !line.includes('/')).map((line) => line.length))).toBeLessThan(115)
    expect(code).toBe(1)
    expect(err).toMatch(/^qinqing: \d+ things? (is|are) wrong: mend what is marked ✗; \d+ to know of \(\?\)\n$/)
    expect(out + err).not.toContain(TOKEN.slice(12))
  })

  it('tells a program the same, and changes nothing', async () => {
    const data = folderWith({})
    const { code, out } = await doctor(['--offline', '--json', '--data', data], {})
    const told = JSON.parse(out) as { ok: boolean; findings: (Finding & { check: string })[] }
    expect([code, told.ok]).toEqual([1, false])
    expect(told.findings.filter(({ is }) => is === 'wrong').map(({ check }) => check)).toContain('channels')
    expect(told.findings).toContainEqual({
      check: 'ledger',
      is: 'unknown',
      says: `none yet in ${data}: it is begun at the first start`,
    })
    expect(readdirSync(data)).toEqual([])
  })

  it('goes on where settings cannot be read, with all that does not depend on them', async () => {
    const { out } = await doctor(['--offline', '--data', await ledger()], {
      QINQING_LOG: 'loud',
      QINQING_TELEGRAM_TOKEN: 'none',
      QINQING_NONE: '1',
      QINQING_CITY: '/nowhere/city',
    })
    expect(out).toMatch(
      /✗ settings +cannot read the settings:\n +QINQING_TELEGRAM_TOKEN is no token.*\n(.*\n)* +QINQING_LOG is neither/,
    )
    expect(out).not.toContain('staff have no channel')
    expect(out).toMatch(/✗ city +cannot read the city: \/nowhere\/city: there is no such folder/)
    expect(out).toMatch(/✓ data folder/)
  })
})

describe('secrets', () => {
  it('in files are read, and whatever is in them that is none is not shown', async () => {
    const folder = folderWith({ empty: '\n', other: 'canary' })
    const env = {
      QINQING_TELEGRAM_TOKEN_FILE: join(folder, 'other'),
      DATABASE_URL_FILE: join(folder, 'none'),
      QINQING_HOOK_URL: 'https://example.test/hook',
      QINQING_HOOK_SECRET_FILE: join(folder, 'empty'),
    }
    expect(await lines('secrets', env)).toEqual([
      `wrong: cannot read QINQING_TELEGRAM_TOKEN_FILE (${folder}/other): there is no token in it: put there what @BotFather printed, and nothing else`,
      `wrong: cannot read DATABASE_URL_FILE (${folder}/none): ENOENT: give a file that this user may read`,
      `wrong: cannot read QINQING_HOOK_SECRET_FILE (${folder}/empty): it is empty: put the secret there, and nothing else`,
    ])
    // Whatever else is mistaken; and it is told once.
    const key = { QINQING_MASTER_KEY_FILE: join(folder, 'other') }
    const told = `cannot read QINQING_MASTER_KEY_FILE (${folder}/other): no key is in it: put there what \`openssl rand -base64 32\` prints, and nothing else`
    expect(await lines('secrets', { ...key, QINQING_LOG: 'loud' })).toEqual([`wrong: ${told}`])
    expect([...(await lines('settings', key)), ...(await lines('secrets', key))]).toEqual([`wrong: ${told}`])
  })

  it('that anybody may read are no secrets', async () => {
    const folder = folderWith({ token: TOKEN })
    chmodSync(join(folder, 'token'), 0o644)
    chmodSync(folder, 0o755)
    const env = { QINQING_TELEGRAM_TOKEN_FILE: join(folder, 'token'), QINQING_DATA: folder }
    expect(await lines('privacy', env)).toEqual([
      `wrong: anybody on this machine may read QINQING_TELEGRAM_TOKEN_FILE (${folder}/token): chmod 600 ${folder}/token`,
      `wrong: others on this machine may look into ${folder}: chmod 700 ${folder} (the bot does so at its start)`,
    ])
  })
})

describe('the data folder', () => {
  it('may not be there yet, and must be on a disk', async () => {
    const data = join(folderWith({}), 'new')
    expect(await lines('data folder', { QINQING_DATA: data })).toEqual([`ok: ${data}, which will be made`])
    if (existsSync('/dev/shm'))
      expect(await lines('data folder', { QINQING_DATA: '/dev/shm/data' })).toEqual([
        'wrong: /dev/shm is in memory: it is gone with the machine: give a folder on a disk',
      ])
  })

  it('that was damaged, or belongs to another key, is found', async () => {
    const data = await ledger()
    const env = { QINQING_DATA: data, QINQING_MASTER_KEY: KEY }
    expect(await lines('ledger', env)).toEqual(['ok: 2 lines, all as they were written'])
    const other = { ...env, QINQING_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') }
    expect((await lines('ledger', other))[0]).toMatch(/^wrong: .*keys.jsonl was made with another master key/)
    writeFileSync(join(data, 'journal', '000001-2026-11.jsonl'), '')
    expect((await lines('ledger', env))[0]).toMatch(/^wrong: /)
  })

  it('must not hold the key and what it opens together', async () => {
    const data = folderWith({ 'master.key': KEY })
    const env = { QINQING_DATA: data }
    expect((await found('master key', env))[0]?.is).toBe('ok')
    mkdirSync(join(data, 'backups'))
    writeFileSync(join(data, 'backups', 'qinqing-2026-11-23-033000.tar.age'), 'x')
    expect(await found('master key', env)).toMatchObject([
      { is: 'wrong', remedy: expect.stringContaining('QINQING_BACKUP_TO') },
    ])
    expect((await found('master key', { ...env, QINQING_MASTER_KEY: KEY }))[0]?.is).toBe('ok')
    writeFileSync(join(data, 'backups', 'master.key'), KEY)
    expect((await lines('master key', { ...env, QINQING_MASTER_KEY: KEY }))[0]).toMatch(/beside the backups it opens/)
  })
})

describe('the days off of next year', () => {
  it.each([
    ['2026-10-31T02:00:00.000Z', 'ok'],
    ['2026-11-23T02:00:00.000Z', 'unknown'],
    ['2026-12-14T16:00:00.000Z', 'wrong'],
    ['2027-01-03T02:00:00.000Z', 'wrong'],
  ])('on %s: %s', async (now, is) => {
    const [one] = await found('holidays', {}, { now: () => now })
    expect(one).toMatchObject({ is, ...(is !== 'ok' && { remedy: expect.stringContaining('holidays.yaml') }) })
  })
})

describe('documents', () => {
  it('are wanted, and of the city itself', async () => {
    expect((await lines('documents', { QINQING_DOCS: folderWith({}) }))[0]).toMatch(
      /^wrong: .* is empty: put the policy/,
    )
    expect((await lines('documents', {}))[0]).toMatch(/^unknown: the samples that come with the program/)
    expect((await lines('documents', { QINQING_DOCS: '/nowhere' }))[0]).toMatch(/^wrong: cannot read the documents/)
    expect((await lines('index', { QINQING_DATA: folderWith({}) }))[0]).toMatch(/^unknown: none yet/)
  })
})

describe('the clock', () => {
  const env = { QINQING_TELEGRAM_TOKEN: TOKEN }
  const now = () => '2026-11-23T02:00:00.500Z'
  const at = (text: string) => answering({ at: Date.parse(text) })

  it('is compared with the one of Telegram', async () => {
    expect(await lines('clock', env, { now, ask: at('2026-11-23T02:00:20Z') })).toEqual(['ok: within 30 s of Telegram'])
    expect((await lines('clock', env, { now, ask: at('2026-11-23T02:02:00Z') }))[0]).toMatch(
      /^wrong: .* 120 s behind Telegram: .*timedatectl/,
    )
    expect((await lines('clock', env, { now, ask: at('2026-11-23T01:59:00Z') }))[0]).toMatch(
      /^wrong: .* 61 s ahead of Telegram/,
    )
    expect(await lines('clock', env, { now, ask: away })).toEqual(['unknown: there was nobody to compare it with'])
  })

  it('and with the one of the database, which is looked at as well', async () => {
    const env = { DATABASE_URL: await (await sharedServer()).database(), QINQING_MASTER_KEY: KEY }
    expect((await lines('database', env))[0]).toMatch(/^ok: PostgreSQL \d+\S*, no schema yet/)
    expect(await lines('clock', env)).toEqual(['ok: within 30 s of the database'])
    expect((await lines('clock', env, { now: () => '2020-01-01T00:00:00.000Z' }))[0]).toMatch(/behind the database/)
    const nobody = { DATABASE_URL: 'postgres://u:canary@127.0.0.1:9/none' }
    expect((await lines('database', nobody))[0]).toMatch(/^wrong: (?!.*canary)/)
    expect(await lines('ledger', nobody)).toEqual([])
  })
})

describe('Telegram', () => {
  it('is really asked, and says whose token it is', async () => {
    const telegram = await createFakeTelegram()
    const env = { QINQING_TELEGRAM_TOKEN: telegram.token, QINQING_TELEGRAM_API: telegram.apiRoot }
    expect(await lines('Telegram', env)).toEqual(['ok: @qinqing_fake_bot'])
    expect((await lines('Telegram', { ...env, QINQING_TELEGRAM_TOKEN: TOKEN }))[0]).toMatch(
      /^wrong: it does not know this token: ask @BotFather/,
    )
    await telegram.close()
    expect((await lines('Telegram', env))[0]).toMatch(
      /^wrong: it cannot be reached \(ECONNREFUSED\): open the way to 127\.0\.0\.1:/,
    )
    expect(await lines('Telegram', env, { offline: true })).toEqual(['unknown: not asked (--offline)'])
  })

  it('says where it brings messages to, and that it could not', async () => {
    const now = () => '2026-11-23T02:00:00.000Z'
    const hook = {
      url: 'https://qinqing.example/tg',
      last_error_date: Date.parse(now()) / 1000 - 60,
      last_error_message: 'Connection refused',
      pending_update_count: 4,
    }
    const ask = ({ url }: Asking) =>
      answering({ json: { result: url.endsWith('getMe') ? { username: 'b', can_join_groups: true } : hook } })()
    expect((await lines('Telegram', { QINQING_TELEGRAM_TOKEN: TOKEN }, { ask, now }))[1]).toMatch(
      /^unknown: it brings what is said to another address/,
    )
    const env = {
      QINQING_TELEGRAM_TOKEN: TOKEN,
      QINQING_TELEGRAM_WEBHOOK: hook.url,
      QINQING_TELEGRAM_SECRET: 'an-invented-secret-0123',
    }
    expect((await lines('Telegram', env, { ask, now }))[1]).toMatch(
      /^wrong: it could not bring what is said \(Connection refused\); 4 wait/,
    )
  })
})

describe('an account of Tencent’s', () => {
  const official = {
    QINQING_OFFICIAL_ID: 'wx0123456789abcdef',
    QINQING_OFFICIAL_SECRET: 'canary-secret',
    QINQING_OFFICIAL_TOKEN: 'token123',
    QINQING_OFFICIAL_AES_KEY: 'a'.repeat(43),
  }

  it('is asked for a token', async () => {
    const asked: Asking[] = []
    const ask = (one: Asking) => {
      asked.push(one)
      return answering({ json: { access_token: 'x', expires_in: 7200 } })()
    }
    expect(await lines('official', official, { ask })).toEqual(['ok: wx0123456789abcdef: a token is given out'])
    expect(asked).toMatchObject([
      { url: 'https://api.weixin.qq.com/cgi-bin/stable_token', body: { secret: 'canary-secret' } },
    ])
  })

  it('that refuses is understood: who can mend it, and where', async () => {
    const refusing = (errcode: number) => ({ ask: answering({ json: { errcode, errmsg: 'canary-secret' } }) })
    expect(await lines('official', official, refusing(40164))).toEqual([
      'wrong: no token is given out (errcode 40164, HTTP 200): put the address of this machine on the list there (IP白名单)',
    ])
    expect((await lines('official', official, refusing(40125)))[0]).toMatch(/the secret is another account’s/)
    expect((await lines('official', official, refusing(1)))[0]).toMatch(/全局返回码/)
  })
})

describe('who is there', () => {
  it('must be an administrator', async () => {
    const env = { QINQING_MASTER_KEY: KEY, QINQING_DATA: await ledger('clerk') }
    expect(await lines('staff', env)).toEqual([
      'wrong: no administrator has joined: nobody is told of troubles: qinqing staff invite NAME --role administrator',
    ])
  })

  it('a puppet that is not installed cannot be', async () => {
    const [one] = await lines('WeChat', { WECHATY_PUPPET: 'wechaty-puppet-nowhere' })
    expect(one).toMatch(/^wrong: .*is not installed: npm i wechaty-puppet-nowhere/)
  })
})

describe('backups', () => {
  it('are there, young, and open with this key', async () => {
    const data = await ledger()
    const env: Env = { QINQING_DATA: data, QINQING_MASTER_KEY: KEY }
    expect((await found('backups', env))[0]?.is).toBe('unknown')
    expect((await found('backups', { ...env, QINQING_BACKUP_AT: '03:30' }))[0]?.is).toBe('wrong')
    expect(await run(['backup'], world({ env }))).toBe(0)
    expect((await lines('backups', env))[0]).toMatch(/^ok: 1 in \S+, the last of .* KB, opens with this key$/)
    const nextMonth = () => new Date(Date.now() + 30 * 86_400_000).toISOString()
    expect((await lines('backups', env, { now: nextMonth }))[0]).toMatch(
      /^wrong: .*: that is old: qinqing backup makes one/,
    )
    const other = { ...env, QINQING_MASTER_KEY: Buffer.alloc(32, 8).toString('base64') }
    expect((await lines('backups', other))[0]).toMatch(/^wrong: .*sealed with another master key/)
  })

  it('have a folder that is there', async () => {
    const env = { QINQING_BACKUP_AT: '03:30', QINQING_BACKUP_TO: '/nowhere/backups' }
    expect(await lines('backup folder', env)).toEqual([
      'wrong: QINQING_BACKUP_TO (/nowhere/backups) is no folder: make it, or mount what it stands for',
    ])
  })
})

describe('the server', () => {
  it('listens for a proxy on this machine, on a port that is free', async () => {
    const telegram = await createFakeTelegram()
    const taken = new URL(telegram.apiRoot).host
    expect((await lines('HTTP', { QINQING_HTTP: taken }))[0]).toMatch(/^wrong: .* cannot be listened on \(EADDRINUSE\)/)
    await telegram.close()
    expect((await lines('HTTP', { QINQING_HTTP: taken }))[0]).toMatch(/^ok: .*reached from this machine alone/)
    expect((await lines('HTTP', { QINQING_HTTP: '0.0.0.0:0' }))[0]).toMatch(/^unknown: .*without TLS/)
    expect(await lines('HTTP', {})).toEqual([])
  })

  it('and where events are told can be reached', async () => {
    const env = { QINQING_HOOK_URL: 'https://other.example/hook', QINQING_HOOK_SECRET: 'canary-of-a-secret-of-a-hook' }
    expect(await lines('hook', env, { ask: answering({ status: 405 }) })).toEqual(['ok: other.example can be reached'])
    expect((await lines('hook', env, { ask: away }))[0]).toMatch(
      /^wrong: other.example cannot be reached \(ECONNREFUSED\)/,
    )
  })
})
