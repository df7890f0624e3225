import { Writable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLog, type LogOptions, scrub } from '../../adapters/log/index.ts'
import { openLog } from '../../bot/commands/log.ts'
import { createConfig } from '../../bot/config.ts'
import { Fault } from '../../bot/model/fault.ts'
import { plusMs } from '../../bot/model/instant.ts'

const NOW = '2026-11-23T02:00:00.000Z'

/** A log and what it wrote. */
function logging(how: Partial<LogOptions> = {}) {
  const lines: string[] = []
  const to = { write: (line: string) => lines.push(line) > 0 } as unknown as Writable
  return { log: createLog({ format: 'text', level: 'info', now: () => NOW, ...how, to }), lines }
}

/** None of these may be seen, wherever it stood. */
const CANARIES = {
  mobile: '13912345678',
  grouped: '139 1234 5678',
  identity: '21010219900101123X',
  uscc: '91210100MA0XKQ7J3T',
  card: '6222021234567890123',
  landline: '0411-88887777',
  mail: 'zhou.min@example.com',
  telegram: '7654321098:AAFxKQ2vT9-bW0mR4pYdLs8nHcJe1uGiZo3',
  bearer: 'Bearer eyJhbGciOiJIUzI1NiJ9.payload.sig',
  hook: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  database: 'postgres://qinqing:s3cr3t@rd@10.0.0.3:5432/qinqing',
  proxy: 'http://user:hunter22@proxy.example:3128',
  query: 'https://api.example/cgi-bin/token?access_token=89_abcDEF-ghi&x=1',
  basic: 'Basic cWlucWluZzpodW50ZXIyMg==',
  entrance: 'https://q.example.gov.cn/console/enter?code=64b05274df266b22b0e780882acaf8c3',
  age: 'AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW',
} as const
/** What of each must be gone. */
const SECRET: Readonly<Record<keyof typeof CANARIES, string>> = {
  ...CANARIES,
  bearer: 'eyJhbGciOiJIUzI1NiJ9',
  database: 's3cr3t@rd',
  proxy: 'hunter22',
  query: '89_abcDEF-ghi',
  basic: 'cWlucWluZzpodW50ZXIyMg',
  entrance: '64b05274df266b22b0e780882acaf8c3',
}

describe('the log, for people', () => {
  it('writes a line as it always was', () => {
    const { log, lines } = logging()
    log.info('serving Telegram; listening on port 8080')
    expect(lines).toEqual(['qinqing: serving Telegram; listening on port 8080\n'])
  })

  it('writes nothing below its level', () => {
    const { log, lines } = logging({ level: 'warn' })
    log.debug('a')
    log.info('b')
    log.warn('c')
    log.error('d')
    expect(lines).toEqual(['qinqing: c\n', 'qinqing: d\n'])
  })

  it('tells of what goes wrong again and again when it begins', () => {
    let now = NOW
    const { log, lines } = logging({ now: () => now })
    const full = new Fault('storage', 'cannot write data/journal: no space left; free or repair the disk')
    log.trouble(full)
    log.trouble(full)
    log.trouble(new Error('something else'))
    log.trouble(full)
    expect(lines.map((line) => line.slice(9, 30))).toEqual(['cannot write data/jou', 'something else\n'])
    // It may have been over meanwhile: then this is news.
    now = plusMs(NOW, 3_600_000)
    log.trouble(full)
    expect(lines).toHaveLength(3)
  })

  it('shows where an error came from at level debug alone', () => {
    const shown = (level: 'info' | 'debug') => {
      const { log, lines } = logging({ level })
      log.trouble(new Error('lost'))
      return lines.join('')
    }
    expect(shown('info')).toBe('qinqing: lost\n')
    expect(shown('debug')).toMatch(/^qinqing: lost\n\s+at .*log\.test\.ts/)
  })
})

describe('the log, for programs', () => {
  const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line))

  it('writes one object a line: time, level, msg, and fields', () => {
    const { log, lines } = logging({ format: 'json' })
    log.warn('telegram: too many requests (429), again in 3 s', { channel: 'telegram', seconds: 3 })
    expect(lines.join('')).toMatch(/^\{.*\}\n$/)
    expect(parsed(lines)).toEqual([
      {
        level: 'warn',
        time: NOW,
        channel: 'telegram',
        seconds: 3,
        msg: 'telegram: too many requests (429), again in 3 s',
      },
    ])
  })

  it('keeps a line of several one line', () => {
    const { log, lines } = logging({ format: 'json' })
    log.error('cannot read the documents:\n  税收.docx: not a Word file')
    expect(lines).toHaveLength(1)
    expect(lines[0]?.trimEnd()).not.toContain('\n')
  })

  it('never writes what is given under a name that tells of somebody', () => {
    const { log, lines } = logging({ format: 'json' })
    log.info('x', { name: '李娜', text: '欠我货款', token: 'abc', phone: '1', url: 'http://a', question: '补贴' })
    expect(parsed(lines)[0]).toMatchObject({ name: '***', text: '***', token: '***', phone: '***', url: '***' })
    expect(lines.join('')).not.toMatch(/李娜|欠我|补贴/)
  })

  it('tells of an error its type, code and message', () => {
    const { log, lines } = logging({ format: 'json' })
    log.trouble(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' }))
    expect(parsed(lines)[0]).toMatchObject({
      level: 'warn',
      msg: 'connect ECONNREFUSED 127.0.0.1:5432',
      err: { type: 'Error', code: 'ECONNREFUSED' },
    })
    expect(parsed(lines)[0].err).not.toHaveProperty('stack')
  })
})

