import { describe, expect, it } from 'vitest'
import { types } from 'wechaty-puppet'
import type { Incoming } from '../fakes/wechat-puppet/index.ts'
import { openEar } from './ear.ts'

const { Message } = types
const bytes = new Uint8Array([1, 2, 3])

/** What comes of one thing that Li sends. */
async function heard(what: string | Incoming) {
  const ear = await openEar()
  ear.puppet.says('li', what)
  const said = await ear.settles()
  expect(said.length).toBeLessThanOrEqual(1)
  return { ...ear, one: said[0] }
}

describe('what somebody writes', () => {
  it('is received as his words in his chat', async () => {
    const { one, clock } = await heard({ id: 'm1', text: '招工补贴怎么申请？', at: 1_795_000_000 })
    expect(one).toEqual({
      kind: 'said',
      id: 'm1',
      from: { channel: 'wechat', chat: 'li' },
      sender: 'li',
      text: '招工补贴怎么申请？',
      attachments: [],
      at: new Date(1_795_000_000_000).toISOString(),
    })
    expect(Date.parse(one?.at ?? '')).toBeLessThan(Date.parse(clock.now()))
  })

  it.each([
    ['seconds', 1_795_000_000, '2026-11-18T11:06:40.000Z'],
    ['milliseconds', 1_795_000_000_123, '2026-11-18T11:06:40.123Z'],
    ['late by two years', 1_732_000_000, '2024-11-19T07:06:40.000Z'],
    ['nothing', 0, 'now'],
    ['a time to come', 1_900_000_000, 'now'],
    ['before there was WeChat', 1_000_000_000, 'now'],
    ['no number', Number.NaN, 'now'],
  ])('counts time in %s', async (_, at, expected) => {
    const { one, clock } = await heard({ text: '你好', at })
    expect(one?.at).toBe(expected === 'now' ? clock.now() : expected)
  })

  it.each([
    ['「亲清：请问是哪个区？」\n- - - - - - - - - - - - - - -\n高新区', '高新区'],
    ['「亲清：请问是哪个区？」\n———————————\n高新区', '高新区'],
    ['"亲清: 请问是哪个区？"\n－ － － － － －\n高新区\n二期', '高新区\n二期'],
    // What is quoted may quote as well.
    ['「王五：「李四：甲」\n- - - - - -\n乙」\n- - - - - -\n丙', '丙'],
    // No quotes at all.
    ['「免申即享」是什么意思？', '「免申即享」是什么意思？'],
    ['材料如下\n------\n营业执照', '材料如下\n------\n营业执照'],
  ])('is only his own where he quotes: %j', async (text, own) => {
    expect((await heard(text)).one?.text).toBe(own)
  })

  it('may be as long as it likes, and hold anything', async () => {
    const { one } = await heard(`${'长'.repeat(60_000)}`)
    expect(one?.text.length).toBe(20_100)
    expect((await heard('半个字\ud83d。')).one?.text).toBe('半个字\ufffd。')
  })

  it.each(['', '  \n ', '\u200b\ufeff'])('is nothing where nothing is to be seen: %j', async (text) => {
    expect((await heard(text)).one).toBeUndefined()
  })
})

