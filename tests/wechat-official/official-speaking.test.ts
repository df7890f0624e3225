import { expect, it } from 'vitest'
import type { Reply } from '../../bot/model/reply.ts'
import { HOUR, openOfficial, to } from './official-bench.ts'

const PICTURE = { ref: 'p', name: '现场.png', type: 'image/png' }
const SHEET = { ref: 's', name: '台账.xlsx', type: 'application/vnd.ms-excel' }
const LONG = Array.from(
  { length: 40 },
  (_, i) => `第${i + 1}条　企业可以按照本办法申请补贴，自受理之日起二十日内答复。`,
).join('\n')

it('answers to the very call that brought the message, when it can', async () => {
  const bench = await openOfficial()
  const { wechat } = bench
  const zhou = wechat.official.person('周到')
  bench.reply = ({ text }) => [`您说：${text} ]]>&lt;`, { strong: '好' }]
  expect(await zhou.says('你好')).toMatchObject({ answer: 'passive', tries: [{ status: 200 }] })
  expect(zhou.heard.map(({ road, text }) => [road, text])).toEqual([['passive', '您说：你好 ]]>&lt;好']])
  expect(wechat.asked('message/custom/send')).toEqual([])
})

it('sends the choices as numbers, in two messages where one is too short, in order', async () => {
  const bench = await openOfficial()
  const { wechat, channel } = bench
  const zhou = wechat.official.person('周到')
  bench.reply = () => [LONG]
  expect(await zhou.says('补贴')).toMatchObject({ answer: 'passive' })
  await zhou.until(({ road }) => road === 'active')
  const reply: Reply = {
    to: to(zhou),
    text: ['满意吗？'],
    choices: [
      { id: 'a', label: '满意' },
      { id: 'b', label: '不满意' },
    ],
  }
  expect(await channel.send(reply, 'k')).toEqual({ kind: 'sent', receipts: [] })
  expect(zhou.heard.map(({ road }) => road)).toEqual(['passive', 'active', 'active'])
  expect(zhou.heard.every(({ text }) => Buffer.byteLength(text) <= 1_900)).toBe(true)
  expect([zhou.heard[0]?.text, zhou.heard[1]?.text].join('\n')).toBe(LONG)
  expect(zhou.last.text).toBe('满意吗？\n\n1 满意\n2 不满意')
  expect(channel.room).toBe(3_600)
})

it('sends nothing in letters that the API refuses', async () => {
  const { wechat, channel } = await openOfficial()
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  expect(await channel.send({ to: to(zhou), text: ['一\u0007\u0000二\ud800\n三'] }, 'k')).toMatchObject({
    kind: 'sent',
  })
  expect(zhou.last.text).toBe('一二\ufffd\n三')
  expect(await channel.send({ to: to(zhou), text: ['\u0000 '] }, 'k2')).toMatchObject({ kind: 'refused' })
})

it('sends pictures, and says how to get the files it cannot send', async () => {
  const { wechat, channel } = await openOfficial({
    fetch: (ref) => Promise.resolve(ref === 'gone' ? null : Buffer.from('画')),
  })
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  const files = [PICTURE, SHEET, { ...SHEET, ref: 'gone', name: '旧表.xlsx' }]
  expect(await channel.send({ to: to(zhou), text: ['结果如下。'], files }, 'k')).toMatchObject({ kind: 'sent' })
  const [text, picture] = zhou.heard
  expect(text?.text).toBe(
    '结果如下。\n（附件“台账.xlsx”在公众号里发不了。需要的话请回复“人工”，由工作人员用其他方式给您。）\n（附件“旧表.xlsx”已不在，没有发出）',
  )
  expect(picture).toMatchObject({ road: 'active', type: 'image', file: { bytes: new Uint8Array(Buffer.from('画')) } })
  wechat.fails({ method: 'media/upload', with: { kind: 'error', code: 40009 } })
  await channel.send({ to: to(zhou), text: ['图'], files: [PICTURE] }, 'k2')
  expect(zhou.last.text).toContain('附件“现场.png”在公众号里发不了')
})

