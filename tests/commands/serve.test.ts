import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createFakeTelegram, type FakeTelegram } from '../fakes/telegram/index.ts'
import { ensureBuilt, pipe, type Running, start } from '../terminal/program.ts'

let folder: string
let telegram: FakeTelegram
let running: Running | undefined
beforeAll(ensureBuilt, 60_000)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinqing-serve-'))
  await mkdir(docs())
  await writeFile(join(docs(), '养老.txt'), '养老机构备案须知\n\n应当自收住老年人之日起十个工作日内到民政局备案。\n')
  telegram = await createFakeTelegram()
})
afterEach(async () => {
  running?.process.kill('SIGKILL')
  await running?.ended
  running = undefined
  await telegram.close()
  await rm(folder, { recursive: true })
})

const docs = () => join(folder, 'docs')
const flags = () => ['--data', join(folder, 'data'), '--docs', docs()]
const env = () => ({ QINQING_TELEGRAM_TOKEN: telegram.token, QINQING_TELEGRAM_API: telegram.apiRoot })

async function serve(more: Readonly<Record<string, string>> = {}): Promise<Running> {
  running = start(['serve', '--staff-only', ...flags()], { ...env(), ...more })
  await running.complaint(/serving Telegram/)
  return running
}

/** An administrator who was invited on the server and has joined. */
async function administrator() {
  const { out } = await pipe(['staff', 'invite', '李明', '--role', 'administrator', '--data', join(folder, 'data')], [])
  const code = /start=(\w+)/.exec(out)?.[1]
  expect(code, out).toBeDefined()
  const admin = telegram.person('李明')
  admin.starts(code)
  await admin.chat.until('李明')
  return admin
}

describe('serve, as a process', () => {
  it('serves an administrator: he joins, brings in a document, sees how it stands; told to stop, it exits with 0', async () => {
    const bot = await serve()
    const admin = await administrator()

    admin.sends({ name: '稳岗.txt', bytes: Buffer.from('云州市稳岗补贴办法\n\n第一条 未裁员的企业每人补贴一千元。\n') })
    await admin.chat.until('标题：云州市稳岗补贴办法', { ms: 20_000 })
    await admin.presses('加入')
    await admin.chat.until('稳岗.txt 已放入文件夹', { ms: 20_000 })
    expect(await readFile(join(docs(), '稳岗.txt'), 'utf8')).toContain('每人补贴一千元')
    admin.says('/kb')
    await admin.chat.until('2 份文件')

    admin.says('/backup')
    await admin.chat.until('备份好了', { ms: 20_000 })
    const { out: told } = await pipe(['data', 'backup', '--data', join(folder, 'data')], [])
    expect(told).toContain('备份好了')
    expect(await readdir(join(folder, 'data', 'backups'))).toHaveLength(2)

    bot.process.kill('SIGTERM')
    const { code, out, err } = await bot.ended
    expect({ code, out }).toEqual({ code: 0, out: '' })
    expect(err).not.toContain(telegram.token.split(':')[1])
    expect(err).not.toMatch(/\n\s+at /)
  }, 90_000)

  it('takes what Telegram brings to its webhook, and answers nobody else there', async () => {
    const port = 20_000 + Math.floor(Math.random() * 20_000)
    const url = `http://127.0.0.1:${port}/telegram/hook`
    await serve({
      QINQING_TELEGRAM_WEBHOOK: url,
      QINQING_TELEGRAM_SECRET: 'an-invented-secret-0123',
      QINQING_HTTP: `127.0.0.1:${port}`,
    })
    await telegram.until(() => telegram.webhook.url === url, 20_000)
    await administrator()
    const forged = { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': 'another' }
    expect((await fetch(url, { method: 'POST', body: '{}', headers: forged })).status).toBe(401)
    expect((await fetch(url.replace('hook', 'other'))).status).toBe(404)
  }, 60_000)

  it('reads its token from a file, and tells of a wrong one without a word of it; it stops also while Telegram is away', async () => {
    const file = join(folder, 'token')
    const withFile = { QINQING_TELEGRAM_TOKEN_FILE: file, QINQING_TELEGRAM_API: telegram.apiRoot }
    const without = await pipe(['serve', '--staff-only', ...flags()], [], withFile)
    expect(without.err).toBe(
      `qinqing: cannot read QINQING_TELEGRAM_TOKEN_FILE (${file}): ENOENT: give a file that this user may read\n`,
    )
    await writeFile(file, 'no token at all')
    const wrong = await pipe(['serve', '--staff-only', ...flags()], [], withFile)
    expect(wrong.code).toBe(1)
    expect(wrong.err).toMatch(/there is no token in it/)
    expect(wrong.err).not.toContain('no token at all')

    await writeFile(file, `${telegram.token}\n`)
    running = start(['serve', '--staff-only', ...flags()], withFile)
    await telegram.until(() => (telegram.counts['getUpdates'] ?? 0) > 0, 20_000)
    await telegram.down('refused')
    running.process.kill('SIGINT')
    const { code, err } = await running.ended
    expect(code).toBe(0)
    expect(err).not.toContain(telegram.token.split(':')[1])
  }, 60_000)
})

describe('chat, with a token', () => {
  it('plays entrepreneurs in the terminal while staff work in Telegram; what ends the one ends the other', async () => {
    running = start(['chat', ...flags()], env())
    await running.until('您好')
    const admin = await administrator()
    admin.says('/status')
    await admin.chat.until('政策文件：第 1 版')
    running.type('养老机构应当在几个工作日内备案？')
    await running.until('十个工作日内到民政局备案')
    running.type('/quit')
    const { code, signal } = await running.ended
    expect({ code, signal }).toEqual({ code: 0, signal: null })
  }, 60_000)

  it('told to stop, it exits with 0', async () => {
    running = start(['chat', ...flags()], env())
    await running.until('您好')
    running.process.kill('SIGTERM')
    expect((await running.ended).code).toBe(0)
  }, 60_000)
})
