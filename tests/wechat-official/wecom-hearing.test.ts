import { describe, expect, it } from 'vitest'
import { Fault } from '../../bot/model/fault.ts'
import { openBench } from './wecom-bench.ts'

describe('what is said to the customer service', () => {
  it('is heard at once, with who said it, where and when', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    const id = wu.says('公积金怎么提取')
    await bench.until(() => bench.received.length === 1)
    expect(bench.received[0]).toEqual({
      kind: 'said',
      id,
      from: { channel: 'wecom', chat: `${wu.id}@${bench.wechat.wecom.account}` },
      sender: wu.id,
      text: '公积金怎么提取',
      attachments: [],
      at: expect.stringMatching(/^2026-11-23T02:0\d:\d\d\.000Z$/),
    })
    expect(bench.wechat.wecom.rings.flat().map(({ status }) => status)).toEqual([200])
  })

  it('is what it is, of whatever kind', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    const table: readonly (readonly [() => string, object])[] = [
      [() => wu.sends({ as: 'voice', bytes: Buffer.from('amr') }), { sent: 'voice', attachments: [] }],
      [() => wu.sharesPlace('科技园路 8 号'), { sent: 'place', text: '科技园路 8 号' }],
      [() => wu.sharesCard('someone'), { sent: 'card', text: '' }],
      [() => wu.forwardsTalk('群聊的聊天记录', [{ who: '甲', text: '在吗' }]), { sent: 'bundle' }],
      [() => wu.sharesApp('政务服务'), { sent: 'app' }],
      [() => wu.brings('channels_shop_order', { order_id: '1' }), { sent: 'app' }],
      [() => wu.brings('channels', { sub_type: 1, nickname: '视频号' }), { sent: 'other' }],
      [() => wu.brings('meeting', {}), { sent: 'other' }],
      [() => wu.brings('note', {}), { sent: 'other' }],
      [() => wu.brings('something_new', {}), { sent: 'other' }],
      [
        () => wu.forwards({ title: '惠企政策', about: '一图读懂', url: 'https://example.com/a' }),
        { link: { title: '惠企政策', about: '一图读懂', url: 'https://example.com/a' } },
      ],
      [() => wu.brings('link', { title: '没有地址' }), { sent: 'other' }],
      [
        () => wu.brings('text', { content: '1 满意', menu_id: 'rate:1:satisfied' }),
        { text: '满意', pressed: 'rate:1:satisfied' },
      ],
      [() => wu.says('1 满意'), { text: '1 满意' }],
    ]
    for (const [act] of table) act()
    await bench.until(() => bench.received.length === table.length)
    for (const [i, [, what]] of table.entries()) expect(bench.received[i]).toMatchObject(what)
    expect(bench.received.at(-1)).not.toHaveProperty('pressed')
  })

  it('brings pictures, videos and files along, whatever they are called', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    wu.sends({ as: 'image', bytes: Buffer.from('jpeg') })
    wu.sends({ as: 'video', bytes: Buffer.from('mp4') })
    wu.sends({ as: 'file', bytes: Buffer.from('合同正文'), name: '合同 (终稿).txt', type: 'text/plain' })
    wu.sends({ as: 'file', bytes: Buffer.from('{"errcode":40007}'), name: '数据.json', type: 'application/json' })
    await bench.until(() => bench.received.length === 4)
    expect(bench.received.map(({ attachments }) => attachments)).toEqual([
      [{ ref: 'kept:4', name: '图片.jpg', type: 'image/jpeg' }],
      [{ ref: 'kept:3', name: '视频.mp4', type: 'video/mp4' }],
      [{ ref: 'kept:12', name: '合同 (终稿).txt', type: 'text/plain' }],
      [{ ref: 'kept:17', name: '数据.json', type: 'application/json' }],
    ])
    expect(Buffer.from(bench.kept[2]?.bytes ?? []).toString()).toBe('合同正文')
  })

  it('is heard all the same where its file cannot be had', async () => {
    const bench = await openBench({ hurry: 20 })
    const wu = bench.wechat.wecom.person('吴有事')
    bench.wechat.fails({ method: 'media/get', with: { kind: 'error', code: 40007 } })
    wu.sends({ as: 'image', bytes: Buffer.from('gone') })
    await bench.until(() => bench.received.length === 1)
    expect(bench.received[0]).toMatchObject({ attachments: [], lost: [{ name: '图片', why: 'failed' }] })
    wu.sends({ as: 'file', bytes: new Uint8Array(20 * 2 ** 20 + 1) })
    await bench.until(() => bench.received.length === 2)
    expect(bench.received[1]).toMatchObject({ lost: [{ name: '文件', why: 'too-large' }] })
    // The network alone is no reason: it is asked for again.
    bench.wechat.fails({ method: 'media/get', times: 2, with: { kind: 'reset' } })
    wu.sends({ as: 'image', bytes: Buffer.from('here') })
    await bench.until(() => bench.received.length === 3)
    expect(bench.received[2]).toMatchObject({ attachments: [{ name: '图片.jpg' }] })
  })

  it('may be that the chat was opened, or that something was taken back; what the staff do is passed over', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    const opened = wu.enters()
    const said = wu.says('写错了')
    const recalled = wu.recalls(said)
    wu.goesTo('staff')
    wu.goesTo('bot')
    bench.wechat.wecom.repeats(recalled)
    const last = wu.says('好了')
    await bench.until(() => bench.received.some(({ id }) => id === last))
    expect(bench.received.map(({ id, met, recalled }) => ({ id, met, recalled }))).toEqual([
      { id: opened, met: true, recalled: undefined },
      { id: said, met: undefined, recalled: undefined },
      { id: recalled, met: undefined, recalled: said },
      { id: recalled, met: undefined, recalled: said },
      { id: last, met: undefined, recalled: undefined },
    ])
  })

  it('is passed over where it is no message, and what comes behind is not', async () => {
    const bench = await openBench()
    const wu = bench.wechat.wecom.person('吴有事')
    const strange = bench.wechat.wecom.person('怪人', { id: '../etc' })
    strange.says('x')
    wu.says('y')
    await bench.until(() => bench.received.length === 1)
    expect(bench.texts()).toEqual(['y'])
    expect(bench.lines.filter((line) => line.includes('passed over'))).toHaveLength(1)
  })

  it('keeps each one’s order and holds up nobody else, though taking it fails', async () => {
    const bench = await openBench({ hurry: 200 })
    const [wu, zheng] = ['吴', '郑'].map((name) => bench.wechat.wecom.person(name))
    let fails = 3
    bench.answer = async (message) => {
      if (message.kind === 'said' && message.text === '一' && fails-- > 0)
        throw new Fault('storage', 'the disk is full')
      return {}
    }
    wu?.says('一')
    wu?.says('二')
    zheng?.says('别人')
    await bench.until(() => bench.received.length === 3)
    expect(bench.texts()).toEqual(['别人', '一', '二'])
  })

  it('is given up after five tries, and he is told', async () => {
    const bench = await openBench({ hurry: 500 })
    const wu = bench.wechat.wecom.person('吴有事')
    bench.answer = async (message) => {
      if (message.kind === 'said' && message.text === '坏') throw new Error('a bug')
      return {}
    }
    wu.says('坏')
    wu.says('好')
    await wu.until('没有处理成')
    await bench.until(() => bench.received.length === 1)
    expect(bench.texts()).toEqual(['好'])
    expect(bench.lines.join('\n')).not.toContain('a bug')
  })

  it('is that of a hundred people at once, each once and in order', async () => {
    const bench = await openBench()
    const people = Array.from({ length: 100 }, (_, i) => bench.wechat.wecom.person(`第${i}位`))
    for (const one of people) one.says('一')
    bench.wechat.wecom.silent = true
    for (const round of ['二', '三']) for (const one of people) one.says(round)
    void bench.wechat.wecom.ring()
    await bench.until(() => bench.received.length === 300)
    for (const { id } of people) {
      expect(bench.received.filter(({ sender }) => sender === id).map(({ text }) => text)).toEqual(['一', '二', '三'])
    }
    // A hundred callbacks, and far fewer times it was read.
    expect(bench.wechat.asked('kf/sync_msg').length).toBeLessThan(50)
  })
})