it('waits where the window of 48 hours is closed, and goes when he has written', async () => {
  const bench = await openOfficial()
  const { wechat, channel } = bench
  const zhou = wechat.official.person('周到')
  const notice = { to: to(zhou), text: ['您的诉求已办结。'] }
  const closed = { kind: 'later', afterMs: HOUR, reason: 'the window of 48 hours is closed' }
  expect(await channel.send(notice, 'n')).toEqual(closed)
  await zhou.says('你好')
  expect(await channel.send(notice, 'n')).toMatchObject({ kind: 'sent' })
  bench.skip(49 * HOUR)
  expect(await channel.send(notice, 'n2')).toEqual(closed)
  bench.reply = () => ['您好。']
  expect(await zhou.says('在吗')).toMatchObject({ answer: 'passive' })
  expect(await channel.send(notice, 'n2')).toMatchObject({ kind: 'sent' })
  expect(zhou.heard.map(({ text }) => text)).toEqual(['您的诉求已办结。', '您好。', '您的诉求已办结。'])
})

it('waits where the limit of messages is reached until he writes again', async () => {
  const { wechat, channel } = await openOfficial()
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  const send = (n: number) => channel.send({ to: to(zhou), text: [`第${n}条`] }, `k${n}`)
  for (let n = 1; n <= 5; n++) expect(await send(n)).toMatchObject({ kind: 'sent' })
  expect(await send(6)).toEqual({
    kind: 'later',
    afterMs: HOUR,
    reason: 'the limit of messages until he writes is reached',
  })
  await zhou.says('继续')
  expect(await send(6)).toMatchObject({ kind: 'sent' })
  expect(zhou.heard).toHaveLength(6)
})

it('sends the second part alone, where only the first was let through', async () => {
  const { wechat, channel } = await openOfficial()
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  for (let n = 1; n <= 4; n++) await channel.send({ to: to(zhou), text: [`第${n}条`] }, `k${n}`)
  const long = { to: to(zhou), text: [LONG] }
  expect(await channel.send(long, 'long')).toMatchObject({ kind: 'later' })
  await zhou.says('继续')
  expect(await channel.send(long, 'long')).toMatchObject({ kind: 'sent' })
  expect(await channel.send(long, 'long')).toMatchObject({ kind: 'sent' })
  expect(zhou.heard).toHaveLength(6)
  expect([zhou.heard[4]?.text, zhou.heard[5]?.text].join('\n')).toBe(LONG)
})

it('is refused by whoever does not follow the account, until he follows it again', async () => {
  const { wechat, channel } = await openOfficial()
  const zhou = wechat.official.person('周到')
  const send = (key: string) => channel.send({ to: to(zhou), text: ['一'] }, key)
  const refused = { kind: 'refused', reason: 'he does not follow the account' }
  await zhou.says('你好')
  await zhou.unfollows()
  expect(await send('a')).toEqual(refused)
  expect(wechat.asked('message/custom/send')).toEqual([])
  await zhou.follows()
  expect(await send('b')).toMatchObject({ kind: 'sent' })
  wechat.fails({ method: 'message/custom/send', with: { kind: 'error', code: 43004 } })
  expect(await send('c')).toEqual(refused)
})

it('says of every other refusal what it means for the message', async () => {
  const { wechat, channel, health } = await openOfficial()
  const zhou = wechat.official.person('周到')
  await zhou.says('你好')
  const became = async (code: number) => {
    wechat.fails({ method: 'message/custom/send', times: 2, with: { kind: 'error', code } })
    const sent = await channel.send({ to: to(zhou), text: ['一'] }, `k${code}`)
    wechat.heals()
    return sent
  }
  expect(await became(-1)).toEqual({ kind: 'later', afterMs: 60_000, reason: 'busy' })
  expect(await became(45009)).toEqual({ kind: 'later', afterMs: HOUR, reason: 'the limit of the day is reached' })
  expect(await became(45011)).toMatchObject({ kind: 'later', afterMs: 60_000 })
  expect(await became(48001)).toEqual({
    kind: 'later',
    afterMs: HOUR,
    reason: 'not authorised: customer messages need a verified account',
  })
  expect(await became(48002)).toMatchObject({ kind: 'refused' })
  expect(await became(99999)).toEqual({ kind: 'refused', reason: 'message/custom/send: errcode 99999' })
  expect(health).toEqual([{ state: 'up' }])
})
