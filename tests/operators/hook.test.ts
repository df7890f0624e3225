import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHook, type HookEvent, type HookOptions } from '../../adapters/hook/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { openHook } from '../../bot/commands/hook.ts'
import { publicId } from '../../bot/commands/public-id.ts'
import { createConfig } from '../../bot/config.ts'
import { plusMs } from '../../bot/model/instant.ts'
import { openServer, type Wire } from '../fakes/server.ts'
import { createStage } from '../transcripts/stage.ts'

const KEY = Buffer.from('a-key-of-twenty-four-bytes-and-more')
const SECRET = `whsec_${KEY.toString('base64')}`
const NOW = '2026-11-23T02:00:00.000Z'
const SECONDS = Date.parse(NOW) / 1000

interface Taken {
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly path: string | undefined
}

let wire: Wire
let taken: Taken[]
/** What the other system answers next; 200 where nothing is said. */
let answers: { readonly status: number; readonly headers?: Record<string, string> }[]
beforeEach(async () => {
  taken = []
  answers = []
  wire = await openServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    taken.push({ headers: request.headers, body: Buffer.concat(parts).toString(), path: request.url })
    const { status, headers = {} } = answers.shift() ?? { status: 200 }
    response.writeHead(status, headers).end('thank you')
  }, 0)
})
afterEach(() => wire.close())

const url = () => `http://127.0.0.1:${wire.port}/events`
const event: HookEvent = { id: 'msg_1', type: 'appeal.accepted', at: NOW, data: { appeal: 'abc' } }

function hook(more: Partial<HookOptions> = {}) {
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const send = createHook({ url: url(), secret: SECRET, clock: { now: () => NOW }, random: () => 0, log, ...more })
  return { send, lines }
}

