import { expect, it } from 'vitest'
import { HOUR, openOfficial, to } from './official-bench.ts'

const SEND = 'message/custom/send'

it('asks for the token once, and once more when all of many are told that it has run out', async () => {
  const { wechat, channel, skip } = await openOfficial({ hurry: 1 })
  const people = Array.from({ length: 12 }, (_, i) => wechat.official.person(`企业${i}`))
  await Promise.all(people.map((person) => person.says('你好')))
  const before = wechat.asked('stable_token').length
  const sendAll = (key: string) =>
    Promise.all(people.map((one) => channel.send({ to: to(one), text: [key] }, `${key} ${one.openid}`)))
  expect((await sendAll('一')).every(({ kind }) => kind === 'sent')).toBe(true)
  expect(wechat.asked('stable_token').length).toBe(before)
  wechat.official.replaceTokens()
  expect((await sendAll('二')).every(({ kind }) => kind === 'sent')).toBe(true)
  expect(wechat.asked('stable_token').length).toBe(before + 1)
  expect(people.every(({ heard }) => heard.length === 2)).toBe(true)
  // Near its end it is asked for before anybody is refused.
  const refused = () => wechat.asked(SEND).filter(({ outcome }) => outcome !== 0).length
  const before2 = refused()
  skip(1.97 * HOUR)
  expect((await sendAll('三')).every(({ kind }) => kind === 'sent')).toBe(true)
  expect(refused()).toBe(before2)
})

it('takes another token where the one it has is refused, and makes WeChat forget it where it gets the same', async () => {
  const { wechat, channel, skip } = await openOfficial()
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  for (const code of [40001, 40014, 42001]) {
    // Twenty times a day it may be made to forget one.
    skip(1.2 * HOUR)
    wechat.fails({ method: SEND, with: { kind: 'error', code } })
    expect(await channel.send({ to: to(zhou), text: [`${code}`] }, `${code}`)).toMatchObject({ kind: 'sent' })
  }
  const forced = wechat.asked('stable_token').filter(({ body }) => body['force_refresh'] === true)
  expect(forced).toHaveLength(3)
  expect(zhou.heard.map(({ text }) => text)).toEqual(['40001', '40014', '42001'])
})

it('says that the secret is refused, answers passively all the same, and goes on when it is right again', async () => {
  const bench = await openOfficial()
  const { wechat, channel, health, lines } = bench
  const { secret } = wechat.official
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  wechat.official.changeSecret('another')
  wechat.official.replaceTokens()
  const notice = { to: to(zhou), text: ['通知'] }
  expect(await channel.send(notice, 'n')).toEqual({ kind: 'later', afterMs: 60_000, reason: 'the secret is refused' })
  expect(health.at(-1)).toEqual({ state: 'down', reason: 'the secret is refused' })
  const asked = wechat.requests.length
  expect(await channel.send(notice, 'n')).toEqual({ kind: 'later', afterMs: 15_000, reason: 'the secret is refused' })
  expect(wechat.requests.slice(asked).filter(({ method }) => method === SEND)).toEqual([])
  bench.reply = () => ['好的。']
  expect(await zhou.says('一')).toMatchObject({ answer: 'passive' })
  wechat.official.changeSecret(secret)
  await expect.poll(() => health.at(-1), { timeout: 5_000 }).toEqual({ state: 'up' })
  expect(await channel.send(notice, 'n')).toMatchObject({ kind: 'sent' })
  expect(lines).toEqual([
    'official: connected',
    'official: the secret is refused; trying again',
    'official: connected again',
  ])
  expect(lines.join()).not.toContain(secret)
})

it('waits while there is no connection, and tells of it', async () => {
  const { wechat, channel, health } = await openOfficial({ hurry: 20 })
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  await wechat.down('refused')
  const notice = { to: to(zhou), text: ['通知'] }
  expect(await channel.send(notice, 'n')).toEqual({ kind: 'later', afterMs: 15_000, reason: 'no connection' })
  expect(health.at(-1)).toEqual({ state: 'down', reason: 'no connection' })
  await wechat.up()
  await expect.poll(() => health.at(-1), { timeout: 5_000 }).toEqual({ state: 'up' })
  expect(await channel.send(notice, 'n')).toMatchObject({ kind: 'sent' })
  expect(zhou.heard).toHaveLength(1)
})

it('tells of an outage where it cannot even have a token, however that shows', async () => {
  for (const how of ['hang', 'html'] as const) {
    const { wechat, channel, health } = await openOfficial({ hurry: 40 })
    const zhou = wechat.official.person('周到')
    await zhou.says('你好')
    await wechat.down(how)
    await expect(channel.send({ to: to(zhou), text: ['通知'] }, 'n')).rejects.toThrow(
      'message/custom/send: no proper answer',
    )
    expect(health.at(-1)).toEqual({ state: 'down', reason: 'no proper answer' })
    await wechat.up()
    await expect.poll(() => health.at(-1), { timeout: 5_000 }).toEqual({ state: 'up' })
    expect(await channel.send({ to: to(zhou), text: ['通知'] }, 'n')).toMatchObject({ kind: 'sent' })
  }
})

it('rejects where nobody can know whether a message is out, and names no secret', async () => {
  const { wechat, channel, health, lines } = await openOfficial({ hurry: 20 })
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  for (const executed of [true, false])
    for (const kind of ['html', 'garbage', 'reset', 'cut', 'hang'] as const) {
      wechat.fails({ method: SEND, with: { kind, executed } })
      const sending = channel.send({ to: to(zhou), text: ['通知'] }, `${kind}${executed}`)
      const error = await sending.then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(String(error), kind).toMatch(/^ApiError: message\/custom\/send: no proper answer \([\w -]+\)$/)
    }
  expect(zhou.heard).toHaveLength(5)
  // A message that fails is no outage.
  expect(health).toEqual([{ state: 'up' }])
  const { secret, token, aesKey } = wechat.official
  const access = wechat.asked(SEND)[0]?.query['access_token'] ?? 'none'
  for (const hidden of [secret, token, aesKey, access, zhou.openid, '通知'])
    expect(lines.join('\n')).not.toContain(hidden)
})

it('uploads a picture again, where nobody knows whether it was', async () => {
  const { wechat, channel } = await openOfficial({ fetch: () => Promise.resolve(Buffer.from('画')) })
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  const reply = { to: to(zhou), text: ['图'], files: [{ ref: 'p', name: '图.png', type: 'image/png' }] }
  wechat.fails({ method: 'media/upload', with: { kind: 'reset', executed: true } })
  expect(await channel.send(reply, 'k')).toMatchObject({ kind: 'later' })
  expect(await channel.send(reply, 'k')).toMatchObject({ kind: 'sent' })
  expect(zhou.heard.map(({ type }) => type)).toEqual(['text', 'image'])
})

it('begins without WeChat, and is there when that is', async () => {
  const bench = await openOfficial({ rush: true })
  const { wechat, health } = bench
  await bench.stop()
  await wechat.down('refused')
  bench.restart()
  const zhou = wechat.official.person('周到')
  bench.reply = () => ['好的。']
  expect(await zhou.says('一')).toMatchObject({ answer: 'passive' })
  await wechat.up()
  await expect.poll(() => health.at(-1), { timeout: 5_000 }).toEqual({ state: 'up' })
  await wechat.until(() => wechat.official.menu !== undefined)
})
