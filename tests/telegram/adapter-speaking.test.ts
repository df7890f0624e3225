import { describe, expect, it } from 'vitest'
import type { Reply } from '../../bot/model/reply.ts'
import type { Sent } from '../../bot/ports/channel.ts'
import { addressOf, openBench, reply } from './adapter.ts'
import { png } from './fake-world.ts'

const receiptsOf = (sent: Sent) => (sent.kind === 'sent' ? sent.receipts : expect.fail(JSON.stringify(sent)))
const messagesOf = (sent: Sent) => receiptsOf(sent).map(({ message }) => Number(message))

async function openChat(options: Parameters<typeof openBench>[0] = {}) {
  const bench = await openBench({ listening: false, ...options })
  const wang = bench.telegram.person('王芳')
  wang.starts()
  return { ...bench, channel: bench.channel, wang, chat: addressOf(wang).chat }
}

it('says a text with its buttons, and what it answers', async () => {
  const { channel, wang, chat } = await openChat()
  const spoken = wang.says('QQ22222222')
  const sent = await channel.send(
    reply(wang, ['已', { strong: '受理' }], { choices: [{ id: 'a', label: '派单' }] }),
    'k',
    {
      answers: { channel: 'telegram', chat, message: `${spoken.id}` },
    },
  )
  expect(wang.chat.last).toMatchObject({ text: '已受理', buttons: ['派单'], answers: spoken.id })
  expect(wang.chat.last.raw.entities).toEqual([{ type: 'bold', offset: 1, length: 2 }])
  expect(receiptsOf(sent)).toEqual([{ channel: 'telegram', chat, message: `${wang.chat.last.id}` }])
})

it('says a long text in parts, the buttons and the last receipt at its end', async () => {
  const { channel, wang } = await openChat()
  const lines = Array.from({ length: 300 }, (_, i) => `第${i}行：${'字'.repeat(30)}`)
  const choices = [{ id: 'a', label: '知道了' }]
  const sent = await channel.send(reply(wang, [lines.join('\n')], { choices }), 'k')
  const { fromBot } = wang.chat
  expect(fromBot.length).toBeGreaterThan(2)
  expect(fromBot.map(({ text }) => text).join('\n')).toBe(lines.join('\n'))
  expect(fromBot.map(({ buttons }) => buttons.length)).toEqual(
    fromBot.map((_, i) => (i === fromBot.length - 1 ? 1 : 0)),
  )
  expect(messagesOf(sent)).toEqual(fromBot.map(({ id }) => id))
})

it('edits the card that stands there, and says it anew where it is gone', async () => {
  const { channel, wang, chat } = await openChat()
  const card = (text: string) => reply(wang, [text], { card: 'QQ22222222', choices: [{ id: text, label: text }] })
  const [message = 0] = messagesOf(await channel.send(card('新'), 'k1'))
  const replaces = { channel: 'telegram' as const, chat, message: `${message}` }

  expect(messagesOf(await channel.send(card('受理'), 'k2', { replaces }))).toEqual([message])
  expect(wang.chat.last).toMatchObject({ id: message, text: '受理', buttons: ['受理'], edits: 1 })
  // The same again is no failure, and changes nothing.
  expect(messagesOf(await channel.send(card('受理'), 'k3', { replaces }))).toEqual([message])
  expect(wang.chat.last.edits).toBe(1)
  // Buttons go where there are none left to press.
  await channel.send(reply(wang, ['办结'], { card: 'QQ22222222' }), 'k4', { replaces })
  expect(wang.chat.last).toMatchObject({ text: '办结', buttons: [] })

  wang.deletes(wang.chat.last)
  const [anew] = messagesOf(await channel.send(card('重办'), 'k5', { replaces }))
  expect(anew).not.toBe(message)
  expect(wang.chat.last).toMatchObject({ id: anew, text: '重办' })
})

