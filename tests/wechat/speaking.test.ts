import { describe, expect, it } from 'vitest'
import { RecordingPuppet, wireError } from '../fakes/wechat-puppet/index.ts'
import { openMouth, reply } from './mouth.ts'

const bytesOf = (text: string) => Buffer.byteLength(text)
const sentTo = (chat: string, ...messages: string[]) => ({
  kind: 'sent',
  receipts: messages.map((message) => ({ channel: 'wechat', chat, message })),
})

describe('a reply', () => {
  it('is a text, with its choices by their numbers, and a receipt', async () => {
    const { puppet, says } = await openMouth()
    const choices = ['满意', '不满意'].map((label) => ({ id: label, label }))
    expect(await says('li', '办得怎么样？', { choices })).toEqual(sentTo('li', 'out-1'))
    expect(puppet.textsTo('li')).toEqual(['办得怎么样？\n\n1 满意\n2 不满意'])
  })

  it('goes out in parts of at most 1,900 bytes, in order, and its files behind', async () => {
    const fetch = (ref: string) => Promise.resolve(ref === 'gone' ? null : new Uint8Array([1, 2, 3]))
    const { puppet, says, times } = await openMouth({ fetch })
    const text = Array.from(
      { length: 60 },
      (_, i) => `第${i + 1}条：符合条件的企业可以申请，材料在窗口一次交齐。`,
    ).join('\n')
    const files = [
      { ref: 'a', name: '收据', type: 'image/jpeg' },
      { ref: 'b', name: '政策/明白卡?.pdf', type: 'application/pdf' },
      { ref: 'gone', name: '旧.pdf', type: 'application/pdf' },
    ]
    expect(await says('li', text, { files })).toMatchObject({ kind: 'sent' })
    const texts = puppet.sent.flatMap(({ text = [] }) => text)
    expect(texts.slice(0, -1).join('\n')).toBe(text)
    for (const part of texts) expect(bytesOf(part)).toBeLessThanOrEqual(1_900)
    expect(puppet.sent.slice(-3)).toMatchObject([
      // Puppets tell a picture by the ending of its name.
      { file: { name: '收据.jpg', type: 'image/jpeg', bytes: new Uint8Array([1, 2, 3]) } },
      { file: { name: '政策_明白卡_.pdf', type: 'application/pdf' } },
      { text: '（文件“旧.pdf”已不在系统里，没能发给您。）' },
    ])
    // One after another, and apart.
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000)
    expect(Math.max(...gaps)).toBeLessThanOrEqual(2_000)
  })

  it('that says nothing is refused', async () => {
    expect(await (await openMouth()).says('li', ' \u200b')).toEqual({ kind: 'refused', reason: 'nothing to say' })
  })

  it('calls in a group whom it asks', async () => {
    const { puppet, says } = await openMouth()
    puppet.contact({ id: 'li', name: '李\u2005明@' })
    puppet.room('1@chatroom', ['li', 'bot'])
    await says('1@chatroom', '是哪个区？', { asks: 'li' })
    await says('1@chatroom', '大家好')
    expect(puppet.sent).toMatchObject([
      { to: '1@chatroom', text: '@李 明\u2005是哪个区？', mentions: ['li'] },
      { to: '1@chatroom', text: '大家好' },
    ])
    expect(puppet.sent[1]?.mentions).toBeUndefined()
  })

  it('makes him the one he has proved to be, once it is out', async () => {
    const { puppet, people, says } = await openMouth({ passing: true })
    const home = 'earlier:@xyz'
    const { chat } = people.known('@abc')
    const claims = { channel: 'wechat' as const, chat: home, proof: 'm1' }
    people.said('@abc', 'm1')
    puppet.mishap = () => ({ error: wireError(13, 'boom') })
    expect(await says(chat, '您的诉求已受理', { claims })).toBe('UnknownOutcome')
    expect(people.contactOf(home)).toBeUndefined()
    puppet.mishap = () => undefined
    await says(chat, '您的诉求已受理', { claims })
    expect(people.contactOf(home)).toBe('@abc')
    // What waited there reaches him.
    await says(home, '答复')
    expect(puppet.textsTo('@abc')).toEqual(['您的诉求已受理', '答复'])
  })

  it('claims nothing that was known in another channel', async () => {
    const { people, says } = await openMouth({ passing: true })
    await says(people.known('@abc').chat, '好', { claims: { channel: 'official', chat: 'o:1', proof: 'm1' } })
    expect(people.contactOf('o:1')).toBeUndefined()
  })
})

