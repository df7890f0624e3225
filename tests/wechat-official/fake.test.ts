import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEnvelope } from '../fakes/wechat-official/envelope.ts'
import { createFakeWeChatApi, type FakeWeChatApi } from '../fakes/wechat-official/index.ts'
import { writeXml } from '../fakes/wechat-official/xml.ts'
import { ask, type BareBot, createBareBot } from './fake-bot.ts'

const DAY_MS = 86_400_000

describe('the fake WeChat', () => {
  let at = Date.parse('2026-11-23T02:00:00Z')
  let wechat: FakeWeChatApi
  let bot: BareBot
  const closed = () => Promise.all([wechat.close(), bot.close()])

  beforeEach(async () => {
    at = Date.parse('2026-11-23T02:00:00Z')
    wechat = await createFakeWeChatApi({ now: () => at, callback: { timeoutMs: 80, retryMs: 1 }, patienceMs: 2_000 })
  })
  afterEach(closed)

  it('seals as Tencent does: its published example', async () => {
    bot = await createBareBot(wechat.official)
    const keys = {
      token: 'pamtest',
      aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      receiver: 'wxb11529c136998cb6',
    }
    const sealed = createEnvelope(keys).seal('我是中文abcd123', Buffer.from('aaaabbbbccccdddd'))
    expect(sealed).toBe('jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==')
    expect(createEnvelope(keys).open(sealed)).toBe('我是中文abcd123')
  })

  describe('an official account', () => {
    beforeEach(async () => {
      bot = await createBareBot(wechat.official)
      await wechat.official.connect(bot.url)
    })
    const token = async () => {
      const { id: appid, secret, apiRoot } = wechat.official
      const { access_token } = await ask(
        apiRoot,
        'stable_token',
        {},
        { grant_type: 'client_credential', appid, secret },
      )
      return String(access_token)
    }
    const send = async (touser: string, content = '好', access_token?: string) =>
      ask(
        wechat.official.apiRoot,
        'message/custom/send',
        { access_token: access_token ?? (await token()) },
        { touser, msgtype: 'text', text: { content } },
      )
    const passively = (to: string, content: string) => {
      const timestamp = String(Math.floor(at / 1000))
      const xml = writeXml({
        ToUserName: to,
        FromUserName: wechat.official.ghId,
        CreateTime: Number(timestamp),
        MsgType: 'text',
        Content: content,
      })
      const Encrypt = bot.envelope.seal(xml)
      const MsgSignature = bot.envelope.sign(timestamp, 'n', Encrypt)
      return writeXml({ Encrypt, MsgSignature, TimeStamp: timestamp, Nonce: 'n' })
    }

    it('brings what he says signed and sealed, and hears a sealed answer', async () => {
      const zhou = wechat.official.person('周到')
      bot.answers(({ FromUserName, Content }) => passively(String(FromUserName), `收到：${String(Content)}`))
      const brought = await zhou.says('门口施工 ]]> <b>')
      expect(brought.answer).toBe('passive')
      expect(zhou.last).toMatchObject({ road: 'passive', text: '收到：门口施工 ]]> <b>' })
      const [{ query, fields, raw } = { query: new URLSearchParams(), fields: {}, raw: '' }] = bot.came
      expect(query.get('signature')).toBe(bot.envelope.sign(query.get('timestamp') ?? '', query.get('nonce') ?? ''))
      expect(fields).toMatchObject({ FromUserName: zhou.openid, MsgType: 'text', MsgId: brought.id })
      // Longer than a double can count, and bare.
      expect(raw).toContain(`<MsgId>${brought.id}</MsgId>`)
      expect(Number.isSafeInteger(Number(brought.id))).toBe(false)
    })

    it('brings it three times with the same id while there is no answer, and then shows him a fault', async () => {
      const zhou = wechat.official.person('周到')
      bot.answers(() => new Promise(() => {}))
      const { tries, answer } = await zhou.says('在吗')
      expect(tries.map(({ status }) => status)).toEqual([0, 0, 0])
      expect(new Set(bot.came.map(({ fields }) => fields['MsgId'])).size).toBe(1)
      expect(answer).toBe('fault')
      expect(zhou.last).toMatchObject({ road: 'notice', text: expect.stringContaining('出现故障') })
    })

    it('takes no answer that is for somebody else, unsealed, unsigned or too long', async () => {
      const zhou = wechat.official.person('周到')
      const good = passively(zhou.openid, '好')
      const wrong = [
        passively('oSomebodyElse', '好'),
        writeXml({ ToUserName: zhou.openid, FromUserName: wechat.official.ghId, MsgType: 'text', Content: '好' }),
        good.replace('<![CDATA[n]]>', '<![CDATA[m]]>'),
        passively(zhou.openid, '长'.repeat(683)),
        passively(zhou.openid, ' '),
        '{"ok":true}',
      ]
      for (const text of wrong) {
        bot.answers(() => text)
        expect((await zhou.says('x')).answer).toBe('fault')
      }
      expect(zhou.heard.filter(({ road }) => road === 'passive')).toEqual([])
      bot.answers(() => '')
      expect((await zhou.says('x')).answer).toBe('silent')
    })

    it('keeps the window of 48 hours and the quota, as they are published', async () => {
      const zhou = wechat.official.person('周到')
      expect(await send(zhou.openid)).toMatchObject({ errcode: 45015 })
      await zhou.says('你好')
      for (let i = 0; i < 5; i++) expect(await send(zhou.openid)).toMatchObject({ errcode: 0 })
      expect(await send(zhou.openid)).toMatchObject({
        errcode: 45047,
        errmsg: expect.stringMatching(/^out of response/),
      })
      await zhou.says('还在吗')
      at += 2 * DAY_MS - 1
      expect(await send(zhou.openid)).toMatchObject({ errcode: 0 })
      at += 1
      expect(await send(zhou.openid)).toMatchObject({ errcode: 45015 })
      await zhou.follows()
      for (const errcode of [0, 0, 0, 45047]) expect(await send(zhou.openid)).toMatchObject({ errcode })
      await zhou.unfollows()
      expect(await send(zhou.openid)).toMatchObject({ errcode: 43004 })
      expect(await send('oNobody')).toMatchObject({ errcode: 40003 })
    })

    it('refuses what cannot be shown', async () => {
      const zhou = wechat.official.person('周到')
      await zhou.says('你好')
      const access_token = await token()
      const post = (body: object | string) =>
        ask(wechat.official.apiRoot, 'message/custom/send', { access_token }, body)
      expect(await send(zhou.openid, '长'.repeat(683))).toMatchObject({ errcode: 45002 })
      expect(await send(zhou.openid, '')).toMatchObject({ errcode: 44004 })
      expect(await post({ touser: zhou.openid, msgtype: 'file', file: {} })).toMatchObject({ errcode: 40008 })
      expect(await post({ touser: zhou.openid, msgtype: 'image', image: { media_id: 'x' } })).toMatchObject({
        errcode: 40007,
      })
      expect(await post('{"touser":"\\u0041"}')).toMatchObject({ errcode: 40033 })
      expect(await post('not json')).toMatchObject({ errcode: 47001 })
      expect(zhou.heard).toEqual([])
    })

    it('hands out the same token until its end is near, and says which one is no good any more', async () => {
      const { apiRoot, id: appid, secret } = wechat.official
      const body = { grant_type: 'client_credential', appid, secret }
      const use = (access_token: string) => ask(apiRoot, 'menu/get', { access_token })
      const first = await token()
      expect(await token()).toBe(first)
      at += 7_200_000 - 299_000
      const second = await token()
      expect(second).not.toBe(first)
      // None has a menu: both tokens are good meanwhile.
      expect(await use(first)).toMatchObject({ errcode: 46003 })
      expect(await use(second)).toMatchObject({ errcode: 46003 })
      const { access_token: third } = await ask(apiRoot, 'stable_token', {}, { ...body, force_refresh: true })
      expect(await use(second)).toMatchObject({ errcode: 40001 })
      expect(await ask(apiRoot, 'stable_token', {}, { ...body, force_refresh: true })).toMatchObject({
        access_token: third,
      })
      at += 7_200_000
      expect(await use(String(third))).toMatchObject({ errcode: 42001 })
      expect(await use('nonsense')).toMatchObject({ errcode: 40014 })
      expect(await ask(apiRoot, 'menu/get', {})).toMatchObject({ errcode: 41001 })
      expect(await ask(apiRoot, 'stable_token', {}, { ...body, secret: 'x' })).toMatchObject({ errcode: 40125 })
      expect(await ask(apiRoot, 'stable_token', {}, { ...body, appid: 'x' })).toMatchObject({ errcode: 40013 })
    })

    it('shows the menu that was made, and brings a press of it', async () => {
      const zhou = wechat.official.person('周到')
      const { apiRoot } = wechat.official
      const access_token = await token()
      const make = (...button: object[]) => ask(apiRoot, 'menu/create', { access_token }, { button })
      const click = { type: 'click', name: '我要咨询', key: 'ask' }
      expect(await make(click, click, click, click)).toMatchObject({ errcode: 40016 })
      expect(await make({ ...click, name: '我要咨询政策' })).toMatchObject({ errcode: 40018 })
      expect(() => zhou.clicks('我要咨询')).toThrow('there are: none')
      expect(await make(click)).toMatchObject({ errcode: 0 })
      await zhou.clicks('我要咨询')
      expect(bot.came[0]?.fields).toMatchObject({ MsgType: 'event', Event: 'CLICK', EventKey: 'ask' })
      expect(bot.came[0]?.fields).not.toHaveProperty('MsgId')
    })

    it('brings up and down what it takes as media', async () => {
      const zhou = wechat.official.person('周到')
      const { apiRoot } = wechat.official
      const access_token = await token()
      const up = (name: string, size: number) => {
        const form = new FormData()
        form.set('media', new Blob([new Uint8Array(size)], { type: 'image/png' }), name)
        return ask(apiRoot, 'media/upload', { access_token, type: 'image' }, form)
      }
      const { media_id } = await up('图.png', 100)
      await zhou.says('图呢')
      const shown = { touser: zhou.openid, msgtype: 'image', image: { media_id } }
      expect(await ask(apiRoot, 'message/custom/send', { access_token }, shown)).toMatchObject({ errcode: 0 })
      expect(zhou.last.file?.bytes.length).toBe(100)
      expect(await up('x.bmp', 100)).toMatchObject({ errcode: 40005 })
      expect(await up('x.png', 10 * 2 ** 20 + 1)).toMatchObject({ errcode: 40009 })
      await zhou.sends({ as: 'image', bytes: Buffer.from('jpeg') })
      const sent = String(bot.came.at(-1)?.fields['MediaId'])
      const response = await fetch(`${apiRoot}/cgi-bin/media/get?access_token=${access_token}&media_id=${sent}`)
      expect(await response.text()).toBe('jpeg')
      at += 3 * DAY_MS
      const fresh = await token()
      expect(await ask(apiRoot, 'media/get', { access_token: fresh, media_id: sent })).toMatchObject({ errcode: 40007 })
    })
  })

  describe('customer service', () => {
    beforeEach(async () => {
      bot = await createBareBot(wechat.wecom)
      await wechat.wecom.connect(bot.url)
    })
    const token = async () => {
      const { id: corpid, secret: corpsecret, apiRoot } = wechat.wecom
      return String((await ask(apiRoot, 'gettoken', { corpid, corpsecret }))['access_token'])
    }
    const post = async (name: string, body: object) =>
      ask(wechat.wecom.apiRoot, name, { access_token: await token() }, body)
    const send = (touser: string, more: object = {}) =>
      post('kf/send_msg', {
        touser,
        open_kfid: wechat.wecom.account,
        msgtype: 'text',
        text: { content: '好' },
        ...more,
      })

    it('rings with a token, and hands out what happened page by page', async () => {
      const wu = wechat.wecom.person('吴有事')
      const ids = ['一', '二', '三'].map((text) => wu.says(text))
      await wechat.until(() => bot.came.length === 3)
      const { Token, OpenKfId, Event } = bot.came[0]?.fields ?? {}
      expect({ OpenKfId, Event }).toEqual({ OpenKfId: wechat.wecom.account, Event: 'kf_msg_or_event' })
      const page = await post('kf/sync_msg', { token: Token, open_kfid: OpenKfId, limit: 2 })
      expect(page).toMatchObject({
        errcode: 0,
        has_more: 1,
        msg_list: [{ msgid: ids[0], origin: 3 }, { msgid: ids[1] }],
      })
      const rest = await post('kf/sync_msg', { token: Token, cursor: page['next_cursor'] })
      expect(rest).toMatchObject({ has_more: 0, msg_list: [{ text: { content: '三' }, external_userid: wu.id }] })
      expect(await post('kf/sync_msg', { cursor: rest['next_cursor'] })).toMatchObject({ has_more: 0, msg_list: [] })
      expect(await post('kf/sync_msg', { cursor: 'nonsense' })).toMatchObject({ errcode: 40035 })
      at += 600_000
      expect(await post('kf/sync_msg', { token: Token })).toMatchObject({ errcode: 95007 })
    })

    it('asks for patience where no token is given', async () => {
      for (let i = 0; i < 10; i++) expect(await post('kf/sync_msg', {})).toMatchObject({ errcode: 0 })
      expect(await post('kf/sync_msg', {})).toMatchObject({ errcode: 45009 })
      at += 60_000
      expect(await post('kf/sync_msg', {})).toMatchObject({ errcode: 0 })
    })

    it('takes five messages in 48 hours, and no msgid twice', async () => {
      const wu = wechat.wecom.person('吴有事')
      expect(await send(wu.id)).toMatchObject({ errcode: 95002 })
      wu.says('你好')
      expect(await send(wu.id, { msgid: 'one' })).toMatchObject({ errcode: 0, msgid: 'one' })
      expect(await send(wu.id, { msgid: 'one' })).toMatchObject({ errcode: 95008 })
      expect(await send(wu.id, { msgid: '一' })).toMatchObject({ errcode: 40035 })
      for (let i = 0; i < 4; i++) expect(await send(wu.id)).toMatchObject({ errcode: 0 })
      expect(await send(wu.id)).toMatchObject({ errcode: 95001 })
      expect(wu.heard).toHaveLength(5)
      expect(await send('wmNobody')).toMatchObject({ errcode: 40096 })
      expect(await send(wu.id, { open_kfid: 'wkNone' })).toMatchObject({ errcode: 95000 })
      wu.goesTo('end')
      expect(await send(wu.id)).toMatchObject({ errcode: 95018 })
    })

    it('welcomes once by a code, within twenty seconds', async () => {
      const wu = wechat.wecom.person('吴有事')
      const code = () => {
        const event = wechat.wecom.entries.at(-1)?.['event']
        return (event as { welcome_code?: string }).welcome_code
      }
      const welcome = (text: string) =>
        post('kf/send_msg_on_event', { code: code(), msgtype: 'text', text: { content: text } })
      wu.enters()
      at += 20_000
      expect(await welcome('迟了')).toMatchObject({ errcode: 95007 })
      wu.enters()
      expect(await welcome('您好')).toMatchObject({ errcode: 0 })
      expect(await welcome('又一次')).toMatchObject({ errcode: 95007 })
      expect(wu.heard.map(({ road, text }) => [road, text])).toEqual([['welcome', '您好']])
      wu.enters()
      expect(code()).toBeUndefined()
    })

    it('keeps to the limits of a menu message, and brings a tap on it', async () => {
      const wu = wechat.wecom.person('吴有事')
      wu.says('你好')
      const menu = (count: number, content: string) => ({
        msgtype: 'msgmenu',
        msgmenu: {
          head_content: '满意吗？',
          list: Array.from({ length: count }, (_, i) => ({ type: 'click', click: { id: `c${i}`, content } })),
        },
      })
      expect(await send(wu.id, menu(11, '满意'))).toMatchObject({ errcode: 40035 })
      expect(await send(wu.id, menu(1, '很'.repeat(43)))).toMatchObject({ errcode: 40035 })
      expect(await send(wu.id, menu(2, '满意'))).toMatchObject({ errcode: 0 })
      wu.chooses('满意')
      expect(wechat.wecom.entries.at(-1)).toMatchObject({ msgtype: 'text', text: { content: '满意', menu_id: 'c1' } })
    })

    it('takes what he refuses, and says so afterwards', async () => {
      const wu = wechat.wecom.person('吴有事')
      wu.says('你好')
      wu.refuses()
      const { msgid } = await send(wu.id)
      expect(wu.heard).toEqual([])
      expect(wechat.wecom.entries.at(-1)).toMatchObject({
        origin: 4,
        event: { event_type: 'msg_send_fail', fail_msgid: msgid, fail_type: 10 },
      })
    })

    it('goes wrong as it is told to', async () => {
      const wu = wechat.wecom.person('吴有事')
      wu.says('你好')
      wechat.fails({ method: 'kf/send_msg', with: { kind: 'error', code: 45009 } })
      expect(await send(wu.id)).toMatchObject({ errcode: 45009 })
      wechat.fails({ method: 'kf/send_msg', with: { kind: 'reset', executed: true } })
      await expect(send(wu.id)).rejects.toThrow()
      expect(wu.heard).toHaveLength(1)
      wechat.fails({ method: 'kf/send_msg', with: { kind: 'html' } })
      await expect(send(wu.id)).rejects.toThrow()
      expect(wechat.asked('kf/send_msg').map(({ outcome }) => outcome)).toEqual([45009, 0, 'html'])
      wechat.wecom.replaceTokens()
      await wechat.down()
      await expect(send(wu.id)).rejects.toThrow()
      await wechat.up()
      expect(await send(wu.id)).toMatchObject({ errcode: 0 })
    })
  })
})
