import { expect, it } from 'vitest'
import { createEnvelope } from '../../adapters/wechat-official/envelope.ts'
import { readXml, writeXml } from '../../adapters/wechat-official/xml.ts'
import { BEGINNING, event, KEYS, message, openDoor, post, sealed } from './door.ts'

const envelope = createEnvelope(KEYS)

it('is not made to read a part of a message as a message of its own', async () => {
  const door = await openDoor()
  const saying = (Content: string) => writeXml({ FromUserName: 'oSomebodyElse', MsgType: 'text', Content, MsgId: '8' })
  const forged = saying('撤'.repeat(1 + (321 - Buffer.byteLength(saying('撤'))) / 3))
  const length = '\u0000\u0000\u0001\u0041'
  expect(Buffer.byteLength(forged)).toBe(0x141)
  const timestamp = `${BEGINNING}`
  // Somebody sends this as a text, and overhears how it is brought: without its beginning it is an envelope, too.
  const { encrypt } = envelope.seal(`${'x'.repeat(44)}${length}${forged}`, BEGINNING)
  const shorter = encrypt.slice(64)
  expect(envelope.open(shorter)).toBe(forged)
  // What was taken from it goes into the nonce: joined it is the same, and so is the signature.
  const nonce = `9${encrypt.slice(0, 64)}`
  const query = { timestamp, nonce, msg_signature: envelope.sign(timestamp, nonce, shorter) }
  expect(await door.bring(post(query, writeXml({ Encrypt: shorter })))).toEqual({ status: 401 })
  expect(door.said).toEqual([])
})

it('takes what WeChat brings again with the same signature, since nobody listened', async () => {
  const door = await openDoor()
  await door.stop()
  const request = message()
  expect(await door.bringSlowly(request.clone() as Request)).toEqual({ status: 503 })
  expect(door.said).toEqual([])
  door.listen()
  expect(await door.bring(request)).toEqual({ status: 200 })
  expect(door.said.map(({ text }) => text)).toEqual(['你好'])
})

it('answers nobody with what was said to somebody else, though their messages had one id', async () => {
  const door = await openDoor()
  door.receive = async (said) => {
    await door.channel.send({ to: said.from, text: [`给${said.sender}的`] }, `official:${said.id}#0`)
    return { outcome: 'committed' }
  }
  expect(await door.bring(message({ from: 'oZhou', id: '7' }))).toMatchObject({ to: 'oZhou', text: '给oZhou的' })
  expect(await door.bring(message({ from: 'oWu', id: '7' }))).toMatchObject({ to: 'oWu', text: '给oWu的' })
})

it('is not told by a replay, or by what comes late, that somebody has left', async () => {
  const door = await openDoor()
  const send = (key: string) =>
    door.channel.send({ to: { channel: 'official', chat: 'oZhou' }, text: ['一'] }, key).then(({ kind }) => kind)
  const leaves = event('unsubscribe', { timestamp: BEGINNING })
  await door.bring(leaves.clone() as Request)
  expect(await send('a')).toBe('refused')
  await door.bring(event('subscribe', { timestamp: BEGINNING + 10 }))
  expect(await send('b')).toBe('sent')
  await door.bring(leaves.clone() as Request)
  // WeChat itself, which did not hear the answer the first time.
  await door.bring(event('unsubscribe', { timestamp: BEGINNING }))
  expect(await send('c')).toBe('sent')
})

it('forgets what was brought too late for an answer, and lets no replay wait for one', async () => {
  const door = await openDoor()
  let kept = () => {}
  door.receive = () =>
    new Promise((resolve) => {
      kept = () => resolve({ outcome: 'committed' })
    })
  const request = message()
  const gone = new AbortController()
  const first = door.bring(new Request(request.clone() as Request, { signal: gone.signal }))
  await door.clock.passes(5_000)
  gone.abort()
  expect(await first).toEqual({ status: 503 })
  kept()
  await door.clock.passes(16_000)
  door.receive = () => Promise.resolve({ outcome: 'ignored' })
  await door.bring(message({ id: '8' }))
  await door.clock.passes(16_000)
  await door.bring(message({ id: '9' }))
  expect(await door.bring(request.clone() as Request)).toEqual({ status: 401 })
  expect(door.said.map(({ id }) => id)).toEqual(['7', '8', '9'])
})

