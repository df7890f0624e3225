import type { Address, Said } from '../../bot/model/message.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { Channel } from '../../bot/ports/channel.ts'

export interface OnWeChat {
  /** How many bytes it takes for one reply. */
  readonly room?: number
  /** It knows nobody for longer than a login. */
  readonly passing?: true
}

/** How somebody's line is told of, who is in a group where `room` names one. */
export type Placed = Pick<Said, 'from' | 'sender' | 'privately' | 'unmet'>

/**
 * WeChat as its adapter shows it: contacts that are the same for ever, or, where it is `passing`, for one login only, and
 * then whoever claimed to be somebody of before is taken for him, and what is for others of before waits.
 */
export function createRememberingWeChat(
  { room, passing }: OnWeChat,
  onSend: (chat: string, reply: Reply) => void,
): {
  readonly channel: Channel
  /** `who` is the contact as people see him, whatever he is known by now. */
  placed(who: string, group?: string, unmet?: boolean): Placed
  /** Everybody is somebody else from now on, where it is passing. */
  relogin(): void
} {
  let login = 1
  /** The chat of somebody of before by the contact who proved to be him, since the last login; and who proved to be whom. */
  const claimed = new Map<string, string>()
  const heirs = new Map<string, string>()
  const groups = new Set<string>()
  const known = (who: string) => claimed.get(who) ?? (passing ? `${login}:${who}` : who)

  function contactOf(chat: string): string | undefined {
    const heir = heirs.get(chat)
    if (heir !== undefined || !passing) return heir ?? chat
    const [, of, contact] = /^(\d+):(.+)$/u.exec(chat) ?? []
    return Number(of) === login ? contact : undefined
  }

  /** Whose chat it is at this login, whoever claimed it. */
  const ownerOf = (chat: string) => /^(\d+):(.+)$/u.exec(chat)?.[1] === `${login}` && chat.slice(chat.indexOf(':') + 1)

  const channel: Channel = {
    name: 'wechat',
    ...(passing && {
      passing,
      mayBe: (chat: string, home: string) => [false, contactOf(chat)].includes(ownerOf(home)),
    }),
    ...(room !== undefined && { room }),
    listen: () => Promise.resolve(),
    send(reply) {
      const { chat } = reply.to
      const who = groups.has(chat) ? chat : contactOf(chat)
      if (who === undefined) return Promise.resolve({ kind: 'later', afterMs: 3_600_000, reason: 'nobody known' })
      if (reply.claims && passing) {
        claimed.set(who, reply.claims.chat)
        heirs.set(reply.claims.chat, who)
      }
      onSend(who, reply)
      return Promise.resolve({ kind: 'sent', receipts: [] })
    },
  }
  return {
    channel,
    placed(who, group, unmet = false) {
      const chat = known(who)
      const own: Address = { channel: 'wechat', chat }
      if (group === undefined) return { from: own, sender: chat }
      groups.add(group)
      const from: Address = { channel: 'wechat', chat: group }
      return { from, sender: chat, privately: own, ...(unmet && { unmet }) }
    },
    relogin() {
      login += 1
      claimed.clear()
      heirs.clear()
    },
  }
}
