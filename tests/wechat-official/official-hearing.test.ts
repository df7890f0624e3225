import { expect, it } from 'vitest'
import { openOfficial } from './official-bench.ts'

const BYTES = Buffer.from('一张照片')

it('hears every kind of message', async () => {
  const { wechat, said, kept } = await openOfficial()
  const zhou = wechat.official.person('周到')
  const { id } = await zhou.says('门口施工，车进不来')
  await zhou.sends({ as: 'image', bytes: BYTES })
  await zhou.sends({ as: 'voice', bytes: BYTES, understood: '我要反映问题。' })
  await zhou.sends({ as: 'voice', bytes: BYTES })
  await zhou.sends({ as: 'video', bytes: BYTES })
  await zhou.sends({ as: 'shortvideo', bytes: BYTES })
  await zhou.sharesPlace('河西路 8 号')
  await zhou.forwards({ title: '惠企政策', about: '一图读懂', url: 'https://example.gov.cn/a' })
  await zhou.says('【收到不支持的消息类型，暂无法显示】')
  await zhou.brings({ MsgType: 'something-new', MsgId: '1' })
  expect(said).toHaveLength(10)
  const from = { channel: 'official', chat: zhou.openid }
  expect(said[0]).toMatchObject({ kind: 'said', id, from, sender: zhou.openid, text: '门口施工，车进不来' })
  expect(said[1]).toMatchObject({
    text: '',
    attachments: [{ ref: 'kept:1', name: `图片-${said[1]?.id}.jpg`, type: 'image/jpeg' }],
  })
  expect(said[2]).toMatchObject({ sent: 'voice', text: '我要反映问题。', attachments: [] })
  expect(said[3]).toMatchObject({ sent: 'voice', text: '' })
  expect(said[4]?.attachments).toMatchObject([{ ref: 'kept:2', type: 'video/mp4' }])
  expect(said[5]?.attachments).toMatchObject([{ ref: 'kept:3', name: `视频-${said[5]?.id}.mp4` }])
  expect(said[6]).toMatchObject({ sent: 'place', text: '河西路 8 号' })
  expect(said[7]).toMatchObject({
    text: '',
    link: { title: '惠企政策', about: '一图读懂', url: 'https://example.gov.cn/a' },
  })
  expect(said[8]).toMatchObject({ sent: 'other', text: '' })
  expect(said[9]).toMatchObject({ sent: 'other', text: '' })
  expect(kept.map(({ bytes }) => Buffer.from(bytes))).toEqual([BYTES, BYTES, BYTES])
  expect(new Set(said.map((one) => one.id)).size).toBe(10)
})

it('hears who has followed, what was tapped in the menu, and nothing of the other events', async () => {
  const { wechat, said } = await openOfficial()
  expect(wechat.official.menu).toEqual({
    button: [
      { type: 'click', name: '我要咨询', key: 'qinqing:ask' },
      { type: 'click', name: '我要反映', key: 'qinqing:appeal' },
      { type: 'click', name: '我的进度', key: 'qinqing:progress' },
    ],
  })
  const zhou = wechat.official.person('周到', { stranger: true })
  await zhou.follows('12')
  await zhou.clicks('我要咨询')
  await zhou.clicks('我要反映')
  await zhou.clicks('我的进度')
  expect(await zhou.scans('12')).toMatchObject({ answer: 'silent' })
  await zhou.brings({ MsgType: 'event', Event: 'CLICK', EventKey: '__proto__' })
  await zhou.brings({ MsgType: 'event', Event: 'CLICK', EventKey: 'somebody else' })
  await zhou.brings({ MsgType: 'event', Event: 'VIEW', EventKey: 'https://example.com' })
  await zhou.unfollows()
  expect(said.map(({ text, met }) => [text, met])).toEqual([
    ['', true],
    ['我要咨询', undefined],
    ['我要反映问题', undefined],
    ['我的进度', undefined],
  ])
})

