import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createFakeTelegram, type FakeTelegram } from '../fakes/telegram/index.ts'
import { ensureBuilt, pipe, type Running, start } from '../terminal/program.ts'

const TOKEN = 'an-invented-token-0123'
let folder: string
let telegram: FakeTelegram
let running: Running | undefined
beforeAll(ensureBuilt, 60_000)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinqing-operators-'))
  await mkdir(join(folder, 'docs'))
  await writeFile(
    join(folder, 'docs', '养老.txt'),
    '养老机构备案须知\n\n应当自收住老年人之日起十个工作日内到民政局备案。\n',
  )
  telegram = await createFakeTelegram()
})
afterEach(async () => {
  running?.process.kill('SIGKILL')
  await running?.ended
  await telegram.close()
  await rm(folder, { recursive: true })
})

const data = () => ['--data', join(folder, 'data')]

describe('serve, for those who run it', () => {
  it('tells whether it is ready, counts what it does, and writes lines for programs that tell of nobody', async () => {
    running = start(['serve', '--staff-only', ...data(), '--docs', join(folder, 'docs')], {
      QINQING_TELEGRAM_TOKEN: telegram.token,
      QINQING_TELEGRAM_API: telegram.apiRoot,
      QINQING_HTTP: '127.0.0.1:0',
      QINQING_LOG: 'json',
      QINQING_LOG_LEVEL: 'debug',
      QINQING_OPEN311_TOKEN: TOKEN,
    })
    let told = ''
    running.process.stderr?.on('data', (text) => {
      told += text
    })
    await running.complaint(/listening on port \d+/)
    await running.complaint('telegram: connected')
    const [, port] = /listening on port (\d+)/.exec(told) ?? []

    const { out } = await pipe(['staff', 'invite', '李明', '--role', 'administrator', ...data()], [])
    const admin = telegram.person('李明')
    admin.starts(/start=(\w+)/.exec(out)?.[1])
    await admin.chat.until('李明')
    admin.says('/ask 养老机构应当在几个工作日内备案？手机13912345678')
    await admin.chat.until('民政局')

    const at = (path: string) => fetch(`http://127.0.0.1:${port}${path}`)
    expect(await (await at('/healthz')).text()).toBe('ok\n')
    expect(await (await at('/readyz')).json()).toMatchObject({
      ready: true,
      generation: 1,
      channels: { telegram: 'up' },
    })
    const figures = await (await at('/metrics')).text()
    expect(figures).toMatch(/^qinqing_messages_total\{channel="telegram",outcome="committed"\} [2-9]$/m)
    expect(figures).toMatch(/^qinqing_commits_total\{outcome="committed"\} [2-9]/m)
    expect(figures).toMatch(/^qinqing_deliveries_total\{channel="telegram",outcome="sent"\} [2-9]/m)
    expect(figures).toMatch(/^qinqing_answers_total\{kind="\w+"\} [1-9]/m)
    expect(figures).not.toMatch(/李明|13912345678|养老/)
    expect((await at('/open311/v2/services.json')).status).toBe(403)
    expect((await at(`/open311/v2/services.json?api_key=${TOKEN}`)).status).toBe(200)
    expect((await at('/')).status).toBe(404)

    await telegram.down('refused')
    await until(async () => (await at('/readyz')).status === 503)
    expect(await (await at('/readyz')).json()).toMatchObject({ reasons: ['telegram is down'] })
    await telegram.up()
    await until(async () => (await at('/readyz')).status === 200)

    running.process.kill('SIGTERM')
    const { code, err } = await running.ended
    expect(code).toBe(0)
    const logged = err
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(logged.length).toBeGreaterThan(3)
    for (const line of logged)
      expect(line).toMatchObject({ level: expect.any(String), time: expect.any(String), msg: expect.any(String) })
    expect(logged.map(({ msg }) => msg)).toEqual(expect.arrayContaining(['telegram: connected', 'stopping']))
    expect(err).not.toMatch(new RegExp(`李明|13912345678|几个工作日|${telegram.token.split(':')[1]}|${TOKEN}`))
  }, 90_000)
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return
    await wait(100)
  }
  throw new Error('it did not come to pass within 20 s')
}
