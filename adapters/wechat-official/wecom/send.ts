import { createHash } from 'node:crypto'
import type { Reply } from '../../../bot/model/reply.ts'
import type { Channel, Sent } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import type { Api } from '../api.ts'
import { ApiError } from '../trouble.ts'
import { whomOf } from './address.ts'
import { became, isKnown } from './became.ts'
import { type Part, say, unsent } from './say.ts'
import type { Welcomes } from './welcomes.ts'

export interface SenderOptions {
  readonly api: Api
  readonly welcomes: Welcomes
  readonly clock: Clock
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
}

/** Of one delivery: which of its parts are out. */
interface Progress {
  readonly digest: string
  out: number
  /** Nobody knows whether the next one is out already. */
  unsure: boolean
  running?: Promise<Sent>
}

/** So many deliveries are remembered, so that what was out is not sent again when its row could not be marked. */
const REMEMBERED = 2_000
/** The outbox waits for 45 seconds; what takes longer goes on where it was. */
const LONGEST_MS = 25_000
/** Codes with which a file itself is refused, whatever is tried. */
const NO_FILE: ReadonlySet<number> = new Set([40004, 40005, 40006, 40009, 40011, 45001])

/**
 * Sends replies. Each message has an id of its own, made of the delivery's key and what it says: what is sent again, even by
 * another process, is known by it at WeCom, and is not shown twice.
 */
export function createSender({ api, welcomes, clock, fetch }: SenderOptions): Channel['send'] {
  const progress = new Map<string, Progress>()

  /** Another text under the same key is another delivery. */
  function progressOf(key: string, reply: Reply): Progress {
    const digest = createHash('sha256')
      .update(JSON.stringify([key, reply]))
      .digest('base64url')
    const before = progress.get(key)
    const now = before?.digest === digest ? before : { digest, out: 0, unsure: false }
    progress.delete(key)
    progress.set(key, now)
    const [oldest] = progress.keys()
    if (progress.size > REMEMBERED && oldest !== undefined) progress.delete(oldest)
    return now
  }

  async function sendOnce(reply: Reply, now: Progress): Promise<Sent> {
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
      const isLate = Date.parse(clock.now()) - began > LONGEST_MS
      if (isLate && now.out < parts.length) return { kind: 'later', afterMs: 1_000, reason: 'it takes long' }
    }
    return { kind: 'sent', receipts: [] }
  }

  /** What became of the delivery where this part could not be brought out. Rejects where nobody can know. */
  async function bringOut(chat: string, to: To, part: Part, msgid: string, now: Progress): Promise<Sent | undefined> {
    const wasUnsure = now.unsure
    try {
      if (!(await welcomed(chat, part, msgid))) await api.call('kf/send_msg', { ...to, msgid, ...(await bodyOf(part)) })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (!isOut(error, wasUnsure)) {
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
  async function welcomed(chat: string, part: Part, msgid: string): Promise<boolean> {
    const welcome = part.kind === 'text' || part.kind === 'menu' ? welcomes.take(chat) : undefined
    if (!welcome) return false
    try {
      await api.call('kf/send_msg_on_event', { code: welcome.code, msgid, ...(await bodyOf(part)) })
      return true
    } catch (error) {
      if (!(error instanceof ApiError) || error.trouble.kind === 'unclear') throw error
      if (error.trouble.kind === 'said' && !isKnown(error.trouble.code)) return error.trouble.repeated === true
      welcomes.offer(chat, welcome)
      throw error
    }
  }

  async function bodyOf(part: Part): Promise<Record<string, unknown>> {
    switch (part.kind) {
      case 'text':
        return { msgtype: 'text', text: { content: part.text } }
      case 'menu': {
        const list = part.items.map((click) => ({ type: 'click', click }))
        return { msgtype: 'msgmenu', msgmenu: { ...(part.head !== '' && { head_content: part.head }), list } }
      }
      default: {
        const media_id = await uploaded(part)
        const [instead] = media_id === null ? unsent(part.name) : []
        return instead ? bodyOf(instead) : { msgtype: part.kind, [part.kind]: { media_id } }
      }
    }
  }

  /** Null where the file is one that WeCom does not take. */
  async function uploaded({ kind, name, type, bytes }: Part & { kind: 'image' | 'file' }): Promise<string | null> {
    try {
      return await api.upload(kind, { name: kind === 'image' ? pictureName(type) : name, type, bytes })
    } catch (error) {
      if (error instanceof ApiError && error.trouble.kind === 'said' && NO_FILE.has(error.trouble.code)) return null
      throw error
    }
  }

  return (reply, key) => {
    const now = progressOf(key, reply)
    now.running ??= sendOnce(reply, now).finally(() => {
      delete now.running
    })
    return now.running
  }
}

type To = Readonly<Record<'touser' | 'open_kfid', string>>

const pictureName = (type: string): string => `picture.${type === 'image/png' ? 'png' : 'jpg'}`

/**
 * Whether what failed is that this very message was taken before: of that the API says only that it is an error (若指定
 * msgid，开发者需确保客服账号内唯一，否则接口返回错误), not which.
 */
function isOut({ trouble, method }: ApiError, wasUnsure: boolean): boolean {
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