describe('the callback', () => {
  it('is taken from WeCom alone, once', async () => {
    const bench = await openBench({ hurry: 1 })
    const { wecom } = bench.wechat
    const get = (query: string) => fetch(`${bench.url}?${query}`).then(({ status }) => status)
    expect(await get('msg_signature=0&timestamp=1&nonce=2&echostr=x')).toBe(401)
    const post = (body: string, query = '') =>
      fetch(`${bench.url}?${query}`, { method: 'POST', body }).then(({ status }) => status)
    expect(await post('<xml></xml>')).toBe(401)
    expect(await post('{"Event":"kf_msg_or_event"}')).toBe(401)
    expect(await post('x'.repeat(2 ** 16 + 1))).toBe(413)
    await bench.until(() => bench.wechat.asked('kf/sync_msg').length > 0)
    const before = bench.wechat.asked('kf/sync_msg').length
    expect((await wecom.ring()).map(({ status }) => status)).toEqual([200])
    await bench.until(() => bench.wechat.asked('kf/sync_msg').length === before + 1)
    // Its answer was lost: WeCom brings the same again, and nothing is read for it.
    bench.wechat.fails({ method: 'webhook', with: { kind: 'reset', executed: true } })
    expect((await wecom.ring()).map(({ status }) => status)).toEqual([0, 200])
    await bench.until(() => bench.wechat.asked('kf/sync_msg').length === before + 2)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(bench.wechat.asked('kf/sync_msg').length).toBe(before + 2)
  })

  it('of another account than the one served is passed over', async () => {
    const bench = await openBench({ account: 'wkFakeAAAAfirst' })
    const other = bench.wechat.wecom.addAccount('招商')
    const stranger = bench.wechat.wecom.person('别处的人', { account: other })
    const wu = bench.wechat.wecom.person('吴有事')
    stranger.says('别处')
    wu.says('这里')
    await bench.until(() => bench.received.length === 1)
    expect(bench.texts()).toEqual(['这里'])
    expect(bench.wechat.asked('kf/account/list')).toEqual([])
  })

  it('of every account is taken where none is named; one person there is the same one, in two chats', async () => {
    const bench = await openBench()
    const other = bench.wechat.wecom.addAccount('招商')
    const here = bench.wechat.wecom.person('吴有事', { id: 'wmSame' })
    const there = bench.wechat.wecom.person('吴有事', { id: 'wmSame', account: other })
    here.says('企业服务')
    there.says('招商')
    await bench.until(() => bench.received.length === 2)
    expect(new Set(bench.received.map(({ sender }) => sender))).toEqual(new Set(['wmSame']))
    const chats = bench.received.map(({ from }) => from.chat)
    expect(new Set(chats)).toEqual(new Set([`wmSame@wkFakeAAAAfirst`, `wmSame@${other}`]))
    await bench.channel.send({ to: { channel: 'wecom', chat: `wmSame@${other}` }, text: ['您好'] }, 'k')
    expect(there.heard.map(({ text }) => text)).toEqual(['您好'])
    expect(here.heard).toEqual([])
  })
})
