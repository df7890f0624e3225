import type { Menu } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { targetOf } from './address.ts'
import type { Client } from './client.ts'
import { describe, TelegramError } from './trouble.ts'

/** Bot API, BotCommand. */
const NAME = /^[a-z0-9_]{1,32}$/
const LONGEST_ABOUT = 256
const MOST = 100
const LONGEST_WAIT_MS = 60_000

/** Offers commands, chat by chat. Best effort: what cannot be offered is written down and left. */
export async function offer(
  menus: readonly Menu[],
  { client, clock, log }: { readonly client: Client; readonly clock: Clock; readonly log: (line: string) => void },
): Promise<void> {
  let failed = 0
  for (const [chat_id, commands] of byChat(menus)) {
    const scope = { type: 'chat' as const, chat_id }
    const attempt = () =>
      commands.length > 0
        ? client.ask('setMyCommands', (api, s) => api.setMyCommands({ commands, scope }, s), Boolean)
        : client.ask('deleteMyCommands', (api, s) => api.deleteMyCommands({ scope }, s), Boolean)
    try {
      await attempt().catch(async (error: unknown) => {
        const slow = error instanceof TelegramError && error.trouble.kind === 'slow' && error.trouble
        if (!slow || slow.afterMs > LONGEST_WAIT_MS) throw error
        await clock.sleep(slow.afterMs, new AbortController().signal)
        return await attempt()
      })
    } catch (error) {
      if (!(error instanceof TelegramError)) throw error
      failed += 1
      // Whoever has blocked the bot needs no menu; where Telegram is not there, the others will fail too.
      if (error.trouble.kind === 'refused') continue
      return log(`telegram: commands could not be offered: ${describe(error.trouble)}`)
    }
  }
  if (failed > 0) log(`telegram: commands could not be offered in ${failed} chats`)
}

interface Command {
  readonly command: string
  readonly description: string
}

/** Topics of a group have its menu together. */
function byChat(menus: readonly Menu[]): ReadonlyMap<number, readonly Command[]> {
  const chats = new Map<number, Command[]>()
  for (const { at, commands } of menus) {
    const target = at.channel === 'telegram' ? targetOf(at.chat) : null
    if (!target) continue
    const there = chats.get(target.chat_id) ?? []
    const fresh = commands
      .filter(({ command, about }) => NAME.test(command) && about !== '')
      .filter(({ command }) => !there.some((known) => known.command === command))
      .map(({ command, about }) => ({ command, description: about.slice(0, LONGEST_ABOUT) }))
    chats.set(target.chat_id, [...there, ...fresh].slice(0, MOST))
  }
  return chats
}
