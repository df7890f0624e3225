import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Update } from '../fakes/telegram/index.ts'
import { openFake, type Told } from './fake-world.ts'

const updatesIn = ({ result }: Told) => result as Update[]
const textsIn = (told: Told) => updatesIn(told).map(({ message }) => message?.text)

describe('long polling', () => {
  test('an update comes again until a higher offset confirms it', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    陈.says('一')
    陈.says('二')
    const first = await ask('getUpdates')
    expect(textsIn(first)).toEqual(['一', '二'])
    const [one] = updatesIn(first)
    expect(textsIn(await ask('getUpdates', { offset: (one?.update_id ?? 0) + 1 }))).toEqual(['二'])
    expect(telegram.pending).toHaveLength(1)
    expect(textsIn(await ask('getUpdates', { offset: -1 }))).toEqual(['二'])
    expect(await ask('getUpdates', { offset: (one?.update_id ?? 0) + 2, timeout: 0 })).toMatchObject({ result: [] })
    expect(telegram.pending).toEqual([])
  })

  test('a poll waits for what comes', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    const polled = ask('getUpdates', { timeout: 10 })
    await telegram.until(() => telegram.counts['getUpdates'] === 1)
    陈.says('来了')
    expect(textsIn(await polled)).toEqual(['来了'])
  })

  test('who asks at once again from the same offset gets one update only', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    陈.says('一')
    陈.says('二')
    expect(textsIn(await ask('getUpdates', { offset: 5 }))).toEqual(['一', '二'])
    expect(textsIn(await ask('getUpdates', { offset: 5 }))).toEqual(['一'])
  })

  test('of two instances the one that waited is told of the conflict', async () => {
    const { telegram, ask } = await openFake()
    const older = ask('getUpdates', { timeout: 10 })
    await telegram.until(() => telegram.counts['getUpdates'] === 1)
    const newer = ask('getUpdates', { timeout: 10 })
    const description =
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'
    expect(await older).toEqual({ status: 409, ok: false, error_code: 409, description })
    telegram.person('陈受理').says('给新的')
    expect(textsIn(await newer)).toEqual(['给新的'])
  })

  test('only the kinds asked for come, and the wish is kept', async () => {
    const { telegram, ask } = await openFake()
    await ask('getUpdates', { allowed_updates: ['callback_query'] })
    telegram.person('陈受理').says('不要')
    expect(telegram.pending).toEqual([])
    await ask('getUpdates', { offset: 1, allowed_updates: [] })
    telegram.person('李派单').says('要')
    expect(textsIn(await ask('getUpdates', { offset: 2 }))).toEqual(['要'])
  })

  test('a poll whose caller is gone takes nothing with it', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    const gone = new AbortController()
    const polled = ask('getUpdates', { timeout: 10 }, gone.signal).catch(() => 'gone')
    await telegram.until(() => telegram.counts['getUpdates'] === 1)
    gone.abort()
    expect(await polled).toBe('gone')
    陈.says('还在')
    expect(textsIn(await ask('getUpdates', { offset: 7 }))).toEqual(['还在'])
  })

  test('what nobody fetched is forgotten after a day', async () => {
    let now = Date.parse('2026-11-23T02:00:00Z')
    const { telegram, ask } = await openFake({ now: () => now })
    telegram.person('陈受理').says('昨天')
    now += 24 * 60 * 60 * 1000 + 1
    telegram.person('李派单').says('今天')
    expect(textsIn(await ask('getUpdates'))).toEqual(['今天'])
  })
})

