import type { Update } from 'grammy/types'
import type { Channel, Health, Keep, LookUp } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { createAsides } from './asides.ts'
import { createClient } from './client.ts'
import { createPulse } from './health.ts'
import { chatMoved, type Me } from './hear.ts'
import { createIntake } from './intake.ts'
import { createOffers } from './offer.ts'
import { poll } from './poll.ts'
import { createSender } from './send.ts'
import { atMost, persistently } from './waiting.ts'
import { createWebhook, type WebhookSettings } from './webhook.ts'

export type { WebhookSettings }

export interface TelegramOptions {
  /** A secret: it stands in no line, no error and no answer. */
  readonly token: string
  /** Another Bot API server than Telegram's own. */
  readonly apiRoot?: string
  /** An HTTP proxy through which the Bot API is reached; a secret too, where it holds a password. */
  readonly proxy?: string
  /** Without it Telegram is asked for updates (long polling). */
  readonly webhook?: WebhookSettings
  readonly keep: Keep
  /** Asked with an empty question, it says whether somebody is of the staff: nobody else's files are fetched. */
  readonly lookUp: LookUp
  /** What a file that is sent holds; null where it is no longer there. */
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  readonly clock: Clock
  readonly onHealth: (health: Health) => void
  /** A line names no person, and quotes no text. */
  readonly log: (line: string) => void
  /** How long Telegram may hold a request while there is nothing new; a proxy may cut longer ones. */
  readonly pollSeconds?: number
}

export interface Telegram extends Channel {
  /** Takes what Telegram brings to the webhook. Never rejects. */
  handler(request: Request): Promise<Response>
  /** The bot's name without `@`. Rejects where Telegram cannot be asked. */
  username(): Promise<string>
}

/** So long answers to presses are waited for when all is to stop. */
const LAST_WORDS_MS = 3_000

/**
 * Telegram, for staff. What arrives is done with once it is durable: until then Telegram keeps it, and brings it again.
 * What leaves is told by its receipts, and is edited in place where it is a card.
 */
export function createTelegram(options: TelegramOptions): Telegram {
  const { token, proxy, keep, lookUp, fetch, clock, log, onHealth, pollSeconds = 30 } = options
  const apiRoot = (options.apiRoot ?? 'https://api.telegram.org').replace(/\/+$/, '')
  const client = createClient({ token, apiRoot, proxy, clock })
  const pulse = createPulse(onHealth, log, () => clock.now())
  const asides = createAsides({ client, clock, lookUp, log })
  const intake = createIntake({ client, clock, keep, lookUp, asides, log })
  const offers = createOffers({ client, clock, log })
  const take = async (update: Update) => {
    await intake.take(update)
    // Nothing here may fail: what is not done with comes again and again.
    const chat: unknown = update.message?.chat?.id
    if (typeof chat === 'number') void offers.spoken(chat).catch(() => {})
  }
  const webhook =
    options.webhook &&
    createWebhook({ settings: options.webhook, client, clock, pulse, take, isOpen: () => intake.isOpen })
  let me: Promise<Me> | undefined

  function whoAmI(): Promise<Me> {
    me ??= client
      .ask('getMe', (api, signal) => api.getMe(signal), isMe)
      .catch((error: unknown) => {
        me = undefined
        throw error
      })
    return me
  }

  return {
    name: 'telegram',
    // Telegram gives its updates to one who asks; to a webhook it brings them, wherever that is answered.
    ...(!webhook && { alone: 'hearing' }),
    cards: true,
    persists: true,

    async listen(receive, stop) {
      const known = await persistently(whoAmI, { clock, pulse, stop })
      if (!known) return
      intake.open(known, receive, stop)
      await (webhook ? webhook.stay(stop) : poll({ client, clock, pulse, take, seconds: pollSeconds }, stop))
      await atMost(clock, LAST_WORDS_MS, asides.settled(), undefined)
    },

    send: createSender({
      client,
      clock,
      fetch,
      log,
      nameOf: intake.nameOf,
      moved: (from, to) => intake.tell(chatMoved(from, to, clock.now())),
    }),

    offer: (menus) => offers.make(menus),

    async handler(request) {
      return webhook ? await webhook.handler(request) : new Response(null, { status: 404 })
    },

    async username() {
      return (await whoAmI()).username
    },
  }
}

const isMe = ({ id, username }: { id: number; username: string }): boolean =>
  Number.isInteger(id) && typeof username === 'string'
