import { expect, it } from 'vitest'
import type { Reply } from '../../bot/model/reply.ts'
import { type Door, event, message, openDoor, SECRET, SENT, TOKEN } from './door.ts'

const SEND = 'message/custom/send'
const ZHOU: Reply['to'] = { channel: 'official', chat: 'oZhou' }
const PICTURE = { ref: 'p', name: '营业执照.png', type: 'image/png' }
const HOUR = 3_600_000

const send = (door: Door, key: string, more: Partial<Reply> = {}) =>
  door.channel.send({ to: ZHOU, text: [key], ...more }, key)
/** What has reached him, in order: texts, and the ids of pictures. */
const reached = (door: Door) =>
  door.asked.filter(({ method }) => method === SEND).map(({ body }) => body['text'] ?? body['image'])
/** It is so much later, at once. */
const later = (door: Door, ms: number) => door.clock.set(new Date(Date.parse(door.clock.now()) + ms).toISOString())
const count = (door: Door, method: string) => door.asked.filter((asked) => asked.method === method).length

it('outlives whatever it is told of a token, and asks for none at every message', async () => {
  const door = await openDoor()
  for (const expires_in of [1e300, -1, 0]) {
    later(door, 3 * HOUR)
    door.answers = ({ method }) => (method === 'stable_token' ? { access_token: TOKEN, expires_in } : SENT)
    const before = count(door, 'stable_token')
    for (let i = 0; i < 5; i++) expect(await send(door, `${expires_in} ${i}`)).toMatchObject({ kind: 'sent' })
    expect(count(door, 'stable_token') - before).toBeLessThanOrEqual(1)
  }
  for (const garbage of [
    { access_token: TOKEN, expires_in: '7200' },
    { access_token: [SECRET], expires_in: 7_200 },
    { errcode: '40001', errmsg: SECRET },
    { __proto__: null, errcode: 0 },
    new Uint8Array(3),
  ]) {
    later(door, 3 * HOUR)
    door.answers = ({ method }) => (method === 'stable_token' ? garbage : SENT)
    later(door, 3 * HOUR)
    expect(await send(door, 'x')).toMatchObject({ kind: 'later', reason: 'no proper answer' })
    expect(door.health.at(-1)).toEqual({ state: 'down', reason: 'no proper answer' })
    door.answers = () => SENT
    await door.clock.passes(60_000)
    expect(door.health.at(-1)).toEqual({ state: 'up' })
  }
  expect(await send(door, 'x')).toMatchObject({ kind: 'sent' })
  expect(`${door.lines}${JSON.stringify(door.health)}`).not.toContain(SECRET)
})

it('does not use up the twenty tokens of a day where a token is not what is wrong', async () => {
  const door = await openDoor()
  door.answers = ({ method }) => (method === SEND ? { errcode: 40001 } : SENT)
  const forced = () => door.asked.filter(({ body }) => body['force_refresh'] === true).length
  for (let i = 0; i < 40; i++) {
    await Promise.all([send(door, 'a'), send(door, 'b'), send(door, 'c')])
    later(door, 57_000)
    await door.clock.passes(3_000)
  }
  expect(forced()).toBe(1)
  expect(await send(door, 'a')).toMatchObject({ kind: 'later', reason: 'the secret is refused' })
  later(door, HOUR)
  await door.clock.passes(3_000)
  await send(door, 'a')
  expect(forced()).toBe(2)
})

it('gives up no message for what is wrong with all', async () => {
  for (const code of [41002, 41004, 89503, 89506, 40243, -1, 45009, 12345]) {
    const door = await openDoor()
    later(door, 3 * HOUR)
    door.answers = ({ method }) => (method === 'stable_token' ? { errcode: code, errmsg: SECRET } : SENT)
    expect(await send(door, 'a'), `${code}`).toMatchObject({ kind: 'later' })
  }
  for (const code of [40164, 45035, 48004, 50002, 61004]) {
    const door = await openDoor()
    door.answers = ({ method }) => (method === SEND ? { errcode: code } : SENT)
    expect(await send(door, 'a'), `${code}`).toMatchObject({ kind: 'later', afterMs: 60_000 })
  }
})

it('lets nothing wait for ever behind a picture that cannot be brought out', async () => {
  const door = await openDoor({ fetch: () => Promise.resolve(Buffer.from('画')) })
  const withPicture = { files: [PICTURE] }
  const unsent = { content: expect.stringContaining('附件“营业执照.png”在公众号里发不了') }
  // Refused: he is told at once.
  for (const code of [44001, 45009, 40009, 12345]) {
    door.asked.length = 0
    door.answers = ({ method }) => (method === 'media/upload' ? { errcode: code } : SENT)
    expect(await send(door, `${code}`, withPicture)).toMatchObject({ kind: 'sent' })
    expect(reached(door)).toEqual([{ content: `${code}` }, unsent])
  }
  // Nobody knows, or it may go well another time: after three tries.
  const passing: readonly [string, object | undefined][] = [
    ['media/upload', undefined],
    ['media/upload', { errcode: -1 }],
    [SEND, { errcode: 40007 }],
  ]
  for (const [i, [failing, answer]] of passing.entries()) {
    door.asked.length = 0
    door.answers = ({ method, body }) => {
      if (method === failing && (method !== SEND || body['msgtype'] === 'image')) return answer
      return method === 'media/upload' ? { media_id: 'm' } : SENT
    }
    for (let n = 1; n < 3; n++) expect(await send(door, `第${i}次`, withPicture)).toMatchObject({ kind: 'later' })
    expect(await send(door, `第${i}次`, withPicture)).toMatchObject({ kind: 'sent' })
    const all = reached(door).filter((content) => !('media_id' in (content as object)))
    expect(all).toEqual([{ content: `第${i}次` }, unsent])
  }
  // That nothing goes at all says nothing of the picture.
  door.asked.length = 0
  door.answers = ({ method }) => (/upload|token/.test(method) ? undefined : SENT)
  for (let n = 0; n < 5; n++) expect(await send(door, '停了', withPicture)).toMatchObject({ kind: 'later' })
  door.answers = ({ method }) => (method === 'media/upload' ? { media_id: 'm' } : SENT)
  await door.clock.passes(60_000)
  expect(await send(door, '停了', withPicture)).toMatchObject({ kind: 'sent' })
  expect(reached(door)).toEqual([{ content: '停了' }, { media_id: 'm' }])
})