describe('nothing of anybody, and no secret', () => {
  const ways: Record<string, (log: ReturnType<typeof logging>['log'], canary: string) => void> = {
    'in a line': (log, canary) => log.info(`telegram: could not be taken: ${canary}, trying again`),
    'at the end of one': (log, canary) => log.error(`x ${canary}`),
    'in a field': (log, canary) => log.warn('x', { detail: `see ${canary} there` }),
    'in a fault': (log, canary) => log.trouble(new Fault('storage', `cannot open ${canary}`)),
    'in an error of a library': (log, canary) => log.trouble(new Error(`request to ${canary} failed`)),
    'in its code': (log, canary) => log.trouble(Object.assign(new Error('x'), { code: canary })),
    'thrown as it is': (log, canary) => log.trouble(canary),
  }
  for (const [how, write] of Object.entries(ways))
    it(`is written, ${how}`, () => {
      for (const format of ['text', 'json'] as const)
        for (const [name, canary] of Object.entries(CANARIES)) {
          const { log, lines } = logging({ format, level: 'debug' })
          write(log, canary)
          expect(lines.length, name).toBe(1)
          expect(lines.join(''), name).not.toContain(SECRET[name as keyof typeof CANARIES])
        }
    })

  it('is quoted of what a library found wrong in it', () => {
    const told = `{"matter":"张三丰说厂里欠款","phone":"x"`
    const { log, lines } = logging({ level: 'debug' })
    try {
      JSON.parse(told)
    } catch (error) {
      log.trouble(error)
    }
    log.trouble(new TypeError(`cannot read 'Li Ming of Yunzhou' of undefined`))
    log.trouble(new Error('invalid input: 李娜 云州腾达机械厂 欠款三万'))
    expect(lines).toHaveLength(3)
    expect(lines.join('')).not.toMatch(/张三|matter|Li Ming|李娜|腾达|三万/)
  })

  it('is left of the numbers in any text, in whatever they stand', () => {
    const around = fc.string({ unit: fc.constantFrom(' ', '，', '：', 'a', '号', '(', '"', '\n'), maxLength: 12 })
    fc.assert(
      fc.property(around, fc.constantFrom(...Object.values(SECRET).slice(0, 5)), around, (before, secret, after) => {
        fc.pre(!/[a-z]$/.test(before) && !/^[a-z]/.test(after))
        expect(scrub(`${before}${secret}${after}`)).not.toContain(secret)
      }),
    )
  })

  it('and what is neither stays', () => {
    const lines = [
      'data/journal/2026-11.jsonl: its last 211 bytes were not whole and are cut',
      '2 documents have problems: 税收.docx, 国务院令第802号.txt; see kb check docs',
      'telegram: update 712345678 could not be taken (try 3): TypeError',
      'cannot listen on 127.0.0.1:8080: another program listens there (EADDRINUSE). Set QINQING_HTTP to another address.',
      'no event of this appeal has the hash 0000-0000-0000-0000',
      'wechaty-puppet-service needs a token: set {"token":"…"} among its options',
      'DATABASE_URL is no address of a database: give postgres://USER:PASSWORD@HOST:5432/NAME',
      'QINQING_OFFICIAL_ID is none: it begins with wx and stands in the account’s basic settings (AppID)',
      'cannot read QINQING_TELEGRAM_TOKEN_FILE (/run/secrets/token): ENOENT: give a file that this user may read',
      'cannot use QINQING_HOOK_SECRET: there is no secret in it',
    ]
    expect(lines.map(scrub)).toEqual(lines)
  })

  it('takes long over hostile text', () => {
    const begun = performance.now()
    for (const text of ['1'.repeat(1e6), 'a@'.repeat(5e5), '::'.repeat(5e5), 'x://'.repeat(2e5), '"'.repeat(1e6)]) {
      logging().log.info(text)
      logging().log.trouble(new Error(text))
    }
    expect(performance.now() - begun).toBeLessThan(5_000)
  })
})

describe('the log of the process', () => {
  const config = (env: Record<string, string> = {}) => createConfig(env, {}, { docs: 'docs' })
  const broken = () =>
    new Writable({
      write: (_, __, done) => done(Object.assign(new Error('gone'), { code: 'EPIPE' })),
    })

  it('outlives whoever read it', async () => {
    const stderr = broken()
    const log = openLog(config(), stderr)
    log.info('one')
    await new Promise((next) => setImmediate(next))
    log.trouble(new Error('two'))
    await new Promise((next) => setImmediate(next))
    expect(stderr.destroyed).toBe(true)
  })

  it('is as the settings want it', () => {
    const lines: string[] = []
    const stderr = new Writable({ write: (chunk, _, done) => done(void lines.push(String(chunk)) as undefined) })
    const log = openLog(config({ QINQING_LOG: 'json', QINQING_LOG_LEVEL: 'error' }), stderr)
    log.warn('no')
    log.error('yes')
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['yes'])
  })
})
