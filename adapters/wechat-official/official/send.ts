import type { Reply } from '../../../bot/model/reply.ts'
import type { Channel, Sent } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import type { Api } from '../api.ts'
import type { Pulse } from '../health.ts'
import { onceEach, type Progress } from '../once.ts'
import { ApiError } from '../trouble.ts'
import { became, isOfAll, NOT_FOLLOWING, outOf } from './became.ts'
import { type Part, say, unsent } from './say.ts'
import type { Visits } from './visits.ts'

export interface SenderOptions {
  readonly api: Api
  readonly pulse: Pulse
  readonly visits: Visits
  readonly clock: Clock
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  /** Whether he has left the account, as far as this process was told. */
  readonly hasLeft: (chat: string) => boolean
}

type Picture = Part & { readonly kind: 'picture' }

/** The outbox waits for 45 seconds; what takes longer goes on where it was. */
const LONGEST_MS = 25_000
/** What waits behind a picture does not wait for ever. */
const PICTURE_TRIES = 3
/** Codes of a message that concern the picture in it. */
const OF_PICTURE: ReadonlySet<number> = new Set([40004, 40005, 40006, 40007, 40008, 40009, 40137, 45001, 48008])
/** Codes with which another try may go well: busy, uploaded and already gone, asked too often. */
const PASSING: ReadonlySet<number> = new Set([-1, 40007, 45011])
const SEND = 'message/custom/send'

/** Sends replies: to the call that waits for it where one does, else as messages of customer service (客服消息). */
export function createSender(options: SenderOptions): Channel['send'] {
  const { api, pulse, visits, clock, fetch, hasLeft } = options
  async function sendOnce(reply: Reply, key: string, now: Progress): Promise<Sent> {
    const { chat } = reply.to
    const files = await Promise.all((reply.files ?? []).map(async (file) => ({ file, bytes: await fetch(file.ref) })))
    const parts = say(reply, files)
    if (parts.length === 0) return { kind: 'refused', reason: 'nothing to say' }
    const began = Date.parse(clock.now())
    for (const part of parts.slice(now.out)) {
      const isAnswer = part.kind === 'text' && visits.answer(chat, key, part.text)
      const stopped = isAnswer ? undefined : await bringOut(chat, part, now)
      if (stopped) return stopped
      now.out++
      now.failures = 0
      const isLate = Date.parse(clock.now()) - began > LONGEST_MS
      if (isLate && now.out < parts.length) return { kind: 'later', afterMs: 1_000, reason: 'it takes long' }
    }
    return { kind: 'sent', receipts: [] }
  }

  /** What became of the delivery where this part could not be brought out. Rejects where nobody can know. */
  async function bringOut(chat: string, part: Part, now: Progress): Promise<Sent | undefined> {
    if (hasLeft(chat)) return NOT_FOLLOWING
    if (pulse.reason !== undefined) return outOf(pulse.reason)
    const pause = visits.pause(chat)
    if (pause > 0) await clock.sleep(pause, new AbortController().signal)
    try {
      if (part.kind === 'text') await sendText(chat, part.text)
      else await sendPicture(chat, part, now)
      return undefined
    } catch (error) {
      if (error instanceof ApiError) return became(error)
      throw error
    }
  }

  const post = (touser: string, msgtype: string, content: object) =>
    api.call(SEND, { touser, msgtype, [msgtype]: content })

  const sendText = (chat: string, content: string) => post(chat, 'text', { content })

  async function sendPicture(chat: string, { file, bytes }: Picture, now: Progress): Promise<void> {
    const name = `picture.${file.type.replace(/^image\//, '').replace('jpeg', 'jpg')}`
    try {
      const media_id = await api.upload('image', { name, type: file.type, bytes })
      await post(chat, 'image', { media_id })
    } catch (error) {
      if (!(error instanceof ApiError) || !isHopeless(error, now)) throw error
      for (const part of unsent(file)) if (part.kind === 'text') await sendText(chat, part.text)
    }
  }

  /** Whether a picture will not go whatever is tried, though all else does. */
  function isHopeless(error: ApiError, now: Progress): boolean {
    const { trouble, method } = error
    const code = trouble.kind === 'said' ? trouble.code : undefined
    if (isOfAll(error) || pulse.reason !== undefined) return false
    if (method === SEND && (code === undefined || !OF_PICTURE.has(code))) return false
    now.failures++
    return now.failures >= PICTURE_TRIES || (code !== undefined && !PASSING.has(code))
  }

  return onceEach(sendOnce)
}