it('sends no part again, however long the other had to wait and whatever was sent meanwhile', async () => {
  const door = await openDoor()
  const long = { text: ['政策条款。'.repeat(200)] }
  let sent = 0
  door.answers = ({ method }) => (method === SEND && ++sent > 1 ? { errcode: 45047 } : SENT)
  expect(await send(door, 'long', long)).toMatchObject({ kind: 'later', afterMs: HOUR })
  door.answers = () => SENT
  for (let i = 0; i < 100; i++) await send(door, `${i}`)
  door.asked.length = 0
  expect(await send(door, 'long', long)).toMatchObject({ kind: 'sent' })
  expect(await send(door, 'long', long)).toMatchObject({ kind: 'sent' })
  expect(reached(door)).toHaveLength(1)
})

it('waits for nobody when the clock is set back', async () => {
  const door = await openDoor()
  door.receive = async ({ from, id }) => {
    await door.channel.send({ to: from, text: ['好'] }, `official:${id}#0`)
    return { outcome: 'committed' }
  }
  expect(await door.bring(message())).toMatchObject({ text: '好' })
  door.clock.set('2026-11-22T02:00:00.000Z')
  expect(await send(door, 'a')).toMatchObject({ kind: 'sent' })
})

it('fetches no file from this machine or its network, and none of nothing', async () => {
  const door = await openDoor()
  const inside = ['127.0.0.1', '127.1', '0x7f000001', 'localhost', '10.1.2.3', '172.16.0.1', '192.168.1.1']
  const more = ['169.254.169.254', '[::1]', '[::ffff:10.0.0.1]', '[fd00::1]', 'db.internal', 'router', '0.0.0.0']
  const urls = [...inside, ...more].map((host) => `http://${host}/a.mp4`)
  for (const [i, video_url] of [...urls, 'file:///etc/passwd', 'nonsense'].entries()) {
    door.answers = ({ method }) => (method === 'media/get' ? { video_url } : SENT)
    await door.bringSlowly(message({ fields: { MsgType: 'video', MediaId: 'm', MsgId: `${i}` } }))
  }
  expect(door.asked.filter(({ method }) => method.includes(':'))).toEqual([])
  door.answers = ({ method }) => (method === 'media/get' ? new Uint8Array(0) : SENT)
  await door.bringSlowly(message({ fields: { MsgType: 'image', MediaId: 'm', MsgId: '99' } }))
  expect(door.said.every(({ lost }) => lost?.[0]?.why === 'failed')).toBe(true)
  // A server of Tencent's may have no name.
  door.answers = ({ method }) =>
    method === 'media/get' ? { video_url: 'http://183.60.23.36/a.mp4' } : new Uint8Array(9)
  await door.bringSlowly(message({ fields: { MsgType: 'video', MediaId: 'm', MsgId: '100' } }))
  expect(door.said.at(-1)?.attachments).toHaveLength(1)
})

it('tells him over the API that it failed, where WeChat calls no more', async () => {
  const door = await openDoor()
  door.receive = () => Promise.reject(new Error('秘密'))
  const gone = new AbortController()
  const first = door.bring(new Request(message(), { signal: gone.signal }))
  gone.abort()
  expect(await first).toEqual({ status: 503 })
  await door.clock.passes(10_000)
  expect(reached(door)).toEqual([{ content: '抱歉，刚才这条没有处理成，请再发一次。' }])
})

it('writes down nothing of what the API says, and nobody’s name', async () => {
  const door = await openDoor({ fetch: () => Promise.resolve(Buffer.from('画')) })
  const errmsg = `${SECRET} ${TOKEN} oZhou 您的诉求 营业执照.png\n2026-11-23 all is well`
  for (const errcode of [-1, 40001, 40003, 45015, 99_999, 1e20]) {
    door.answers = ({ method }) => (method === 'menu/get' ? SENT : { errcode, errmsg, access_token: TOKEN })
    const sent = await send(door, '您的诉求', { files: [PICTURE] }).catch((error: unknown) => String(error))
    await door.bringSlowly(message({ id: `${errcode}`, fields: { MsgType: 'image', MediaId: 'm', MsgId: '1' } }))
    await door.bring(event('unsubscribe'))
    await door.bring(event('subscribe'))
    expect(JSON.stringify(sent)).not.toMatch(/secret-of|access-token|oZhou|诉求|执照|all is well/)
  }
  expect(`${door.lines}${JSON.stringify(door.health)}`).not.toMatch(
    /secret-of|access-token|oZhou|诉求|执照|all is well/,
  )
})