it('speaks in a topic, and in its group where the topic is closed', async () => {
  const { channel, telegram, wang, lines } = await openChat()
  const group = telegram.group('大厅', { members: [wang] })
  const topic = group.topic('税务')
  const chat = `${group.id}/${topic.thread}`
  expect(receiptsOf(await channel.send(reply(topic, ['派单']), 'k1'))).toMatchObject([{ chat }])
  expect(topic.last.text).toBe('派单')

  group.closesTopic(topic)
  expect(receiptsOf(await channel.send(reply(topic, ['催办']), 'k2'))).toMatchObject([{ chat: `${group.id}` }])
  expect(group.last).toMatchObject({ text: '催办', topic: undefined })
  expect(lines).toEqual(['telegram: a topic is gone or closed; what is for it goes to its group'])
})

it('follows a group that became a supergroup, and tells of it', async () => {
  const bench = await openBench()
  const { telegram, channel, received } = bench
  const wang = telegram.person('王芳')
  const group = telegram.group('受理组', { members: [wang], type: 'group' })
  await telegram.until(() => telegram.counts['getUpdates'] !== undefined)
  const before = group.id
  const to = addressOf(group)
  telegram.fails({ method: 'getUpdates', times: 1000, with: { kind: 'hang' } })
  const after = group.migrates()
  expect(receiptsOf(await channel.send({ to, text: ['新诉求'] }, 'k'))).toMatchObject([{ chat: `${after}` }])
  expect(group.last.text).toBe('新诉求')
  await telegram.until(() => received.length > 0)
  expect(received[0]).toMatchObject({ kind: 'chat-moved', id: `telegram:moved:${before}`, to: { chat: `${after}` } })
})

it('sends files: a picture as one, others as they are, several together, and one that is gone not at all', async () => {
  const files: Record<string, Uint8Array> = { p: png(), q: png(), x: Buffer.from('表') }
  const { channel, wang } = await openChat({ fetch: (ref) => Promise.resolve(files[ref] ?? null) })
  const picture = { ref: 'p', name: '图.png', type: 'image/png' }
  const table = { ref: 'x', name: '台账 "3;月".xlsx', type: 'application/vnd.ms-excel' }

  await channel.send(reply(wang, ['周报'], { files: [picture] }), 'k1')
  expect(wang.chat.last).toMatchObject({ text: '周报', file: { kind: 'photo' } })
  await channel.send(reply(wang, ['台账'], { files: [table] }), 'k2')
  expect(wang.chat.last).toMatchObject({ text: '台账', file: { kind: 'document', name: '台账 _3_月_.xlsx' } })
  expect(Buffer.from(wang.chat.last.file?.bytes ?? []).toString()).toBe('表')

  const gone = { ref: 'gone', name: '旧.pdf', type: 'application/pdf' }
  const both = [picture, { ...picture, ref: 'q' }, table, gone]
  const sent = await channel.send(
    reply(wang, ['材料'], { files: both, choices: [{ id: 'a', label: '发给企业' }] }),
    'k3',
  )
  const last = wang.chat.fromBot.slice(-4)
  expect(last.map(({ file, text }) => file?.kind ?? text)).toEqual([
    'photo',
    'photo',
    'document',
    '材料\n（附件“旧.pdf”已不在，没有发出）',
  ])
  expect(messagesOf(sent)).toEqual(last.map(({ id }) => id))
})

it('sends as a file what Telegram does not take as a picture', async () => {
  const { channel, wang } = await openChat({ fetch: () => Promise.resolve(Buffer.from('不是图片')) })
  await channel.send(reply(wang, ['图'], { files: [{ ref: 'x', name: '图.jpg', type: 'image/jpeg' }] }), 'k')
  expect(wang.chat.last).toMatchObject({ text: '图', file: { kind: 'document', name: '图.jpg' } })
})

it('opens the keyboard of the one who is asked', async () => {
  const { telegram, channel, said } = await openBench()
  const wang = telegram.person('王芳')
  const group = telegram.group('受理组', { members: [wang] })
  wang.in(group).says('/mine')
  await telegram.until(() => said().length === 1)
  await channel.send(reply(group, ['请写补正说明'], { asks: `${wang.id}` }), 'k')
  expect(group.last.text).toBe('王芳：请写补正说明')
  expect(group.last.raw.entities).toMatchObject([{ type: 'text_mention', user: { id: wang.id } }])
  expect(telegram.asked('sendMessage').at(-1)?.params).toMatchObject({
    reply_markup: { force_reply: true, selective: true },
  })
})