describe('what cannot be sent', () => {
  it('waits where nobody at this login has proved to be him', async () => {
    const { puppet, people, says } = await openMouth({ passing: true })
    const person = people.known('@abc').chat
    const group = people.known('@@def').chat
    people.login()
    expect(await says(person, '答复')).toMatchObject({
      kind: 'later',
      reason: 'nobody known at this login has proved to be him',
    })
    // A group proves nothing, ever.
    expect(await says(group, '答复')).toMatchObject({ kind: 'refused' })
    expect(puppet.asked).toEqual([])
  })

  it('waits with everything else where nobody is logged in', async () => {
    const { puppet, says } = await openMouth()
    await puppet.logout()
    expect(await says('li', '您好')).toEqual({ kind: 'unreachable', reason: 'logged out' })
  })

  it.each([
    [new Error('not logged in'), { kind: 'unreachable', reason: 'logged out' }],
    [wireError(14, 'No connection established'), { kind: 'unreachable', reason: 'gateway unreachable' }],
    [wireError(14, 'connect ECONNREFUSED 127.0.0.1:1'), { kind: 'unreachable' }],
    [new Error('no grpc manager'), { kind: 'unreachable', reason: 'gateway unreachable' }],
    [wireError(16, 'invalid token'), { kind: 'unreachable', reason: 'the gateway refuses the token' }],
    [wireError(2, '对方开启了朋友验证，你还不是他（她）朋友'), { kind: 'refused', reason: 'not a friend any more' }],
    [wireError(13, 'send text msg: its not on your friend list'), { kind: 'refused' }],
    [new Error('消息已发出，但被对方拒收了'), { kind: 'refused', reason: 'he has blocked the account' }],
    [new Error('你已不在该群聊'), { kind: 'refused' }],
    [new Error('Wechaty Puppet Unsupported API Error.'), { kind: 'refused' }],
    [wireError(8, 'Sent message larger than max'), { kind: 'refused', reason: 'too large for the gateway' }],
    [new Error('操作过于频繁，请稍后再试'), { kind: 'later', reason: 'WeChat asks to slow down' }],
    // Nobody can say whether it is out.
    [wireError(14, 'Connection dropped'), 'UnknownOutcome'],
    [wireError(1, 'Cancelled on client'), 'UnknownOutcome'],
    [wireError(4, 'Deadline exceeded'), 'UnknownOutcome'],
    [new Error('socket hang up'), 'UnknownOutcome'],
    ['a text', 'UnknownOutcome'],
  ])('is told by what the puppet says: %s', async (error, expected) => {
    const { puppet, says, lines } = await openMouth()
    puppet.mishap = () => ({ error: error as Error })
    const became = await says('li', '您的诉求')
    if (typeof expected === 'string') expect(became).toBe(expected)
    else expect(became).toMatchObject(expected)
    expect(JSON.stringify([became, lines])).not.toMatch(/li\b.*诉求|127\.0/)
  })

  it('is refused where WeChat has said so, until he writes again', async () => {
    const { people, says, writes } = await openMouth()
    people.lose('li')
    expect(await says('li', '您好')).toEqual({ kind: 'refused', reason: 'not a friend any more' })
    writes('li')
    expect(await says('li', '您好')).toMatchObject({ kind: 'sent' })
  })

  it('leaves the account in peace where it was too fast', async () => {
    const { puppet, clock, says, times } = await openMouth()
    puppet.mishap = ({ to }) => (to === 'li' ? { error: new Error('操作过于频繁') } : undefined)
    await says('li', '一')
    expect(await says('wang', '二')).toMatchObject({ kind: 'later', reason: 'messages are spread out' })
    await clock.passes(600_000)
    expect(await says('wang', '二')).toMatchObject({ kind: 'sent' })
    expect(times).toEqual([expect.any(Number)])
  })
})

