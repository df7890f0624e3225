import type { Said } from '../../../bot/model/message.ts'
import type { Reply } from '../../../bot/model/reply.ts'
import type { Channel, Health, Keep } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { createApi } from '../api.ts'
import { createCallback } from '../callback.ts'
import { createPulse } from '../health.ts'
import { createTokens, type Granted } from '../token.ts'
import { createWire, jsonOf } from '../wire.ts'
import type { Fields } from '../xml.ts'
import { createFollowers } from './followers.ts'
import { type Heard, hear } from './hear.ts'
import { createIntake } from './intake.ts'
import { createMenu } from './menu.ts'
import { ROOM } from './say.ts'
import { createSender } from './send.ts'
import { texts } from './texts.ts'
import { type Answered, createVisits, type Visit } from './visits.ts'

export interface OfficialAccountOptions {
  /** AppID. */
  readonly id: string
  /** AppSecret. It stands in no line, no error and no answer; nor does what it is exchanged for. */
  readonly secret: string
  /** The Token set for the callback; a secret, too. */
  readonly token: string
  /** The EncodingAESKey. With it whatever is not sealed is refused; without it anybody on the way reads along. */
  readonly aesKey?: string
  /** Another server than Tencent's own. */
  readonly apiRoot?: string
  readonly keep: Keep
  /** What a file that is sent holds; null where it is no longer there. */
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  readonly clock: Clock
  readonly onHealth: (health: Health) => void
  /** A line names no person, and quotes no text. */
  readonly log: (line: string) => void
}

export interface OfficialAccount extends Channel {
  /** Takes what WeChat brings to the callback. Never rejects. */
  handler(request: Request): Promise<Response>
}

/** What is durable so soon after all is told to stop is acknowledged; what is not is brought again. */
const GRACE_MS = 1_500
/** So long what is under way is waited for when all is to stop. */
const LAST_WORDS_MS = 3_000
const AWAY_MS = 4_000

/**
 * The official account (公众号). What he sends is brought to the callback, and is acknowledged when it is durable: until
 * then WeChat brings it again. What is ready by then is the answer; the rest leaves over the API, as far as that lets it.
 * @throws `Fault` of code `config` where the EncodingAESKey can be none.
 */
export function createOfficialAccount(options: OfficialAccountOptions): OfficialAccount {
  const { id, secret, token, aesKey, clock, keep, fetch, log } = options
  const wire = createWire({ apiRoot: options.apiRoot ?? 'https://api.weixin.qq.com', clock })
  const callback = createCallback({ token, aesKey, id, clock, label: 'official', log })
  const pulse = createPulse('official', options.onHealth, log)
  const tokens = createTokens(clock, grant)
  const api = createApi({ wire, tokens, pulse, clock })
  const visits = createVisits(clock)
  const intake = createIntake({ api, keep, clock, log })
  const menu = createMenu(api, log)
  const { tell, hasLeft } = createFollowers()
  const send = createSender({ api, pulse, visits, clock, fetch, hasLeft })

  async function grant(force_refresh: boolean): Promise<Granted> {
    const body = { grant_type: 'client_credential', appid: id, secret, force_refresh }
    const { access_token, expires_in } = jsonOf(
      'stable_token',
      await wire.ask('stable_token', { body }),
      (json) => typeof json['access_token'] === 'string' && typeof json['expires_in'] === 'number',
    )
    return { token: String(access_token), seconds: Number(expires_in) }
  }

  async function handler(request: Request): Promise<Response> {
    if (request.method === 'POST' && !intake.isOpen) return away(request.signal)
    const called = await callback.read(request)
    if (called.kind === 'echo') return new Response(called.text, { headers: { 'content-type': 'text/plain' } })
    if (called.kind === 'refused') return refused(called.status)
    const heard = understand(called.fields)
    if (!heard) return DONE()
    const known = heard.kind === 'said' ? visits.find(heard.said.id, heard.said.from.chat) : undefined
    // Brought again by WeChat it is known. Whoever has overheard it changes nothing, and learns nothing.
    if (called.again && !known) return refused(401)
    if (heard.kind === 'left') {
      tell(heard.chat, false, heard.at)
      return DONE()
    }
    return answerWith(await visits.call(known ?? begin(heard), request.signal), heard)
  }

  /**
   * Nobody listens, for now: WeChat brings it again, and is not let use up its three tries at once. Nothing is looked at:
   * what it brings again has the same signature, which then is to be a new one.
   */
  async function away(gone: AbortSignal): Promise<Response> {
    await clock.sleep(AWAY_MS, gone)
    return notTaken()
  }

  function understand(fields: Fields): Heard | undefined {
    try {
      return hear(fields, clock.now())
    } catch (error) {
      log(
        `official: a message is passed over, it could not be read (${error instanceof Error ? error.name : 'unknown'})`,
      )
      return undefined
    }
  }

  function begin({ said, media }: Heard & { kind: 'said' }): Visit {
    const { chat } = said.from
    tell(chat, true, said.at)
    const visit = visits.begin(said.id, chat)
    intake.take(said, media).then(
      async (outcome) => {
        if (outcome === 'given-up') await send(sorry(said), `${said.id}#given-up`).catch(() => {})
        if (outcome === 'refused' || outcome === 'given-up') visits.failed(visit)
        else visits.taken(visit, outcome === 'committed')
      },
      // All is to stop: it is brought again to whoever listens next.
      () => visits.left(visit),
    )
    return visit
  }

  function answerWith(answered: Answered, { said, account }: Heard & { kind: 'said' }): Response {
    if (answered === 'not-taken') return notTaken()
    if (answered.text === null) return DONE()
    const CreateTime = Math.floor(Date.parse(clock.now()) / 1_000)
    const fields = {
      ToUserName: said.from.chat,
      FromUserName: account,
      CreateTime,
      MsgType: 'text',
      Content: answered.text,
    }
    return new Response(callback.seal(fields), { headers: { 'content-type': 'text/xml; charset=utf-8' } })
  }

  async function settled(ms: number): Promise<void> {
    const over = new AbortController()
    await Promise.race([intake.settled(), clock.sleep(ms, over.signal)]).finally(() => over.abort())
  }

  return {
    name: 'official',
    room: ROOM,

    async listen(receive, stop) {
      intake.open(receive, stop)
      await api.tend(stop, menu)
      await settled(GRACE_MS)
      visits.close()
      await settled(LAST_WORDS_MS)
      visits.close()
    },

    send,

    handler,
  }
}

/** 回复 success: there is nothing to be said, and it need not be brought again. */
const DONE = () => new Response('success', { headers: { 'content-type': 'text/plain' } })
/** It is brought again. */
const notTaken = () => new Response(null, { status: 503, headers: { connection: 'close' } })
/** Whoever is refused is not heard out: what else he sends would be read only to be thrown away. */
const refused = (status: number) => new Response(null, { status, headers: { connection: 'close' } })

const sorry = ({ from }: Said): Reply => ({ to: from, text: [texts.notTaken] })
