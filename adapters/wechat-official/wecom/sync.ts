import type { Clock } from '../../../bot/ports/clock.ts'
import { type Api, isOfToken } from '../api.ts'
import { ApiError } from '../trouble.ts'
import type { Json } from '../wire.ts'

/** What has happened at an account since a place in the row of what happens there. */
export interface Page {
  readonly entries: readonly Json[]
  readonly next: string | undefined
  readonly more: boolean
}

/** Asks for what happened, around what the API may have against the way it is asked for. */
export interface Sync {
  /** A token came with a callback: whoever has one may ask often. */
  hold(token: string): void
  /** @throws an `ApiError`. `place` undefined: all of three days. */
  read(place: string | undefined): Promise<Page>
}

/** 接收消息和事件: ten minutes. */
const TOKEN_MS = 9 * 60_000
/** The most there can be in one answer. */
const LIMIT = 1_000
/**
 * Codes that say nothing of the token or the place: busy, too often, the access token, the account, its rights, the
 * address. Which code a place that is none has is not published.
 */
const OF_OTHERS: ReadonlySet<number> = new Set([
  -1, 40001, 40013, 40014, 41001, 42001, 45009, 45011, 45033, 48002, 48004, 50002, 60011, 60020, 95000, 95004, 95011,
  95012, 95017,
])

export function createSync(options: {
  readonly api: Api
  readonly account: string
  readonly clock: Clock
  readonly log: (line: string) => void
}): Sync {
  const { api, account, clock, log } = options
  let held: { readonly token: string; readonly until: number } | undefined

  async function ask(cursor: string | undefined, token: string | undefined): Promise<Page> {
    const body = { open_kfid: account, limit: LIMIT, ...(cursor !== undefined && { cursor }), ...(token && { token }) }
    const { msg_list, next_cursor, has_more } = await api.call('kf/sync_msg', body, { most: LARGEST }, isPage)
    const entries = Array.isArray(msg_list) ? msg_list.filter(isEntry) : []
    const next = typeof next_cursor === 'string' && next_cursor !== '' ? next_cursor : undefined
    return { entries, next, more: has_more === 1 }
  }

  return {
    hold(token) {
      held = { token, until: Date.parse(clock.now()) + TOKEN_MS }
    },
    async read(place) {
      const token = held && held.until > Date.parse(clock.now()) ? held.token : undefined
      try {
        return await ask(place, token)
      } catch (error) {
        if (!isOfWords(error)) throw error
        if (token !== undefined) {
          held = undefined
          return await this.read(place)
        }
        if (place === undefined) throw error
        log(`wecom: the place read up to is not known any more (${error.message}); all of three days is read again`)
        return await ask(undefined, undefined)
      }
    },
  }
}

/** A thousand messages of 2,048 bytes, and all that stands around them. */
const LARGEST = 16 * 2 ** 20

const isPage = ({ errcode, has_more, msg_list }: Json): boolean =>
  errcode === 0 &&
  (has_more === undefined || typeof has_more === 'number') &&
  (msg_list === undefined || Array.isArray(msg_list))

const isEntry = (value: unknown): value is Json => typeof value === 'object' && value !== null

const isOfWords = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.trouble.kind === 'said' && !isOfToken(error) && !OF_OTHERS.has(error.trouble.code)
