import type { Envelope } from './envelope.ts'

/** Asks the bot's URL whether it is the bot's, as Tencent does when it is set. Rejects with why not. */
export async function verify(url: string, query: Readonly<Record<string, string>>, wanted: string): Promise<void> {
  const to = new URL(url)
  for (const [name, value] of Object.entries(query)) to.searchParams.set(name, value)
  const response = await fetch(to, { signal: AbortSignal.timeout(5_000) })
  const text = await response.text()
  if (response.status !== 200 || text !== wanted) throw new Error(`请求URL失败: ${response.status}`)
}

export interface Signed {
  readonly timestamp: string
  readonly nonce: string
}

export function signedNow(now: () => number): Signed {
  return { timestamp: String(Math.floor(now() / 1000)), nonce: String(Math.floor(Math.random() * 2 ** 31)) }
}

/** Which may be handed to the adapter: what it needs to know of the application. */
export interface Secrets {
  readonly id: string
  readonly secret: string
  readonly token: string
  readonly aesKey: string
  readonly apiRoot: string
}

export type SealedQuery = Signed & { readonly msg_signature: string }

export function sealedQuery(envelope: Envelope, sealed: string, signed: Signed): SealedQuery {
  return { ...signed, msg_signature: envelope.sign(signed.timestamp, signed.nonce, sealed) }
}
