import { describe, expect, it } from 'vitest'
import { types } from 'wechaty-puppet'
import { openEar } from './ear.ts'

const ROOM = '1234567@chatroom'

/** What is said in a room in which the account is, with Li and Wang. */
async function openRoom() {
  const ear = await openEar()
  ear.puppet.contact({ id: 'li', name: '李' })
  ear.puppet.room(ROOM, ['li', 'wang', 'bot'])
  const says = (text: string, mentions: readonly string[] = []) => ear.puppet.says('li', { text, mentions, to: ROOM })
  return { ...ear, says }
}

describe('in a room', () => {
  it('hears what mentions it, and knows where to answer him alone', async () => {
    const { says, settles } = await openRoom()
    says('@亲清\u2005稳岗返还怎么申请', ['bot'])
    expect(await settles()).toMatchObject([
      {
        from: { channel: 'wechat', chat: ROOM },
        sender: 'li',
        privately: { channel: 'wechat', chat: 'li' },
        text: '稳岗返还怎么申请',
      },
    ])
  })

  it.each([
    ['稳岗返还 @亲清 怎么申请', [], '稳岗返还 怎么申请'],
    ['怎么申请？@亲清', [], '怎么申请？'],
    ['@亲清：怎么申请', [], '：怎么申请'],
    ['＠亲清 怎么申请', [], '怎么申请'],
    ['@亲清\u2005@王五\u2005怎么申请', ['bot', 'wang'], '怎么申请'],
    ['@亲清 @亲清 在吗', ['bot'], '在吗'],
    // It was called by a name that only the room knows.
    ['@政策小助手 怎么申请', ['bot'], '怎么申请'],
    ['「王五：@亲清 在吗」\n- - - - - - -\n@亲清 我也想问', ['bot'], '我也想问'],
    // Whoever only calls wants an answer too.
    ['@亲清\u2005', ['bot'], ''],
  ])('leaves the mentions out of what was said: %j', async (text, mentions, own) => {
    const { says, settles } = await openRoom()
    says(text, mentions)
    expect(await settles()).toMatchObject([{ text: own }])
  })

  it.each([
    ['大家好', []],
    ['@王五\u2005在吗', ['wang']],
    ['@所有人 明天开会', ['li', 'wang', 'bot']],
    ['群公告：明天开会', ['announcement@all', 'bot']],
    ['@亲清办 在吗', []],
    ['邮箱 a@亲清网.cn', []],
    ['「亲清：请看」\n- - - - - - -\n谢谢', []],
    ['「王五：@亲清 在吗」\n- - - - - - -\n我来答', []],
  ])('is silent at what is not for it: %j', async (text, mentions) => {
    const { says, settles, lines } = await openRoom()
    says(text, mentions)
    expect(await settles()).toEqual([])
    expect(lines).toEqual([])
  })

  it('goes by the name that it has there', async () => {
    const ear = await openRoom()
    const member = { id: 'bot', avatar: '', name: '亲清', roomAlias: '高新区·亲清 助手' }
    ear.puppet.roomMemberRawPayload = () => Promise.resolve(member)
    ear.says('@高新区·亲清 助手 怎么申请')
    expect(await ear.settles()).toMatchObject([{ text: '怎么申请' }])
  })

  it('takes nothing but words, and no file', async () => {
    const { puppet, settles, kept } = await openRoom()
    const file = { name: 'a.jpg', bytes: new Uint8Array(3) }
    puppet.says('li', { type: types.Message.Image, mentions: ['bot'], to: ROOM, file })
    puppet.says('li', { type: types.Message.Audio, mentions: ['bot'], to: ROOM })
    expect(await settles()).toEqual([])
    expect(kept).toEqual([])
  })

  it('says where nothing can be sent to him alone, until he is a friend', async () => {
    const ear = await openRoom()
    ear.puppet.contact({ id: 'li', friend: false })
    ear.says('@亲清 你好')
    await ear.settles()
    ear.hearing.met(ear.puppet, 'li', 'request-1')
    // The puppet still has him as a stranger.
    ear.says('@亲清 我加了')
    await ear.settles()
    expect(ear.said.map(({ unmet, met }) => ({ unmet, met }))).toEqual([
      { unmet: true, met: undefined },
      { unmet: undefined, met: true },
      { unmet: undefined, met: undefined },
    ])
  })

  it('hears of what is taken back only where it was said to it', async () => {
    const { puppet, says, settles } = await openRoom()
    const own = says('@亲清 我的电话是……')
    const others = says('大家好')
    await settles()
    for (const text of [others, own]) puppet.says('li', { type: types.Message.Recalled, text, to: ROOM })
    expect(await settles()).toMatchObject([{ id: own }, { recalled: own, privately: { chat: 'li' } }])
  })

  it.each(['R:10696051', '@@4f1d', '99@im.chatroom', '1@chatroom'])('knows a room by its id: %s', async (id) => {
    const ear = await openRoom()
    // Some puppets tell of a room as of whom it was said to.
    ear.puppet.says('li', { text: '@亲清 你好', raw: { listenerId: id } })
    expect(await ear.settles()).toMatchObject([{ from: { chat: id }, privately: { chat: 'li' } }])
  })
})
