import { describe, expect, it } from 'vitest'
import { createConfig } from '../../bot/config.ts'
import { Fault } from '../../bot/model/fault.ts'

const shipped = { docs: '/opt/qinqing/knowledge/documents' }
const key = Buffer.alloc(32, 7).toString('base64')

function mistakes(env: Record<string, string>, flags: { data?: string; docs?: string; city?: string } = {}): string[] {
  try {
    createConfig(env, flags, shipped)
  } catch (error) {
    if (error instanceof Fault && error.code === 'config') return error.message.split('\n').map((line) => line.trim())
    throw error
  }
  return []
}

describe('the settings', () => {
  it('may all be left out', () => {
    const http = { host: '127.0.0.1', port: 8080, asked: false }
    expect(createConfig({ PATH: '/bin' }, {}, shipped)).toEqual({
      data: 'data',
      docs: shipped.docs,
      operators: { log: { format: 'text', level: 'info' } },
      http,
      debug: false,
    })
  })

  it('come from the environment', () => {
    const env = {
      QINQING_DATA: '/srv/q',
      QINQING_DOCS: 'docs',
      QINQING_CITY: '/etc/qinqing',
      QINQING_MASTER_KEY: key,
      QINQING_HTTP: '0.0.0.0:443',
      QINQING_DEBUG: '1',
    }
    const http = { host: '0.0.0.0', port: 443, asked: true }
    const operators = { log: { format: 'text', level: 'info' } }
    const read = { data: '/srv/q', docs: 'docs', city: '/etc/qinqing', masterKey: key, operators, http, debug: true }
    expect(createConfig(env, {}, shipped)).toEqual(read)
  })

  it('a flag goes before the environment', () => {
    const env = { QINQING_DATA: '/srv/q', QINQING_DOCS: 'docs', QINQING_CITY: '/etc/qinqing' }
    const flags = { data: 'here', docs: 'mine', city: 'ours' }
    expect(createConfig(env, flags, shipped)).toMatchObject(flags)
  })

  it('a master key may be hexadecimal too', () => {
    expect(createConfig({ QINQING_MASTER_KEY: 'ab'.repeat(32) }, {}, shipped).masterKey).toBe('ab'.repeat(32))
  })

  it('a master key may stand in a file', () => {
    expect(createConfig({ QINQING_MASTER_KEY_FILE: '/run/key' }, {}, shipped).masterKeyFile).toBe('/run/key')
    expect(mistakes({ QINQING_MASTER_KEY_FILE: '/run/key', QINQING_MASTER_KEY: key })).toEqual([
      'cannot read the settings:',
      'QINQING_MASTER_KEY and QINQING_MASTER_KEY_FILE are both given: leave one out',
    ])
  })

  it('every mistake is told at once, with what to do', () => {
    expect(
      mistakes(
        {
          QINQING_DATA: ' ',
          QINQING_MASTER_KEY: 'secret',
          QINQING_HTTP: '8080',
          QINQING_DEBUG: 'yes',
          QINQING_DATTA: '/srv/q',
          QINQING_COLOUR: 'red',
        },
        { docs: '', city: ' ' },
      ),
    ).toEqual([
      'cannot read the settings:',
      'QINQING_DATA is empty: give a folder, or leave it out',
      '--docs is empty: give a folder, or leave it out',
      '--city is empty: give a folder, or leave it out',
      'QINQING_MASTER_KEY is no key: give the one the folder was begun with, 32 bytes in base64 (a new folder may begin with what `openssl rand -base64 32` prints)',
      'QINQING_HTTP is not host:port, such as 127.0.0.1:8080',
      'QINQING_DEBUG is neither 1 nor 0: set it to 1, or leave it out',
      'QINQING_DATTA is no setting: did you mean QINQING_DATA?',
      'QINQING_COLOUR is no setting: README lists them, under Configuration',
    ])
  })

  it('name a PostgreSQL by the name every platform gives it, or the file it stands in', () => {
    const DATABASE_URL = 'postgres://q:invented@db.internal:5432/qinqing'
    expect(createConfig({ DATABASE_URL }, {}, shipped).database).toEqual({ given: DATABASE_URL })
    expect(createConfig({ DATABASE_URL_FILE: '/run/db' }, {}, shipped).database).toEqual({ file: '/run/db' })
    const both = mistakes({ DATABASE_URL: 'mysql://q:hunter2@db/q', DATABASE_URL_FILE: '/run/db' })
    expect(both).toEqual([
      'cannot read the settings:',
      'DATABASE_URL is no address of a database: give postgres://USER:PASSWORD@HOST:5432/NAME',
      'DATABASE_URL and DATABASE_URL_FILE are both given: leave one out',
    ])
  })

  it('say what operators see and other systems are told', () => {
    const env = {
      QINQING_PUBLIC_URL: 'https://qinqing.example.gov.cn/',
      QINQING_HOOK_URL: 'https://ledger.example.gov.cn/told',
      QINQING_HOOK_SECRET_FILE: '/run/hook',
      QINQING_OPEN311_TOKEN: 'invented-token-0001',
      QINQING_LOG: 'json',
      QINQING_LOG_LEVEL: 'warn',
      QINQING_BACKUP_AT: '03:30',
      QINQING_BACKUP_TO: '/mnt/backup',
      QINQING_BACKUP_KEEP: '30',
    }
    expect(createConfig(env, {}, shipped).operators).toEqual({
      console: 'https://qinqing.example.gov.cn',
      hook: { url: 'https://ledger.example.gov.cn/told', secret: { file: '/run/hook' } },
      open311: { given: 'invented-token-0001' },
      log: { format: 'json', level: 'warn' },
      backup: { at: '03:30', to: '/mnt/backup', keep: 30 },
    })
  })

  it('of operators are refused with what to do, and no secret is repeated', () => {
    const env = {
      QINQING_PUBLIC_URL: 'qinqing.example.gov.cn',
      QINQING_HOOK_SECRET: 'hunter2',
      QINQING_OPEN311_TOKEN: 'short',
      QINQING_LOG: 'xml',
      QINQING_LOG_LEVEL: 'loud',
      QINQING_BACKUP_TO: '/mnt/backup',
      QINQING_BACKUP_KEEP: '0',
    }
    expect(mistakes(env)).toEqual([
      'cannot read the settings:',
      'QINQING_PUBLIC_URL is no address: give where the proxy is reached, such as https://qinqing.example.gov.cn',
      'QINQING_HOOK_SECRET is no secret: give 24 characters or more, such as what `openssl rand -base64 32` prints',
      'QINQING_OPEN311_TOKEN is no token: give 16 letters, digits, _ or - and more; several with commas',
      'QINQING_LOG is neither text nor json',
      'QINQING_LOG_LEVEL is none of debug, info, warn, error',
      'QINQING_BACKUP_KEEP keeps nothing: give 1 or more',
      'QINQING_HOOK_SECRET is for a QINQING_HOOK_URL: give it too, or leave it out',
      'QINQING_BACKUP_TO and QINQING_BACKUP_KEEP are for a QINQING_BACKUP_AT: give it too, or leave them out',
    ])
    expect(mistakes({ QINQING_HOOK_URL: 'https://ledger.example.gov.cn' })).toEqual([
      'cannot read the settings:',
      'QINQING_HOOK_URL needs a QINQING_HOOK_SECRET, or QINQING_HOOK_SECRET_FILE, with which what is told is signed',
    ])
  })

  it('name a puppet for WeChat, with what it is told and how it is paced', () => {
    expect(createConfig({ WECHATY_PUPPET: 'wechaty-puppet-wechat4u' }, {}, shipped).wechat).toEqual({
      puppet: 'wechaty-puppet-wechat4u',
      options: { given: {} },
      pace: { gapMs: 1_500, perDay: 1_000, friendsPerDay: 60 },
    })
    const env = {
      WECHATY_PUPPET: 'wechaty-puppet-service',
      QINQING_WECHAT_OPTIONS: '{"token":"invented"}',
      QINQING_WECHAT_IDS: 'lasting',
      QINQING_WECHAT_GAP_MS: '3000',
      QINQING_WECHAT_PER_DAY: '200',
      QINQING_WECHAT_FRIENDS_PER_DAY: '0',
    }
    expect(createConfig(env, {}, shipped).wechat).toEqual({
      puppet: 'wechaty-puppet-service',
      options: { given: { token: 'invented' } },
      idsLast: true,
      pace: { gapMs: 3_000, perDay: 200, friendsPerDay: 0 },
    })
    const file = { WECHATY_PUPPET: 'wechaty-puppet-service', QINQING_WECHAT_OPTIONS: '/etc/qinqing/puppet.json' }
    expect(createConfig(file, {}, shipped).wechat?.options).toEqual({ file: '/etc/qinqing/puppet.json' })
  })

  it('of WeChat are refused with what to do, and no secret is repeated', () => {
    expect(
      mistakes({
        QINQING_WECHAT_OPTIONS: '{"token":"hunter2"',
        QINQING_WECHAT_IDS: 'ever',
        QINQING_WECHAT_PER_DAY: 'many',
        QINQING_WECHAT_FRIENDS_PER_DAY: '20000',
      }),
    ).toEqual([
      'cannot read the settings:',
      'QINQING_WECHAT_IDS is neither lasting nor passing: say whether contacts keep their ids at a new login',
      'QINQING_WECHAT_PER_DAY is no whole number: give one from 1 to 100000',
      'QINQING_WECHAT_FRIENDS_PER_DAY is out of range: give a number from 0 to 10000',
      'QINQING_WECHAT_OPTIONS is for a puppet: set WECHATY_PUPPET to its package, such as wechaty-puppet-service',
      'QINQING_WECHAT_OPTIONS is no JSON: give an object such as {"token":"…","endpoint":"host:port"}',
    ])
    expect(mistakes({ WECHATY_PUPPET: 'padlocal' })).toEqual([
      'cannot read the settings:',
      'WECHATY_PUPPET is no puppet: give the name of its package, such as wechaty-puppet-service',
    ])
  })

  const official = {
    QINQING_OFFICIAL_ID: 'wx0123456789abcdef',
    QINQING_OFFICIAL_SECRET_FILE: '/etc/qinqing/secret',
    QINQING_OFFICIAL_TOKEN: 'QinqingToken',
    QINQING_OFFICIAL_AES_KEY: 'a'.repeat(43),
  }

  it('describe an official account and the customer service of WeCom, each whole', () => {
    expect(createConfig(official, {}, shipped).official).toEqual({
      id: 'wx0123456789abcdef',
      secret: { file: '/etc/qinqing/secret' },
      token: 'QinqingToken',
      aesKey: 'a'.repeat(43),
    })
    const wecom = {
      QINQING_WECOM_ID: 'ww0123456789abcdef',
      QINQING_WECOM_SECRET: 'invented',
      QINQING_WECOM_TOKEN: 'QinqingToken',
      QINQING_WECOM_AES_KEY: 'b'.repeat(43),
      QINQING_WECOM_ACCOUNT: 'wkInvented',
      QINQING_WECOM_API: 'http://127.0.0.1:9',
    }
    expect(createConfig(wecom, {}, shipped).wecom).toEqual({
      id: 'ww0123456789abcdef',
      secret: { given: 'invented' },
      token: 'QinqingToken',
      aesKey: 'b'.repeat(43),
      api: 'http://127.0.0.1:9',
      account: 'wkInvented',
    })
  })

  it('half an account is refused: all that is missing is named', () => {
    const { QINQING_OFFICIAL_AES_KEY: _, QINQING_OFFICIAL_ID: __, ...half } = official
    expect(mistakes({ ...half, QINQING_OFFICIAL_SECRET: 'hunter2', QINQING_WECOM_TOKEN: 'no-letters!' })).toEqual([
      'cannot read the settings:',
      'QINQING_WECOM_TOKEN is no token: give the 3 to 32 letters and digits of the callback settings',
      'QINQING_OFFICIAL_SECRET is given and QINQING_OFFICIAL_ID is not: an account needs all four',
      'QINQING_OFFICIAL_SECRET is given and QINQING_OFFICIAL_AES_KEY is not: an account needs all four',
      'QINQING_OFFICIAL_SECRET and QINQING_OFFICIAL_SECRET_FILE are both given: leave one out',
      'QINQING_WECOM_TOKEN is given and QINQING_WECOM_ID is not: an account needs all four',
      'QINQING_WECOM_TOKEN is given and QINQING_WECOM_SECRET is not: an account needs all four',
      'QINQING_WECOM_TOKEN is given and QINQING_WECOM_AES_KEY is not: an account needs all four',
    ])
  })

  it('a master key that is refused is not repeated in the error', () => {
    expect(mistakes({ QINQING_MASTER_KEY: 'hunter2' }).join()).not.toContain('hunter2')
  })
})

