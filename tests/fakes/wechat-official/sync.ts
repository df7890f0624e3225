import { randomBytes } from 'node:crypto'
import { type Json, textOf } from './call.ts'
import { Refusal } from './refusal.ts'

/** One message or event, as `sync_msg` hands it out; `send_time` in seconds. */
export interface Entry {
  readonly msgid: string
  readonly send_time: number
  /** 3 a client, 4 WeCom itself, 5 somebody of the staff. */
  readonly origin: 3 | 4 | 5
  readonly msgtype: string
  readonly open_kfid?: string
  readonly external_userid?: string
  readonly [more: string]: unknown
}

/** What happened at the accounts, as it can be asked for. */
export interface SyncLog {
  add(account: string, entry: Entry): void
  /** A token for the callback: with it there is no limit, for ten minutes. */
  token(): string
  read(asked: Json): object
  readonly entries: readonly { readonly account: string; readonly entry: Entry }[]
}

export interface SyncWays {
  /** No answer has more than so many, however many were asked for. */
  readonly pageSize: number
  /** So many answers in a minute without a token. */
  readonly tokenless: number
  /** Every other answer is empty, and says that there is more: 「可能会出现has_more为1，而msg_list为空的情况」. */
  readonly emptyPages: boolean
}

const DAY_MS = 86_400_000
const TOKEN_MS = 600_000

export function createSyncLog(now: () => number, ways: SyncWays): SyncLog {
  const entries: { account: string; entry: Entry; at: number }[] = []
  const tokens = new Map<string, number>()
  let asked: number[] = []
  let wasEmpty = false

  function checkToken(given: string): void {
    if (given !== '') {
      const until = tokens.get(given)
      if (until === undefined || until <= now()) throw new Refusal(95007, 'invalid msg token')
      return
    }
    asked = [...asked.filter((at) => at > now() - 60_000), now()]
    if (asked.length > ways.tokenless) throw new Refusal(45009, 'api freq out of limit')
  }

  return {
    entries,
    add: (account, entry) => void entries.push({ account, entry, at: now() }),
    token() {
      const token = `ENC${randomBytes(24).toString('base64url')}`
      tokens.set(token, now() + TOKEN_MS)
      return token
    },
    read(json) {
      checkToken(textOf(json['token']))
      const limit = json['limit'] === undefined ? 1000 : Number(json['limit'])
      if (!(limit >= 1 && limit <= 1000)) throw new Refusal(40035, 'invalid parameter, limit')
      const account = textOf(json['open_kfid'])
      const from = fromCursor(textOf(json['cursor']), entries.length)
      const open = entries
        .map((one, i) => ({ ...one, i }))
        .slice(from)
        .filter((one) => one.at > now() - 3 * DAY_MS && (account === '' || one.account === account))
      wasEmpty = ways.emptyPages && open.length > 0 && !wasEmpty
      const page = wasEmpty ? [] : open.slice(0, Math.min(limit, ways.pageSize))
      const left = open.length - page.length
      const next = page.at(-1) ? (page.at(-1)?.i ?? 0) + 1 : left > 0 ? from : entries.length
      return { next_cursor: toCursor(next), has_more: left > 0 ? 1 : 0, msg_list: page.map(({ entry }) => entry) }
    },
  }
}

const toCursor = (next: number): string => Buffer.from(`4gw7:${next}`).toString('base64url')

function fromCursor(cursor: string, most: number): number {
  if (cursor === '') return 0
  const [, digits] = /^4gw7:(\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (digits === undefined || Number(digits) > most) throw new Refusal(40035, 'invalid parameter, cursor')
  return Number(digits)
}
