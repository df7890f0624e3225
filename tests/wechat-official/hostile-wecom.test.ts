import { expect, it } from 'vitest'
import { createEnvelope } from '../../adapters/wechat-official/envelope.ts'
import { writeXml } from '../../adapters/wechat-official/xml.ts'
import { openBench } from './wecom-bench.ts'

const SHEET = { ref: 's', name: '办结单.pdf', type: 'application/pdf' }
const bytes = () => Promise.resolve(Buffer.from('一份文件，够长'))

it('lets nothing wait for ever behind a file that cannot be brought out', async () => {
  const bench = await openBench({ fetch: bytes })
  const { wechat } = bench
  const wu = wechat.wecom.person('吴有事')
  wu.says('你好')
  await bench.until(() => bench.received.length === 1)
  const send = (text: string) => bench.say(wu, text, { files: [SHEET] }, text)
  const unsent = '（附件“办结单.pdf”在微信客服里发不了。需要的话请回复“人工”，由工作人员用其他方式给您。）'
  wechat.fails({ method: 'media/upload', with: { kind: 'error', code: 44001 } })
  expect(await send('一')).toMatchObject({ kind: 'sent' })
  wechat.fails({ method: 'media/upload', times: 3, with: { kind: 'reset' } })
  expect((await send('二')).kind).toBe('later')
  expect((await send('二')).kind).toBe('later')
  expect((await send('二')).kind).toBe('sent')
  wu.says('然后呢')
  wechat.fails({
    method: 'kf/send_msg',
    times: 3,
    when: ({ text }) => String(text).includes('"msgtype":"file"'),
    with: { kind: 'error', code: 40007 },
  })
  for (let n = 1; n <= 3; n++) expect((await send('三')).kind).toBe('later')
  expect((await send('三')).kind).toBe('sent')
  expect(wu.heard.map(({ text }) => text)).toEqual(['一', unsent, '二', unsent, '三', unsent])
})

it('gives up no message, and reads nothing twice, for what a token is refused for', async () => {
  const bench = await openBench({ hurry: 50 })
  const { wechat } = bench
  const wu = wechat.wecom.person('吴有事')
  wu.says('一')
  await bench.until(() => bench.note !== null)
  for (const code of [41004, 60020, 89503, 12345]) {
    wechat.fails({ method: 'gettoken', with: { kind: 'error', code }, times: 1_000 })
    wechat.wecom.expireTokens()
    expect(await bench.say(wu, 'x', {}, `${code}`), `${code}`).toMatchObject({ kind: 'unreachable' })
    wu.says(`${code}`)
    wechat.heals()
    await bench.until(() => bench.texts().includes(`${code}`))
  }
  expect(bench.texts()).toEqual(['一', '41004', '60020', '89503', '12345'])
})

it('tells him that a message is given up, as soon as that can be', async () => {
  const bench = await openBench({ hurry: 200 })
  const { wechat } = bench
  const wu = wechat.wecom.person('吴有事')
  bench.answer = () => Promise.reject(new Error('秘密'))
  wechat.fails({ method: 'kf/send_msg', with: { kind: 'error', code: -1 } })
  wu.says('一')
  expect((await wu.until('没有处理成')).road).toBe('active')
  expect(bench.lines.join('\n')).not.toContain('秘密')
})

it('is rung by nobody but WeCom', async () => {
  const bench = await openBench({ listening: false })
  const { token, aesKey, id } = bench.wechat.wecom
  const now = Math.floor(Date.parse(bench.clock.now()) / 1_000)
  bench.restart()
  await bench.until(() => bench.wechat.asked('kf/sync_msg').length > 0)
  const before = bench.wechat.asked('kf/sync_msg').length
  const ring = async (keys: { token: string; aesKey: string; id: string }, plain?: true) => {
    const envelope = createEnvelope(keys)
    const inside = writeXml({ Event: 'kf_msg_or_event', OpenKfId: bench.wechat.wecom.account, Token: 'stolen' })
    const { encrypt, signature, timestamp, nonce } = envelope.seal(inside, now)
    const query = new URLSearchParams({ msg_signature: signature, timestamp, nonce })
    const body = plain ? inside : writeXml({ ToUserName: id, Encrypt: encrypt })
    return (await fetch(`${bench.url}?${query}`, { method: 'POST', body })).status
  }
  expect(await ring({ token: 'guessed', aesKey, id })).toBe(401)
  expect(await ring({ token, aesKey: aesKey.replace(/./, 'b'), id })).toBe(401)
  expect(await ring({ token, aesKey, id: 'wwAnotherCorp' })).toBe(401)
  expect(await ring({ token, aesKey, id }, true)).toBe(401)
  expect(bench.wechat.asked('kf/sync_msg').length).toBe(before)
})

it('passes over entries that are none, whatever they are made of', async () => {
  const bench = await openBench()
  const wu = bench.wechat.wecom.person('吴有事')
  const odd = [{ content: 7 }, { content: ['x'] }, { content: null, menu_id: { a: 1 } }, { __proto__: null }]
  for (const body of odd) wu.brings('text', body)
  wu.brings('__proto__', { content: '甲' })
  wu.brings('constructor', { content: '乙' })
  wu.brings('link', { title: 7, desc: [], url: 'x'.repeat(2_001) })
  wu.brings('file', { media_id: { $ne: '' } })
  wu.says('好了')
  await bench.until(() => bench.texts().includes('好了'))
  expect(
    bench.received.every(({ text, id, sender }) => typeof text === 'string' && id !== '' && sender === wu.id),
  ).toBe(true)
  expect(bench.texts().filter((text) => text !== '')).toEqual(['好了'])
})