describe('a webhook', () => {
  /** A bot's own server, answering as told; the last answer goes for all that follow. */
  async function bot(...answers: (number | string)[]) {
    const got: { secret: unknown; update: Update }[] = []
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      got.push({
        secret: request.headers['x-telegram-bot-api-secret-token'],
        update: JSON.parse(Buffer.concat(chunks).toString()) as Update,
      })
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (answer === undefined) return
      response.writeHead(typeof answer === 'number' ? answer : 200, { 'content-type': 'application/json' })
      response.end(typeof answer === 'string' ? answer : '')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.closeAllConnections()
      server.close()
    })
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got }
  }

  const pace = { webhook: { retryMs: 5, timeoutMs: 150 } }

  test('gets each update with the secret, and again until it answers with 2xx', async () => {
    const { telegram, ask } = await openFake(pace)
    const { url, got } = await bot(500, 500, 200)
    await ask('setWebhook', { url, secret_token: 's3cret' })
    telegram.person('陈受理').says('在吗')
    await telegram.until(() => telegram.pending.length === 0)
    expect(got.map(({ secret, update }) => [secret, update.message?.text])).toEqual(Array(3).fill(['s3cret', '在吗']))
    expect(telegram.webhook.deliveries.map(({ status }) => status)).toEqual([500, 500, 200])
    expect((await ask('getWebhookInfo')).result).toMatchObject({
      url,
      pending_update_count: 0,
      last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
    })
  })

  test('that does not answer in time gets the same update again', async () => {
    const { telegram, ask } = await openFake(pace)
    const { url, got } = await bot()
    await ask('setWebhook', { url })
    telegram.person('陈受理').says('在吗')
    await telegram.until(() => got.length >= 2)
    expect(new Set(got.map(({ update }) => update.update_id)).size).toBe(1)
    expect(telegram.webhook.lastError).toBe('Read timeout expired')
  })

  test('keeps the order of a chat, and a press of the same person may overtake it', async () => {
    const { telegram, ask } = await openFake(pace)
    const 陈 = telegram.person('陈受理')
    陈.starts()
    await ask('sendMessage', {
      chat_id: 陈.id,
      text: '选',
      reply_markup: { inline_keyboard: [[{ text: '好', callback_data: 'a' }]] },
    })
    const { url, got } = await bot(500, 200)
    陈.says('二')
    void 陈.presses('好')
    await ask('setWebhook', { url })
    await telegram.until(() => telegram.pending.length === 0)
    const kinds = got.map(({ update }) => update.message?.text ?? update.callback_query?.data)
    expect(kinds.filter((kind) => kind !== 'a')).toEqual(['/start', '/start', '二'])
    expect(kinds.indexOf('a')).toBe(1)
  })

  test('that answered, and whose answer was lost, gets the same update again', async () => {
    const { telegram, ask } = await openFake(pace)
    const { url, got } = await bot(200)
    telegram.fails({ method: 'webhook', with: { kind: 'reset', executed: true } })
    telegram.fails({ method: 'webhook', with: { kind: 'reset' } })
    await ask('setWebhook', { url })
    telegram.person('陈受理').says('在吗')
    await telegram.until(() => telegram.pending.length === 0)
    expect(got).toHaveLength(2)
    expect(telegram.webhook.lastError).toBe('Connection reset by peer')
  })

  test('may answer with a call', async () => {
    const { telegram, ask } = await openFake(pace)
    const 陈 = telegram.person('陈受理')
    const { url } = await bot(JSON.stringify({ method: 'sendMessage', chat_id: 陈.id, text: '在' }))
    await ask('setWebhook', { url })
    陈.says('在吗')
    expect((await 陈.chat.until('在')).fromBot).toBe(true)
  })

  test('excludes polling, and is refused with a bad address or secret', async () => {
    const { telegram, ask } = await openFake(pace)
    const { url } = await bot(200)
    const polling = ask('getUpdates', { timeout: 10 })
    await telegram.until(() => telegram.counts['getUpdates'] === 1)
    await ask('setWebhook', { url })
    expect((await polling).description).toBe('Conflict: terminated by setWebhook request')
    expect(await ask('getUpdates')).toMatchObject({
      error_code: 409,
      description:
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    })
    await ask('deleteWebhook')
    expect(await ask('getUpdates', { offset: 9 })).toMatchObject({ ok: true })
    const set = async (more: object) => (await ask('setWebhook', more)).description
    expect(await set({ url: 'http://bot.example/hook' })).toContain('An HTTPS URL must be provided for webhook')
    expect(await set({ url, secret_token: '秘密' })).toBe('Bad Request: secret token contains unallowed characters')
  })
})
