import { isToken } from '../../settings/telegram.ts'
import { secretIn } from '../secrets.ts'
import type { Asked } from './ask.ts'
import { type Check, NOTHING, ok, unknown, type World, wrong } from './finding.ts'

const TELEGRAM = 'https://api.telegram.org'

/** Asks the Bot API something that changes nothing; undefined where it is not to be asked, or there is no token. */
export async function askTelegram(world: World, method: string): Promise<Asked | undefined> {
  const { telegram } = world.config
  if (!telegram || world.offline) return undefined
  try {
    const token = secretIn(telegram.token, 'QINQING_TELEGRAM_TOKEN_FILE', isToken, '')
    const { api = TELEGRAM, proxy } = telegram
    return await world.ask({ url: `${api}/bot${token}/${method}`, ...(proxy && { proxy }) })
  } catch {
    return undefined
  }
}

/** The token is a bot's, that bot can work in groups, and what is said to it comes to us and to nobody else. */
export const telegram: Check = {
  name: 'Telegram',
  async look(world) {
    if (!world.config.telegram) return NOTHING
    if (world.offline) return unknown('not asked (--offline)')
    const me = await askTelegram(world, 'getMe')
    if (!me) return NOTHING
    if (me.is === 'away') {
      const { host } = new URL(world.config.telegram.api ?? TELEGRAM)
      return wrong(`it cannot be reached (${me.why})`, `open the way to ${host}, or give HTTPS_PROXY`)
    }
    if (me.status === 401 || me.status === 404)
      return wrong('it does not know this token', 'ask @BotFather for the token of the bot, and give that')
    const bot = field(me.json['result'])
    if (me.status !== 200 || typeof bot['username'] !== 'string')
      return wrong(`it gave no proper answer (HTTP ${me.status})`, 'is QINQING_TELEGRAM_API the address of a Bot API?')
    if (bot['can_join_groups'] === false)
      return wrong(`@${bot['username']} may not join groups`, 'in @BotFather: /setjoingroups, Enable')
    const hook = await askTelegram(world, 'getWebhookInfo')
    return [...ok(`@${bot['username']}`), ...(hook?.is === 'answer' ? hookOf(world, field(hook.json['result'])) : [])]
  },
}

/** The bot sets its webhook, or takes it away, when it starts. */
function hookOf({ config, now }: World, info: Readonly<Record<string, unknown>>) {
  const { webhook } = config.telegram ?? {}
  const { url = '', last_error_date: failedAt, last_error_message: why, pending_update_count: waiting = 0 } = info
  if (!webhook && url !== '')
    return unknown(
      'it brings what is said to another address',
      'the bot takes that away when it starts: is another one running?',
    )
  const isLate = typeof failedAt === 'number' && Date.parse(now()) / 1000 - failedAt < 600
  if (webhook && url === webhook.url && isLate)
    return wrong(
      `it could not bring what is said (${String(why)}); ${String(waiting)} wait`,
      'see that the address leads to QINQING_HTTP, with a certificate that is good',
    )
  return NOTHING
}

function field(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
