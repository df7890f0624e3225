import type { ChannelName, Message, Receipt } from '../model/message.ts'
import type { Reply } from '../model/reply.ts'

export interface Channel {
  readonly name: ChannelName
  /** Hands over what arrives until told to stop. A message is done with when `receive` resolves: then it is durable. */
  listen(receive: (message: Message) => Promise<void>, stop: AbortSignal): Promise<void>
  /** Sends once; `key` is the same on every retry of the same delivery. Rejects when it is not known to be out. */
  send(reply: Reply, key: string): Promise<Receipt>
}
