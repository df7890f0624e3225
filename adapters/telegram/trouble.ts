import { GrammyError, HttpError } from 'grammy'

/** Why a request was not answered as it should be, in so far as it decides what is done next. */
export type Trouble =
  /** 401, 404: nobody knows this token. */
  | { readonly kind: 'token' }
  /** 409: somebody else asks for what is said to this bot, or a webhook stands in the way. */
  | { readonly kind: 'conflict'; readonly webhook: boolean }
  /** 429. */
  | { readonly kind: 'slow'; readonly afterMs: number }
  /** 400, 403, 413: it is understood, and will not be done. */
  | { readonly kind: 'refused'; readonly code: number; readonly description: string }
  /** The group has become a supergroup and has another id. */
  | { readonly kind: 'moved'; readonly to: string }
  /** It surely was not done: there was no connection. */
  | { readonly kind: 'unreached'; readonly code: string }
  /** 5xx, something that is no JSON, a cut connection, no answer in time: nobody can say whether it was done. */
  | { readonly kind: 'unclear'; readonly code: string }

/** A request to the Bot API that failed. Its message names the method and the code; neither token nor address nor text. */
export class TelegramError extends Error {
  readonly method: string
  readonly trouble: Trouble

  constructor(method: string, trouble: Trouble) {
    super(`${method}: ${describe(trouble)}`)
    this.name = 'TelegramError'
    this.method = method
    this.trouble = trouble
  }
}

/** The trouble in a few words, for a log line or an administrator. */
export function describe(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'token':
      return 'Telegram does not know this token (401); check it with @BotFather'
    case 'conflict':
      return trouble.webhook
        ? 'a webhook is set for this bot (409)'
        : 'another instance polls with the same token (409); stop one of them'
    case 'slow':
      return 'too many requests (429)'
    case 'refused':
      return `${trouble.code} ${trouble.description}`
    case 'moved':
      return 'the group has another id now'
    case 'unreached':
      return `no connection to Telegram (${trouble.code})`
    case 'unclear':
      return `no proper answer from Telegram (${trouble.code})`
  }
}

/** With these there never was a connection over which the request could have gone. */
const NO_CONNECTION =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EPROTO|(?:CERT|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)_\w+)$/

/** What grammY threw, as trouble. `timedOut`: we gave up waiting. */
export function troubleOf(error: unknown, timedOut: boolean): Trouble {
  if (error instanceof GrammyError) return troubleSaid(error)
  if (timedOut) return { kind: 'unclear', code: 'no answer in time' }
  const cause: unknown = error instanceof HttpError ? error.error : error
  return troubleOnTheWay(cause)
}

/** A connection that failed: its error's code is all that is safe to tell, for the message holds the token. */
export function troubleOnTheWay(error: unknown): Trouble {
  const code = codeOf(error)
  if (code && NO_CONNECTION.test(code)) return { kind: 'unreached', code }
  return { kind: 'unclear', code: code ?? 'garbage' }
}

function troubleSaid({ error_code: code, description, parameters }: GrammyError): Trouble {
  if (typeof code !== 'number') return { kind: 'unclear', code: 'garbage' }
  if (code === 401 || code === 404) return { kind: 'token' }
  if (code === 409) return { kind: 'conflict', webhook: /webhook/i.test(description) }
  if (code === 429) return { kind: 'slow', afterMs: 1000 * pauseOf(parameters.retry_after) }
  if (code >= 500) return { kind: 'unclear', code: String(code) }
  if (Number.isSafeInteger(parameters.migrate_to_chat_id))
    return { kind: 'moved', to: String(parameters.migrate_to_chat_id) }
  return { kind: 'refused', code, description: tidy(description) }
}

/** A day at most: whatever it says, it is asked again tomorrow. In seconds. */
const LONGEST_PAUSE = 86_400

function pauseOf(said: unknown): number {
  return typeof said === 'number' && said >= 1 ? Math.min(said, LONGEST_PAUSE) : 1
}

/** Telegram's own words, without what it puts before them. */
function tidy(description: unknown): string {
  return String(description).replace(/^(?:Bad Request|Forbidden): /, '')
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