it('reads fields, and nothing that XML could do besides', async () => {
  const door = await openDoor()
  const bring = (body: string) => {
    const timestamp = `${BEGINNING}`
    return door.bring(sealed(envelope.seal(body, BEGINNING).encrypt, timestamp, `x${Math.random()}`))
  }
  const said = '<FromUserName>oZhou</FromUserName><MsgType>text</MsgType>'
  const bad = [
    `<!DOCTYPE xml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><xml>${said}<Content>&b;</Content></xml>`,
    `<?xml version="1.0"?><xml>${said}</xml>`,
    `<xml>${said}<Content><![CDATA[a]]</Content></xml>`,
    `<xml>${said}<!-- --></xml>`,
    `<xml a="b">${said}</xml>`,
    `<xml>${said}`,
    `<xml>${said}</xml><xml></xml>`,
    '<__proto__><MsgType>text</MsgType></__proto__>',
    '',
  ]
  for (const body of bad) expect((await bring(body)).status, body).toBe(400)
  expect(door.said).toEqual([])
  const good: readonly [body: string, text: string][] = [
    [`${said}<MsgId>1</MsgId><Content>&#x26;&b;&lt;</Content>`, '&#x26;&b;<'],
    [`${said}<MsgId>2</MsgId><Content><![CDATA[a]]]]><![CDATA[>b]]></Content>`, 'a]]>b'],
    [`${said}<MsgId>3</MsgId><Content>一</Content><Content>二</Content><FromUserName>oWu</FromUserName>`, '一'],
    [`${said}<MsgId>4</MsgId><X><FromUserName>oWu</FromUserName><Content>二</Content></X>`, ''],
    [`${said}<MsgId>5</MsgId><__proto__>x</__proto__><constructor>y</constructor><Content>三</Content>`, '三'],
    [`${said}<MsgId>6</MsgId>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}<Content>四</Content>`, '四'],
  ]
  for (const [body] of good) expect((await bring(`<xml>${body}</xml>`)).status).toBe(200)
  expect(door.said.map(({ id, sender, text }) => [id, sender, text])).toEqual(
    good.map(([, text], i) => [`${i + 1}`, 'oZhou', text]),
  )
  expect(readXml('<xml><__proto__>x</__proto__></xml>')?.['constructor']).toBe(Object)
})

it('passes over what no message can be, and quotes none of it', async () => {
  const door = await openDoor()
  const odd = [
    { MsgType: 'text', Content: '秘密', MsgId: '7'.repeat(201) },
    { MsgType: 'text', Content: '秘密', MsgId: '1', FromUserName: 'o'.repeat(65) },
    { MsgType: 'text', Content: '秘密', MsgId: '1', FromUserName: '../oZhou' },
    { MsgType: 'text', Content: '秘密', MsgId: '1', FromUserName: '' },
  ]
  for (const fields of odd) expect(await door.bring(message({ fields }))).toEqual({ status: 200 })
  expect(door.said).toEqual([])
  expect(door.lines.filter((line) => line.includes('could not be read'))).toHaveLength(odd.length)
  expect(door.lines.join('\n')).not.toMatch(/秘密|7777|oooo|oZhou/)
  for (const fields of [
    { MsgType: '__proto__', MsgId: '2' },
    { MsgType: 'image', MsgId: '3', MediaId: '' },
    { MsgType: 'link', MsgId: '4', Title: '𠮷'.repeat(300), Url: 'https://e.cn/' },
    { MsgType: 'text', Content: '今天', MsgId: '5', CreateTime: 1e300 },
    { MsgType: 'event', Event: 'CLICK', EventKey: 'constructor' },
  ])
    expect(await door.bring(message({ fields }))).toEqual({ status: 200 })
  expect(door.said.map(({ id, sent }) => [id, sent])).toEqual([
    ['2', 'other'],
    ['3', 'other'],
    ['4', undefined],
    ['5', undefined],
  ])
  expect(door.said[2]?.link?.title).toBe('𠮷'.repeat(100))
})

it('stays itself under a flood, of what is forged and of what is not', async () => {
  const door = await openDoor()
  door.receive = async ({ from, id, sender }) => {
    await door.channel.send({ to: from, text: [sender] }, `official:${id}#0`)
    return { outcome: 'committed' }
  }
  const { length: quiet } = door.lines
  const keys = { token: 'Guessed' }
  for (let i = 0; i < 100; i++) expect((await door.bring(message({ keys, id: `${i}` }))).status).toBe(401)
  expect(door.lines.slice(quiet)).toHaveLength(1)
  const brought = await Promise.all(
    Array.from({ length: 150 }, (_, i) => door.bring(message({ from: `o${i % 50}`, id: `${i}` }))),
  )
  expect(brought.map(({ to, text }) => [to, text])).toEqual(
    Array.from({ length: 150 }, (_, i) => [`o${i % 50}`, `o${i % 50}`]),
  )
})
