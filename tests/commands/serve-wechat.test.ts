import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createFakeTelegram, type FakeTelegram } from '../fakes/telegram/index.ts'
import { createFakeWeChatApi, type FakeWeChatApi } from '../fakes/wechat-official/index.ts'
import { type Ended, ensureBuilt, pipe, type Running, start } from '../terminal/program.ts'
import { type Gateway, openGateway, TOKEN } from '../wechat/gateway.ts'

const SOON_MS = 15_000
let folder: string
let telegram: FakeTelegram
let wechat: FakeWeChatApi
let gateway: Gateway
let running: Running | undefined
beforeAll(ensureBuilt, 60_000)
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'qinqing-serve-'))
  await mkdir(join(folder, 'docs'))
  await writeFile(join(folder, 'docs', '养老.txt'), '养老机构备案须知\n\n应当自收住老年人之日起十个工作日内备案。\n')
  ;[telegram, wechat, gateway] = await Promise.all([
    createFakeTelegram({ patienceMs: 20_000 }),
    createFakeWeChatApi({ patienceMs: 20_000 }),
    openGateway(),
  ])
})
afterEach(async () => {
  running?.process.kill('SIGKILL')
  await running?.ended
  running = undefined
  await Promise.all([telegram.close(), wechat.close(), gateway.kill()])
  await rm(folder, { recursive: true })
})

/** Every road at once. */
function env(port: number): Readonly<Record<string, string>> {
  const { official, wecom } = wechat
  const options = { token: TOKEN, endpoint: gateway.endpoint }
  return {
    QINQING_TELEGRAM_TOKEN: telegram.token,
    QINQING_TELEGRAM_API: telegram.apiRoot,
    QINQING_HTTP: `127.0.0.1:${port}`,
    WECHATY_PUPPET: 'wechaty-puppet-service',
    QINQING_WECHAT_OPTIONS: JSON.stringify(options),
    QINQING_WECHAT_GAP_MS: '0',
    QINQING_OFFICIAL_ID: official.id,
    QINQING_OFFICIAL_SECRET: official.secret,
    QINQING_OFFICIAL_TOKEN: official.token,
    QINQING_OFFICIAL_AES_KEY: official.aesKey,
    QINQING_OFFICIAL_API: official.apiRoot,
    QINQING_WECOM_ID: wecom.id,
    QINQING_WECOM_SECRET: wecom.secret,
    QINQING_WECOM_TOKEN: wecom.token,
    QINQING_WECOM_AES_KEY: wecom.aesKey,
    QINQING_WECOM_API: wecom.apiRoot,
    HOME: folder,
  }
}

const flags = () => ['--data', join(folder, 'data'), '--docs', join(folder, 'docs')]
const freePort = () => 20_000 + Math.floor(Math.random() * 20_000)

/** Told to stop, it ends with 0, soon; nothing is left running, and nothing was told that is nobody's business. */
async function endsWell({ process: child, ended }: Running, names: readonly string[]): Promise<Ended> {
  const begun = performance.now()
  child.kill('SIGTERM')
  const done = await ended
  expect({ code: done.code, out: done.out, err: done.code === 0 ? '' : done.err }).toEqual({
    code: 0,
    out: '',
    err: '',
  })
  expect(performance.now() - begun).toBeLessThan(SOON_MS)
  if (existsSync('/proc')) expect(await childrenOf(child.pid ?? 0)).toEqual([])
  const { official, wecom } = wechat
  const secrets = [official, wecom].flatMap(({ secret, token, aesKey }) => [secret, token, aesKey])
  for (const secret of [telegram.token.split(':')[1] ?? '', TOKEN, ...secrets, ...names]) {
    expect(done.err).not.toContain(secret)
  }
  expect(done.err).not.toMatch(/\n\s+at /)
  return done
}

/** What this process has left running. */
async function childrenOf(pid: number): Promise<readonly string[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const stats = await Promise.all(all.map((name) => readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')))
  return stats.filter((stat) => Number(/\) \S (\d+) /.exec(stat)?.[1]) === pid)
}

describe('serve, with every road of WeChat', () => {
  it('shows the code to be scanned, answers on each road, and tells how it is; told to stop, it ends with 0', async () => {
    const port = freePort()
    running = start(['serve', ...flags()], env(port))
    await running.complaint(/serving Telegram, WeChat \(wechaty-puppet-service\), the official account at/)
    const health = await fetch(`http://127.0.0.1:${port}/healthz`)
    expect([health.status, await health.text()]).toEqual([200, 'ok\n'])

    // Asked to scan until it is logged in; drawn in blocks.
    await gateway.asksToScan('https://login.example/scan-me')
    await running.complaint(/[█▀▄]{10}/)
    await gateway.logsIn('bot')
    await running.complaint('wechat: logged in')

    await gateway.says({ id: 'm1', from: 'wxid-唐宁', text: '养老机构应当在几个工作日内备案？' })
    const answered = () => gateway.asked.some(({ text }) => text?.includes('十个工作日内备案'))
    await vi.waitFor(() => expect(answered()).toBe(true), { timeout: 20_000, interval: 30 })

    await wechat.official.connect(`http://127.0.0.1:${port}/wechat/official`)
    const zhou = wechat.official.person('周到')
    await zhou.says('养老机构应当在几个工作日内备案？')
    await zhou.until('十个工作日内备案')

    await wechat.wecom.connect(`http://127.0.0.1:${port}/wechat/wecom`)
    const wu = wechat.wecom.person('吴有事')
    wu.says('养老机构应当在几个工作日内备案？')
    await wu.until('十个工作日内备案')

    const forged = await fetch(`http://127.0.0.1:${port}/wechat/official?signature=x&timestamp=1&nonce=2`, {
      method: 'POST',
      body: '<xml></xml>',
    })
    expect(forged.status).toBeGreaterThanOrEqual(400)
    await endsWell(running, ['唐宁', '周到', '吴有事', '备案？', 'login.example'])
  }, 60_000)

  it('ends as well while the gateway hangs and WeChat is away', async () => {
    running = start(['serve', ...flags()], env(freePort()))
    await running.complaint(/serving Telegram/)
    await gateway.logsIn('bot')
    await running.complaint('wechat: logged in')
    gateway.hang()
    await wechat.down('refused')
    await endsWell(running, ['唐宁'])
    gateway.wake()
  }, 60_000)

  it('refuses a puppet that is not there, and says what installs it', async () => {
    const telegramOnly = { QINQING_TELEGRAM_TOKEN: telegram.token, QINQING_TELEGRAM_API: telegram.apiRoot }
    const unknown = { ...telegramOnly, WECHATY_PUPPET: 'wechaty-puppet-nothing' }
    const refused = await pipe(['serve', ...flags()], [], unknown)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('npm i wechaty-puppet-nothing')
    expect(refused.err).not.toMatch(/\n\s+at /)
  }, 60_000)
})
