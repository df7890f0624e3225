import type { Channel, Health, Keep, Memo } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { createApi } from '../api.ts'
import { createCallback } from '../callback.ts'
import { createPulse, type Pulse } from '../health.ts'
import { createTokens, type Granted } from '../token.ts'
import { ApiError } from '../trouble.ts'
import { createWire, jsonOf } from '../wire.ts'
import { whyDeaf } from './became.ts'
import { createCursors } from './cursors.ts'
import { createIntake } from './intake.ts'
import { createPull, type Pull } from './pull.ts'
import { ROOM } from './say.ts'
import { createSender } from './send.ts'
import { createSync } from './sync.ts'
import { createWelcomes } from './welcomes.ts'

export interface CustomerServiceOptions {
  /** CorpID. */
  readonly id: string
  /** The secret of 微信客服. It stands in no line, no error and no answer; nor does what it is exchanged for. */
  readonly secret: string
  /** The Token set for the callback; a secret, too. */
  readonly token: string
  /** The EncodingAESKey. */
  readonly aesKey: string
  /** Another server than Tencent's own. */
  readonly apiRoot?: string
  readonly keep: Keep
  /** What a file that is sent holds; null where it is no longer there. */
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  readonly clock: Clock
  /** Where it notes how far it has read. */
  readonly memo: Memo
  /** The one account that is served (`open_kfid`); every one that may be, without it. */
  readonly account?: string
  readonly onHealth: (health: Health) => void
  /** A line names no person, and quotes no text. */
  readonly log: (line: string) => void
}

export interface CustomerService extends Channel {
  /** Takes what WeCom brings to the callback. Never rejects. */
  handler(request: Request): Promise<Response>
}

/** So long what is under way is waited for when all is to stop. */
const LAST_WORDS_MS = 5_000
/** Whoever asks without the token of a callback is to ask seldom. */
const UNRUNG_MS = 120_000

/**
 * Customer service in WeCom (微信客服). A callback only says that something has happened: it is read from WeCom, which keeps
 * it for three days, and how far it was read is noted when all of it is durable. So whatever is lost on the way, or while
 * nobody listens, is had later.
 * @throws `Fault` of code `config` where the EncodingAESKey can be none.
 */