it('lets a menu stand that somebody else has made, and makes none where that is not allowed', async () => {
  const { wechat, lines, stop, restart, channel } = await openOfficial()
  void channel
  const made = () => wechat.asked('menu/create').length
  expect(made()).toBe(1)
  await stop()
  restart()
  await wechat.until(() => wechat.asked('menu/get').length === 2)
  await wechat.until(() => wechat.asked('menu/get')[1]?.outcome === 0)
  await stop()
  const token = wechat.asked('menu/create')[0]?.query['access_token'] ?? ''
  const button = [{ type: 'view', name: '官网', url: 'https://example.gov.cn' }]
  await fetch(`${wechat.official.apiRoot}/cgi-bin/menu/create?access_token=${encodeURIComponent(token)}`, {
    method: 'POST',
    body: JSON.stringify({ button }),
  })
  restart()
  await expect.poll(() => lines.join('\n')).toContain('official: the account has a menu of its own, which is kept.')
  expect(wechat.official.menu).toEqual({ button })
  await stop()
  wechat.fails({ method: 'menu/get', with: { kind: 'error', code: 48001 } })
  restart()
  await expect.poll(() => lines).toContain('official: not authorised: menus need a verified account')
  expect(made()).toBe(2)
})

it('receives one after another what one person sends, however long a file takes, and others meanwhile', async () => {
  const { wechat, said } = await openOfficial()
  const zhou = wechat.official.person('周到')
  const wu = wechat.official.person('吴有事')
  wechat.fails({ method: 'media/get', with: { kind: 'hang', ms: 150 } })
  const picture = zhou.sends({ as: 'image', bytes: BYTES })
  await expect.poll(() => wechat.asked('media/get').length).toBe(1)
  await Promise.all([zhou.says('这是照片'), wu.says('你好')])
  await picture
  expect(said.map(({ text, attachments }) => text || attachments.length)).toEqual(['你好', 1, '这是照片'])
})

it('says what was lost of a message whose file cannot be had, and does not lose the message', async () => {
  const { wechat, said, lines } = await openOfficial({ hurry: 20 })
  const zhou = wechat.official.person('周到')
  wechat.fails({ method: 'media/get', with: { kind: 'error', code: 40007 } })
  await zhou.sends({ as: 'image', bytes: BYTES })
  expect(said[0]).toMatchObject({ attachments: [], lost: [{ name: `图片-${said[0]?.id}`, why: 'failed' }] })
  wechat.fails({ method: 'media/get', with: { kind: 'reset' } })
  await zhou.sends({ as: 'image', bytes: BYTES })
  expect(said[1]?.attachments).toHaveLength(1)
  wechat.fails({ method: 'media/get', times: 2, with: { kind: 'hang' } })
  const { tries, answer } = await zhou.sends({ as: 'image', bytes: BYTES })
  expect([tries.length, answer, zhou.last.road]).toEqual([3, 'fault', 'notice'])
  await expect.poll(() => said[2]?.lost).toMatchObject([{ why: 'failed' }])
  expect(lines.filter((line) => line.includes('could not be fetched'))).toHaveLength(4)
  expect(lines.join('\n')).not.toContain(wechat.asked('media/get')[0]?.query['media_id'])
})

it('is not taken in by what is no message', async () => {
  const { wechat, said, lines } = await openOfficial()
  const zhou = wechat.official.person('周到')
  expect(await zhou.brings({ MsgType: 'text', Content: '一', FromUserName: 'a b' })).toMatchObject({ answer: 'silent' })
  await zhou.brings({ MsgType: 'text', Content: '甲'.repeat(600), CreateTime: 99_999_999_999, MsgId: '7' })
  await zhou.brings({
    MsgType: 'link',
    Title: '长',
    Description: '',
    Url: `https://e.cn/${'x'.repeat(2_000)}`,
    MsgId: '8',
  })
  expect(said.map(({ id, sent }) => [id, sent])).toEqual([
    ['7', undefined],
    ['8', 'other'],
  ])
  expect(Date.parse(said[0]?.at ?? '')).toBeLessThanOrEqual(Date.now() + 600_000)
  expect(lines).toContain('official: a message is passed over, it could not be read (Error)')
})