describe('what somebody sends', () => {
  it.each([
    ['a sticker', { type: Message.Emoticon, text: '<msg><emoji/></msg>' }, { text: '', sent: 'sticker' }],
    ['a red packet', { type: Message.RedEnvelope, text: '恭喜发财' }, { text: '', sent: 'money' }],
    ['a transfer', { type: Message.Transfer }, { text: '', sent: 'money' }],
    [
      'a red packet, as the web shows it',
      { type: Message.Unknown, text: '收到红包，请在手机上查看' },
      { sent: 'money' },
    ],
    ['a card', { type: Message.Contact, card: 'wang' }, { text: '', sent: 'card' }],
    ['forwarded talk', { type: Message.ChatHistory, text: '群聊的聊天记录' }, { text: '', sent: 'bundle' }],
    ['a mini program', { type: Message.MiniProgram }, { text: '', sent: 'app' }],
    ['a group note', { type: Message.GroupNote, text: '接龙' }, { text: '', sent: 'other' }],
    ['a video of a channel', { type: Message.Post, text: '标题' }, { text: '', sent: 'other' }],
    [
      'what an app sent',
      { type: Message.Unknown, text: '<msg><appmsg><type>87</type></appmsg></msg>' },
      { sent: 'other' },
    ],
    ['what cannot be shown', { type: Message.Unknown, text: '该类型暂不支持，请在手机上查看' }, { sent: 'other' }],
    ['a voice', { type: Message.Audio, text: '<msg><voicemsg length="3"/></msg>' }, { text: '', sent: 'voice' }],
    ['a voice by its file', { type: Message.Audio, text: '8273645.silk' }, { text: '', sent: 'voice' }],
    [
      'a voice that was understood',
      { type: Message.Audio, text: '我想问一下补贴' },
      { text: '我想问一下补贴', sent: 'voice' },
    ],
  ] satisfies readonly (readonly [string, Incoming, object])[])(
    'is told by what it is: %s',
    async (_, what, expected) => {
      expect((await heard(what)).one).toMatchObject(expected)
    },
  )

  it('is kept before it is received, where it is a picture or a file', async () => {
    const picture = await heard({
      id: '55512345678',
      type: Message.Image,
      file: { name: 'message-x-image.jpg', bytes },
    })
    expect(picture.kept).toEqual([{ name: '图片-12345678.jpg', type: 'image/jpeg', bytes: 3 }])
    expect(picture.one).toMatchObject({
      text: '',
      attachments: [{ ref: 'kept-1', name: '图片-12345678.jpg', type: 'image/jpeg' }],
    })
    const file = { name: '../../合同: "终稿".pdf', bytes }
    const contract = await heard({ type: Message.Attachment, filename: file.name, text: '<msg>', file })
    expect(contract.one?.attachments).toMatchObject([{ name: '_.._合同_ _终稿_.pdf', type: 'application/pdf' }])
    const video = await heard({ id: 'v1', type: Message.Video, file: { name: 'x.mp4', bytes } })
    expect(video.one?.attachments).toMatchObject([{ type: 'video/mp4' }])
  })

  it.each([
    ['cannot be had', { name: '欠条.pdf', bytes, error: new Error('gone') }, 'failed'],
    ['never comes', { name: '欠条.pdf', bytes, hangs: true as const }, 'failed'],
    ['is too large', { name: '欠条.pdf', bytes: new Uint8Array(20 * 2 ** 20 + 1) }, 'too-large'],
  ])('is told of where it %s', async (_, file, why) => {
    const ear = await openEar()
    ear.puppet.says('li', { type: Message.Attachment, filename: '欠条.pdf', file })
    await ear.clock.passes(61_000)
    expect(ear.said).toMatchObject([{ text: '', attachments: [], lost: [{ name: '欠条.pdf', why }] }])
  })

  it('is told of where it cannot be kept', async () => {
    const ear = await openEar()
    ear.keep = () => Promise.reject(new Error('disk full'))
    ear.puppet.says('li', { type: Message.Image, file: { name: 'a.jpg', bytes } })
    expect(await ear.settles()).toMatchObject([{ lost: [{ why: 'failed' }] }])
  })

  it('is a link where it is an article', async () => {
    const link = { title: '惠企政策\n一览', description: '说明', url: 'https://gov.example/a?b=1&amp;c=2' }
    const { one } = await heard({ type: Message.Url, link })
    expect(one).toMatchObject({
      text: '',
      link: { title: '惠企政策 一览', about: '说明', url: 'https://gov.example/a?b=1&c=2' },
    })
  })

  it('is a link also where only its XML tells, and something else where nothing does', async () => {
    const text = '<msg><appmsg><title><![CDATA[稳岗返还]]></title><url>https://gov.example/</url></appmsg></msg>'
    expect((await heard({ type: Message.Url, text })).one?.link).toEqual({
      title: '稳岗返还',
      url: 'https://gov.example/',
    })
    const bare = { type: Message.Url, link: { title: 'NOTITLE', url: 'NOURL' } }
    expect((await heard(bare)).one).toMatchObject({ text: '', sent: 'other' })
    const huge = {
      title: '长'.repeat(900),
      description: '长'.repeat(900),
      url: `https://gov.example/${'x'.repeat(5_000)}`,
    }
    const { link } = (await heard({ type: Message.Url, link: huge })).one ?? {}
    expect([link?.title.length, link?.about?.length, link?.url.length]).toEqual([200, 500, 2_000])
  })

  it('is a place by its name', async () => {
    const place = { name: '高新区政务中心', address: '创新路1号', accuracy: 1, latitude: 1, longitude: 1 }
    expect((await heard({ type: Message.Location, place })).one).toMatchObject({
      sent: 'place',
      text: '高新区政务中心，创新路1号',
    })
    const xml = '<msg><location x="1" y="2" label="创新路1号" poiname="政务中心"/></msg>'
    expect((await heard({ type: Message.Location, text: xml })).one).toMatchObject({ sent: 'place', text: '政务中心' })
    const web = '创新路1号:/cgi-bin/mmwebwx-bin/webwxgetpubliclinkimg?url=xxx'
    expect((await heard({ type: Message.Location, text: web })).one).toMatchObject({ sent: 'place', text: '创新路1号' })
  })
})

