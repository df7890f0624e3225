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

export interface Offers {
  /** Offers commands, chat by chat. Best effort: what cannot be offered is written down and left. */
  make(menus: readonly Menu[]): Promise<void>
  /** Somebody speaks in this chat: what it would not take before, it takes now. */
  spoken(chat: number): Promise<void>
}

/** A chat takes no commands before its owner has opened it, which he may do weeks after he was added to the staff. */
export function createOffers(options: {
  readonly client: Client
  readonly clock: Clock
  readonly log: (line: string) => void
}): Offers {
  const { client, clock, log } = options
  const refused = new Map<number, readonly Command[]>()

  async function ask(chat_id: number, commands: readonly Command[]): Promise<void> {
    const scope = { type: 'chat' as const, chat_id }
    const attempt = () =>
      commands.length > 0
        ? client.ask('setMyCommands', (api, s) => api.setMyCommands({ commands, scope }, s), Boolean)
        : client.ask('deleteMyCommands', (api, s) => api.deleteMyCommands({ scope }, s), Boolean)
    await attempt().catch(async (error: unknown) => {
      const slow = error instanceof TelegramError && error.trouble.kind === 'slow' && error.trouble
      if (!slow || slow.afterMs > LONGEST_WAIT_MS) throw error
      await clock.sleep(slow.afterMs, new AbortController().signal)
      return await attempt()
    })
  }

  async function make(all: Iterable<readonly [number, readonly Command[]]>): Promise<void> {
    let failed = 0
    for (const [chat, commands] of all) {
      refused.delete(chat)
      try {
        await ask(chat, commands)
      } catch (error) {
        if (!(error instanceof TelegramError)) throw error
        // Where Telegram is not there, the others will fail too.
        if (error.trouble.kind !== 'refused' && error.trouble.kind !== 'moved')
          return log(`telegram: commands could not be offered: ${describe(error.trouble)}`)
        failed += 1
        if (commands.length > 0) refused.set(chat, commands)
      }
    }
    if (failed > 0) log(`telegram: ${failed} not offered commands, who have not opened the bot or have blocked it`)
  }

  return {
    make: (menus) => make(byChat(menus)),
    async spoken(chat) {
      const commands = refused.get(chat)
      if (commands) await make([[chat, commands]])
    },
  }
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
