import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createEnvelope, type Envelope } from '../fakes/wechat-official/envelope.ts'
import type { Secrets } from '../fakes/wechat-official/verify.ts'
import { type Fields, readXml } from '../fakes/wechat-official/xml.ts'

/** A callback without an adapter: what a test says is answered, and what came is kept. */
export interface BareBot {
  readonly url: string
  readonly came: readonly { readonly query: URLSearchParams; readonly fields: Fields; readonly raw: string }[]
  readonly envelope: Envelope
  /** The answer to what comes from now on: a status and a text. */
  answers(how: (fields: Fields) => Promise<string> | string, status?: number): void
  close(): Promise<void>
}

export async function createBareBot(secrets: Secrets): Promise<BareBot> {
  const envelope = createEnvelope({ ...secrets, receiver: secrets.id })
  const came: { query: URLSearchParams; fields: Fields; raw: string }[] = []
  let how: (fields: Fields) => Promise<string> | string = () => 'success'
  let status = 200
  const server = createServer(async (request, response) => {
    const { searchParams: query } = new URL(request.url ?? '/', 'http://bot')
    if (request.method === 'GET') {
      const sealed = query.get('msg_signature')
      const echo = query.get('echostr') ?? ''
      return void response.end(sealed === null ? echo : envelope.open(echo))
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const raw = envelope.open(String(readXml(Buffer.concat(chunks).toString())['Encrypt']))
    const fields = readXml(raw)
    came.push({ query, fields, raw })
    const text = await how(fields)
    response.writeHead(status).end(text)
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    came,
    envelope,
    answers(next, code = 200) {
      how = next
      status = code
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Asks the API as a bot would. */
export async function ask(
  root: string,
  name: string,
  query: Readonly<Record<string, string>>,
  body?: object | FormData | string,
) {
  const url = new URL(`${root}/cgi-bin/${name}`)
  for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value)
  const sent = body instanceof FormData || typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(url, body === undefined ? {} : { method: 'POST', body: sent })
  return (await response.json()) as Record<string, unknown>
}
