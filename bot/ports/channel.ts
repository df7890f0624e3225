import type { Address, ChannelName, Message, Receipt } from '../model/message.ts'
import type { Notice, Reply } from '../model/reply.ts'

/** What a message brought about at once, for the one who pressed a button. */
export interface Received {
  /** `ignored`: there was nothing to do. Only where it was committed may something be said to him. */
  readonly outcome?: 'committed' | 'duplicate' | 'ignored'
  readonly notice?: Notice
}

/** What became of a delivery, as far as the channel can know. */
export type Sent =
  /** It is out. The last receipt is that of the part with the choices; none where the channel gives no receipts. */
  | { readonly kind: 'sent'; readonly receipts: readonly Receipt[] }
  /** It was not taken, and is to be tried again so much later: that is no failure of ours, and counts as no try. */
  | { readonly kind: 'later'; readonly afterMs: number; readonly reason: string }
  /** The channel itself cannot be reached: everything for it waits. */
  | { readonly kind: 'unreachable'; readonly reason: string }
  /** It never will be taken: the chat is gone, he has blocked the bot. */
  | { readonly kind: 'refused'; readonly reason: string }

/** Messages of the same chat, as the ledger remembers them. */
export interface Known {
  /** The card that stands there: to be edited. */
  readonly replaces?: Receipt
  /** What this answers. */
  readonly answers?: Receipt
}

/** The commands one of the staff is offered in his own chat, or those of a group. */
export interface Menu {
  readonly at: Address
  readonly commands: readonly { readonly command: string; readonly about: string }[]
}

export interface Channel {
  readonly name: ChannelName
  /**
   * Of several processes that serve it, one at a time may hear (it polls; sending is anybody's), or do anything at all (`wholly`),
   * as where an account is logged in once. Without it all of them may.
   */
  readonly alone?: 'hearing' | 'wholly'
  /** It edits what it has sent, and shows buttons: cards live there. */
  readonly cards?: true
  /** What could not be taken it hands over again until it is: nobody has to send it once more. */
  readonly persists?: true
  /** It knows nobody for longer than a login: who was reached here before may be somebody else until he proves who he is. */
  readonly passing?: true
  /** With `passing`: whether who speaks from one chat may prove to be the one known at `home`; not where that is somebody else's at this login. */
  mayBe?(chat: string, home: string): boolean
  /** How many bytes of UTF-8 it takes for one reply, in all its parts; what is longer waits until it is asked for. */
  readonly room?: number
  /** Hands over what arrives until told to stop. A message is done with when `receive` resolves: then it is durable. */
  listen(receive: (message: Message) => Promise<Received>, stop: AbortSignal): Promise<void>
  /**
   * Sends once; `key` is the same on every retry of the same delivery. Rejects where nobody can say whether it is out:
   * then it is tried again, and may arrive twice.
   */
  send(reply: Reply, key: string, known?: Known): Promise<Sent>
  /** Offers these commands; best effort, said again at every start. */
  offer?(menus: readonly Menu[]): Promise<void>
}

/** How a channel is, told by itself. `reason` names no person and no secret. */
export type Health = { readonly state: 'up' } | { readonly state: 'down'; readonly reason: string }

/** The account it speaks with: a code to scan, which replaces the one before; logged in; or logged out, and why. */
export type AccountNews =
  | { readonly state: 'wanted'; readonly code: { readonly png: Uint8Array } }
  | { readonly state: 'done' }
  | { readonly state: 'lost'; readonly reason: string }

/** Answers a question outside of any conversation, as where an answer is chosen while it is typed. Staff only. */
export type LookUp = (
  at: Address,
  sender: string,
  question: string,
) => Promise<readonly { readonly id: string; readonly title: string; readonly text: string }[] | 'not-staff'>

/** Keeps a file that came with a message before the message that names it is received; `about` is what that answers. */
export type Keep = (
  at: Address,
  sender: string,
  file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
  about?: Receipt,
) => Promise<{ readonly ref: string; readonly name: string; readonly type: string }>

/** A small note that an adapter keeps between starts, such as how far it has read. Best effort: it may be lost. */
export interface Memo {
  /** Null where nothing was written. */
  read(): Promise<string | null>
  write(text: string): Promise<void>
}
