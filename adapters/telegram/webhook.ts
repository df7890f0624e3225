import { createHash, timingSafeEqual } from 'node:crypto'
import type { Update } from 'grammy/types'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Client } from './client.ts'
import type { Pulse } from './health.ts'
import { WANTED } from './hear.ts'
import { atMost, persistently } from './waiting.ts'

export interface WebhookSettings {
  /** Where Telegram brings updates; it must lead to the handler. */
  readonly url: string
  /** Which Telegram says each time, so that it is known to be Telegram. 1 to 256 letters, digits, `_` and `-`. */
  readonly secret: string
}

/** Bot API: far longer than any update. */
const LONGEST_BODY = 2 ** 20
/** Then Telegram brings it again; what is under way by then is not taken twice. */
const PATIENCE_MS = 25_000
const CHECK_MS = 60_000
const DRAIN_MS = 10_000

export interface Webhook {
  /** 200 once the update is durable, 401 without the secret, 503 where it is to be brought again. */
  handler(request: Request): Promise<Response>
  /** Tells Telegram where to bring updates, and sees that it stays so, until told to stop. */
  stay(stop: AbortSignal): Promise<void>
}

export function createWebhook(options: {
  readonly settings: WebhookSettings
  readonly client: Client
  readonly clock: Clock
  readonly pulse: Pulse
  readonly isOpen: () => boolean
  readonly take: (update: Update) => Promise<void>
}): Webhook {
  const { settings, client, clock, pulse, isOpen, take } = options
  const underWay = new Set<Promise<unknown>>()

  async function handler(request: Request): Promise<Response> {
    if (request.method !== 'POST') return answer(405)
    if (!same(request.headers.get('x-telegram-bot-api-secret-token') ?? '', settings.secret)) return answer(401)
    if (!isOpen()) return answer(503)
    const body = await read(request).catch(() => undefined)
    if (body === undefined) return answer(400)
    if (body === null) return answer(413)
    const update = parse(body)
    if (update === null) return answer(400)
    const taking = take(update).then(
      () => 200,
      () => 503,
    )
    underWay.add(taking)
    taking.finally(() => underWay.delete(taking)).catch(() => undefined)
    return answer(await atMost(clock, PATIENCE_MS, taking, 503))
  }

  async function stay(stop: AbortSignal): Promise<void> {
    const steady = { clock, pulse, stop }
    const { url, secret } = settings
    const asTold = { url, secret_token: secret, allowed_updates: WANTED }
    const set = () => client.ask('setWebhook', (api, signal) => api.setWebhook(asTold, signal), Boolean, { stop })
    await persistently(set, steady)
    while (!stop.aborted) {
      pulse.up()
      await clock.sleep(CHECK_MS, stop)
      await persistently(async () => {
        const info = await client.ask('getWebhookInfo', (api, s) => api.getWebhookInfo(s), isInfo, { stop })
        // Somebody polls with the same token, or has put a webhook of his own there.
        if (info.url !== url) await set()
      }, steady)
    }
    await atMost(clock, DRAIN_MS, Promise.all(underWay), [])
  }

  return { handler, stay }
}

/** Whoever is refused is not heard out: what else he sends would be read only to be thrown away. */
const answer = (status: number): Response =>
  new Response(null, { status, ...(status >= 400 && status < 500 && { headers: { connection: 'close' } }) })
const isInfo = (info: { url?: string }): boolean => typeof info.url === 'string'

/** In a time that does not tell how much of it was right. */
function same(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}

/** Null where there is too much of it. */
async function read(request: Request): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    size += chunk.length
    if (size > LONGEST_BODY) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parse(body: string): Update | null {
  try {
    const update: unknown = JSON.parse(body)
    const isUpdate = typeof update === 'object' && update !== null && 'update_id' in update
    return isUpdate && Number.isSafeInteger(update.update_id) ? (update as Update) : null
  } catch {
    return null
  }
}
