import type { Reply } from '../../../bot/model/reply.ts'
import type { Channel, Sent } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import type { Api } from '../api.ts'
import { onceEach, type Progress } from '../once.ts'
import { ApiError } from '../trouble.ts'
import { whomOf } from './address.ts'
import { became, isKnown, whyNothing } from './became.ts'
import { type Part, say, unsent } from './say.ts'
import type { Welcomes } from './welcomes.ts'

export interface SenderOptions {
  readonly api: Api
  readonly welcomes: Welcomes
  readonly clock: Clock
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  /** Whether the API as a whole is out, as far as is known. */
  readonly isOut: () => boolean
}

/** The outbox waits for 45 seconds; what takes longer goes on where it was. */
const LONGEST_MS = 25_000
/** What waits behind a file does not wait for ever. */
const FILE_TRIES = 3
/** Codes of an upload with which another try may go well: busy, asked too often. */
const PASSING: ReadonlySet<number> = new Set([-1, 45009, 45033])
/** What was uploaded is there no more. */
const NO_MEDIA = 40007

/**
 * Sends replies. Each message has an id of its own, made of the delivery's key and what it says: what is sent again, even by
 * another process, is known by it at WeCom, and is not shown twice.
 */
export function createSender({ api, welcomes, clock, fetch, isOut }: SenderOptions): Channel['send'] {
  async function sendOnce(reply: Reply, _key: string, now: Progress): Promise<Sent> {
    const whom = whomOf(reply.to.chat)
    if (!whom) return { kind: 'refused', reason: 'no chat of WeCom' }
    const files = await Promise.all(
      (reply.files ?? []).map(async ({ ref, name, type }) => ({ name, type, bytes: await fetch(ref) })),
    )
    const parts = say(reply, files)
    if (parts.length === 0) return { kind: 'refused', reason: 'nothing to say' }
    const to = { touser: whom.user, open_kfid: whom.account }
    const began = Date.parse(clock.now())
    for (const [i, part] of parts.entries()) {
      if (i < now.out) continue
      const stopped = await bringOut(reply.to.chat, to, part, `${now.digest.slice(0, 24)}-${i}`, now)
      if (stopped) return stopped
      now.out = i + 1
      now.failures = 0
      const isLate = Date.parse(clock.now()) - began > LONGEST_MS
      if (isLate && now.out < parts.length) return { kind: 'later', afterMs: 1_000, reason: 'it takes long' }
    }
    return { kind: 'sent', receipts: [] }
  }

  /** What became of the delivery where this part could not be brought out. Rejects where nobody can know. */
  async function bringOut(chat: string, to: To, part: Part, msgid: string, now: Progress): Promise<Sent | undefined> {
    const wasUnsure = now.unsure
    try {
      if (!(await welcomed(chat, part, msgid, now)))
        await api.call('kf/send_msg', { ...to, msgid, ...(await bodyOf(part, now)) })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (error.trouble.kind === 'said' && error.trouble.code === NO_MEDIA) now.failures++
      if (!isThere(error, wasUnsure)) {
        const sent = becameOf(error)
        if (sent instanceof ApiError) {
          now.unsure = true
          throw sent
        }
        return sent
      }
    }
    now.unsure = false
    return undefined
  }

  /** By the code that came when he opened the chat; false where there is none that is good. */
  async function welcomed(chat: string, part: Part, msgid: string, now: Progress): Promise<boolean> {
    const welcome = part.kind === 'text' || part.kind === 'menu' ? welcomes.take(chat) : undefined
    if (!welcome) return false
    try {
      await api.call('kf/send_msg_on_event', { code: welcome.code, msgid, ...(await bodyOf(part, now)) })
      return true
    } catch (error) {
      if (!(error instanceof ApiError) || error.trouble.kind === 'unclear') throw error
      if (error.trouble.kind === 'said' && !isKnown(error.trouble.code)) return error.trouble.repeated === true
      welcomes.offer(chat, welcome)
      throw error
    }
  }

  async function bodyOf(part: Part, now: Progress): Promise<Record<string, unknown>> {
    switch (part.kind) {
      case 'text':
        return { msgtype: 'text', text: { content: part.text } }
      case 'menu': {
        const list = part.items.map((click) => ({ type: 'click', click }))
        return { msgtype: 'msgmenu', msgmenu: { ...(part.head !== '' && { head_content: part.head }), list } }
      }
      default: {
        const media_id = now.failures < FILE_TRIES ? await uploaded(part, now) : null
        const [instead] = media_id === null ? unsent(part.name) : []
        return instead ? bodyOf(instead, now) : { msgtype: part.kind, [part.kind]: { media_id } }
      }
    }
  }

  /** Null where the file will not be taken whatever is tried. */
  async function uploaded({ kind, name, type, bytes }: FilePart, now: Progress): Promise<string | null> {
    try {
      return await api.upload(kind, { name: kind === 'image' ? pictureName(type) : name, type, bytes })
    } catch (error) {
      if (error instanceof ApiError && isHopeless(error, now)) return null
      throw error
    }
  }

  /** Whether it is for this file alone that it was not taken, and is not worth another try. */
  function isHopeless(error: ApiError, now: Progress): boolean {
    const { trouble } = error
    if (whyNothing(error) !== undefined || isOut()) return false
    now.failures++
    return now.failures >= FILE_TRIES || (trouble.kind === 'said' && !PASSING.has(trouble.code))
  }

  return onceEach(sendOnce)
}

type FilePart = Part & { readonly kind: 'image' | 'file' }
type To = Readonly<Record<'touser' | 'open_kfid', string>>

const pictureName = (type: string): string => `picture.${type === 'image/png' ? 'png' : 'jpg'}`

/**
 * Whether what failed is that this very message was taken before: of that the API says only that it is an error (若指定
 * msgid，开发者需确保客服账号内唯一，否则接口返回错误), not which.
 */
function isThere({ trouble, method }: ApiError, wasUnsure: boolean): boolean {
  if (trouble.kind !== 'said' || !/^kf\/send/.test(method)) return false
  return trouble.repeated === true || (wasUnsure && !isKnown(trouble.code))
}

function becameOf(error: ApiError): Sent | ApiError {
  try {
    return became(error)
  } catch {
    return error
  }
}
