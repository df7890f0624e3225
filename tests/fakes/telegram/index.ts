import type { Outage } from '../server.ts'
import { createQuestions } from './ask.ts'
import { editMethods } from './edit.ts'
import { createFaults, type Fault, type FaultHandle, type FaultRule } from './faults.ts'
import { createGroup, type Group, type GroupOptions } from './groups.ts'
import { type Command, infoMethods, type Menus } from './info.ts'
import { createLimiter, type Limits, TELEGRAM_LIMITS } from './limits.ts'
import { readParams } from './params.ts'
import { createPerson, type Person, type Scene } from './people.ts'
import { LARGEST_DOWNLOAD } from './pictures.ts'
import { Refusal } from './refusal.ts'
import { type Methods, sendMethods } from './send.ts'
import { openWire } from './server.ts'
import type { Call, Update, User } from './types.ts'
import { createUpdates } from './updates.ts'
import { updatingMethods } from './updating.ts'
import { createWebhook, type Delivered, type WebhookPace } from './webhook.ts'
import { createWorld } from './world.ts'

export type { Seen, View } from './rooms.ts'
export type { Command, Delivered, Fault, FaultHandle, FaultRule, Group, GroupOptions, Limits, Outage, Person, Update }

export interface FakeOptions {
  /** Any free one without it. */
  readonly port?: number
  readonly token?: string
  readonly username?: string
  /** The bot sees only what is meant for it in a group; on without it, as it is with every new bot. */
  readonly privacy?: boolean
  readonly inline?: boolean
  /** Milliseconds since 1970; the real clock without it. */
  readonly now?: () => number
  readonly firstUpdate?: number
  /** One 409 in so many milliseconds is told at once, others after as long; 3,000 without it, as at Telegram. */
  readonly conflictMs?: number
  /** How long `until` and `idle` wait before they give up. */
  readonly patienceMs?: number
  /** How long a press or an inline query can be answered. */
  readonly queryMs?: number
  readonly webhook?: Partial<WebhookPace>
  /** Of the dice that `odds` of a fault are thrown with. */
  readonly seed?: number
  /** So many requests are remembered; they are counted in any case. */
  readonly remembered?: number
}

/** A request of the bot, with how it ended: 200, the code of the refusal, or the fault that befell it. */
export interface Asked {
  readonly method: string
  readonly params: Record<string, unknown>
  readonly at: number
  outcome: number | Fault['kind'] | 'under way'
}

export interface FakeTelegram {
  /** What the bot is to take for `https://api.telegram.org`. */
  readonly apiRoot: string
  readonly token: string
  readonly bot: User & { readonly username: string }
  person(name: string, more?: { readonly username?: string; readonly id?: number; readonly language?: string }): Person
  group(title: string, options?: GroupOptions): Group

  /** Every request in order, the newest `remembered`, and how many there were of each method. */
  readonly requests: readonly Asked[]
  readonly counts: Readonly<Record<string, number>>
  /** Requests of one method, with their parameters. */
  asked(method: string): readonly Asked[]
  /** The commands offered, by scope: `default`, `all_group_chats`, `chat:17` … */
  readonly menus: ReadonlyMap<string, readonly Command[]>
  /** Updates not confirmed yet. */
  readonly pending: readonly Update[]
  /** When an update was first handed out to a poll, in milliseconds of the fake's clock. */
  handedOut(update: number): number | undefined

  /** Rates from now on; `{}` for none, which is the beginning; `telegram` for what Telegram tells bots to keep to. */
  limit(limits: Limits | 'telegram'): void
  /** Posts and edits that came although the bot had been told to wait. */
  readonly impatient: number

  fails(rule: FaultRule): FaultHandle
  heals(): void
  down(how?: Outage): Promise<void>
  up(): Promise<void>
  /** The token is taken back: every request is answered with 401. */
  revoke(): void

  readonly webhook: {
    readonly url: string | undefined
    readonly deliveries: readonly Delivered[]
    readonly lastError: string | undefined
  }

  /** When nothing but long polls has come for so many milliseconds, and no update waits to be confirmed. */
  idle(quietMs?: number): Promise<void>
  /** When this has become true; looked at after every request and every change. */
  until(condition: () => boolean, ms?: number): Promise<void>
  close(): Promise<void>
}

const POSTING = /^(?:send(?!chataction)|edit|copy|forward)/

