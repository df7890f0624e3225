import type { payloads, Puppet as WholePuppet } from 'wechaty-puppet'
import type { Clock } from '../../../bot/ports/clock.ts'
import { atMost } from '../at-most.ts'

/** What hearing needs of a puppet. */
export type Puppet = Pick<
  WholePuppet,
  | 'contactPayload'
  | 'currentUserId'
  | 'messageFile'
  | 'messageImage'
  | 'messageLocation'
  | 'messagePayload'
  | 'messageUrl'
  | 'roomMemberPayload'
>

/** Questions to a puppet behind which may be a gateway that hangs: each has its time. */
export interface Asking {
  /** What a message is; asked for again where it cannot be had at once. */
  payload(puppet: Puppet, id: string): Promise<payloads.Message>
  /** An answer that one can do without. */
  maybe<T>(question: () => Promise<T>): Promise<T | undefined>
}

const PAYLOAD_MS = 10_000
const DETAIL_MS = 5_000
/** Between one try and the next: in all as long as an outage may take that leaves the gateway what it knew. */
const WAITS_MS = [500, 2_000, 5_000, 20_000, 60_000, 120_000]

export function createAsking({ clock, stop }: { readonly clock: Clock; readonly stop: () => AbortSignal }): Asking {
  async function once(puppet: Puppet, id: string): Promise<payloads.Message> {
    const payload = await atMost(clock, PAYLOAD_MS, puppet.messagePayload(id), undefined)
    if (typeof payload === 'object' && payload !== null) return payload
    throw new Error('no payload')
  }

  return {
    async payload(puppet, id) {
      for (const wait of WAITS_MS) {
        try {
          return await once(puppet, id)
        } catch (error) {
          if (stop().aborted) throw error
          await clock.sleep(wait, stop())
        }
      }
      return await once(puppet, id)
    },
    async maybe(question) {
      try {
        return await atMost(clock, DETAIL_MS, question(), undefined)
      } catch {
        return undefined
      }
    },
  }
}
