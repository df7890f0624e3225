import { expect, it } from 'vitest'
import { addressOf, openBench } from './adapter.ts'

it('hears what is said to it, with who said it and where', async () => {
  const { telegram, said } = await openBench()
  const wang = telegram.person('王芳')
  const message = wang.says('  今天有什么要办  ')
  await telegram.until(() => said().length === 1)

  expect(said()[0]).toMatchObject({
    kind: 'said',
    id: '410000001',
    from: { channel: 'telegram', chat: String(wang.id) },
    sender: String(wang.id),
    text: '今天有什么要办',
    receipt: { channel: 'telegram', chat: String(wang.id), message: String(message.id) },
    attachments: [],
  })
  expect(said()[0]).not.toHaveProperty('privately')
})

it('hears in a group only what is for it: commands, its name, answers to it', async () => {
  const { telegram, channel, said } = await openBench({ fake: { privacy: false } })
  const wang = telegram.person('王芳')
  const group = telegram.group('受理组', { members: [wang] })
  await telegram.until(() => telegram.counts['getUpdates'] !== undefined)
  await channel.send({ to: addressOf(group), text: ['新诉求'] }, 'k1')
  const card = await group.until('新诉求')

  const spoken = wang.in(group).says('中午吃什么')
  wang.in(group).replies(spoken, '面条')
  wang.in(group).says('/mine@another_bot')
  wang.in(group).says('/mine')
  wang.in(group).says(`/due@${telegram.bot.username} 今天`)
  wang.in(group).says(`@${telegram.bot.username} 一般纳税人怎么登记`)
  wang.in(group).replies(card, '请补营业执照')
  wang.in(group).replies(card, '// 内部看一下')
  await telegram.until(() => said().length === 5)
  await telegram.idle()

  expect(said().map(({ text }) => text)).toEqual([
    '/mine',
    '/due 今天',
    '一般纳税人怎么登记',
    '请补营业执照',
    '// 内部看一下',
  ])
  expect(said().map(({ replyTo }) => replyTo?.message)).toEqual([
    undefined,
    undefined,
    undefined,
    `${card.id}`,
    `${card.id}`,
  ])
  for (const { from, privately } of said()) {
    expect(from).toEqual({ channel: 'telegram', chat: `${group.id}` })
    expect(privately).toEqual({ channel: 'telegram', chat: `${wang.id}` })
  }
})

it('keeps topics apart, and takes what begins one for no answer', async () => {
  const { telegram, channel, said } = await openBench()
  const wang = telegram.person('王芳')
  const group = telegram.group('一楼大厅', { members: [wang] })
  const topic = group.topic('税务')
  await telegram.until(() => telegram.counts['getUpdates'] !== undefined)
  await channel.send({ to: addressOf(topic), text: ['派给税务'] }, 'k1')
  const card = await topic.until('派给税务')
  wang.in(topic).says('/mine')
  wang.in(topic).replies(card, '收到')
  await telegram.until(() => said().length === 2)

  const chat = `${group.id}/${topic.thread}`
  expect(said().map(({ from }) => from.chat)).toEqual([chat, chat])
  expect(said()[0]).not.toHaveProperty('replyTo')
  expect(said()[1]?.replyTo).toEqual({ channel: 'telegram', chat, message: `${card.id}` })
})

it('hears a press with the message whose button it was, and flashes what is to be said of it', async () => {
  const bench = await openBench()
  const { telegram, channel, said } = bench
  const wang = telegram.person('王芳')
  const group = telegram.group('受理组', { members: [wang] })
  await telegram.until(() => telegram.counts['getUpdates'] !== undefined)
  await channel.send(
    { to: addressOf(group), text: ['新诉求'], choices: [{ id: 'accept:QQ22222222', label: '受理' }] },
    'k1',
  )
  const card = await group.until('新诉求')
  bench.answer = () => Promise.resolve({ notice: { text: `${'长'.repeat(300)}`, alert: true } })

  const flash = await wang.in(group).presses('受理')
  expect(flash?.alert).toBe(true)
  expect(flash?.text).toHaveLength(200)
  expect(said()[0]).toMatchObject({
    text: '',
    pressed: 'accept:QQ22222222',
    sender: `${wang.id}`,
    from: { chat: `${group.id}` },
    privately: { chat: `${wang.id}` },
    replyTo: { chat: `${group.id}`, message: `${card.id}` },
  })
})

it('does not serve whoever hides behind a group, nor a channel or a bot, and says so once', async () => {
  const { telegram, said } = await openBench({ fake: { privacy: false } })
  const wang = telegram.person('王芳')
  const group = telegram.group('受理组', { members: [wang] })
  group.anonymously('/mine')
  group.anonymously('/due')
  group.asChannel('城市频道', '/mine')
  wang.in(group).says('/help')
  await telegram.until(() => said().length === 1)
  await telegram.idle()

  expect(said().map(({ text }) => text)).toEqual(['/help'])
  expect(group.fromBot.map(({ text }) => text)).toEqual([expect.stringContaining('匿名')])
})

it('knows who is meant by a card or a forwarded message, in private only', async () => {
  const { telegram, said } = await openBench({ fake: { privacy: false } })
  const [chief, wang, li] = [telegram.person('陈主任'), telegram.person('王芳'), telegram.person('李娜')]
  const group = telegram.group('受理组', { members: [chief, wang, li] })
  const spoken = wang.in(group).says('大家好')
  chief.sharesContact(li)
  chief.sharesContact({ name: '赵强', phone: '+15550100' })
  chief.forwards(spoken)
  chief.forwards(spoken, 'hidden')
  await telegram.until(() => said().length === 4)

  expect(said().map(({ contact, text }) => [contact, text])).toEqual([
    [{ sender: `${li.id}`, name: '李娜' }, ''],
    // Without an account a card says no more than the name, as if it had been typed.
    [undefined, '赵强'],
    [{ sender: `${wang.id}`, name: '王芳' }, '大家好'],
    [undefined, '大家好'],
  ])
})