it('offers commands to whoever was added before he opened the bot, as soon as he does', async () => {
  const { telegram, channel, lines } = await openBench()
  const chen = telegram.person('陈刚')
  await channel.offer?.([{ at: addressOf(chen), commands: [{ command: 'mine', about: '我经办的' }] }])
  expect(telegram.menus.get(`chat:${chen.id}`)).toBeUndefined()
  expect(lines).toContain('telegram: 1 not offered commands, who have not opened the bot or have blocked it')

  chen.starts()
  await telegram.until(() => telegram.menus.has(`chat:${chen.id}`))
  expect(telegram.menus.get(`chat:${chen.id}`)).toMatchObject([{ command: 'mine' }])
  chen.says('/mine')
  await telegram.idle(100)
  expect(telegram.asked('setMyCommands')).toHaveLength(2)
})

it('offers commands by chat, and takes them back', async () => {
  const { telegram, channel, wang } = await openChat()
  const group = telegram.group('大厅', { members: [wang] })
  const [a, b] = [group.topic('税务'), group.topic('社保')]
  const mine = { command: 'mine', about: '我的诉求' }
  const due = { command: 'due', about: '今天到期' }
  await channel.offer?.([
    { at: addressOf(wang), commands: [mine, { command: 'Bad Name', about: 'x' }] },
    { at: addressOf(a), commands: [mine] },
    { at: addressOf(b), commands: [mine, due] },
  ])
  expect(telegram.menus.get(`chat:${wang.id}`)).toEqual([{ command: 'mine', description: '我的诉求' }])
  expect(telegram.menus.get(`chat:${group.id}`)?.map(({ command }) => command)).toEqual(['mine', 'due'])
  await channel.offer?.([{ at: addressOf(wang), commands: [] }])
  expect(telegram.menus.has(`chat:${wang.id}`)).toBe(false)
})

it('has a name', async () => {
  const { channel, telegram } = await openChat()
  expect(await channel.username()).toBe(telegram.bot.username)
})

it('takes a file back that was shown by itself: another stands in its place, and says why', async () => {
  const bytes = Buffer.from('身份证')
  const { channel, wang, chat } = await openChat({ fetch: () => Promise.resolve(bytes) })
  const files = [{ ref: 'r', name: '唐宁身份证.pdf', type: 'application/pdf' }]
  const page = { card: 'file-1:QQ22222222', about: 'QQ22222222' }
  const shown = reply(wang, ['QQ-2222-2222 附件：唐宁身份证.pdf'], { ...page, anew: true, files })
  const [message = 0] = messagesOf(await channel.send(shown, 'k1'))
  expect(wang.chat.fromBot).toHaveLength(1)
  expect(wang.chat.last.file).toMatchObject({ name: '唐宁身份证.pdf' })

  const replaces = { channel: 'telegram' as const, chat, message: `${message}` }
  expect(messagesOf(await channel.send(reply(wang, ['已要求删除'], page), 'k2', { replaces }))).toEqual([message])
  expect(wang.chat.fromBot).toHaveLength(1)
  expect(wang.chat.last).toMatchObject({ id: message, text: '已要求删除', file: { name: '已收回.txt' } })
  expect(JSON.stringify(wang.chat.last.raw)).not.toContain('唐宁')
})

