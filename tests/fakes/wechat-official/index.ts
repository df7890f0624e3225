import type { Outage } from '../server.ts'
import { createFaults, type Fault, type FaultHandle, type FaultRule } from '../telegram/faults.ts'
import { Bytes, type Json, type Methods, readCall } from './call.ts'
import type { Pace } from './callback.ts'
import type { Customer } from './customer.ts'
import { createBell } from './ear.ts'
import type { Follower } from './follower.ts'
import { createOfficial, type Official } from './official-side.ts'
import { Refusal } from './refusal.ts'
import { createWecom, type Wecom } from './wecom-side.ts'
import { type Incoming, type Outgoing, openWire } from './wire.ts'

export type { Customer, FaultHandle, FaultRule, Follower, Official, Outage, Wecom }

export interface FakeOptions {
  /** Any free one without it. */
  readonly port?: number
  /** Milliseconds since 1970; the real clock without it. Windows, tokens and media live by it. */
  readonly now?: () => number
  /** How callbacks are brought, in real milliseconds; 5,000, 0 and 3 without it. */
  readonly callback?: Partial<Pace>
  /** How long `until` waits before it gives up. */
  readonly patienceMs?: number
  /** How long an access token lives; two hours without it, in milliseconds of `now`. */
  readonly tokenMs?: number
  /** `kf/sync_msg`: at most so many in an answer (1,000), so many a minute without a token (10). */
  readonly pageSize?: number
  readonly tokenless?: number
  /** Every other answer of it is empty, although there is more. */
  readonly emptyPages?: boolean
  /** Of the dice that `odds` of a fault are thrown with. */
  readonly seed?: number
}

/** A request of the bot, and how it ended: `errcode`, the HTTP status of a fault, or the fault's kind. */
export interface Asked {
  readonly api: 'official' | 'wecom'
  readonly method: string
  readonly body: Json
  readonly query: Readonly<Record<string, string>>
  readonly at: number
  outcome: number | Fault['kind'] | 'under way'
}

export interface FakeWeChatApi {
  readonly official: Official
  readonly wecom: Wecom
  /** Every request in order, and those of one method. */
  readonly requests: readonly Asked[]
  asked(method: string): readonly Asked[]
  fails(rule: FaultRule): FaultHandle
  heals(): void
  down(how?: Outage): Promise<void>
  up(): Promise<void>
  /** When this has become true; looked at after every request and everything that is heard. */
  until(condition: () => boolean, ms?: number): Promise<void>
  close(): Promise<void>
}

/** 公众号 and 企业微信 (微信客服) on this machine, with people and their phones to play. */
export async function createFakeWeChatApi(options: FakeOptions = {}): Promise<FakeWeChatApi> {
  const now = options.now ?? (() => Date.now())
  const patienceMs = options.patienceMs ?? 10_000
  const bell = createBell()
  const faults = createFaults(options.seed ?? 1)
  const ended = new AbortController()
  const requests: Asked[] = []
  let port = 0
  const setting = {
    now,
    bell,
    patienceMs,
    ended: ended.signal,
    tokenMs: options.tokenMs ?? 7_200_000,
    pace: { timeoutMs: 5_000, retryMs: 0, tries: 3, ...options.callback },
    sync: {
      pageSize: options.pageSize ?? 1_000,
      tokenless: options.tokenless ?? 10,
      emptyPages: options.emptyPages ?? false,
    },
    strikeCallback: () => faults.strike('webhook', {}),
  }
  const official = createOfficial({ ...setting, root: () => `http://127.0.0.1:${port}/mp` })
  const wecom = createWecom({ ...setting, root: () => `http://127.0.0.1:${port}/work` })

  async function answer(incoming: Incoming): Promise<Outgoing> {
    const { api, name, methods } = route(incoming)
    if (name === undefined) return files(incoming)
    const asked = note(incoming, api, name)
    const fault = struck.get(incoming)
    try {
      if (fault?.kind === 'error') return spoken(asked, fault)
      const call = await readCall(name, incoming)
      asked.body = call.json
      const method = methods[name]
      if (!method) return { status: 404, body: '' }
      const done = await method(call)
      asked.outcome = 0
      return done instanceof Bytes ? done.outgoing : { body: JSON.stringify(done) }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      asked.outcome = error.code
      return { body: JSON.stringify({ errcode: error.code, errmsg: `${error.message}${TAILS[api]}` }) }
    } finally {
      bell.ring()
    }
  }

  function route({ path }: Incoming): { api: Asked['api']; name: string | undefined; methods: Methods } {
    const [, side, name] = /^\/(mp|work)\/cgi-bin\/([\w/]+)$/.exec(path) ?? []
    const api = side === 'work' || path.startsWith('/work') ? 'wecom' : 'official'
    return { api, name, methods: api === 'wecom' ? wecom.methods : official.methods }
  }

  function files({ path }: Incoming): Outgoing {
    const [, id] = /^\/mp\/(?:pic|video)\/([\w-]+)$/.exec(path) ?? []
    const file = id === undefined ? undefined : official.file(id)
    return file ? { headers: { 'content-type': file.type }, body: file.bytes } : { status: 404, body: '' }
  }

  const struck = new WeakMap<Incoming, Fault>()
  function strike(incoming: Incoming): Fault | undefined {
    const { api, name } = route(incoming)
    const fault = faults.strike(name ?? 'download', {
      ...Object.fromEntries(incoming.query),
      api,
      text: String(incoming.body),
    })
    if (!fault) return undefined
    struck.set(incoming, fault)
    // What is not carried out is noted here: nobody else will.
    if (name !== undefined && fault.kind !== 'error' && !('executed' in fault && fault.executed)) {
      note(incoming, api, name).outcome = fault.kind
    }
    return fault
  }

  function note(incoming: Incoming, api: Asked['api'], method: string): Asked & { body: Json } {
    const query = Object.fromEntries(incoming.query)
    const asked: Asked & { body: Json } = { api, method, body: {}, query, at: now(), outcome: 'under way' }
    requests.push(asked)
    return asked
  }

  const wire = await openWire(answer, strike, options.port ?? 0)
  port = wire.port

  return {
    official: official.side,
    wecom: wecom.side,
    requests,
    asked: (method) => requests.filter((one) => one.method === method),
    fails: (rule) => faults.add(rule),
    heals: () => faults.clear(),
    down: (how = 'refused') => wire.down(how),
    up: () => wire.up(),
    async until(condition, ms = patienceMs) {
      await bell.until(
        () => condition() || undefined,
        ms,
        () => `it has not become true in ${ms} ms: ${condition}`,
      )
    },
    close() {
      ended.abort()
      return wire.close()
    },
  }
}

/** An error on demand: an HTTP status where it is one, else an `errcode`. */
function spoken(
  asked: Asked,
  { code, description = code === -1 ? 'system error' : 'on demand' }: Fault & { kind: 'error' },
): Outgoing {
  asked.outcome = code
  if (code >= 400 && code < 600) return { status: code, body: '' }
  return { body: JSON.stringify({ errcode: code, errmsg: `${description}${TAILS[asked.api]}` }) }
}

/** What both put behind their words. */
const TAILS = {
  official: ' rid: 61077f46-1d7b790f-62629142',
  wecom:
    ', hint: [1643009454577493241436158], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query',
}
