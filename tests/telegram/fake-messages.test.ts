import { Api, InputFile } from 'grammy'
import { describe, expect, test } from 'vitest'
import { openFake, png } from './fake-world.ts'

/** What the Bot API says in these cases; its documentation, and where that is silent its server's source (see README.md). */
describe('what may be sent', () => {
  const rows = (data: string, text = '受理') => ({ inline_keyboard: [[{ text, callback_data: data }]] })

  test.each<[string, object, string]>([
    ['no text', { text: '' }, 'message text is empty'],
    ['nothing to be seen', { text: ' \n\u200b ' }, 'text must be non-empty'],
    ['4,097 units', { text: '亲'.repeat(4097) }, 'message is too long'],
    ['emoji count twice', { text: '🚩'.repeat(2049) }, 'message is too long'],
    ['half an emoji', { text: 'a\ud83d' }, 'strings must be encoded in UTF-8'],
    [
      'an entity past the end',
      { text: 'aba caba', entities: [{ type: 'bold', offset: 3, length: 6 }] },
      'entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 9',
    ],
    [
      'an entity within an emoji',
      { text: '👉 👉', entities: [{ type: 'bold', offset: 0, length: 1 }] },
      'entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4',
    ],
    [
      'an entity that begins within one',
      { text: '👉 👉', entities: [{ type: 'bold', offset: 1, length: 1 }] },
      'entity begins in a middle of a UTF-16 symbol at byte offset 4',
    ],
    [
      'an unknown entity',
      { text: 'x', entities: [{ type: 'fat', offset: 0, length: 1 }] },
      "can't parse MessageEntity: Unsupported type specified",
    ],
    ['65 bytes of data', { text: 'x', reply_markup: rows('a'.repeat(65)) }, 'BUTTON_DATA_INVALID'],
    ['22 汉字 are 66 bytes', { text: 'x', reply_markup: rows('诉'.repeat(22)) }, 'BUTTON_DATA_INVALID'],
    [
      'a button without an action',
      { text: 'x', reply_markup: { inline_keyboard: [[{ text: '受理' }]] } },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [
      '101 buttons',
      { text: 'x', reply_markup: { inline_keyboard: Array(101).fill(rows('a').inline_keyboard[0]) } },
      'reply markup is too long',
    ],
    ['an answer to nothing', { text: 'x', reply_parameters: { message_id: 99 } }, 'message to be replied not found'],
    ['a topic that is not there', { text: 'x', message_thread_id: 99 }, 'message thread not found'],
    ['the general topic by its number', { text: 'x', message_thread_id: 1 }, 'message thread not found'],
    ['nobody', { chat_id: '', text: 'x' }, 'chat_id is empty'],
    ['somebody unknown', { chat_id: 987_654, text: 'x' }, 'chat not found'],
  ])('%s is refused', async (_, params, why) => {
    const { telegram, ask } = await openFake()
    const group = telegram.group('受理组')
    const told = await ask('sendMessage', { chat_id: group.id, ...params })
    expect(told).toEqual({ status: 400, ok: false, error_code: 400, description: `Bad Request: ${why}` })
    expect(group.messages).toEqual([])
  })

  test('4,096 units are taken, blanks at the ends are cut and entities move along', async () => {
    const { telegram, ask } = await openFake()
    const group = telegram.group('受理组')
    expect(await ask('sendMessage', { chat_id: group.id, text: '亲'.repeat(4096) })).toMatchObject({ ok: true })
    await ask('sendMessage', {
      chat_id: group.id,
      text: '  标题 正文  ',
      entities: [{ type: 'bold', offset: 2, length: 2 }],
    })
    expect(group.last.raw).toMatchObject({ text: '标题 正文', entities: [{ type: 'bold', offset: 0, length: 2 }] })
  })

  test('an answer to a message that is gone goes out without it where that was allowed', async () => {
    const { telegram, ask } = await openFake()
    const group = telegram.group('受理组')
    const reply_parameters = { message_id: 99, allow_sending_without_reply: true }
    expect(await ask('sendMessage', { chat_id: group.id, text: 'x', reply_parameters })).toMatchObject({ ok: true })
    expect(group.last.answers).toBeUndefined()
  })

  test('who never wrote to the bot cannot be written to, and who blocked it neither', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    const write = () => ask('sendMessage', { chat_id: 陈.id, text: '您好' })
    expect((await write()).description).toBe('Bad Request: chat not found')
    telegram.group('受理组', { members: [陈] })
    expect(await write()).toMatchObject({
      error_code: 403,
      description: "Forbidden: bot can't initiate conversation with a user",
    })
    陈.starts()
    expect(await write()).toMatchObject({ ok: true })
    陈.blocks()
    expect(await write()).toMatchObject({ error_code: 403, description: 'Forbidden: bot was blocked by the user' })
    陈.unblocks()
    expect(await write()).toMatchObject({ ok: true })
    陈.leavesTelegram()
    expect(await write()).toMatchObject({ error_code: 403, description: 'Forbidden: user is deactivated' })
  })

  test('a group that threw the bot out, silenced it, or became a supergroup', async () => {
    const { telegram, ask } = await openFake()
    const write = (chat_id: number) => ask('sendMessage', { chat_id, text: 'x' })
    const out = telegram.group('甲组')
    out.removesBot()
    expect((await write(out.id)).description).toBe('Forbidden: bot was kicked from the supergroup chat')
    const still = telegram.group('乙组')
    still.silencesBot()
    expect((await write(still.id)).description).toBe('Bad Request: not enough rights to send text messages to the chat')
    const small = telegram.group('丙组', { type: 'group' })
    const before = small.id
    const after = small.migrates()
    expect(await write(before)).toMatchObject({
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: after },
    })
    expect(await write(after)).toMatchObject({ ok: true })
    expect(small.id).toBe(after)
  })
})