describe('a card with a picture', () => {
  const code = (ref: string) => ({ ref, name: 'login.png', type: 'image/png' })
  const pictures: Record<string, Uint8Array> = { one: png(12, 8), two: png(30, 30), odd: Buffer.from('不是图片') }
  const opened = () => openChat({ fetch: (ref) => Promise.resolve(pictures[ref] ?? null) })
  const scan = [{ id: 'help', label: '怎么扫' }]

  /** Shows the card, and says which message it is now. */
  function shower({ channel, wang, chat }: Awaited<ReturnType<typeof openChat>>) {
    let stands: number | undefined
    let shown = 0
    return async (text: string, more: Partial<Reply> = {}) => {
      shown += 1
      const known = { replaces: { channel: 'telegram' as const, chat, message: `${stands}` } }
      const card = reply(wang, [text], { card: 'login:wechat', ...more })
      const [message, ...others] = messagesOf(await channel.send(card, `k${shown}`, stands ? known : {}))
      expect(others).toEqual([])
      stands = message
      return message
    }
  }

  it('is one message: the picture, and under it what it says, with its buttons', async () => {
    const bench = await opened()
    await shower(bench)('请扫码', { files: [code('one')], choices: scan })
    expect(bench.wang.chat.fromBot).toHaveLength(1)
    expect(bench.wang.chat.last).toMatchObject({ text: '请扫码', file: { kind: 'photo' }, buttons: ['怎么扫'] })
  })

  it('is changed where it stands: the picture, the words and the buttons', async () => {
    const bench = await opened()
    const { wang, telegram } = bench
    const show = shower(bench)
    const first = await show('请扫码', { files: [code('one')], choices: scan })
    expect(await show('请扫新的码', { files: [code('two')] })).toBe(first)
    expect(wang.chat.last).toMatchObject({ id: first, text: '请扫新的码', buttons: [], edits: 1 })
    expect(wang.chat.last.raw.photo).toMatchObject([{ width: 30, height: 30 }])
    expect([telegram.counts['sendPhoto'], telegram.counts['editMessageMedia']]).toEqual([1, 1])
    // Telegram says so where nothing has changed: that is no failure.
    const same =
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same'
    telegram.fails({ method: 'editMessageMedia', with: { kind: 'error', code: 400, description: same } })
    expect(await show('请扫新的码', { files: [code('two')] })).toBe(first)
    wang.deletes(wang.chat.last)
    expect(await show('请再扫', { files: [code('one')] })).not.toBe(first)
    expect(wang.chat.last).toMatchObject({ text: '请再扫', file: { kind: 'photo' } })
  })

  it('takes the place of a text, and gives its place to one: then the picture is taken away', async () => {
    const bench = await opened()
    const show = shower(bench)
    const first = await show('已退出')
    expect(await show('请扫码', { files: [code('one')] })).toBe(first)
    expect(bench.wang.chat.last).toMatchObject({ text: '请扫码', file: { kind: 'photo' }, edits: 1 })
    expect(await show('已登录', { choices: scan })).toBe(first)
    const { raw, ...last } = bench.wang.chat.last
    expect(last).toMatchObject({ text: '已登录', file: { name: '已收回.txt' }, buttons: ['怎么扫'] })
    expect(raw.photo).toBeUndefined()
    expect(await show('请扫码', { files: [code('two')] })).toBe(first)
    expect(bench.wang.chat.last).toMatchObject({ text: '请扫码', file: { kind: 'photo' } })
    expect(bench.wang.chat.fromBot).toHaveLength(1)
  })

  it('has its picture as a file where Telegram does not take it as one', async () => {
    const bench = await opened()
    const show = shower(bench)
    const first = await show('请扫码', { files: [code('one')] })
    expect(await show('请扫码', { files: [code('odd')] })).toBe(first)
    expect(bench.wang.chat.last).toMatchObject({ text: '请扫码', file: { kind: 'document', name: 'login.png' } })
  })

  it('whose words are too long to stand under a picture has them as a message of their own', async () => {
    const { channel, wang } = await opened()
    const text = '字'.repeat(1025)
    const sent = await channel.send(reply(wang, [text], { card: 'k', files: [code('one')] }), 'k')
    const [picture, words] = wang.chat.fromBot
    expect([picture?.file?.kind, words?.text]).toEqual(['photo', text])
    const replaces = { channel: 'telegram' as const, chat: `${wang.id}`, message: `${words?.id}` }
    expect(messagesOf(sent).at(-1)).toBe(words?.id)
    await channel.send(reply(wang, ['短了'], { card: 'k' }), 'k2', { replaces })
    expect(wang.chat.fromBot.map(({ text }) => text)).toEqual(['', '短了'])
  })
})
