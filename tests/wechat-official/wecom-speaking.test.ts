import { describe, expect, it } from 'vitest'
import { openBench, replyTo } from './wecom-bench.ts'

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const HOUR_MS = 3_600_000

describe('what the customer service says', () => {
  it('arrives as text, in two parts where it is long', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('你好')
    expect(await bench.say(wu, '您好，请讲。')).toEqual({ kind: 'sent', receipts: [] })
    expect(wu.last).toMatchObject({ road: 'active', type: 'text', text: '您好，请讲。' })
    const long = '一个句子有十二个字那么长。'.repeat(70)
    expect(Buffer.byteLength(long)).toBeLessThan(bench.channel.room ?? 0)
    await bench.say(wu, long)
    const [, ...parts] = wu.heard.map(({ text }) => text)
    expect(parts.join('')).toBe(long)
    expect(parts).toHaveLength(2)
    expect(parts[0]).toMatch(/。$/)
  })

  it('offers choices as lines to tap, which have their numbers; a tap says what is meant', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('办好了吗')
    const choices = [
      { id: 'rate:1:satisfied', label: '满意' },
      { id: 'rate:1:unsatisfied', label: '不满意（要说明）' },
    ]
    await bench.say(wu, '您对办理结果满意吗？', { choices })
    expect(wu.last).toMatchObject({ type: 'msgmenu', text: '您对办理结果满意吗？\n1 满意\n2 不满意（要说明）' })
    wu.chooses('不满意')
    await bench.until(() => bench.received.length === 2)
    expect(bench.received[1]).toMatchObject({ text: '不满意（要说明）', pressed: 'rate:1:unsatisfied' })
  })

  it('offers them as numbered text where they do not fit a menu', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('你好')
    const choices = Array.from({ length: 11 }, (_, i) => ({ id: `c${i}`, label: `第${i + 1}项` }))
    await bench.say(wu, '请选', { choices })
    expect(wu.last).toMatchObject({ type: 'text', text: expect.stringMatching(/^请选\n\n1 第1项\n[\s\S]*11 第11项$/) })
    await bench.say(wu, '长'.repeat(342), { choices: choices.slice(0, 2) })
    expect(wu.last).toMatchObject({ type: 'text', text: expect.stringContaining('2 第2项') })
    await bench.say(wu, '请选', { choices: [{ id: '区'.repeat(43), label: '滨江' }] })
    expect(wu.last).toMatchObject({ type: 'text', text: '请选\n\n1 滨江' })
    await bench.say(wu, '请选', { choices: [{ id: 'x', label: '很长'.repeat(20) }] })
    expect(wu.last).toMatchObject({ type: 'msgmenu' })
  })

  it('brings pictures and files, and says which it cannot bring', async () => {
    const store = new Map<string, Uint8Array>([
      ['png', Buffer.concat([PNG, Buffer.alloc(50)])],
      ['pdf', Buffer.from('%PDF-1.7 …')],
      ['tiny', Buffer.from('12345')],
    ])
    const bench = await openBench({ fetch: async (ref) => store.get(ref) ?? null })
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('给我看看')
    const files = [
      { ref: 'png', name: '现场.png', type: 'image/png' },
      { ref: 'pdf', name: '答复书.pdf', type: 'application/pdf' },
    ]
    await bench.say(wu, '请看附件。', { files })
    expect(wu.heard.map(({ type }) => type)).toEqual(['text', 'image', 'file'])
    expect(wu.last.file).toMatchObject({ name: '答复书.pdf', bytes: new Uint8Array(store.get('pdf') ?? []) })
    const others = [
      { ref: 'tiny', name: '空.txt', type: 'text/plain' },
      { ref: 'gone', name: '旧.pdf', type: 'application/pdf' },
    ]
    await bench.say(wu, '还有这些。', { files: others })
    expect(wu.last.text).toMatch(/还有这些。\n（附件“空.txt”在微信客服里发不了.*\n（附件“旧.pdf”已不在，没有发出）/)
  })

  it('says so where WeCom does not take a file', async () => {
    const bench = await openBench({ fetch: async () => Buffer.alloc(100) })
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('给我看看')
    bench.wechat.fails({ method: 'media/upload', with: { kind: 'error', code: 40009 } })
    await bench.say(wu, '请看。', { files: [{ ref: 'x', name: '图.png', type: 'image/png' }] })
    expect(wu.heard.map(({ text }) => text)).toEqual(['请看。', expect.stringContaining('“图.png”')])
  })

  it('writes what no phone shows as nothing', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('你好')
    await bench.say(wu, 'a\u0000b\u001bc\ud83d')
    expect(wu.last.text).toBe('abc\ufffd')
    expect(await bench.say(wu, ' \n ')).toEqual({ kind: 'refused', reason: 'nothing to say' })
    const nowhere = { to: { channel: 'wecom', chat: 'nobody' }, text: ['x'] } as const
    expect(await bench.channel.send({ ...nowhere, text: ['x'] }, 'k')).toMatchObject({ kind: 'refused' })
  })

  it('greets whoever opens the chat by his welcome code, and by nothing else', async () => {
    const bench = await openBench()
    const { wecom } = bench.wechat
    const wu = wecom.person('吴有事')
    bench.answer = async (message) => {
      if (message.kind === 'said' && message.met) void bench.say(wu, '您好，我是亲清。', {}, 'greeting').catch(() => {})
      return {}
    }
    wu.enters()
    await wu.until('您好')
    expect(wu.heard.map(({ road }) => road)).toEqual(['welcome'])
    // Another message has no code, and no window yet.
    expect(await bench.say(wu, '还在吗')).toMatchObject({ kind: 'later', reason: 'the window of 48 hours is closed' })
    wu.says('在')
    expect(await bench.say(wu, '好的')).toMatchObject({ kind: 'sent' })
    expect(wu.last.road).toBe('active')
  })

  it('does not greet with a code that is twenty seconds old', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.enters()
    await bench.until(() => bench.received.length === 1)
    bench.jump(20_000)
    expect(await bench.say(wu, '您好')).toMatchObject({ kind: 'later', reason: 'the window of 48 hours is closed' })
    expect(bench.wechat.asked('kf/send_msg_on_event')).toEqual([])
  })

  it('tries the code again where there was no connection, and goes the other way where it is used up', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.enters()
    await bench.until(() => bench.received.length === 1)
    bench.wechat.fails({ method: 'kf/send_msg_on_event', with: { kind: 'error', code: -1 } })
    expect(await bench.say(wu, '您好', {}, 'k')).toMatchObject({ kind: 'later', reason: 'busy' })
    expect(await bench.say(wu, '您好', {}, 'k')).toMatchObject({ kind: 'sent' })
    expect(wu.last.road).toBe('welcome')

    const zheng = bench.wechat.wecom.person('郑重')
    zheng.enters()
    zheng.says('有人吗')
    await bench.until(() => bench.received.length === 3)
    bench.wechat.fails({ method: 'kf/send_msg_on_event', with: { kind: 'error', code: 95007 } })
    expect(await bench.say(zheng, '您好')).toMatchObject({ kind: 'sent' })
    expect(zheng.last.road).toBe('active')
  })
})