describe('what failed in between', () => {
  const files = [{ ref: 'a', name: '收据.jpg', type: 'image/jpeg' }]
  const fetch = () => Promise.resolve(new Uint8Array([1]))
  const long = `${'字'.repeat(600)}\n\n${'句'.repeat(600)}`

  it('goes on where it was, under its key', async () => {
    const { puppet, says } = await openMouth({ fetch })
    let fails = 1
    puppet.mishap = ({ file }) => (file && fails-- > 0 ? { error: wireError(14, 'Connection dropped') } : undefined)
    expect(await says('li', long, { files })).toBe('UnknownOutcome')
    expect(await says('li', long, { files })).toEqual(sentTo('li', 'out-1', 'out-2', 'out-4'))
    expect(puppet.sent.map(({ id }) => id)).toEqual(['out-1', 'out-2', 'out-4'])
    // Its row could not be marked: it is not sent once more.
    expect(await says('li', long, { files })).toMatchObject({ kind: 'sent' })
    expect(puppet.sent).toHaveLength(3)
  })

  it('is not said twice where only its answer was late', async () => {
    const { puppet, clock, says } = await openMouth()
    puppet.mishap = () => ({ ms: 50_000 })
    expect(await says('li', '您好')).toBe('UnknownOutcome')
    // It is still on its way.
    expect(await says('li', '您好')).toBe('UnknownOutcome')
    await clock.passes(10_000)
    expect(await says('li', '您好')).toEqual(sentTo('li', 'out-1'))
    expect(puppet.sent).toHaveLength(1)
  })

  it('is said again through another puppet, where the first never answered', async () => {
    const mouth = await openMouth()
    mouth.puppet.mishap = () => ({ error: new Error('late'), hangs: true })
    expect(await mouth.says('li', '您好')).toBe('UnknownOutcome')
    const next = new RecordingPuppet()
    await next.as('bot')
    mouth.current = next
    expect(await mouth.says('li', '您好')).toEqual(sentTo('li', 'out-1'))
    expect([mouth.puppet.sent, next.sent]).toMatchObject([[], [{ text: '您好' }]])
  })

  it('is not undone by an answer that comes when all is out', async () => {
    const mouth = await openMouth()
    mouth.puppet.mishap = () => ({ ms: 60_000 })
    expect(await mouth.says('li', long)).toBe('UnknownOutcome')
    const next = new RecordingPuppet()
    await next.as('bot')
    mouth.current = next
    expect(await mouth.says('li', long)).toMatchObject({ kind: 'sent' })
    await mouth.clock.passes(60_000)
    expect(mouth.puppet.sent).toHaveLength(1)
    expect(await mouth.says('li', long)).toEqual(sentTo('li', 'out-1', 'out-2'))
    expect(next.sent).toHaveLength(2)
  })

  it('is said again where no answer ever came', async () => {
    const { puppet, clock, says } = await openMouth()
    puppet.mishap = () => ({ error: new Error('late'), hangs: true })
    for (let i = 0; i < 3; i++) {
      expect(await says('li', '您好')).toBe('UnknownOutcome')
      await clock.passes(20_000)
    }
    expect(puppet.asked).toHaveLength(1)
    puppet.mishap = () => undefined
    expect(await says('li', '您好')).toMatchObject({ kind: 'sent' })
    expect(puppet.asked).toHaveLength(2)
  })

  it('is another delivery where it says something else', async () => {
    const { puppet, says } = await openMouth()
    await says('li', '一', { key: 'k' })
    await says('li', '二', { key: 'k' })
    expect(puppet.textsTo('li')).toEqual(['一', '二'])
  })

  it('is sent once where it is asked for twice at a time', async () => {
    const { puppet, clock, send } = await openMouth()
    const both = [send(reply('li', '您好'), 'k'), send(reply('li', '您好'), 'k')]
    await clock.passes(1_000)
    expect(await Promise.all(both)).toEqual([sentTo('li', 'out-1'), sentTo('li', 'out-1')])
    expect(puppet.asked).toHaveLength(1)
  })
})