describe('what is taken back', () => {
  it.each([
    ['its id', '7001'],
    [
      "WeChat's XML",
      '<sysmsg type="revokemsg"><revokemsg><msgid>9</msgid><newmsgid>7001</newmsgid></revokemsg></sysmsg>',
    ],
    ['XML in a room', 'li:\n<sysmsg type="revokemsg"><revokemsg><newmsgid>7001</newmsgid></revokemsg></sysmsg>'],
  ])('is told by %s', async (_, text) => {
    const { one } = await heard({ type: Message.Recalled, text })
    expect(one).toMatchObject({ text: '', recalled: '7001', from: { chat: 'li' }, sender: 'li' })
  })

  it('keeps to the id that was received, however long', async () => {
    const ear = await openEar()
    const id = '长'.repeat(300)
    ear.puppet.says('li', { id, text: '投诉某局' })
    ear.puppet.says('li', { type: Message.Recalled, text: id })
    const [said, recalled] = await ear.settles()
    expect(said?.id).toMatch(/^[0-9a-f]{64}$/)
    expect(recalled?.recalled).toBe(said?.id)
  })
})

describe('what is nobody’s word to the bot', () => {
  it.each([
    ['you are friends now', { type: Message.Text, text: '你已添加了李明，现在可以开始聊天了。' }],
    ['accepted', { type: Message.Text, text: '我通过了你的朋友验证请求，现在我们可以开始聊天了' }],
    ['a note', { type: Message.Unknown, text: '以上是打招呼的内容' }],
    ['a tap', { type: Message.Unknown, text: '<sysmsg type="pat"><pat/></sysmsg>' }],
    ['a call', { type: Message.Unknown, text: '<voipinvitemsg><roomid>1</roomid></voipinvitemsg>' }],
    ['a file on its way', { type: Message.Unknown, text: '<msg><appmsg><type>74</type></appmsg></msg>' }],
    ['a type nobody knows', { raw: { type: 99 }, text: '?' }],
    ['an empty recall', { type: Message.Recalled, text: '' }],
  ] satisfies readonly (readonly [string, Incoming])[])('is dropped: %s', async (_, what) => {
    expect((await heard(what)).one).toBeUndefined()
  })

  it('is dropped where the account said it itself, or an official account or helper did', async () => {
    const ear = await openEar()
    await ear.puppet.messageSendText('li', '您好')
    for (const id of ['weixin', 'fmessage', 'filehelper', 'newsapp', 'gh_0123456789ab']) ear.puppet.says(id, '你好')
    ear.puppet.contact({ id: 'news', type: types.Contact.Official })
    ear.puppet.says('news', '今日要闻')
    expect(await ear.settles()).toEqual([])
    expect(ear.lines).toEqual([])
  })
})
