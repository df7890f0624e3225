import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createHttp } from '../../adapters/http/index.ts'
import { createBrakes } from '../../adapters/telegram/brakes.ts'
import { createClient } from '../../adapters/telegram/client.ts'
import { createTelegram } from '../../adapters/telegram/index.ts'
import { TelegramError } from '../../adapters/telegram/trouble.ts'
import { openBench } from './adapter.ts'
import { hurried } from './hurried.ts'

const SECRET = 'wire-secret'
const KEY = { 'x-telegram-bot-api-secret-token': SECRET }

/** Somebody who says he is Telegram, and answers what he likes. */
async function openLiar(answer: (method: string, path: string) => unknown) {
  const asked: string[] = []
  const server = http.createServer((request, response) => {
    const path = request.url ?? ''
    const method = path.split('/').at(-1) ?? ''
    asked.push(path)
    request.resume()
    response.end(JSON.stringify(answer(method, path)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { apiRoot: `http://127.0.0.1:${port}`, asked }
}

it.each([null, 5, 'ok', [], {}, { ok: true }, { ok: true, result: null }, { ok: true, result: [] }, { ok: false }])(
  'takes the JSON %j of whoever stands between for no answer, and goes on asking',
  async (lie) => {
    const { apiRoot, asked } = await openLiar(() => lie)
    const stop = new AbortController()
    const lines: string[] = []
    const telegram = createTelegram({
      token: '1:a',
      apiRoot,
      keep: () => Promise.reject(new Error('nothing to keep')),
      lookUp: () => Promise.resolve('not-staff'),
      fetch: () => Promise.resolve(null),
      clock: hurried(100),
      onHealth: () => {},
      log: (line) => lines.push(line),
    })
    const over = telegram.listen(() => Promise.resolve({}), stop.signal)
    await expect.poll(() => asked.length, { timeout: 3_000 }).toBeGreaterThan(1)
    stop.abort()
    await over
    expect(lines[0]).toMatch(/no proper answer|token|undefined/)
  },
)

it.each([-5, 1e300, 'soon', null, {}])(
  'waits neither for ever nor not at all when told %j (429)',
  async (retry_after) => {
    const { apiRoot } = await openLiar(() => ({
      ok: false,
      error_code: 429,
      description: 'x',
      parameters: { retry_after },
    }))
    const client = createClient({ token: '1:a', apiRoot, clock: hurried(1) })
    const failed: unknown = await client.ask('getMe', (api) => api.getMe(), Boolean).catch((error: unknown) => error)
    const trouble = failed instanceof TelegramError ? failed.trouble : undefined
    expect(trouble?.kind).toBe('slow')
    const ms = trouble?.kind === 'slow' ? trouble.afterMs : Number.NaN
    expect(ms).toBeGreaterThanOrEqual(1_000)
    expect(ms).toBeLessThanOrEqual(86_400_000)
  },
)

it('is not sent round in circles by groups that say each has become the other', async () => {
  const { apiRoot, asked } = await openLiar((method) => {
    if (method !== 'sendMessage') return { ok: true, result: { id: 1, username: 'x_bot' } }
    const to = asked.length % 2 ? -1002 : -1001
    return { ok: false, error_code: 400, description: 'Bad Request: x', parameters: { migrate_to_chat_id: to } }
  })
  const telegram = createTelegram({
    token: '1:a',
    apiRoot,
    keep: () => Promise.reject(new Error('nothing to keep')),
    lookUp: () => Promise.resolve('not-staff'),
    fetch: () => Promise.resolve(null),
    clock: hurried(1),
    onHealth: () => {},
    log: () => {},
  })
  const stop = new AbortController()
  const over = telegram.listen(() => Promise.resolve({}), stop.signal)
  const sent = await telegram.send({ to: { channel: 'telegram', chat: '-1001' }, text: ['好'] }, 'k')
  expect(sent.kind).toBe('refused')
  expect(asked.filter((path) => path.endsWith('sendMessage')).length).toBeLessThan(10)
  stop.abort()
  await over
})

it.each(['../../../secret', 'a/../../b', '.', 'documents/./x', '\ud800'])(
  'asks for no file at the path %j',
  async (path) => {
    const { apiRoot, asked } = await openLiar(() => ({}))
    const client = createClient({ token: '1:a', apiRoot, clock: hurried(1) })
    await expect(client.download(path, 99)).rejects.toMatchObject({ trouble: { kind: 'refused' } })
    expect(asked).toEqual([])
  },
)

it.each(['http://127.0.0.1:1/x', '//evil.example/x', 'a?b#c', '%2e%2e/x', '\\..\\x'])(
  'asks nobody else for a file at the path %j, and for no other than that',
  async (path) => {
    const { apiRoot, asked } = await openLiar(() => ({}))
    const client = createClient({ token: '1:a', apiRoot, clock: hurried(1) })
    await client.download(path, 99)
    expect(asked).toEqual([expect.stringMatching(/^\/file\/bot1:a\//)])
    expect(new URL(apiRoot + asked[0]).pathname).toMatch(/^\/file\/bot1:a\//)
  },
)

it('is silent no longer for a clock that was put back or forward', () => {
  let now = 1_000_000
  const brakes = createBrakes(() => now)
  for (const chat of [1, 2, 3]) brakes.told(chat, 5_000)
  expect(brakes.left(9)).toBe(5_000)
  now -= 86_400_000
  expect([brakes.left(1), brakes.left(9)]).toEqual([0, 0])
  brakes.told(1, 5_000)
  expect(brakes.left(1)).toBe(5_000)
  now += 86_400_000 * 400
  expect([brakes.left(1), brakes.left(9)]).toEqual([0, 0])
})

async function openHook() {
  const bench = await openBench({
    listening: false,
    hurry: 20,
    webhook: { url: 'http://127.0.0.1:9/telegram', secret: SECRET },
  })
  const server = createHttp({
    host: '127.0.0.1',
    port: 0,
    routes: { '/telegram': (request) => bench.channel.handler(request) },
  })
  const { port } = await server.listen()
  onTestFinished(() => server.close())
  bench.restart()
  await bench.telegram.until(() => bench.health.length > 0)
  const url = `http://127.0.0.1:${port}/telegram`
  const post = async (body: string | Uint8Array, headers: Record<string, string> = KEY) =>
    (await fetch(url, { method: 'POST', body, headers })).status
  return { bench, port, url, post, ...bench }
}

it('lets in no body that is none, and is there for the next', async () => {
  const { post, said } = await openHook()
  const message = {
    message_id: 5,
    date: 1,
    from: { id: 7, first_name: '王' },
    chat: { id: 7, type: 'private' },
    text: '早',
  }
  const update = (update_id: unknown, text = '早') => JSON.stringify({ update_id, message: { ...message, text } })
  for (const body of ['', '{', 'null', '[]', '5', '[{"update_id":1}]', '\ufeff{}', '['.repeat(500_000), '\xff\xfe']) {
    expect(await post(body), body.slice(0, 20)).toBe(400)
  }
  for (const id of [null, '7', -0.5, 2 ** 53, 1e300, [1], {}]) expect(await post(update(id))).toBe(400)
  expect(await post(new Uint8Array(2 ** 20 + 1))).toBe(413)
  expect(await post(update(1), {})).toBe(401)
  expect(await post(update(1), { 'x-telegram-bot-api-secret-token': `${SECRET}x` })).toBe(401)
  expect(said()).toEqual([])
  // Neither what it says of itself nor its order is of any account.
  const types = ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'image/png']
  for (const [i, type] of types.entries()) {
    expect(await post(update(90 - i, type), { ...KEY, 'content-type': type })).toBe(200)
  }
  expect(said().map(({ text }) => text)).toEqual(types)
})

it('reads no more than it must of a body without end, and outlives one that breaks off', async () => {
  const { port, post, bench } = await openHook()
  const send = (head: string, body: (socket: net.Socket) => void, secret = SECRET) =>
    new Promise<{ answer: string; sent: number }>((resolve) => {
      let answer = ''
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.write(
          `POST /telegram HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: ${secret}\r\n${head}\r\n\r\n`,
        )
        body(socket)
      })
      socket.on('data', (data) => {
        answer += data.toString('latin1')
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve({ answer, sent: socket.bytesWritten }))
    })
  const flood = (socket: net.Socket) => {
    const chunk = Buffer.alloc(2 ** 20, 'a')
    let left = 300
    const more = () => {
      while (left-- > 0 && !socket.destroyed) if (!socket.write(chunk)) return void socket.once('drain', more)
      socket.end()
    }
    more()
  }
  const before = process.memoryUsage().arrayBuffers
  const huge = await send(`Content-Length: ${2 ** 30}`, flood)
  expect(huge.answer).toMatch(/^HTTP\/1\.1 413/)
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 2 ** 20)
  expect(huge.sent).toBeLessThan(100 * 2 ** 20)
  const unknown = await send(`Content-Length: ${2 ** 30}`, flood, 'guessed')
  expect(unknown.answer).toMatch(/^HTTP\/1\.1 401/)
  expect(unknown.sent).toBeLessThan(100 * 2 ** 20)
  const garbage = await send('Transfer-Encoding: chunked', (socket) => socket.end('zz\r\nnonsense\r\n0\r\n\r\n'))
  expect(garbage.answer).toMatch(/^HTTP\/1\.1 400|^$/)
  await send('Content-Length: 500', (socket) => {
    socket.write('{"update_id"')
    setTimeout(() => socket.destroy(), 50)
  })
  expect(await post('{"update_id":4}')).toBe(200)
  expect(bench.lines.filter((line) => !/connected/.test(line))).toEqual([])
})