describe('what may be edited', () => {
  test('a message of the bot, with its buttons; the same again is no change', async () => {
    const { telegram, ask } = await openFake()
    const group = telegram.group('受理组')
    const reply_markup = { inline_keyboard: [[{ text: '受理', callback_data: 'a' }]] }
    await ask('sendMessage', { chat_id: group.id, text: '新诉求', reply_markup })
    const { id } = group.last
    const edit = (more: object) => ask('editMessageText', { chat_id: group.id, message_id: id, ...more })
    const same =
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
    expect((await edit({ text: '新诉求', reply_markup })).description).toBe(same)
    expect(await edit({ text: '已受理' })).toMatchObject({ ok: true })
    expect(group.find(id)).toMatchObject({ text: '已受理', buttons: [], edits: 1 })
    expect((await edit({ text: '已受理' })).description).toBe(same)
    expect(await ask('editMessageReplyMarkup', { chat_id: group.id, message_id: id, reply_markup })).toMatchObject({
      ok: true,
    })
    expect(group.last.buttons).toEqual(['受理'])
  })

  test('neither another one’s, nor one that is gone, nor a file’s text', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    const said = 陈.starts()
    const edit = (message_id: number) => ask('editMessageText', { chat_id: 陈.id, message_id, text: 'x' })
    expect((await edit(said.id)).description).toBe("Bad Request: message can't be edited")
    expect((await edit(4711)).description).toBe('Bad Request: message to edit not found')
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
    const { message_id } = await api.sendDocument(陈.id, new InputFile(png(), '照片.png'), { caption: '一张' })
    expect((await edit(message_id)).description).toBe('Bad Request: there is no text in the message to edit')
    expect(await ask('editMessageCaption', { chat_id: 陈.id, message_id, caption: '两张' })).toMatchObject({ ok: true })
    expect(陈.chat.last.text).toBe('两张')
    expect(await ask('deleteMessage', { chat_id: 陈.id, message_id })).toMatchObject({ ok: true })
    expect((await ask('deleteMessage', { chat_id: 陈.id, message_id })).description).toBe(
      'Bad Request: message to delete not found',
    )
  })
})

describe('a picture in the place of what stands there', () => {
  test('takes that of a text, a file or a picture of the bot; the same again is no change', async () => {
    const { telegram, ask } = await openFake()
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
    const group = telegram.group('受理组')
    const { message_id } = await api.sendMessage(group.id, '已退出')
    const photo = (bytes: Uint8Array, caption: string) =>
      ({ type: 'photo', media: new InputFile(bytes, '码.png'), caption }) as const
    await api.editMessageMedia(group.id, message_id, photo(png(), '请扫码'))
    expect(group.last).toMatchObject({ id: message_id, text: '请扫码', file: { kind: 'photo' }, edits: 1 })
    const media = { type: 'photo', media: group.last.raw.photo?.[0]?.file_id, caption: '请扫码' }
    const again = { chat_id: group.id, message_id, media }
    expect((await ask('editMessageMedia', again)).description).toContain('message is not modified')
    expect((await ask('editMessageMedia', { ...again, message_id: 4711 })).description).toBe(
      'Bad Request: message to edit not found',
    )
    await api.editMessageMedia(group.id, message_id, photo(png(30, 30), '请扫新的'))
    expect(group.last).toMatchObject({ text: '请扫新的', edits: 2 })
    const odd = api.editMessageMedia(group.id, message_id, photo(Buffer.from('不是图片'), 'x'))
    await expect(odd).rejects.toThrow('IMAGE_PROCESS_FAILED')
  })
})