/** As whoever receives it is told to check it (Standard Webhooks 1.0.0). */
function isSigned({ headers, body }: Taken, key: Buffer): boolean {
  const mine = createHmac('sha256', key)
    .update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`)
    .digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .some((one) => {
      const [version, signature = ''] = one.split(',')
      const theirs = Buffer.from(signature, 'base64')
      return version === 'v1' && theirs.length === mine.length && timingSafeEqual(theirs, mine)
    })
}

describe('a hook', () => {
  it('posts the event, signed as Standard Webhooks have it', async () => {
    expect(await hook().send(event)).toEqual({ kind: 'sent', receipts: [] })
    const [one] = taken
    expect(JSON.parse(one?.body ?? '')).toEqual({
      id: 'msg_1',
      type: 'appeal.accepted',
      timestamp: NOW,
      data: { appeal: 'abc' },
    })
    expect(one?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(SECONDS),
    })
    expect(one && isSigned(one, KEY)).toBe(true)
    expect(one && isSigned(one, Buffer.from('another key of at least 24 bytes'))).toBe(false)
    expect(one && isSigned({ ...one, body: one.body.replace('accepted', 'declined') }, KEY)).toBe(false)
  })

  it('signs as the standard’s own example is signed', async () => {
    // Of its reference libraries: https://github.com/standard-webhooks/standard-webhooks, their tests.
    const { signatureOf, secretsOf } = await import('../../adapters/hook/sign.ts')
    const secrets = secretsOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    expect(signatureOf(secrets, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    )
  })

  it('signs with both secrets while one takes the place of another', async () => {
    const next = Buffer.from('the next key, of twenty-four bytes')
    await hook({ secret: `whsec_${next.toString('base64')} ${SECRET}` }).send(event)
    expect(taken.map((one) => [isSigned(one, KEY), isSigned(one, next)])).toEqual([[true, true]])
  })

  it('signs with a secret as it stands, where it is of no known form', async () => {
    await hook({ secret: 'correct-horse-battery-staple' }).send(event)
    expect(taken.map((one) => isSigned(one, Buffer.from('correct-horse-battery-staple')))).toEqual([true])
  })

  it('tries again what fails, later each time, under the same id and with a new time', async () => {
    answers.push({ status: 500 }, { status: 404 }, { status: 502 })
    let now = NOW
    const { send, lines } = hook({ clock: { now: () => now } })
    const waits: unknown[] = []
    for (let i = 0; i < 4; i++) {
      waits.push(await send(event))
      now = plusMs(now, 60_000)
    }
    expect(waits).toEqual([
      { kind: 'later', afterMs: 5_000, reason: 'HTTP 500' },
      { kind: 'later', afterMs: 30_000, reason: 'HTTP 404' },
      { kind: 'later', afterMs: 120_000, reason: 'HTTP 502' },
      { kind: 'sent', receipts: [] },
    ])
    expect(taken.map(({ headers }) => headers['webhook-id'])).toEqual(['msg_1', 'msg_1', 'msg_1', 'msg_1'])
    expect(taken.map(({ headers }) => Number(headers['webhook-timestamp']) - SECONDS)).toEqual([0, 60, 120, 180])
    expect(taken.every((one) => isSigned(one, KEY))).toBe(true)
    expect(new Set(taken.map(({ body }) => body)).size).toBe(1)
    expect(lines).toEqual(['hook: HTTP 500; trying again', 'hook: taken again'])
  })

  it('waits as long as the other side asks, and not longer than an hour', async () => {
    answers.push({ status: 429, headers: { 'retry-after': '90' } })
    answers.push({ status: 503, headers: { 'retry-after': new Date(Date.parse(NOW) + 600_000).toUTCString() } })
    answers.push(
      { status: 503, headers: { 'retry-after': '99999999' } },
      { status: 503, headers: { 'retry-after': 'soon' } },
    )
    const waits: unknown[] = []
    const { send } = hook()
    for (let i = 0; i < 4; i++) waits.push(await send(event))
    expect(waits).toMatchObject([
      { afterMs: 90_000 },
      { afterMs: 600_000 },
      { afterMs: 3_600_000 },
      { afterMs: 300_000 },
    ])
  })

  it('does not follow a redirect: what is signed for one goes to nobody else', async () => {
    answers.push({ status: 307, headers: { location: `${url()}/elsewhere` } })
    expect(await hook().send(event)).toMatchObject({ kind: 'later', reason: 'HTTP 307' })
    expect(taken.map(({ path }) => path)).toEqual(['/events'])
  })

  it('gives up at once where nobody wants to hear any more', async () => {
    answers.push({ status: 410 })
    expect(await hook().send(event)).toEqual({ kind: 'refused', reason: 'HTTP 410: it wants to hear no more' })
  })

  it('gives up what nobody took for three days', async () => {
    answers.push({ status: 500 }, { status: 500 })
    const { send } = hook()
    expect(await send({ ...event, at: plusMs(NOW, -71 * 3_600_000) })).toMatchObject({ kind: 'later' })
    expect(await send({ ...event, at: plusMs(NOW, -73 * 3_600_000) })).toEqual({
      kind: 'refused',
      reason: 'HTTP 500, for three days',
    })
  })

  it('waits for whoever is away, or hangs, and names neither address nor secret', async () => {
    const { send, lines } = hook()
    await wire.down('refused')
    expect(await send(event)).toEqual({ kind: 'later', afterMs: 5_000, reason: 'no answer (ECONNREFUSED)' })
    await wire.up()
    expect(await send(event)).toEqual({ kind: 'sent', receipts: [] })
    expect(lines).toEqual(['hook: no answer (ECONNREFUSED); trying again', 'hook: taken again'])

    await wire.down('hang')
    const hasty = hook({ patienceMs: 100 })
    expect(await hasty.send(event)).toEqual({ kind: 'later', afterMs: 5_000, reason: 'no answer (TimeoutError)' })
    expect(hasty.lines).toEqual(['hook: no answer (TimeoutError); trying again'])
  })
})

describe('what another system is told', () => {
  /** A bot that tells the server above; its store is in memory. */
  async function told(env: Record<string, string> = {}) {
    const store = createMemoryStore({ folds })
    const config = createConfig({ QINQING_HOOK_URL: url(), QINQING_HOOK_SECRET: SECRET, ...env }, {}, { docs: 'docs' })
    const { pseudonym } = store
    const world = { store: () => store.appeals, catalog, pseudonym, clock: { now: () => NOW }, log: () => {} }
    const notify = openHook(config, world)
    const stage = await createStage({ store, ...(notify && { world: { notify } }) })
    const bodies = () => taken.map(({ body }) => JSON.parse(body))
    return { stage, store, bodies, idOf: (number: string) => publicId(pseudonym, number), notify }
  }

  const OPENLY = [
    '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，城管天天来查车，影响我们经营，要求停止乱罚，不用保密',
    '西河区城市管理局',
    '确认',
  ]
  const SEALED = [
    '我要举报，云山区有个科长办证时索要好处费，不给就卡着不办',
    '是',
    '云山区政务服务中心的王科长',
    '匿名',
    '确认',
  ]

  /** Somebody lodges an appeal, and it is accepted; its number. */
  async function lodged({ stage }: Awaited<ReturnType<typeof told>>, lines: readonly string[]): Promise<string> {
    for (const line of lines) await stage.say('企业·周敏', line)
    const [appeal] = await stage.ledger()
    if (!appeal) throw new Error(stage.heard.map(({ text }) => text).join('\n'))
    await stage.say('工作人员·王芳', `受理 ${appeal.number}`)
    return appeal.number
  }

  it('is each stage of a case, in order, by its public id, and nothing of anybody', async () => {
    const bot = await told()
    const number = await lodged(bot, OPENLY)
    const bodies = bot.bodies()
    expect(bodies.map(({ type }) => type)).toEqual(['appeal.registered', 'appeal.accepted'])
    expect(new Set(bodies.map(({ data }) => data.appeal))).toEqual(new Set([bot.idOf(number)]))
    expect(bodies.at(-1).data).toMatchObject({
      service: { code: expect.any(String), name: expect.any(String) },
      agency: { code: expect.any(String), name: expect.stringMatching(/市|局|中心/) },
    })
    expect(Object.keys(bodies[0]).sort()).toEqual(['data', 'id', 'timestamp', 'type'])
    expect(Object.keys(bodies[0].data).sort()).toEqual(['agency', 'appeal', 'service', 'state'])
    expect(new Set(bodies.map(({ id }) => id)).size).toBe(bodies.length)
    for (const { body, headers } of taken)
      expect(body + JSON.stringify(headers)).not.toMatch(new RegExp(`${number}|周敏|顺达|1380000|查车|王芳|terminal`))
  })

  it('is nothing of a tip-off, nor of what was told in confidence', async () => {
    const bot = await told()
    await lodged(bot, SEALED)
    expect((await bot.stage.ledger()).map(({ state, kind }) => `${state} ${kind}`)).toEqual(['accepted tip-off'])
    expect(taken).toEqual([])
  })

  it('is nothing any more of what was sealed since, however long it waits to be sent', async () => {
    const bot = await told()
    const number = await lodged(bot, OPENLY)
    const before = taken.length
    const found = await bot.store.appeals.read({ kind: 'appeal', number })
    await bot.store.appeals.commit({
      message: 'seal',
      at: NOW,
      expects: [{ record: { kind: 'appeal', id: number }, version: found.appeal?.version ?? 0 }],
      events: [
        {
          stream: 'appeal',
          of: number,
          subject: found.appeal?.value.subject ?? '',
          type: 'classified',
          at: NOW,
          by: { role: 'clerk', id: 's1' },
          data: { confidential: true },
        },
      ],
      deliveries: [],
    })
    expect(await bot.notify?.({ appeal: number, event: 'registered', at: NOW }, 'row')).toEqual({
      kind: 'sent',
      receipts: [],
    })
    expect(taken).toHaveLength(before)
  })

  it('waits until the other system is there, and holds up nothing else', async () => {
    answers.push({ status: 500 })
    const bot = await told()
    await lodged(bot, OPENLY)
    expect((await bot.stage.ledger()).map(({ state }) => state)).toEqual(['accepted'])
    expect(bot.bodies().map(({ type }) => type)).toEqual(['appeal.registered'])
    await bot.stage.wait(1)
    const types = bot.bodies().map(({ type }) => type)
    expect(types.slice(0, 2)).toEqual(['appeal.registered', 'appeal.registered'])
    expect(types).toContain('appeal.accepted')
    const [first, again] = taken
    expect(first?.headers['webhook-id']).toBe(again?.headers['webhook-id'])
    expect((await bot.store.appeals.read({ kind: 'outbox' })).summary.parked).toBe(0)
  })

  it('is nothing where no hook is configured', async () => {
    const config = createConfig({}, {}, { docs: 'docs' })
    const store = createMemoryStore({ folds })
    const world = { store: () => store.appeals, catalog, pseudonym: store.pseudonym, clock: { now: () => NOW } }
    expect(openHook(config, { ...world, log: () => {} })).toBeUndefined()
  })

  it('is not begun with a secret that is too short', async () => {
    await expect(told({ QINQING_HOOK_SECRET: 'whsec_c2hvcnQtc2hvcnQtc2hvcnQ' })).rejects.toThrow(
      /cannot use QINQING_HOOK_SECRET: .*openssl rand/,
    )
  })
})