/** A Bot API server on this machine for one bot, with people and groups to play. */
export async function createFakeTelegram(options: FakeOptions = {}): Promise<FakeTelegram> {
  const now = options.now ?? (() => Date.now())
  const patienceMs = options.patienceMs ?? 10_000
  const privacy = options.privacy ?? true
  const bot = { id: 7_000_000_001, is_bot: true, first_name: '亲清', username: options.username ?? 'qinqing_fake_bot' }
  const token = options.token ?? `${bot.id}:AAfake-token_for-tests-0000000000000`
  const world = createWorld(bot, now)
  const updates = createUpdates(world, options.firstUpdate ?? 410_000_001, options.conflictMs ?? 3_000)
  const questions = createQuestions(world, updates, options.queryMs ?? 15_000)
  const limiter = createLimiter(now)
  const faults = createFaults(options.seed ?? 1)
  const menus: Menus = new Map()
  const pace = { retryMs: options.webhook?.retryMs ?? 1_000, timeoutMs: options.webhook?.timeoutMs ?? 60_000 }
  const answered = ({ method, ...params }: Record<string, unknown>) => {
    carryOut({ method: String(method), params, uploads: new Map() }, AbortSignal.abort()).catch(() => undefined)
  }
  const webhook = createWebhook(world, updates, pace, answered, (update) => faults.strike('webhook', { ...update }))
  updates.onPush(() => webhook.wake())
  const methods: Methods = {
    ...infoMethods(world, { privacy, inline: options.inline ?? true }, menus),
    ...sendMethods(world),
    ...editMethods(world),
    ...questions.methods,
  }
  const updating = updatingMethods(updates, webhook)
  const scene: Scene = { world, updates, questions, privacy, patienceMs }
  const requests: Asked[] = []
  const counts: Record<string, number> = {}
  const remembered = options.remembered ?? 10_000
  let revoked = false
  let lastAsked = Date.now()
  let lastUser = 20_000
  let lastGroup = 0

  async function carryOut(call: Call, gone: AbortSignal): Promise<unknown> {
    const params = readParams(call.params)
    const name = call.method.toLowerCase()
    const update = updating[name]
    if (update) return update(params, gone)
    const method = methods[name]
    if (!method) throw new Refusal(404, 'Not Found: method not found')
    if (POSTING.test(name)) limiter.check(Number(params.text('chat_id')))
    return method(params, call)
  }

  const wire = await openWire(
    {
      token: () => (revoked ? '' : token),
      strike(method, params) {
        const fault = faults.strike(method, params)
        if (fault && !('executed' in fault && fault.executed)) note(method, params).outcome = fault.kind
        return fault
      },
      async perform(call, gone) {
        const asked = note(call.method, call.params)
        try {
          const result = await carryOut(call, gone)
          asked.outcome = 200
          return structuredClone(result)
        } catch (error) {
          asked.outcome = error instanceof Refusal ? error.code : 500
          throw error
        } finally {
          if (call.method.toLowerCase() !== 'getupdates') lastAsked = Date.now()
          world.changed()
        }
      },
      download(path) {
        const file = world.fileAt(path)
        return file && file.bytes.length <= LARGEST_DOWNLOAD ? file.bytes : undefined
      },
    },
    options.port ?? 0,
  )

  function note(method: string, params: Record<string, unknown>): Asked {
    const asked: Asked = { method, params, at: now(), outcome: 'under way' }
    requests.push(asked)
    if (requests.length > remembered * 2) requests.splice(0, requests.length - remembered)
    counts[method] = (counts[method] ?? 0) + 1
    if (method.toLowerCase() !== 'getupdates') lastAsked = Date.now()
    return asked
  }

  function until(condition: () => boolean, ms = patienceMs): Promise<void> {
    return new Promise((resolve, reject) => {
      if (condition()) return resolve()
      const check = () => {
        if (!condition()) return
        end()
        resolve()
      }
      const stop = world.onChange(check)
      const often = setInterval(check, 20)
      const over = setTimeout(() => {
        end()
        reject(new Error(`not so after ${ms} ms: ${condition.toString()}`))
      }, ms)
      function end(): void {
        clearInterval(often)
        clearTimeout(over)
        stop()
      }
    })
  }

  return {
    apiRoot: `http://127.0.0.1:${wire.port}`,
    token,
    bot,
    person(name, more = {}) {
      const user: User = {
        id: more.id ?? ++lastUser,
        is_bot: false,
        first_name: name,
        language_code: more.language ?? 'zh-hans',
      }
      if (more.username) user.username = more.username
      return createPerson(scene, user)
    },
    group(title, given = {}) {
      const number = ++lastGroup
      return createGroup(
        scene,
        given.type === 'group' ? -(4_000_000 + number) : -(1_002_000_000_000 + number),
        title,
        given,
      )
    },
    get requests() {
      return requests.slice(-remembered)
    },
    counts,
    asked: (method) => requests.filter((one) => one.method.toLowerCase() === method.toLowerCase()),
    menus,
    get pending() {
      return updates.pending
    },
    handedOut: (update) => updates.handedOut(update),
    limit: (limits) => limiter.set(limits === 'telegram' ? TELEGRAM_LIMITS : limits),
    get impatient() {
      return limiter.impatient
    },
    fails: (rule) => faults.add(rule),
    heals: () => faults.clear(),
    async down(how = 'refused') {
      updates.release()
      await wire.down(how)
    },
    up: () => wire.up(),
    revoke() {
      revoked = true
      updates.release()
    },
    webhook: {
      get url() {
        return webhook.hook?.url
      },
      deliveries: webhook.deliveries,
      get lastError() {
        return webhook.lastError?.message
      },
    },
    idle: (quietMs = 150) => until(() => updates.pending.length === 0 && Date.now() - lastAsked >= quietMs),
    until,
    async close() {
      webhook.stop()
      updates.release()
      await wire.close()
    },
  }
}
