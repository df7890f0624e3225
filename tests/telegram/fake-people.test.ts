import { describe, expect, test } from 'vitest'
import { openFake } from './fake-world.ts'

const BUTTONS = {
  inline_keyboard: [
    [
      { text: '受理', callback_data: 'accept:7' },
      { text: '不予受理', callback_data: 'decline:7' },
    ],
  ],
}

describe('a press', () => {
  test('reaches the bot with its message, and what the bot answers is seen', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    const group = telegram.group('受理组', { members: [陈] })
    await ask('sendMessage', { chat_id: group.id, text: '新诉求', reply_markup: BUTTONS })
    const pressed = 陈.in(group).presses('受理')
    const query = telegram.pending.at(-1)?.callback_query
    expect(query).toMatchObject({
      from: { id: 陈.id },
      data: 'accept:7',
      message: { text: '新诉求', chat: { id: group.id } },
    })
    await ask('answerCallbackQuery', { callback_query_id: query?.id, text: '已受理', show_alert: true })
    expect(await pressed).toEqual({ text: '已受理', alert: true })
    expect((await ask('answerCallbackQuery', { callback_query_id: query?.id })).description).toBe(
      'Bad Request: query is too old and response timeout expired or query ID is invalid',
    )
  })

  test('that is never answered ends with nothing, and no late answer is taken', async () => {
    const { telegram, ask } = await openFake({ queryMs: 30 })
    const 陈 = telegram.person('陈受理')
    陈.starts()
    await ask('sendMessage', { chat_id: 陈.id, text: '新诉求', reply_markup: BUTTONS })
    expect(await 陈.presses('受理')).toBeNull()
    const query = telegram.pending.at(-1)?.callback_query
    expect((await ask('answerCallbackQuery', { callback_query_id: query?.id })).description).toContain(
      'query is too old',
    )
  })

  test('of a button that is not there fails the test, not the bot', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    陈.starts()
    await ask('sendMessage', { chat_id: 陈.id, text: '新诉求', reply_markup: BUTTONS })
    expect(() => 陈.presses('办结')).toThrow('陈受理 sees no button «办结»; there are: 受理|不予受理')
    expect(telegram.pending).toHaveLength(1)
  })

  test('can be forged', async () => {
    const { telegram, ask } = await openFake({ queryMs: 20 })
    const 外人 = telegram.person('外人')
    外人.starts()
    await ask('sendMessage', { chat_id: 外人.id, text: '您好' })
    await 外人.forges('accept:7', 外人.chat.last)
    expect(telegram.pending.at(-1)?.callback_query).toMatchObject({ data: 'accept:7', from: { id: 外人.id } })
  })

  test('may be answered with 200 characters at most', async () => {
    const { telegram, ask } = await openFake({ queryMs: 50 })
    const 陈 = telegram.person('陈受理')
    陈.starts()
    await ask('sendMessage', { chat_id: 陈.id, text: '新诉求', reply_markup: BUTTONS })
    void 陈.presses('受理')
    const callback_query_id = telegram.pending.at(-1)?.callback_query?.id
    expect((await ask('answerCallbackQuery', { callback_query_id, text: '长'.repeat(201) })).description).toBe(
      'Bad Request: MESSAGE_TOO_LONG',
    )
  })
})

