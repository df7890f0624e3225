import { once } from 'node:events'
import net from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { createHttp } from '../../adapters/http/index.ts'
import { Fault } from '../../bot/model/fault.ts'
import { openBench, reply } from './adapter.ts'

const SECRET = 'a-secret-for-tests_0123456789'

/** A bot to which Telegram comes, over the server that others share. */
async function openWebhook(options: Parameters<typeof openBench>[0] = {}) {
  const free = await freePort()
  const url = `http://127.0.0.1:${free}/telegram`
  const bench = await openBench({
    webhook: { url, secret: SECRET },
    listening: false,
    fake: { webhook: { retryMs: 50 } },
    ...options,
  })
  const http = createHttp({
    host: '127.0.0.1',
    port: free,
    routes: {
      '/telegram': (request) => bench.channel.handler(request),
      '/broken': () => Promise.reject(new Error('secret')),
    },
  })
  await http.listen()
  onTestFinished(() => http.close())
  bench.restart()
  const post = (body: string, secret = SECRET, path = '/telegram') =>
    fetch(new URL(path, url), { method: 'POST', body, headers: { 'x-telegram-bot-api-secret-token': secret } })
  return { bench, url, http, post, ...bench, channel: bench.channel }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

it('tells Telegram where to come, and hears and answers what it brings', async () => {
  const { telegram, said, channel, url, health } = await openWebhook()
  await telegram.until(() => telegram.webhook.url === url)
  const wang = telegram.person('王芳')
  wang.says('早')
  await telegram.until(() => said().length === 1)
  await channel.send(reply(wang, ['早'], { choices: [{ id: 'a', label: '看今天' }] }), 'k')
  await wang.presses('看今天')
  expect(said().map(({ text, pressed }) => pressed ?? text)).toEqual(['早', 'a'])
  expect(telegram.counts['getUpdates']).toBeUndefined()
  expect(health).toEqual([{ state: 'up' }])
  expect(telegram.asked('setWebhook')[0]?.params).toMatchObject({
    secret_token: SECRET,
    allowed_updates: ['message', 'callback_query', 'inline_query'],
  })
})

it('says 200 only when it is kept; what could not be kept is brought again', async () => {
  const { telegram, bench, said, url } = await openWebhook()
  await telegram.until(() => telegram.webhook.url === url)
  const order: string[] = []
  let kept = () => {}
  bench.answer = () =>
    new Promise((resolve) => {
      kept = () => {
        order.push('kept')
        resolve({})
      }
    })
  telegram.person('王芳').says('早')
  await telegram.until(() => said().length === 1)
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(telegram.pending).toHaveLength(1)
  kept()
  await telegram.until(() => telegram.pending.length === 0)
  expect(order).toEqual(['kept'])
  expect(said()).toHaveLength(1)
})

it('waits for a disk that is full, and is brought the update again meanwhile without taking it twice', async () => {
  const { telegram, bench, url } = await openWebhook({ hurry: 20 })
  await telegram.until(() => telegram.webhook.url === url)
  const texts: string[] = []
  let full = 5
  bench.answer = (message) => {
    if (full-- > 0) return Promise.reject(new Fault('storage', 'the disk is full'))
    if (message.kind === 'said') texts.push(message.text)
    return Promise.resolve({})
  }
  telegram.person('王芳').says('早')
  await telegram.until(() => telegram.pending.length === 0)
  expect(texts).toEqual(['早'])
  expect(telegram.webhook.deliveries.length).toBeGreaterThan(1)
  expect(telegram.webhook.deliveries.some(({ status }) => status === 503)).toBe(true)
})

it('lets in nobody without the secret, and nothing that is no update', async () => {
  const { telegram, received, post, url, bench } = await openWebhook()
  await telegram.until(() => telegram.webhook.url === url)
  const from = { id: 5, is_bot: false, first_name: '贼' }
  const update = JSON.stringify({
    update_id: 1,
    message: { message_id: 1, date: 1, text: '/mine', from, chat: { id: 5, type: 'private', first_name: '贼' } },
  })
  expect((await post(update, '')).status).toBe(401)
  expect((await post(update, 'x'.repeat(29))).status).toBe(401)
  expect((await fetch(url)).status).toBe(405)
  expect((await post('{"update_id":')).status).toBe(400)
  expect((await post('[]')).status).toBe(400)
  expect((await post(`{"update_id":1,"x":"${'x'.repeat(2 ** 20)}"}`)).status).toBe(413)
  expect((await post(update, SECRET, '/elsewhere')).status).toBe(404)
  const broken = await post(update, SECRET, '/broken')
  expect([broken.status, await broken.text()]).toEqual([500, ''])
  expect(received).toEqual([])
  expect((await post(update)).status).toBe(200)
  expect(received).toHaveLength(1)
  await bench.stop()
  expect((await post(update)).status).toBe(503)
  expect(received).toHaveLength(1)
})

it('tries until Telegram knows where to come, and again where somebody has put it elsewhere', async () => {
  const { telegram, lines, url, health } = await openWebhook({ hurry: 40 })
  await telegram.until(() => telegram.webhook.url === url)
  await fetch(`${telegram.apiRoot}/bot${telegram.token}/deleteWebhook`)
  await telegram.until(() => telegram.webhook.url === url)
  telegram.fails({ method: 'getWebhookInfo', times: 3, with: { kind: 'html' } })
  await telegram.until(() => health.length === 3)
  expect(health.map(({ state }) => state)).toEqual(['up', 'down', 'up'])
  expect(lines.join('\n')).not.toContain(SECRET)
})

it('cannot listen where another does, and says what to do', async () => {
  const taken = net.createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const { port } = taken.address() as net.AddressInfo
  const http = createHttp({ host: '127.0.0.1', port, routes: {} })
  await expect(http.listen()).rejects.toThrow(`cannot listen on 127.0.0.1:${port}: another program listens there`)
})

it('goes through a proxy, which is told the host and nothing else', async () => {
  const asked: string[] = []
  const proxy = net.createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', (bytes) => {
      const [line = ''] = bytes.toString().split('\r\n')
      asked.push(line)
      const [, host = '', port = '0'] = /^CONNECT ([^:]+):(\d+)/.exec(line) ?? []
      const beyond = net.connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        socket.pipe(beyond).pipe(socket)
      })
      beyond.on('error', () => socket.destroy())
    })
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => void proxy.close())
  const { port } = proxy.address() as net.AddressInfo
  const { telegram, said, channel, lines } = await openBench({
    proxy: `http://user:geheim@127.0.0.1:${port}`,
    fetch: () => Promise.resolve(Buffer.from('表')),
  })
  const wang = telegram.person('王芳')
  wang.sends({ name: '一.txt', bytes: Buffer.from('一') })
  await telegram.until(() => said().length === 1)
  expect(said()[0]?.attachments).toHaveLength(1)
  await channel.send(reply(wang, ['台账'], { files: [{ ref: 'x', name: '台账.csv', type: 'text/csv' }] }), 'k')
  expect(wang.chat.last.file?.name).toBe('台账.csv')
  expect(new Set(asked)).toEqual(new Set([`CONNECT ${new URL(telegram.apiRoot).host} HTTP/1.1`]))
  expect(lines.join('\n')).not.toContain('geheim')
})
