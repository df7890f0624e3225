import { Refusal } from './refusal.ts'
import type { Incoming, Outgoing } from './wire.ts'

export type Json = Readonly<Record<string, unknown>>

/** A request to one of the APIs: `name` is what stands behind `/cgi-bin/`. */
export interface Call {
  readonly name: string
  readonly method: string
  readonly query: URLSearchParams
  readonly json: Json
  readonly upload: { readonly name: string; readonly type: string; readonly bytes: Uint8Array } | undefined
}

export type Method = (call: Call) => object | Promise<object>
export type Methods = Readonly<Record<string, Method>>

/** Reads what was asked. A body that is no JSON is empty: the real ones go on with what they understood of it. */
export async function readCall(name: string, { method, query, type, body }: Incoming): Promise<Call> {
  const base = { name, method, query }
  if (type.startsWith('multipart/form-data')) return { ...base, json: {}, upload: await readUpload(type, body) }
  const text = body.toString('utf8')
  return { ...base, json: text === '' ? {} : parse(text), upload: undefined }
}

/** An answer that is no JSON. */
export class Bytes {
  readonly outgoing: Outgoing
  constructor(outgoing: Outgoing) {
    this.outgoing = outgoing
  }
}

async function readUpload(type: string, body: Buffer): Promise<Call['upload']> {
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined)
  const media = form?.get('media')
  if (!media || typeof media === 'string') return undefined
  return { name: media.name, type: media.type, bytes: new Uint8Array(await media.arrayBuffer()) }
}

function parse(text: string): Json {
  // All else than ASCII has to come as it is: `ensure_ascii` and its like would be shown as such.
  if (/\\u[0-9a-f]{4}/i.test(text))
    throw new Refusal(40033, 'invalid charset. please check your request, if include \\uxxxx will create fail!')
  try {
    const value: unknown = JSON.parse(text)
    if (isJson(value)) return value
  } catch {}
  throw new Refusal(47001, 'data format error')
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field that has to be text; '' where it is none. */
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const bytesOf = (text: string): number => Buffer.byteLength(text)

/** Whoever asks with another method is told so. */
export function posts(call: Call): void {
  if (call.method !== 'POST') throw new Refusal(43002, 'require POST method')
}
