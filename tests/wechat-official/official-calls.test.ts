import { expect, it } from 'vitest'
import { Fault } from '../../bot/model/fault.ts'
import { message, openDoor } from './door.ts'
import { openOfficial, to } from './official-bench.ts'

const SEND = 'message/custom/send'

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

it('takes a message once that is brought again, and answers the call that is heard', async () => {
  const door = await openDoor()
  // Seven seconds on the disk: WeChat has hung up once by then.
  door.receive = async ({ from, id }) => {
    await door.clock.sleep(7_000, new AbortController().signal)
    void door.channel.send({ to: from, text: ['好的。'] }, `official:${id}#0`)
    return { outcome: 'committed' }
  }
  const request = message()
  const gone = new AbortController()
  const first = door.bring(new Request(request.clone() as Request, { signal: gone.signal }))
  await door.clock.passes(5_000)
  gone.abort()
  expect(await first).toEqual({ status: 503 })
  expect(await door.bringSlowly(request)).toEqual({ status: 200, to: 'oZhou', text: '好的。' })
  expect(door.said).toHaveLength(1)
  expect(door.asked.filter(({ method }) => method === SEND)).toEqual([])
})

it('answers the same, where WeChat did not hear the answer and brings it again', async () => {
  const bench = await openOfficial()
  const { wechat, said } = bench
  const zhou = wechat.official.person('周到')
  bench.reply = () => ['好的。']
  wechat.fails({ method: 'webhook', times: 2, with: { kind: 'reset', executed: true } })
  const brought = await zhou.says('一')
  expect([brought.tries.length, brought.answer]).toEqual([3, 'passive'])
  expect(said).toHaveLength(1)
  expect(wechat.asked('message/custom/send')).toEqual([])
  // Long after that nobody waits for it: the ledger knows it, and says so.
  bench.skip(20_000)
  await bench.wechat.official.person('吴有事').says('二')
  bench.answer = () => Promise.resolve({ outcome: 'duplicate' })
  expect(await brought.again()).toMatchObject({ answer: 'silent' })
})

it('is silent where nothing is ready in time, and sends it later', async () => {
  const door = await openDoor()
  const began = Date.parse(door.clock.now())
  door.receive = () => Promise.resolve({ outcome: 'committed' })
  expect(await door.bringSlowly(message())).toEqual({ status: 200 })
  expect(Date.parse(door.clock.now()) - began).toBe(4_500)
  const late = { to: { channel: 'official', chat: 'oZhou' }, text: ['想了一会儿。'] } as const
  expect(await door.channel.send({ ...late, text: [...late.text] }, 'official:7#0')).toMatchObject({ kind: 'sent' })
  expect(door.asked.at(-1)).toMatchObject({ method: SEND, body: { text: { content: '想了一会儿。' } } })
})

it('does not let what was to be sent anyway stand in for what is not durable yet', async () => {
  const bench = await openOfficial()
  const { wechat, channel } = bench
  const zhou = wechat.official.person('周到')
  await zhou.says('一')
  let kept = () => {}
  bench.answer = () =>
    new Promise((resolve) => {
      kept = () => resolve({ outcome: 'committed' })
    })
  bench.reply = () => ['答复']
  const brought = zhou.says('二')
  await expect.poll(() => bench.said.length).toBe(2)
  await channel.send({ to: to(zhou), text: ['通知'] }, 'due:1#0')
  kept()
  expect(await brought).toMatchObject({ answer: 'passive' })
  expect(zhou.heard.map(({ road, text }) => `${road} ${text}`)).toEqual(['active 通知', 'passive 答复'])
})

it('tries again what could not be taken, and says so where it cannot be', async () => {
  const bench = await openOfficial()
  const { wechat, said, lines } = bench
  const zhou = wechat.official.person('周到')
  bench.reply = () => ['好的。']
  let failures = 2
  const normally = bench.answer
  bench.answer = (message) => (failures-- > 0 ? Promise.reject(new Error('秘密')) : normally(message))
  expect(await zhou.says('一')).toMatchObject({ answer: 'passive' })
  expect(said).toHaveLength(3)
  failures = 99
  expect(await zhou.says('二')).toMatchObject({ answer: 'passive' })
  expect(zhou.heard.map(({ text }) => text)).toEqual(['好的。', '抱歉，刚才这条没有处理成，请再发一次。'])
  expect(lines).toContain('official: a message could not be taken (try 4): Error')
  expect(lines.join('\n')).not.toContain('秘密')
})

it('tells him itself where the disk is full, at once, and does not try again', async () => {
  const bench = await openOfficial()
  const { wechat, channel, said } = bench
  const zhou = wechat.official.person('周到')
  bench.answer = async ({ id, from }) => {
    // As the app does it.
    await channel.send({ to: from, text: ['系统正忙，请稍后再试。'] }, `${id}#refused`)
    throw new Fault('storage', 'the disk is full')
  }
  expect(await zhou.says('一')).toMatchObject({ answer: 'passive' })
  expect(zhou.heard.map(({ text }) => text)).toEqual(['系统正忙，请稍后再试。'])
  expect(said).toHaveLength(1)
})

it('answers fifty people at once, each with his own, once', async () => {
  const bench = await openOfficial({ hurry: 1 })
  const { wechat, said } = bench
  const people = Array.from({ length: 50 }, (_, i) => wechat.official.person(`企业${i}`))
  bench.answer = () => sleep(20).then(() => ({ outcome: 'committed' }))
  bench.reply = ({ sender, text }) => [`${sender} ${text}`]
  const brought = await Promise.all(people.map((person, i) => person.says(`第${i}个`)))
  expect(brought.filter(({ answer }) => answer === 'passive')).toHaveLength(50)
  expect(said).toHaveLength(50)
  for (const [i, person] of people.entries())
    expect(person.heard.map(({ text }) => text)).toEqual([`${person.openid} 第${i}个`])
})

it('acknowledges what becomes durable just after it was told to stop', async () => {
  const bench = await openOfficial({ hurry: 1 })
  const { wechat, said } = bench
  bench.answer = () => sleep(300).then(() => ({ outcome: 'committed' }))
  const brought = wechat.official.person('周到').says('一')
  await expect.poll(() => said.length).toBe(1)
  await bench.stop()
  expect(await brought).toMatchObject({ answer: 'silent', tries: [{ status: 200 }] })
  expect(said).toHaveLength(1)
})

it('leaves what is not durable to be brought again when it stops, and to the next process', async () => {
  const bench = await openOfficial()
  const { wechat, said } = bench
  const zhou = wechat.official.person('周到')
  bench.reply = () => ['好的。']
  bench.answer = () => sleep(3_000).then(() => ({ outcome: 'committed' }))
  const brought = zhou.says('一')
  await expect.poll(() => said.length).toBe(1)
  void bench.stop()
  await sleep(20)
  bench.answer = () => Promise.resolve({ outcome: 'committed' })
  bench.restart()
  expect(await brought).toMatchObject({ answer: 'passive' })
  expect(said.map(({ id }) => id)).toEqual([said[0]?.id, said[0]?.id])
})
