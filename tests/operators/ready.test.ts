import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createReadiness } from '../../adapters/http/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { openMetrics } from '../../bot/commands/metrics.ts'
import { type OperatorWorld, operatorRoutes } from '../../bot/commands/routes-of-operators.ts'
import { openWeb, type Web } from '../../bot/commands/web.ts'
import { createConfig } from '../../bot/config.ts'
import { Fault } from '../../bot/model/fault.ts'

let data: string
let web: Web | undefined
const stop = () => new AbortController()
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'qinqing-ready-'))
})
afterEach(async () => {
  await web?.close()
  web = undefined
  await rm(data, { recursive: true, force: true })
})

type Channels = ReturnType<NonNullable<OperatorWorld['app']>['channels']>
const up = { name: 'telegram', state: 'up', since: '2026-11-23T01:00:00.000Z' } as const
const away = { name: 'wechat', state: 'down', since: '2026-11-23T01:00:00.000Z', reason: '李娜 13912345678' } as const

/** The server as it is when nothing is wrong; `more` is what is. */
async function served(more: Partial<OperatorWorld> = {}, env: Record<string, string> = {}) {
  const store = createMemoryStore({ folds })
  const config = createConfig({ QINQING_HTTP: '127.0.0.1:0', ...env }, { data }, { docs: 'docs' })
  const routes = operatorRoutes(config, {
    ledger: store,
    knowledge: { status: () => ({ generation: 2, documents: 3, passages: 40, faulty: 0, overdue: 0 }) },
    app: { channels: () => [up] as Channels },
    serves: ['telegram'],
    metrics: openMetrics(),
    catalog,
    clock: { now: () => '2026-11-23T02:00:00.000Z' },
    stop: stop().signal,
    ...more,
  })
  web = await openWeb({ config, routes, needed: false, log: () => {} })
  const at = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${web?.port}${path}`, init)
  return {
    at,
    ready: async () => {
      const answer = await at('/readyz')
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    },
  }
}

describe('/healthz', () => {
  it('answers as long as the process does, whatever else is wrong', async () => {
    const { at } = await served({ writable: () => Promise.reject(new Error('disk')) })
    const answer = await at('/healthz')
    expect([answer.status, await answer.text()]).toEqual([200, 'ok\n'])
  })
})

describe('/readyz', () => {
  it('says 200 where the store is writable, the documents are loaded and the channels are connected', async () => {
    const { ready } = await served()
    expect(await ready()).toEqual({
      status: 200,
      body: { ready: true, store: 'writable', generation: 2, channels: { telegram: 'up' }, reasons: [] },
    })
    expect(await readdir(data)).toEqual([])
  })

  it('says 503 where nothing can be written, and why', async () => {
    await rm(data, { recursive: true })
    const { ready } = await served()
    expect(await ready()).toMatchObject({
      status: 503,
      body: { ready: false, store: 'not writable', reasons: ['the store cannot be written to (ENOENT)'] },
    })
  })

  it('tells of a database the code alone', async () => {
    const cause = Object.assign(new Error('password authentication failed for user "qinqing"'), { code: '28P01' })
    const fault = new Fault('storage', 'cannot reach postgres://qinqing:secret@db/q', { cause })
    const { ready } = await served({ writable: () => Promise.reject(fault) })
    const { body } = await ready()
    expect(body['reasons']).toEqual(['the store cannot be written to (28P01)'])
    expect(JSON.stringify(body)).not.toMatch(/qinqing|secret|password/)
  })

  it('says 503 where a channel is away, or was not heard of yet', async () => {
    const app = { channels: () => [up, away] as Channels }
    const { ready } = await served({ app, serves: ['telegram', 'wechat', 'official'] })
    const { status, body } = await ready()
    expect(status).toBe(503)
    expect(body['channels']).toEqual({ telegram: 'up', wechat: 'down', official: 'connecting' })
    expect(body['reasons']).toEqual(['wechat is down', 'official is connecting'])
    expect(JSON.stringify(body)).not.toMatch(/李娜|139/)
  })

  it('says 200 where a channel is another process’s turn', async () => {
    const { ready } = await served({ app: { channels: () => [] }, inTurn: ['telegram'] })
    expect(await ready()).toMatchObject({ status: 200, body: { channels: { telegram: 'waiting' } } })
  })

  it('says 503 where the documents are not loaded; who answers nothing needs none', async () => {
    const status = () => ({ generation: 0, documents: 0, passages: 0, faulty: 0, overdue: 0 })
    const { ready } = await served({ knowledge: { status } })
    expect((await ready()).body['reasons']).toEqual(['the documents are not loaded'])
    await web?.close()
    const console = await served({ knowledge: undefined, app: undefined, serves: [] })
    expect(await console.ready()).toMatchObject({ status: 200, body: { channels: {} } })
  })

  it('says 503 as soon as the process is told to stop', async () => {
    const told = stop()
    const { ready } = await served({ stop: told.signal })
    expect((await ready()).status).toBe(200)
    told.abort()
    expect(await ready()).toMatchObject({ status: 503, body: { reasons: ['stopping'] } })
  })

  it('does not write again for everybody who asks at the same moment', async () => {
    let written = 0
    const { ready } = await served({ writable: async () => void written++ })
    await Promise.all(Array.from({ length: 50 }, ready))
    expect(written).toBe(1)
  })

  it('does not begin to write once more where writing hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    let written = 0
    const ready = createReadiness({
      writable: () => new Promise(() => void written++),
      expected: [],
      channels: () => [],
      stop: stop().signal,
    })
    for (let asked = 0; asked < 5; asked++) {
      const answer = ready()
      await vi.advanceTimersByTimeAsync(10_000)
      expect(await (await answer).json()).toMatchObject({
        reasons: ['the store cannot be written to (TimeoutError)'],
      })
    }
    expect(written).toBe(1)
    vi.useRealTimers()
  })

  it('is there to be read', async () => {
    const { at } = await served()
    const answer = await at('/readyz', { method: 'POST' })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})

describe('/metrics', () => {
  it('is what Prometheus reads', async () => {
    const { at } = await served({ app: { channels: () => [up, away] as Channels } })
    const answer = await at('/metrics')
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain('qinqing_channel_up{channel="wechat"} 0\n')
    expect(text).toContain('qinqing_knowledge_generation 2\n')
    expect(text).toContain('qinqing_appeals_open 0\n')
  })
})

describe('where it listens', () => {
  /** A port that somebody else has. */
  async function taken() {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    return { port: (other.address() as AddressInfo).port, free: () => new Promise((done) => other.close(done)) }
  }
  const options = (port: number, asked: boolean) => ({
    config: { http: { host: '127.0.0.1', port, asked } },
    routes: {},
  })

  it('is loopback unless told otherwise', () => {
    expect(createConfig({}, {}, { docs: 'docs' }).http).toMatchObject({ host: '127.0.0.1', asked: false })
  })

  it('may be taken where nobody asked for it: the bot works without, and says so in a line', async () => {
    const { port, free } = await taken()
    const lines: string[] = []
    expect(await openWeb({ ...options(port, false), needed: false, log: (line) => lines.push(line) })).toBeUndefined()
    expect(lines).toEqual([
      expect.stringMatching(
        /^nothing listens for \/healthz, \/readyz and \/metrics: cannot listen on 127\.0\.0\.1:\d+/,
      ),
    ])
    await free()
  })

  it('must be free where it was asked for, or somebody has to reach it', async () => {
    const { port, free } = await taken()
    const log = () => {}
    await expect(openWeb({ ...options(port, true), needed: false, log })).rejects.toThrow('Set QINQING_HTTP')
    await expect(openWeb({ ...options(port, false), needed: true, log })).rejects.toThrow('Set QINQING_HTTP')
    await free()
  })

  it('answers HEAD without a body, and refuses what is too long or comes by a crooked path', async () => {
    const { at } = await served({}, { QINQING_OPEN311_TOKEN: 'an-invented-token-0123' })
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const head = await at(path, { method: 'HEAD' })
      expect([path, head.status, await head.text()]).toEqual([path, 200, ''])
    }
    const long = { headers: { 'x-long': 'x'.repeat(20_000) } }
    expect((await at('/healthz', long)).status).toBe(431)
    const raw = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const asked = request({ port: web?.port, host: '127.0.0.1', path }, ({ statusCode }) => resolve(statusCode))
        asked.on('error', reject).end()
      })
    const paths = ['//metrics', '/open311/v2/../../metrics', '/open311/v2/%2e%2e/%2e%2e/readyz', '/metrics%00', '/%zz']
    for (const path of paths) expect([path, [403, 404].includes((await raw(path)) ?? 0)]).toEqual([path, true])
  })

  it('answers below a path, and nothing else', async () => {
    const answer = async ({ url }: Request) => new Response(new URL(url).pathname)
    const config = createConfig({ QINQING_HTTP: '127.0.0.1:0' }, { data }, { docs: 'docs' })
    web = await openWeb({ config, routes: { '/console/*': answer }, needed: false, log: () => {} })
    const at = async (path: string) => {
      const found = await fetch(`http://127.0.0.1:${web?.port}${path}`)
      return found.status === 200 ? found.text() : found.status
    }
    expect(await Promise.all(['/console', '/console/', '/console/a/b', '/consoles', '/'].map(at))).toEqual([
      '/console',
      '/console/',
      '/console/a/b',
      404,
      404,
    ])
  })
})
