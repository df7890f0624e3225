import { describe, expect, it } from 'vitest'
import { types } from 'wechaty-puppet'
import { Fault } from '../../bot/model/fault.ts'
import type { Message } from '../../bot/model/message.ts'
import { openEar } from './ear.ts'

const bytes = new Uint8Array([1, 2, 3])
const diskFull = () => new Fault('storage', 'cannot write the journal: disk full')
const textOf = (message: Message) => (message.kind === 'said' ? message.text : '')

describe('the order of what arrives', () => {
  it('is kept in a chat however long a file takes, and nobody else waits for it', async () => {
    const { puppet, clock, said } = await openEar()
    const file = { name: 'a.jpg', bytes, ms: 30_000 }
    puppet.says('li', { type: types.Message.Image, file })
    puppet.says('li', '这是合同')
    puppet.says('wang', '你好')
    await clock.passes(1_000)
    expect(said.map(({ sender }) => sender)).toEqual(['wang'])
    await clock.passes(30_000)
    expect(said.map(({ sender, text }) => `${sender} ${text}`)).toEqual(['wang 你好', 'li ', 'li 这是合同'])
  })

  it('is kept where payloads come out of order', async () => {
    const { puppet, settles, clock } = await openEar()
    const slow = puppet.messageRawPayload.bind(puppet)
    const ms = [400, 10, 200, 0]
    puppet.messageRawPayload = async (id) => {
      await puppet.sleep(ms[Number(id.slice(1))] ?? 0)
      return await slow(id)
    }
    for (const [i, text] of ['一', '二', '三', '四'].entries()) puppet.says('li', { id: `m${i}`, text })
    await clock.passes(500)
    expect((await settles()).map(textOf)).toEqual(['一', '二', '三', '四'])
  })

  it('does not stand still for one whose payload is not to be had', async () => {
    const { puppet, clock, said, lines } = await openEar()
    puppet.withheld.set('m0', 2)
    puppet.withheld.set('m9', 100)
    puppet.says('li', { id: 'm0', text: '先说的' })
    puppet.says('li', { id: 'm9', text: '拿不到的' })
    puppet.says('wang', '后说的')
    await clock.passes(2_400)
    expect(said.map(textOf)).toEqual(['后说的'])
    await clock.passes(10_000)
    expect(said.map(textOf)).toEqual(['后说的', '先说的'])
    // Some minutes, for an outage may be over by then.
    await clock.passes(120_000)
    expect(lines).toEqual([])
    await clock.passes(120_000)
    expect(lines).toEqual(['wechat: message m9 is given up: Error'])
    // Had it come again, it would have been taken.
    puppet.withheld.clear()
    puppet.again('m9')
    await clock.passes(0)
    expect(said.map(textOf)).toEqual(['后说的', '先说的', '拿不到的'])
  })

  it('lets a hundred people speak at once', async () => {
    const { puppet, settles, said } = await openEar()
    for (let line = 0; line < 3; line++) for (let i = 0; i < 100; i++) puppet.says(`person-${i}`, `${line}`)
    await settles()
    expect(said.length).toBe(300)
    for (let i = 0; i < 100; i++) {
      const own = said.filter(({ sender }) => sender === `person-${i}`)
      expect(own.map(textOf)).toEqual(['0', '1', '2'])
    }
  })
})

describe('what comes twice', () => {
  it('is taken once', async () => {
    const { puppet, settles } = await openEar()
    const id = puppet.says('li', '你好')
    puppet.again(id)
    await settles()
    puppet.again(id)
    expect(await settles()).toHaveLength(1)
  })

  it('may be late', async () => {
    const { puppet, settles } = await openEar()
    puppet.says('li', { text: '三天前说的', at: Date.parse('2026-11-20T02:00:00Z') })
    expect(await settles()).toMatchObject([{ at: '2026-11-20T02:00:00.000Z' }])
  })
})

