import { Fault } from '../../bot/model/fault.ts'

/** Why a request to the API was not answered as it should be, in so far as it decides what is done next. */
export type Trouble =
  /** It was understood, and not done: Tencent's `errcode`. `repeated`: a message with this id was sent before. */
  | { readonly kind: 'said'; readonly code: number; readonly repeated?: true }
  /** It surely was not done: there was no connection. */
  | { readonly kind: 'unreached'; readonly code: string }
  /** 5xx, something that is no JSON, a cut connection, no answer in time: nobody can say whether it was done. */
  | { readonly kind: 'unclear'; readonly code: string }

/** A request that failed. Its message names the method and the code; no address, no secret, nothing that was sent. */
export class ApiError extends Error {
  readonly method: string
  readonly trouble: Trouble

  constructor(method: string, trouble: Trouble) {
    super(`${method}: ${describe(trouble)}`)
    this.name = 'ApiError'
    this.method = method
    this.trouble = trouble
  }
}

/** The trouble in a few words. Tencent's own may hold ids of persons: of those only the code is kept. */
export function describe(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'said':
      return `errcode ${trouble.code}`
    case 'unreached':
      return `no connection (${trouble.code})`
    case 'unclear':
      return `no proper answer (${trouble.code})`
  }
}

/** What may be written down of any error: a fault names what it is about; of any other only its name is safe to tell. */
export const nameOf = (error: unknown): string =>
  error instanceof Fault ? `${error.code}: ${error.message}` : error instanceof Error ? error.name : 'unknown'

/** With these there never was a connection over which the request could have gone. */
const NO_CONNECTION =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|EADDRNOTAVAIL|EPROTO|UND_ERR_CONNECT_TIMEOUT|(?:CERT|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO)_\w+)$/

/** What fetch threw, as trouble. `timedOut`: we gave up waiting. */
export function troubleOf(error: unknown, timedOut: boolean): Trouble {
  if (timedOut) return { kind: 'unclear', code: 'no answer in time' }
  const code = codeOf(error) ?? codeOf(error instanceof Error ? error.cause : undefined)
  if (code && NO_CONNECTION.test(code)) return { kind: 'unreached', code }
  return { kind: 'unclear', code: code ?? 'garbage' }
}

function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
