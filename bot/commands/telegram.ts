import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import type { Channel } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { FileStore } from '../ports/file-store.ts'
import { isToken, type TelegramSettings } from '../settings/telegram.ts'
import { systemClock } from './clock.ts'
import type { Routes } from './roads.ts'
import { secretIn } from './secrets.ts'

/** How long the bot's name is waited for. */
const PATIENCE_MS = 10_000

export interface Telegram {
  readonly channel: Channel
  /** The bot's name; null where it cannot be had now. */
  username(): Promise<string | null>
  /** The link by which one who was invited joins, once the bot's name is known. */
  invitation(code: string): string | undefined
  /** What is received over HTTP, by path; nothing where Telegram is asked instead. */
  readonly routes: Routes
}

/** Telegram as it is configured, for an app that may be made later. Nothing is sent or asked before it listens. */
export async function openTelegram(
  settings: TelegramSettings,
  world: {
    readonly app: () => App
    readonly files: () => Pick<FileStore, 'get'>
    readonly clock: Clock
    readonly log: (line: string) => void
  },
): Promise<Telegram> {
  const { createTelegram } = await import('../../adapters/telegram/index.ts')
  const { invitationLink } = await import('./staff-orders.ts')
  const { app, files, clock, log } = world
  const { api, proxy, webhook } = settings
  let name: string | null = null
  const channel = createTelegram({
    token: tokenOf(settings),
    ...(api && { apiRoot: api }),
    ...(proxy && { proxy }),
    ...(webhook && { webhook }),
    keep: (at, sender, file, about) => app().keep(at, sender, file, about),
    fetch: (ref) => files().get(ref),
    lookUp: (at, sender, question) => app().lookUp(at, sender, question),
    clock,
    onHealth(health) {
      app().health('telegram', health)
      if (health.state === 'up') void username()
    },
    log,
  })

  async function username(): Promise<string | null> {
    name ??= await within(PATIENCE_MS, channel.username())
    return name
  }

  return {
    channel,
    username,
    invitation: (code) => (name === null ? undefined : invitationLink(name, code)),
    routes: webhook ? { [new URL(webhook.url).pathname]: (request) => channel.handler(request) } : {},
  }
}

/** The bot's name as Telegram has it; null without a token, or when Telegram cannot be reached within ten seconds. */
export async function usernameOf({ telegram }: Config): Promise<string | null> {
  if (!telegram) return null
  const { createTelegram } = await import('../../adapters/telegram/index.ts')
  const { api, proxy } = telegram
  const nobody = createTelegram({
    token: tokenOf(telegram),
    ...(api && { apiRoot: api }),
    ...(proxy && { proxy }),
    keep: () => Promise.reject(new Error('nothing is received')),
    fetch: () => Promise.resolve(null),
    lookUp: () => Promise.resolve('not-staff'),
    clock: systemClock,
    onHealth: () => {},
    log: () => {},
  })
  return within(PATIENCE_MS, nobody.username())
}

async function within(ms: number, asking: Promise<string>): Promise<string | null> {
  const over = new AbortController()
  const late = systemClock.sleep(ms, over.signal).then(() => null)
  return await Promise.race([asking.catch(() => null), late]).finally(() => over.abort())
}

const tokenOf = ({ token }: TelegramSettings): string =>
  secretIn(
    token,
    'QINQING_TELEGRAM_TOKEN_FILE',
    isToken,
    'there is no token in it: put there what @BotFather printed, and nothing else',
  )