it('tells that a group got another address, once', async () => {
  const { telegram, received } = await openBench()
  const wang = telegram.person('王芳')
  const group = telegram.group('受理组', { members: [wang], type: 'group' })
  const before = group.id
  const after = group.migrates()
  await telegram.until(() => received.length === 2)
  await telegram.idle()

  const moved = {
    kind: 'chat-moved',
    id: `telegram:moved:${before}`,
    from: { channel: 'telegram', chat: `${before}` },
    to: { channel: 'telegram', chat: `${after}` },
  }
  expect(received).toEqual([expect.objectContaining(moved), expect.objectContaining(moved)])
})

it('fetches what came along and keeps it before it says so; with what it answers', async () => {
  const kept: unknown[] = []
  const { telegram, channel, said } = await openBench({
    keep: (at, sender, { name, type, bytes }, about) => {
      kept.push({ chat: at.chat, sender, name, bytes: Buffer.from(bytes).toString(), about: about?.message })
      return Promise.resolve({ ref: name, name, type })
    },
  })
  const wang = telegram.person('王芳')
  wang.starts()
  await channel.send({ to: addressOf(wang), text: ['卡片'] }, 'k1')
  const card = await wang.chat.until('卡片')
  wang.sends({ name: '通知<1>;"a".pdf', type: 'application/pdf', bytes: Buffer.from('第一'), caption: '请看' }, card)
  wang.sendsAlbum([
    { name: 'a.jpg', bytes: Buffer.from('二'), as: 'photo' },
    { name: 'b.jpg', bytes: Buffer.from('三'), as: 'photo' },
  ])
  await telegram.until(() => said().length === 4)

  const [, document, first, second] = said()
  expect(document).toMatchObject({ text: '请看', attachments: [{ name: '通知_1___a_.pdf', type: 'application/pdf' }] })
  expect(first?.attachments).toEqual([
    expect.objectContaining({ name: expect.stringMatching(/^图片-\d+\.jpg$/), type: 'image/jpeg' }),
  ])
  expect(second?.attachments).toHaveLength(1)
  expect(kept).toEqual([
    { chat: `${wang.id}`, sender: `${wang.id}`, name: '通知_1___a_.pdf', bytes: '第一', about: `${card.id}` },
    expect.objectContaining({ bytes: '二', about: undefined }),
    expect.objectContaining({ bytes: '三' }),
  ])
})

it('says which files it could not have: too long, or lost on the way', async () => {
  const { telegram, said } = await openBench({ hurry: 20 })
  const wang = telegram.person('王芳')
  wang.sends({ name: '很长.zip', bytes: new Uint8Array(20 * 2 ** 20 + 1) })
  await telegram.until(() => said().length === 1)
  telegram.fails({ method: 'download', times: 1, with: { kind: 'reset' } })
  wang.sends({ name: '再来.txt', bytes: Buffer.from('好') })
  await telegram.until(() => said().length === 2)
  telegram.fails({ method: 'download', times: 9, with: { kind: 'cut' } })
  wang.sends({ name: '没了.txt', bytes: Buffer.from('坏') })
  await telegram.until(() => said().length === 3)

  expect(said().map(({ lost, attachments }) => [lost?.[0], attachments.length])).toEqual([
    [{ name: '很长.zip', why: 'too-large' }, 0],
    [undefined, 1],
    [{ name: '没了.txt', why: 'failed' }, 0],
  ])
})

it('fetches no file of somebody who is not of the staff', async () => {
  const { telegram, said } = await openBench({ lookUp: () => Promise.resolve('not-staff') })
  telegram.person('路人').sends({ name: '广告.zip', bytes: new Uint8Array(1000), caption: '看看' })
  await telegram.until(() => said().length === 1)
  expect(said()[0]).toMatchObject({ text: '看看', attachments: [] })
  expect(telegram.counts['getFile']).toBeUndefined()
})

it('answers a question while it is typed, to staff only', async () => {
  const asked: unknown[] = []
  const { telegram, said } = await openBench({
    lookUp: (at, sender, question) => {
      asked.push([at.chat, sender, question])
      const found = [{ id: '0', title: '《管理办法》第三条', text: `一般纳税人 ${'条'.repeat(5000)}` }]
      return Promise.resolve(sender === `${wang.id}` ? found : 'not-staff')
    },
  })
  const [wang, stranger] = [telegram.person('王芳'), telegram.person('路人')]
  const offered = await wang.asksInline('一般纳税人')
  expect(offered?.map(({ title }) => title)).toEqual(['《管理办法》第三条'])
  expect(offered?.[0]?.text).toHaveLength(4096)
  expect(await stranger.asksInline('一般纳税人')).toEqual([])
  expect(await wang.asksInline('')).toEqual([])
  expect(asked).toEqual([
    [`${wang.id}`, `${wang.id}`, '一般纳税人'],
    [`${stranger.id}`, `${stranger.id}`, '一般纳税人'],
  ])
  expect(said()).toEqual([])
  const [result] = offered ?? []
  // What was chosen comes back as a message of his; it is no question anew.
  if (result) wang.chooses(result, '一般纳税人')
  wang.says('谢谢')
  await telegram.until(() => said().length > 0)
  expect(said().map(({ text }) => text)).toEqual(['谢谢'])
})