describe('what cannot be sent now', () => {
  it('waits until he writes, with the reason', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('你好')
    for (const text of ['一', '二', '三', '四', '五']) expect(await bench.say(wu, text)).toMatchObject({ kind: 'sent' })
    expect(await bench.say(wu, '六')).toEqual({
      kind: 'later',
      afterMs: HOUR_MS,
      reason: 'the limit of messages until he writes is reached',
    })
    wu.says('还有吗')
    expect(await bench.say(wu, '六')).toMatchObject({ kind: 'sent' })
    bench.jump(48 * HOUR_MS)
    expect(await bench.say(wu, '七')).toMatchObject({ kind: 'later', reason: 'the window of 48 hours is closed' })
    wu.says('又来了')
    wu.goesTo('staff')
    expect(await bench.say(wu, '七')).toMatchObject({ kind: 'later', reason: expect.stringContaining('with staff') })
    wu.goesTo('bot')
    expect(await bench.say(wu, '七')).toMatchObject({ kind: 'sent' })
    expect(wu.heard.map(({ text }) => text).join('')).toBe('一二三四五六七')
  })

  it('goes on with the part that is missing', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('你好')
    for (const text of ['一', '二', '三', '四']) await bench.say(wu, text)
    const long = '一个句子有十二个字那么长。'.repeat(70)
    expect(await bench.say(wu, long, {}, 'long')).toMatchObject({ kind: 'later' })
    wu.says('继续')
    // Another process sends the rest: the first part is known at WeCom by its id.
    await bench.stop()
    bench.restart()
    expect(await bench.say(wu, long, {}, 'long')).toMatchObject({ kind: 'sent' })
    expect(
      wu.heard
        .slice(4)
        .map(({ text }) => text)
        .join(''),
    ).toBe(long)
    expect(wu.heard).toHaveLength(6)
  })

  it('is refused where it never will go', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    const stranger = bench.wechat.wecom.person('别人', { account: 'wkGone' })
    expect(
      await bench.channel.send({ to: { channel: 'wecom', chat: `${stranger.id}@wkGone` }, text: ['x'] }, 'a'),
    ).toMatchObject({ kind: 'refused' })
    const nobody = {
      ...replyTo(bench.wechat, wu, 'x'),
      to: { channel: 'wecom' as const, chat: `wmNone@${bench.wechat.wecom.account}` },
    }
    expect(await bench.channel.send(nobody, 'b')).toEqual({ kind: 'refused', reason: 'he is not known there' })
  })

  it('is told in a line where it was taken and has not reached him', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.says('你好')
    wu.refuses()
    expect(await bench.say(wu, '您好')).toMatchObject({ kind: 'sent' })
    await bench.until(() => bench.lines.some((line) => line.includes('fail_type 10')))
    expect(bench.lines.join('\n')).not.toContain(wu.id)
  })
})