describe('in a group', () => {
  test('the bot sees what is meant for it', async () => {
    const { telegram, ask } = await openFake({ username: 'qinqing_bot' })
    const 陈 = telegram.person('陈受理')
    const group = telegram.group('受理组', { members: [陈] })
    await ask('sendMessage', { chat_id: group.id, text: '新诉求' })
    const inGroup = 陈.in(group)
    inGroup.says('中午吃什么')
    inGroup.says('/due')
    inGroup.says('/due@other_bot')
    inGroup.says('请 @qinqing_bot 看看')
    inGroup.replies(group.last, '这件我来')
    const heard = telegram.pending.flatMap(({ message }) => message?.text ?? [])
    expect(heard).toEqual(['/due', '请 @qinqing_bot 看看', '这件我来'])
    expect(telegram.pending.at(-1)?.message).toMatchObject({ reply_to_message: { text: '新诉求' } })
  })

  test('a bot without privacy mode, or an administrator, sees everything', async () => {
    const open = await openFake({ privacy: false })
    open.telegram.person('陈').in(open.telegram.group('甲组')).says('中午吃什么')
    expect(open.telegram.pending.at(-1)?.message?.text).toBe('中午吃什么')
    const { telegram } = await openFake()
    telegram
      .person('陈')
      .in(telegram.group('乙组', { bot: 'administrator' }))
      .says('中午吃什么')
    expect(telegram.pending.at(-1)?.message?.text).toBe('中午吃什么')
  })

  test('numbers of messages are the supergroup’s own, and shared by private chats', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈')
    const 李 = telegram.person('李')
    expect([陈.starts().id, 李.starts().id]).toEqual([1, 2])
    const group = telegram.group('受理组')
    await ask('sendMessage', { chat_id: group.id, text: '新诉求' })
    expect(group.last.id).toBe(1)
  })

  test('a topic is a place of its own, and all in it answer its first message', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈')
    const group = telegram.group('各单位', { members: [陈] })
    const topic = group.topic('工信局')
    await ask('sendMessage', { chat_id: group.id, message_thread_id: topic.thread, text: '派给你们' })
    expect(topic.last.raw).toMatchObject({
      message_thread_id: topic.thread,
      is_topic_message: true,
      reply_to_message: { forum_topic_created: { name: '工信局' } },
    })
    expect(telegram.pending.at(-1)?.message).toMatchObject({ forum_topic_created: { name: '工信局' } })
    陈.in(topic).says('/due')
    expect(telegram.pending.at(-1)?.message).toMatchObject({ message_thread_id: topic.thread, text: '/due' })
    group.closesTopic(topic)
    const told = await ask('sendMessage', { chat_id: group.id, message_thread_id: topic.thread, text: 'x' })
    expect(told.description).toBe('Bad Request: TOPIC_CLOSED')
  })

  test('without topics a reply names a thread that is no topic', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈')
    const group = telegram.group('受理组', { members: [陈] })
    await ask('sendMessage', { chat_id: group.id, text: '新诉求' })
    const { raw } = 陈.in(group).replies(group.last, '我来')
    expect(raw).toMatchObject({ message_thread_id: group.last.id })
    expect(raw.is_topic_message).toBeUndefined()
  })

  test('an anonymous administrator and a channel speak without a name', async () => {
    const { telegram } = await openFake({ privacy: false })
    const group = telegram.group('受理组')
    group.anonymously('/due')
    group.asChannel('公告', '通知')
    expect(telegram.pending.slice(-2).map(({ message }) => message)).toMatchObject([
      { sender_chat: { id: group.id }, from: { username: 'GroupAnonymousBot' } },
      { sender_chat: { type: 'channel' }, is_automatic_forward: true },
    ])
  })

  test('the bot is told when it is added, made administrator and thrown out', async () => {
    const { telegram } = await openFake()
    const group = telegram.group('受理组')
    group.addsBot('administrator')
    group.removesBot()
    const standings = telegram.pending.map(({ my_chat_member }) => my_chat_member?.new_chat_member.status)
    expect(standings).toEqual(['member', 'administrator', 'kicked'])
  })
})

describe('what else people do', () => {
  test('contacts, forwards, edits and albums', async () => {
    const { telegram } = await openFake()
    const 陈 = telegram.person('陈')
    const 李 = telegram.person('李')
    const 王 = telegram.person('王')
    陈.sharesContact(李)
    陈.forwards(王.says('我是王'))
    陈.forwards(王.says('我还是王'), 'hidden')
    陈.edits(陈.says('错字'), '别字')
    const album = 陈.sendsAlbum([
      { name: '一.jpg', bytes: new Uint8Array([1]), as: 'photo', caption: '两张' },
      { name: '二.jpg', bytes: new Uint8Array([2]), as: 'photo' },
    ])
    const messages = telegram.pending.map(({ message, edited_message }) => message ?? edited_message)
    expect(messages[0]).toMatchObject({ contact: { user_id: 李.id, first_name: '李' } })
    expect(messages[2]).toMatchObject({ forward_origin: { type: 'user', sender_user: { id: 王.id } }, text: '我是王' })
    expect(messages[4]).toMatchObject({ forward_origin: { type: 'hidden_user', sender_user_name: '王' } })
    expect(messages[6]).toMatchObject({ text: '别字' })
    expect(messages.slice(7).map((message) => message?.media_group_id)).toEqual(
      album.map(({ raw }) => raw.media_group_id),
    )
  })

  test('an inline question is answered with articles, one of which is sent', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈')
    const group = telegram.group('受理组', { members: [陈] })
    const asked = 陈.asksInline('欠款', group)
    const query = telegram.pending.at(-1)?.inline_query
    expect(query).toMatchObject({ query: '欠款', from: { id: 陈.id }, chat_type: 'supergroup' })
    const article = (id: string) => ({
      type: 'article',
      id,
      title: '第九条',
      input_message_content: { message_text: '三十日内支付' },
    })
    const answer = (results: object[]) => ask('answerInlineQuery', { inline_query_id: query?.id, results })
    expect((await answer([article('1'), article('1')])).description).toBe('Bad Request: RESULT_ID_DUPLICATE')
    await answer([article('1')])
    const [found] = (await asked) ?? []
    expect(found).toMatchObject({ id: '1', title: '第九条', text: '三十日内支付' })
    if (found) expect(陈.chooses(found, '欠款', group)).toMatchObject({ text: '三十日内支付', chat: group.id })
  })
})
