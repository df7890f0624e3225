import type { Address, Receipt } from '../../bot/model/message.ts'
import type { Notice, Reply } from '../../bot/model/reply.ts'
import type { Channel, Known, Menu, Sent } from '../../bot/ports/channel.ts'

/** A message as it now stands in a chat; `edits` counts how often it was changed. */
export interface Standing {
  readonly id: string
  readonly chat: string
  readonly reply: Reply
  /** The message it is shown as an answer to. */
  readonly answers: Receipt | undefined
  readonly edits: number
}

/** One thing that went out: a message that is new, or an edit of one that stood there. */
export interface Outgoing {
  readonly message: string
  readonly reply: Reply
  readonly edited: boolean
}

/** What flashed before somebody who pressed a button. */
export interface Flashed extends Notice {
  readonly who: string
}

/** A channel that keeps cards, and remembers what stands in each chat: what was sent, edited and flashed. */
export function createRememberingTelegram(onSend: (out: Outgoing) => void): {
  readonly channel: Channel
  readonly standing: Standing[]
  readonly menus: Menu[]
  readonly flashed: Flashed[]
  /** What becomes of the next deliveries instead of being sent. */
  readonly faults: Sent[]
  nextId(): string
} {
  const standing: Standing[] = []
  const faults: Sent[] = []
  const menus: Menu[] = []
  let messages = 0
  const nextId = () => {
    messages += 1
    return String(messages)
  }

  function put(reply: Reply, known: Known): string {
    const { chat } = reply.to
    const at = standing.findIndex(({ id, chat: there }) => id === known.replaces?.message && there === chat)
    const before = standing[at]
    const id = before?.id ?? nextId()
    const now = { id, chat, reply, answers: known.answers, edits: before ? before.edits + 1 : 0 }
    if (before) standing[at] = now
    else standing.push(now)
    onSend({ message: id, reply, edited: before !== undefined })
    return id
  }

  const channel: Channel = {
    name: 'telegram',
    cards: true,
    persists: true,
    listen: () => Promise.resolve(),
    send: (reply, _, known = {}) => {
      const fault = faults.shift()
      if (fault) return Promise.resolve(fault)
      return Promise.resolve({ kind: 'sent', receipts: [receiptOf(reply.to, put(reply, known))] })
    },
    offer: (offered) => {
      menus.splice(0, menus.length, ...offered)
      return Promise.resolve()
    },
  }
  return { channel, standing, menus, flashed: [], faults, nextId }
}

export const receiptOf = ({ channel, chat }: Address, message: string): Receipt => ({ channel, chat, message })