describe('files', () => {
  test('go up by grammY, are seen with name and content, and come down again', async () => {
    const { telegram } = await openFake()
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
    const 陈 = telegram.person('陈受理')
    陈.starts()
    const bytes = new TextEncoder().encode('账单')
    await api.sendDocument(陈.id, new InputFile(bytes, '台账 2026.xlsx'), { caption: '请查收' })
    expect(陈.chat.last).toMatchObject({ text: '请查收', file: { name: '台账 2026.xlsx', kind: 'document' } })
    expect(陈.chat.last.file?.bytes).toEqual(bytes)
    await api.sendPhoto(陈.id, new InputFile(png(), '图.png'))
    expect(陈.chat.last.raw.photo).toMatchObject([{ width: 12, height: 8 }])
    const file = await api.getFile(陈.chat.fromBot[0]?.raw.document?.file_id ?? '')
    const back = await fetch(`${telegram.apiRoot}/file/bot${telegram.token}/${file.file_path}`)
    expect(new Uint8Array(await back.arrayBuffer())).toEqual(bytes)
    expect((await fetch(`${telegram.apiRoot}/file/bot${telegram.token}/documents/none`)).status).toBe(404)
  })

  test('an album is as many messages with one album number', async () => {
    const { telegram, ask } = await openFake()
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
    const group = telegram.group('受理组')
    const media = ['一', '二'].map((caption) => ({
      type: 'photo' as const,
      media: new InputFile(png(), '图.png'),
      caption,
    }))
    await api.sendMediaGroup(group.id, media)
    expect(new Set(group.fromBot.map(({ raw }) => raw.media_group_id)).size).toBe(1)
    expect(group.fromBot.map(({ text }) => text)).toEqual(['一', '二'])
    const mixed = ['photo', 'document'].map((type) => ({ type, media: 'attach://a' }))
    expect((await ask('sendMediaGroup', { chat_id: group.id, media: mixed })).description).toBe(
      "Bad Request: document can't be mixed with other media types",
    )
  })

  test('what is empty, no picture, or too long a caption is refused', async () => {
    const { telegram } = await openFake()
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
    const group = telegram.group('受理组')
    const empty = new InputFile(new Uint8Array(), 'a.txt')
    await expect(api.sendDocument(group.id, empty)).rejects.toThrow('file must be non-empty')
    const text = new InputFile(new TextEncoder().encode('no picture'), 'a.jpg')
    await expect(api.sendPhoto(group.id, text)).rejects.toThrow('IMAGE_PROCESS_FAILED')
    await expect(api.sendPhoto(group.id, new InputFile(png(3000, 100), 'a.png'))).rejects.toThrow(
      'PHOTO_INVALID_DIMENSIONS',
    )
    const long = { caption: '长'.repeat(1025) }
    await expect(api.sendPhoto(group.id, new InputFile(png(), 'a.png'), long)).rejects.toThrow(
      'message caption is too long',
    )
    expect(group.messages).toEqual([])
  })

  test('more than 20 MB cannot be fetched', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    const sent = 陈.sends({ name: '录像.mp4', bytes: new Uint8Array(20 * 1024 * 1024 + 1) })
    const told = await ask('getFile', { file_id: sent.raw.document?.file_id })
    expect(told.description).toBe('Bad Request: file is too big')
  })

  test('a name that grammY writes bare is cut at a semicolon and loses its quotes', async () => {
    const { telegram } = await openFake()
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot })
    const group = telegram.group('受理组')
    await api.sendDocument(group.id, new InputFile(png(), '合同;终稿.pdf'))
    await api.sendDocument(group.id, new InputFile(png(), '"引号".pdf'))
    expect(group.fromBot.map(({ file }) => file?.name)).toEqual(['合同', '引号.pdf'])
  })
})

describe('commands', () => {
  const set = (command: string, description = '我的诉求') => ({ commands: [{ command, description }] })

  test.each([
    [set('我的'), 'BOT_COMMAND_INVALID'],
    [set('Mine'), 'BOT_COMMAND_INVALID'],
    [set('m'.repeat(33)), 'command length must not exceed 32'],
    [set('mine', ''), 'command description must be non-empty'],
    [set('mine', '长'.repeat(257)), 'command description length must not exceed 256'],
    [{ ...set('mine'), scope: { type: 'chat', chat_id: 4711 } }, 'chat not found'],
  ])('%j is refused', async (params, why) => {
    const { telegram, ask } = await openFake()
    expect((await ask('setMyCommands', params)).description).toBe(`Bad Request: ${why}`)
    expect(telegram.menus.size).toBe(0)
  })

  test('are kept by scope', async () => {
    const { telegram, ask } = await openFake()
    const 陈 = telegram.person('陈受理')
    陈.starts()
    const scope = { type: 'chat', chat_id: 陈.id }
    await ask('setMyCommands', { ...set('mine'), scope })
    expect([...telegram.menus]).toEqual([[`chat:${陈.id}`, [{ command: 'mine', description: '我的诉求' }]]])
    expect((await ask('getMyCommands', { scope })).result).toEqual([{ command: 'mine', description: '我的诉求' }])
    await ask('deleteMyCommands', { scope })
    expect(telegram.menus.size).toBe(0)
  })
})
