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
    const http = { host: '127.0.0.1', port: 8080 }
    expect(createConfig({ PATH: '/bin' }, {}, shipped)).toEqual({
      data: 'data',
      docs: shipped.docs,
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
    const http = { host: '0.0.0.0', port: 443 }
    const read = { data: '/srv/q', docs: 'docs', city: '/etc/qinqing', masterKey: key, http, debug: true }
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

  it('every mistake is told at once, with what to do', () => {
    expect(
      mistakes(
        {
          QINQING_DATA: ' ',
          QINQING_MASTER_KEY: 'secret',
          QINQING_HTTP: '8080',
          QINQING_DEBUG: 'yes',
          QINQING_DATTA: '/srv/q',
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
      'QINQING_DATTA is no setting: there are QINQING_DATA, QINQING_DOCS, QINQING_CITY, QINQING_MASTER_KEY, QINQING_TELEGRAM_TOKEN, QINQING_TELEGRAM_TOKEN_FILE, QINQING_TELEGRAM_API, QINQING_TELEGRAM_WEBHOOK, QINQING_TELEGRAM_SECRET, QINQING_HTTP, QINQING_DEBUG',
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