export function createCustomerService(options: CustomerServiceOptions): CustomerService {
  const { id, secret, token, aesKey, account, clock, keep, fetch, memo, log } = options
  const wire = createWire({ apiRoot: options.apiRoot ?? 'https://qyapi.weixin.qq.com', clock })
  const callback = createCallback({ token, aesKey, id, clock, label: 'wecom', log })
  let readAt = Number.NEGATIVE_INFINITY
  const onHealth = (health: Health) => {
    // What happened meanwhile is read as soon as it can be.
    if (health.state === 'up') readAt = Number.NEGATIVE_INFINITY
    options.onHealth(health)
  }
  const { pulse, deaf } = hearing(createPulse('wecom', onHealth, log))
  const api = createApi({ wire, tokens: createTokens(clock, grant), pulse, clock })
  const welcomes = createWelcomes(clock)
  const send = createSender({ api, welcomes, clock, fetch, isOut: () => pulse.reason !== undefined })
  const cursors = createCursors(memo, log)
  const intake = createIntake({
    api,
    keep,
    clock,
    welcomes,
    log,
    tell: ({ id, from }, text) =>
      send({ to: from, text: [text] }, `${id}#given-up`).then(
        ({ kind }) => kind === 'sent' || kind === 'refused',
        () => false,
      ),
  })
  const pulls = new Map<string, Pull>()
  const running = new Set<Promise<void>>()
  let listening: AbortSignal | undefined

  async function grant(): Promise<Granted> {
    const answer = await wire.ask('gettoken', { query: { corpid: id, corpsecret: secret } })
    const { access_token, expires_in } = jsonOf(
      'gettoken',
      answer,
      (json) => typeof json['access_token'] === 'string' && typeof json['expires_in'] === 'number',
    )
    return { token: String(access_token), seconds: Number(expires_in) }
  }

  /** The one who reads there; undefined where it is not served, or nobody listens. */
  function pullOf(one: string): Pull | undefined {
    if (!listening || listening.aborted || (account !== undefined && one !== account)) return undefined
    const there = pulls.get(one)
    if (there) return there
    const sync = createSync({ api, account: one, clock, log })
    const felt = (error: Error | undefined) => {
      if (error && !(error instanceof ApiError)) log(`wecom: reading failed (${error.name}); trying again`)
      else deaf(one, error && whyDeaf(error))
    }
    const pull = createPull({ account: one, sync, cursors, clock, take: intake.take, felt })
    pulls.set(one, pull)
    const run = pull.run(listening).finally(() => running.delete(run))
    running.add(run)
    run.catch(() => {})
    return pull
  }

  async function accounts(): Promise<readonly string[]> {
    if (account !== undefined) return [account]
    const { account_list } = await api.call('kf/account/list', { offset: 0, limit: 100 })
    const all: readonly unknown[] = Array.isArray(account_list) ? account_list : []
    return all.filter(isManaged).map(({ open_kfid }) => open_kfid)
  }

  /** Reads what there is, rung or not, now and then: a callback may get lost. */
  async function readAll(): Promise<void> {
    const now = Date.parse(clock.now())
    // Either way: a clock may be set back.
    if (Math.abs(now - readAt) < UNRUNG_MS) return
    readAt = now
    try {
      const all = await accounts()
      deaf('', all.length > 0 ? undefined : 'no account of the customer service is served by way of the API')
      for (const one of all) pullOf(one)?.ring()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      log(`wecom: the accounts could not be asked for: ${error.message}`)
    }
  }

  return {
    name: 'wecom',
    persists: true,
    room: ROOM,

    async listen(receive, stop) {
      listening = stop
      pulls.clear()
      intake.open(receive, stop)
      await api.tend(stop, readAll)
      const over = new AbortController()
      await Promise.race([Promise.allSettled(running), clock.sleep(LAST_WORDS_MS, over.signal)]).finally(() =>
        over.abort(),
      )
    },

    send,

    async handler(request) {
      const called = await callback.read(request)
      if (called.kind === 'echo') return new Response(called.text, { headers: { 'content-type': 'text/plain' } })
      if (called.kind === 'refused')
        return new Response(null, { status: called.status, headers: { connection: 'close' } })
      const { Event, OpenKfId, Token } = called.fields
      // What was overheard and is brought again makes nobody read; WeCom itself asks for no more than this answer.
      if (Event === 'kf_msg_or_event' && OpenKfId && !called.again) pullOf(OpenKfId)?.ring(Token)
      return new Response('success', { headers: { 'content-type': 'text/plain' } })
    },
  }
}

/** One that is there, and cannot be read, is down all the same: what tells that the API answers does not count then. */
function hearing(pulse: Pulse) {
  const reasons = new Map<string, string>()
  return {
    pulse: {
      ...pulse,
      up() {
        if (reasons.size === 0) pulse.up()
      },
      get reason() {
        return pulse.reason
      },
      get isUp() {
        return pulse.isUp
      },
    },
    /** Why nothing can be read at this account; undefined where it can. */
    deaf(account: string, reason: string | undefined) {
      if (reason === undefined) {
        if (reasons.delete(account) && reasons.size === 0) pulse.up()
      } else {
        reasons.set(account, reason)
        pulse.down(reason)
      }
    },
  }
}

const isManaged = (one: unknown): one is { readonly open_kfid: string } =>
  typeof one === 'object' &&
  one !== null &&
  'open_kfid' in one &&
  typeof one.open_kfid === 'string' &&
  !('manage_privilege' in one && one.manage_privilege === false)