describe('what cannot be made durable', () => {
  it('is tried again until it can, in order', async () => {
    const ear = await openEar()
    const take = ear.receive
    let broken = true
    ear.receive = (message) => (broken ? Promise.reject(diskFull()) : take(message))
    ear.puppet.says('li', '一')
    ear.puppet.says('li', '二')
    await ear.clock.passes(600_000)
    expect(ear.said).toEqual([])
    broken = false
    await ear.clock.passes(60_000)
    expect(ear.said.map(textOf)).toEqual(['一', '二'])
    expect(ear.lines[0]).toBe(
      'wechat: message in-1 could not be taken (try 1): storage: cannot write the journal: disk full',
    )
    // 1, 2, 4 … seconds, and at most a minute.
    expect(ear.lines.length).toBeLessThan(20)
  })

  it('is given up where it fails for another reason, and holds nobody up for ever', async () => {
    const ear = await openEar()
    const take = ear.receive
    ear.receive = (message) =>
      textOf(message) === '坏' ? Promise.reject(new TypeError('a fault of ours')) : take(message)
    ear.puppet.says('li', '坏')
    ear.puppet.says('li', '好')
    await ear.clock.passes(60_000)
    expect(ear.said.map(textOf)).toEqual(['好'])
    expect(ear.lines.at(-1)).toBe('wechat: message in-1 is given up: TypeError')
    expect(ear.lines.join()).not.toContain('坏')
    expect(ear.regretted.map(textOf)).toEqual(['坏'])
  })

  it('is told of at the stop, in one line, and to nobody else: he cannot send it again yet', async () => {
    const ear = await openEar()
    ear.receive = () => Promise.reject(diskFull())
    for (let i = 0; i < 7; i++) ear.puppet.says(`person-${i % 3}`, '你好')
    await ear.clock.passes(5_000)
    ear.lines.length = 0
    ear.stop()
    await ear.hearing.settled()
    expect(ear.lines).toEqual(['wechat: messages that could not be taken before the stop, and are lost: 7'])
    expect(ear.regretted).toEqual([])
  })

  it('is one more time tried at the stop, also what waits for a file', async () => {
    const ear = await openEar()
    ear.puppet.says('li', { type: types.Message.Image, file: { name: 'a.jpg', bytes, hangs: true } })
    ear.puppet.says('li', '这是合同')
    await ear.clock.passes(1_000)
    expect(ear.said).toEqual([])
    ear.stop()
    await ear.hearing.settled()
    expect(ear.said).toMatchObject([{ lost: [{ why: 'failed' }] }, { text: '这是合同' }])
    expect(ear.lines).toEqual([])
    // Nobody listens any more.
    ear.puppet.says('li', '还在吗')
    await ear.hearing.settled()
    expect(ear.said).toHaveLength(2)
  })

  it('does not fill the memory', async () => {
    const ear = await openEar()
    ear.receive = () => new Promise(() => {})
    for (let i = 0; i < 1_010; i++) ear.puppet.says('li', `${i}`)
    await ear.clock.passes(0)
    expect(ear.lines.filter((line) => line.endsWith('too much waits already'))).toHaveLength(10)
  })
})

describe('where ids pass with the login', () => {
  it('nobody is taken for the one of an earlier login', async () => {
    const { puppet, settles, people } = await openEar({ passing: true })
    puppet.says('@abc', '你好')
    await settles()
    await puppet.as('@bot2')
    puppet.says('@abc', '你好')
    const [first, second] = await settles()
    expect(first?.sender).toMatch(/^[a-z2-9]{16}:@abc$/)
    expect(first?.from.chat).toBe(first?.sender)
    expect(second?.sender).not.toBe(first?.sender)
    expect(people.contactOf(first?.sender ?? '')).toBeUndefined()
    expect(people.contactOf(second?.sender ?? '')).toBe('@abc')
  })

  it('what was heard before a login is of the one who said it then', async () => {
    const ear = await openEar({ passing: true })
    ear.puppet.says('@abc', '一')
    const [first] = await ear.settles()
    ear.puppet.says('@abc', { type: types.Message.Image, file: { name: 'a.jpg', bytes, ms: 9_000 } })
    ear.puppet.says('@abc', '二')
    await ear.clock.passes(1_000)
    await ear.puppet.as('@bot2')
    await ear.clock.passes(10_000)
    expect(ear.said.map(({ sender }) => sender)).toEqual([first?.sender, first?.sender, first?.sender])
  })

  it('whoever proved who he is speaks from where he was known', async () => {
    const { puppet, people, settles } = await openEar({ passing: true })
    people.claim('@abc', 'earlier:@xyz')
    puppet.says('@abc', '我的诉求怎么样了')
    expect(await settles()).toMatchObject([{ from: { chat: 'earlier:@xyz' }, sender: 'earlier:@xyz' }])
  })
})

it('says that somebody has become a friend once, in the order of his chat', async () => {
  const { puppet, hearing, settles } = await openEar()
  hearing.met(puppet, 'li', 'f1')
  hearing.met(puppet, 'li', 'f1')
  puppet.says('li', '你好')
  expect(await settles()).toMatchObject([
    { id: 'f1', met: true, text: '', from: { chat: 'li' }, sender: 'li' },
    { text: '你好' },
  ])
})