describe('the settings of Telegram', () => {
  const token = `123456789:${'Ab-'.repeat(11)}xy`
  const secret = '0123456789abcdef'
  const telegram = (env: Record<string, string>) => createConfig(env, {}, shipped).telegram

  it('are there with a token, given or in a file', () => {
    expect(telegram({ HTTPS_PROXY: 'http://proxy:3128' })).toBeUndefined()
    expect(telegram({ QINQING_TELEGRAM_TOKEN: token })).toEqual({ token: { given: token } })
    expect(telegram({ QINQING_TELEGRAM_TOKEN_FILE: '/run/token' })).toEqual({ token: { file: '/run/token' } })
  })

  it('may name another API server, and a webhook with its secret', () => {
    const env = {
      QINQING_TELEGRAM_TOKEN: token,
      QINQING_TELEGRAM_API: 'http://127.0.0.1:8081',
      QINQING_TELEGRAM_WEBHOOK: 'https://bot.example.cn/telegram',
      QINQING_TELEGRAM_SECRET: secret,
    }
    const webhook = { url: 'https://bot.example.cn/telegram', secret }
    expect(telegram(env)).toEqual({ token: { given: token }, api: 'http://127.0.0.1:8081', webhook })
  })

  it.each([
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://proxy:3128' }, 'http://proxy:3128'],
    ['in small letters too', { https_proxy: 'http://proxy:3128' }, 'http://proxy:3128'],
    ['not what NO_PROXY names', { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'localhost, .telegram.org' }, undefined],
    ['not where NO_PROXY names all', { HTTPS_PROXY: 'http://proxy:3128', no_proxy: '*' }, undefined],
    ['what NO_PROXY does not name', { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: 'gram.org' }, 'http://proxy:3128'],
    [
      'not what is reached without encryption',
      { HTTPS_PROXY: 'http://proxy:3128', QINQING_TELEGRAM_API: 'http://10.0.0.3:8081' },
      undefined,
    ],
  ])('reach the API through a proxy: %s', (_, env, proxy) => {
    expect(telegram({ QINQING_TELEGRAM_TOKEN: token, ...env } as Record<string, string>)?.proxy).toBe(proxy)
  })

  it('a proxy of another kind is no matter without a token: it is the whole machine', () => {
    expect(telegram({ HTTPS_PROXY: 'socks5://proxy:1080' })).toBeUndefined()
    expect(mistakes({ QINQING_TELEGRAM_TOKEN: token, HTTPS_PROXY: 'socks5://proxy:1080' })).toContain(
      'HTTPS_PROXY is no address: give one that begins with http:// or https://',
    )
  })

  it.each([
    [
      { QINQING_TELEGRAM_TOKEN: 'hello' },
      'QINQING_TELEGRAM_TOKEN is no token: give what @BotFather printed, digits, a colon and 35 letters',
    ],
    [
      { QINQING_TELEGRAM_TOKEN_FILE: token },
      'QINQING_TELEGRAM_TOKEN_FILE is a token itself: give it as QINQING_TELEGRAM_TOKEN, or the file it stands in here',
    ],
    [
      { QINQING_TELEGRAM_TOKEN: token, QINQING_TELEGRAM_TOKEN_FILE: '/run/token' },
      'QINQING_TELEGRAM_TOKEN and QINQING_TELEGRAM_TOKEN_FILE are both given: leave one out',
    ],
    [
      { QINQING_TELEGRAM_API: 'http://127.0.0.1:8081' },
      'QINQING_TELEGRAM_API is for a bot: give QINQING_TELEGRAM_TOKEN or QINQING_TELEGRAM_TOKEN_FILE too',
    ],
    [
      { QINQING_TELEGRAM_TOKEN: token, QINQING_TELEGRAM_API: 'telegram.internal' },
      'QINQING_TELEGRAM_API is no address: give one that begins with https:// or http://',
    ],
    [
      { QINQING_TELEGRAM_TOKEN: token, QINQING_TELEGRAM_WEBHOOK: 'https://bot.example.cn/telegram' },
      'QINQING_TELEGRAM_WEBHOOK needs a QINQING_TELEGRAM_SECRET, by which it is known that Telegram speaks',
    ],
    [
      { QINQING_TELEGRAM_TOKEN: token, QINQING_TELEGRAM_SECRET: secret },
      'QINQING_TELEGRAM_SECRET is for a webhook: give QINQING_TELEGRAM_WEBHOOK too, or leave it out',
    ],
    [
      {
        QINQING_TELEGRAM_TOKEN: token,
        QINQING_TELEGRAM_WEBHOOK: 'http://bot.example.cn/telegram',
        QINQING_TELEGRAM_SECRET: secret,
      },
      'QINQING_TELEGRAM_WEBHOOK does not begin with https://: Telegram comes to no other address',
    ],
    [
      { QINQING_TELEGRAM_TOKEN: token, QINQING_HTTP: '0.0.0.0:70000' },
      'QINQING_HTTP has no port that there is: they end at 65535',
    ],
  ])('a mistake is told: %j', (env, line) => {
    expect(mistakes(env as Record<string, string>)).toEqual(['cannot read the settings:', line])
  })

  it('a token, secret or proxy that is refused is not repeated in the error', () => {
    const told = mistakes({
      QINQING_TELEGRAM_TOKEN: `${token} and more`,
      QINQING_TELEGRAM_WEBHOOK: 'https://bot.example.cn/telegram',
      QINQING_TELEGRAM_SECRET: 'short secret',
      HTTPS_PROXY: 'socks5://somebody:password@proxy:1080',
    }).join()
    for (const hidden of [token, 'short secret', 'password']) expect(told).not.toContain(hidden)
  })
})
