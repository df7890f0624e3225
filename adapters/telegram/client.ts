import http from 'node:http'
import https from 'node:https'
import { Api, type ApiClientOptions, type RawApi } from 'grammy'
import { HttpsProxyAgent } from 'https-proxy-agent'
import type { Clock } from '../../bot/ports/clock.ts'
import { TelegramError, type Trouble, troubleOf, troubleOnTheWay } from './trouble.ts'
import { type Ask, fetchJson, request } from './wire.ts'

export interface ClientOptions {
  readonly token: string
  /** Without a slash at its end. */
  readonly apiRoot: string
  readonly proxy?: string | undefined
  readonly clock: Clock
}

type Signal = Parameters<RawApi['getMe']>[0]
type Asking<T> = (api: RawApi, signal: Signal) => Promise<T>

interface Limits {
  /** How long an answer is waited for, in milliseconds of the clock. */
  readonly ms?: number
  readonly stop?: AbortSignal
}

/** Requests to the Bot API. Each rejects with a `TelegramError` and nothing else, unless it was told to stop. */
export interface Client {
  /** `method` is for the error; `good` says whether what came is what was asked for. */
  ask<T>(method: string, ask: Asking<T>, good: (answer: T) => boolean, limits?: Limits): Promise<T>
  /** What stands at a file's path, or `too-large`. */
  download(path: string, most: number, limits?: Limits): Promise<Uint8Array | 'too-large'>
}

const ANSWER_MS = 15_000
const DOWNLOAD_MS = 60_000

export function createClient({ token, apiRoot, proxy, clock }: ClientOptions): Client {
  const agent = agentFor(apiRoot, proxy)
  // grammY's types are those of node-fetch, of which it uses no more than this.
  const fetch = ((url: string, ask: Ask) => fetchJson(url, { ...ask, agent })) as unknown as ApiClientOptions['fetch']
  const { raw } = new Api(token, { apiRoot, ...(fetch && { fetch }) })

  /** Runs with a signal that ends it when its time is over or it is told to stop. */
  async function inTime<T>(
    ms: number,
    stop: AbortSignal | undefined,
    run: (signal: AbortSignal, timedOut: () => boolean) => Promise<T>,
  ): Promise<T> {
    const [over, end] = [new AbortController(), new AbortController()]
    let isLate = false
    void clock.sleep(ms, over.signal).then(() => {
      if (over.signal.aborted) return
      isLate = true
      end.abort()
    })
    // Not `AbortSignal.any`: in Node 20 a signal that lives long remembers for good each that was made of it.
    const stopped = () => end.abort()
    stop?.addEventListener('abort', stopped)
    if (stop?.aborted) stopped()
    try {
      return await run(end.signal, () => isLate)
    } finally {
      stop?.removeEventListener('abort', stopped)
      over.abort()
    }
  }

  return {
    ask: (method, ask, good, { ms = ANSWER_MS, stop } = {}) =>
      inTime(ms, stop, async (signal, timedOut) => {
        // grammY's own type of a signal is that of a polyfill; it takes the platform's.
        const answer = await ask(raw, signal as unknown as Signal).catch((error: unknown) => {
          throw new TelegramError(method, withoutToken(troubleOf(error, timedOut()), token))
        })
        if (!isGood(good, answer)) throw new TelegramError(method, { kind: 'unclear', code: 'garbage' })
        return answer
      }),

    download: (path, most, { ms = DOWNLOAD_MS, stop } = {}) =>
      inTime(ms, stop, async (signal, timedOut) => {
        // An address is made tidy on its way: such a path would lead to another place of the server.
        if (/(?:^|\/)\.{1,2}(?:\/|$)|\p{Surrogate}/u.test(path)) throw new TelegramError('download', NO_FILE)
        const url = `${apiRoot}/file/bot${token}/${path.split('/').map(encodeURIComponent).join('/')}`
        return await readFile(url, { agent, signal }, most).catch((error: unknown) => {
          const late = { kind: 'unclear', code: 'no answer in time' } as const
          throw error instanceof TelegramError
            ? error
            : new TelegramError('download', timedOut() ? late : troubleOnTheWay(error))
        })
      }),
  }
}

const NO_FILE = { kind: 'refused', code: 400, description: 'no file' } as const

/** What is not even of the kind that was to come is not what was asked for: a portal's own page may be JSON, too. */
function isGood<T>(good: (answer: T) => boolean, answer: T): boolean {
  try {
    return good(answer)
  } catch {
    return false
  }
}

function agentFor(apiRoot: string, proxy: string | undefined): http.Agent {
  if (proxy) return new HttpsProxyAgent(proxy, { keepAlive: true })
  return new (apiRoot.startsWith('https:') ? https : http).Agent({ keepAlive: true })
}

async function readFile(url: string, ask: Ask, most: number): Promise<Uint8Array | 'too-large'> {
  const answer = await request(url, ask, most)
  if (answer === 'too large') return 'too-large'
  const { status, bytes } = answer
  if (status === 200) return bytes
  const refused = { ...NO_FILE, code: status }
  const unclear = { kind: 'unclear', code: `status ${status}` } as const
  throw new TelegramError('download', status >= 500 || status === 429 ? unclear : refused)
}

/** Whoever stands between may answer with what he was asked; Telegram's own words are English, so nothing else is kept. */
function withoutToken(trouble: Trouble, token: string): Trouble {
  if (trouble.kind !== 'refused') return trouble
  const [, secret = token] = token.split(':')
  const description = trouble.description.replaceAll(secret, '…').replace(/[^ -~]+/g, '…')
  return { ...trouble, description: description.slice(0, 120) }
}
