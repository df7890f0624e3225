import { onTestFinished, vi } from 'vitest'
import { createEnvelope } from '../../adapters/wechat-official/envelope.ts'
import { createOfficialAccount, type OfficialAccount } from '../../adapters/wechat-official/index.ts'
import { readXml, writeXml } from '../../adapters/wechat-official/xml.ts'
import type { Said } from '../../bot/model/message.ts'
import type { Health, Received } from '../../bot/ports/channel.ts'
import { createVirtualClock, type VirtualClock } from '../wechat/virtual-clock.ts'

export const KEYS = {
  id: 'wx0123456789abcdef',
  token: 'TokenForTests',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}
export const SECRET = 'a-secret-of-the-account'
export const TOKEN = 'an-access-token'
export const SENT = { errcode: 0, errmsg: 'ok' }

/**
 * What the API answers to what it is asked: JSON or bytes; undefined where the connection is cut; `SENT` is all right,
 * whatever it was.
 */
export type Answers = (asked: Asked) => object | Uint8Array | undefined
export interface Asked {
  readonly method: string
  readonly body: Record<string, unknown>
}

/** The account by itself: no socket, a clock that is moved by hand, and an API that says what it is told to. */
export interface Door {
  readonly channel: OfficialAccount
  readonly clock: VirtualClock
  readonly said: Said[]
  readonly lines: string[]
  readonly health: Health[]
  readonly asked: Asked[]
  answers: Answers
  receive: (said: Said) => Promise<Received>
  /** What comes of it for whoever brings it: the status and what is said. */
  bring(request: Request): Promise<Heard>
  /** The same, while time goes on. */
  bringSlowly(request: Request): Promise<Heard>
  listen(): void
  stop(): Promise<void>
}

export interface Heard {
  readonly status: number
  readonly to?: string | undefined
  readonly text?: string | undefined
}

export interface DoorOptions {
  readonly keys?: Partial<typeof KEYS>
  readonly fetch?: (ref: string) => Promise<Uint8Array | null>
}

export async function openDoor({ keys: { aesKey, ...keys } = KEYS, fetch }: DoorOptions = {}): Promise<Door> {
  const clock = createVirtualClock()
  let over = new AbortController()
  let listening: Promise<void> = Promise.resolve()
  const door: Door = {
    channel: createOfficialAccount({
      id: KEYS.id,
      token: KEYS.token,
      ...keys,
      ...(aesKey !== undefined && { aesKey }),
      secret: SECRET,
      apiRoot: 'https://api.example',
      keep: (_at, _sender, { name, type }) => Promise.resolve({ ref: `kept:${name}`, name, type }),
      fetch: fetch ?? (() => Promise.resolve(null)),
      clock,
      onHealth: (health) => door.health.push(health),
      log: (line) => door.lines.push(line),
    }),
    clock,
    said: [],
    lines: [],
    health: [],
    asked: [],
    answers: () => SENT,
    receive: () => Promise.resolve({ outcome: 'ignored' }),
    bring: async (request) => heard(await door.channel.handler(request)),
    async bringSlowly(request) {
      let answered: Heard | undefined
      void door.bring(request).then((heard) => {
        answered = heard
      })
      await clock.until(() => answered !== undefined)
      return answered ?? { status: 0 }
    },
    listen() {
      over = new AbortController()
      listening = door.channel.listen(async (message) => {
        if (message.kind !== 'said') return {}
        door.said.push(message)
        return door.receive(message)
      }, over.signal)
    },
    async stop() {
      over.abort()
      await clock.passes(5_000)
      await listening
    },
  }
  vi.stubGlobal('fetch', async (url: URL, init: RequestInit = {}) => {
    const method = url.host === 'api.example' ? url.pathname.replace('/cgi-bin/', '') : url.href
    const asked = { method, body: typeof init.body === 'string' ? JSON.parse(init.body) : {} }
    door.asked.push(asked)
    const answer = door.answers(asked)
    if (answer === undefined) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } })
    if (answer instanceof Uint8Array)
      return new Response(new Uint8Array(answer), { headers: { 'content-type': 'image/jpeg' } })
    return Response.json(
      answer === SENT && method === 'stable_token' ? { access_token: TOKEN, expires_in: 7_200 } : answer,
    )
  })
  onTestFinished(async () => {
    await door.stop()
    vi.unstubAllGlobals()
  })
  door.listen()
  await clock.passes(0)
  return door
}

export interface Given {
  readonly keys?: Partial<typeof KEYS>
  /** In seconds; of the clock's beginning without it. */
  readonly timestamp?: number
  readonly nonce?: string
  readonly from?: string
  readonly id?: string
  readonly text?: string
  /** In place of a text message's own. */
  readonly fields?: Readonly<Record<string, string | number>>
}

export const BEGINNING = Date.parse('2026-11-23T02:00:00.000Z') / 1_000
let nonces = 0

/** A message as WeChat brings it, or as somebody else would. */
export function message({ keys, timestamp = BEGINNING, nonce = `${++nonces}`, fields, ...said }: Given = {}): Request {
  const { from = 'oZhou', id = '7', text = '你好' } = said
  const envelope = createEnvelope({ ...KEYS, ...keys })
  const inside = { ToUserName: 'gh_1', FromUserName: from, CreateTime: timestamp }
  const body = writeXml({ ...inside, ...(fields ?? { MsgType: 'text', Content: text, MsgId: id }) })
  return sealed(envelope.seal(body, timestamp).encrypt, `${timestamp}`, nonce, envelope)
}

export const event = (Event: string, { fields, ...given }: Given = {}): Request =>
  message({ ...given, fields: { MsgType: 'event', Event, ...fields } })

export function sealed(encrypt: string, timestamp: string, nonce: string, envelope = createEnvelope(KEYS)): Request {
  const query = { signature: envelope.sign(timestamp, nonce), timestamp, nonce, encrypt_type: 'aes' }
  return post({ ...query, msg_signature: envelope.sign(timestamp, nonce, encrypt) }, writeXml({ Encrypt: encrypt }))
}

export const post = (query: Record<string, string>, body: string): Request =>
  new Request(`http://bot.example/official?${new URLSearchParams(query)}`, { method: 'POST', body })

async function heard(response: Response): Promise<Heard> {
  const body = await response.text()
  const outer = body.startsWith('<') ? readXml(body) : null
  const { ToUserName, Content } = readXml(createEnvelope(KEYS).open(outer?.['Encrypt'] ?? '') ?? '') ?? {}
  return { status: response.status, ...(outer && { to: ToUserName, text: Content }) }
}
