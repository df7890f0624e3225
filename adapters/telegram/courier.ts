import type { Message as Posted } from 'grammy/types'
import type { Receipt } from '../../bot/model/message.ts'
import { chatOf, receiptIn, type Target, targetOf } from './address.ts'
import type { Client } from './client.ts'
import { edit, insteadOfFile, post } from './post.ts'
import type { Part } from './say.ts'
import { TelegramError } from './trouble.ts'

/** Brings one part out, around what Telegram may have against the way it is sent. Rejects with a `TelegramError`. */
export interface Courier {
  /** `target` is where it went in the end. */
  bringOut(part: Part, target: Target, answering?: number): Promise<{ receipts: readonly Receipt[]; target: Target }>
  /** Null where nothing is left that could be edited: then it is to be said anew. */
  replace(part: Part, target: Target, there: Receipt): Promise<Receipt | null>
}

type Way = [part: Part, target: Target, answering: number | undefined]
/** More ways than there are to send one part another way. */
const WAYS = 5

export function createCourier(
  client: Client,
  options: { readonly moved: (from: string, to: string) => void; readonly log: (line: string) => void },
): Courier {
  async function posted(
    part: Part,
    target: Target,
    answering: number | undefined,
    ways = WAYS,
  ): Promise<{ all: readonly Posted[]; at: Target }> {
    try {
      return { all: await post(client, part, target, answering), at: target }
    } catch (error) {
      const again = ways > 0 ? otherWay(error, part, target, answering) : null
      if (again === null) throw error
      return await posted(...again, ways - 1)
    }
  }

  /** How else it could be sent; null where it could not. */
  function otherWay(error: unknown, part: Part, target: Target, answering?: number): Way | null {
    if (
      error instanceof TelegramError &&
      error.trouble.kind === 'moved' &&
      Number(error.trouble.to) !== target.chat_id
    ) {
      options.moved(String(target.chat_id), error.trouble.to)
      return [part, { chat_id: Number(error.trouble.to) }, undefined]
    }
    const said = refusal(error)
    if (answering !== undefined && /repl(?:y|ied).*not found/i.test(said)) return [part, target, undefined]
    if (target.message_thread_id !== undefined && /thread not found|TOPIC_(?:CLOSED|DELETED)/i.test(said)) {
      options.log('telegram: a topic is gone or closed; what is for it goes to its group')
      return [part, { chat_id: target.chat_id }, answering]
    }
    if (part.kind === 'pictures' && NO_PICTURE.test(said)) return [asFiles(part), target, answering]
    return null
  }

  /** Whether it stands there as it should now. */
  async function edited(part: Part, chat_id: number, there: Receipt): Promise<boolean> {
    try {
      await edit(client, part, chat_id, Number(there.message))
    } catch (error) {
      const said = refusal(error)
      // A file that was sent by itself has no text: it is taken away, and its place says this.
      if (part.kind === 'text' && /no text in the message/i.test(said)) {
        return await edited(insteadOfFile(part), chat_id, there)
      }
      if (part.kind === 'pictures' && NO_PICTURE.test(said)) return await edited(asFiles(part), chat_id, there)
      if (/to edit not found|can't be edited|MESSAGE_ID_INVALID/i.test(said)) return false
      if (!/message is not modified/i.test(said)) throw error
    }
    return true
  }

  return {
    async bringOut(part, to, answering) {
      const { all, at: target } = await posted(part, to, answering)
      return { receipts: all.map(({ message_id }) => receiptIn({ chat: chatOf(target) }, message_id)), target }
    },

    async replace(part, { chat_id }, there) {
      if (targetOf(there.chat)?.chat_id !== chat_id) return null
      return (await edited(part, chat_id, there)) ? there : null
    },
  }
}

/** What Telegram says of a picture that it does not take as one; as a file it does. */
const NO_PICTURE = /PHOTO|IMAGE|DIMENSIONS/i
const asFiles = (part: Part & { kind: 'pictures' | 'documents' }): Part => ({ ...part, kind: 'documents' })

const refusal = (error: unknown): string =>
  error instanceof TelegramError && error.trouble.kind === 'refused' ? error.trouble.description : ''
