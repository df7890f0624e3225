import { expect, onTestFinished, test } from 'vitest'
import { types } from 'wechaty-puppet'
import { png } from '../telegram/fake-world.ts'
import { type Gateway, openGateway } from './gateway.ts'
import { ACCEPTED, APPEAL, digestOf, goesThrough, isResolved, lodges, openTown } from './town.ts'
import { byGateway, phoneOf } from './wire-phone.ts'

const LONG = process.env['QINQING_LONG'] !== undefined
/** Ids of the web, which are other ones after each login. */
const [FIRST, SECOND] = ['@0123456789abcdef01', '@fedcba987654321001']
const file = { name: '材料清单.txt', type: 'text/plain', bytes: new TextEncoder().encode('一、营业执照　二、检测报告') }

async function open(account = 'bot'): Promise<Gateway> {
  const gateway = await openGateway(account)
  onTestFinished(() => gateway.kill())
  return gateway
}

test('the whole life of a case by WeChat, and the gateway is killed in the midst of it', async () => {
  const gateway = await open()
  const town = await openTown('wechat', byGateway(gateway))
  const phone = phoneOf(gateway, 'tang')
  const { number } = await lodges(phone, png(40, 30))

  let between = 0
  await goesThrough(town, phone, {
    number,
    file,
    async meanwhile() {
      // While the unit's answer is on its way.
      if (++between !== 2) return
      await gateway.kill()
      setTimeout(() => void gateway.start('bot'), 300)
    },
  })
  expect(phone.files()).toEqual([{ digest: digestOf(file.bytes) }])
  expect(new Set(phone.texts()).size).toBe(phone.texts().length)
  // A gateway that was started anew may bring it all once more.
  const told = phone.texts().length
  await phone.repeats()
  await phone.says('进度')
  await phone.until('状态：')
  expect(phone.texts()).toHaveLength(told + 1)
  await isResolved(town, number)
})

test('where ids pass, nothing of his is shown or pushed after a new login before he has given number and code', async () => {
  const gateway = await open(FIRST)
  const town = await openTown('wechat', byGateway(gateway, { passing: true }))
  const before = phoneOf(gateway, '@aa')
  const { number, code } = await lodges(before, png())
  expect(code).toMatch(/^\w{6}$/)

  await gateway.logsOut('')
  await town.fake.until(() => town.log.some((line) => line.includes('logged out')))
  await gateway.logsIn(SECOND)
  const seen = gateway.asked.length
  const card = await town.受理组.until(number)
  await town.王芳.in(town.受理组).presses('受理', card)
  // Somebody else has the id that was his.
  await before.says('我的诉求办得怎么样了')
  await before.until('我认不出您是谁')
  const after = phoneOf(gateway, '@bb')
  await after.says('进度')
  await after.until('我认不出您是谁')
  await after.says(`${number} ABC234`)
  await after.until('对不上')
  for (const { text = '' } of gateway.asked.slice(seen)) {
    expect(text).not.toMatch(/已受理|道路运输|唐宁|顺达|13800002222/)
  }

  await after.says(`${number} ${code}`)
  await after.until('对上了，认出您了')
  await after.until(ACCEPTED(number))
  await after.says('进度')
  await after.until('道路运输')
  expect(before.told(ACCEPTED(number))).toBe(false)
  expect(after.texts().filter((text) => text.includes(ACCEPTED(number)))).toHaveLength(1)
})

test('where ids last, a logout and another login change nothing; what waited comes, and what he says goes on', async () => {
  const gateway = await open()
  const town = await openTown('wechat', byGateway(gateway))
  const phone = phoneOf(gateway, 'tang')
  const { number } = await lodges(phone, png())
  await gateway.logsOut('您的账号在其他设备登录')
  await town.fake.until(() => town.log.some((line) => line.includes('another device')))
  const card = await town.受理组.until(number)
  await town.王芳.in(town.受理组).presses('受理', card)
  await gateway.asksToScan('https://login.example/one')
  const scan = await town.李明.chat.until((message) => message.file !== undefined)
  expect(scan.text).toContain('微信')
  expect(phone.told(ACCEPTED(number))).toBe(false)

  await gateway.logsIn('bot2')
  await phone.until(ACCEPTED(number))
  await town.李明.chat.until((message) => message.id === scan.id && message.text.includes('已登录'))
  await phone.says('进度')
  await phone.until('道路运输')
  expect(phone.texts().filter((text) => text.includes(ACCEPTED(number)))).toHaveLength(1)
})

test('what comes late or twice is taken in order and once', async () => {
  const gateway = await open()
  const town = await openTown('wechat', byGateway(gateway, { hurry: 3 }))
  const phone = phoneOf(gateway, 'tang')
  // He wrote three lines at once; the first can be had last.
  void phone.sends({ id: 'm1', text: APPEAL, afterMs: 100 })
  void phone.sends({ id: 'm2', text: '同意' })
  await phone.sends({ id: 'm3', text: '确认' })
  await phone.sends({ id: 'm1', text: APPEAL })
  await phone.sends({ id: 'm3', text: '确认' })
  const receipt = await phone.until('已登记，编号')
  const number = /QQ-\w{4}-\w{4}/.exec(receipt)?.[0] ?? ''

  const told = phone.texts().length
  await phone.sends({ id: 'm2', text: '同意' })
  await phone.sends({ text: '进度' })
  await phone.until('状态：')
  expect(phone.texts()).toHaveLength(told + 1)
  expect(await town.history(number)).toEqual(['registered'])
})

test('every kind of message that a gateway can bring has an answer that fits', async () => {
  const gateway = await open()
  const town = await openTown('wechat', byGateway(gateway))
  const { Message } = types
  const picture = { name: 'image.png', bytes: png() }
  const kinds: readonly (readonly [string, Parameters<ReturnType<typeof phoneOf>['sends']>[0], string | null])[] = [
    ['文字', { text: '你好' }, '您好'],
    ['图片', { type: Message.Image, file: picture }, '已收到附件，共 1 个'],
    ['文件', { type: Message.Attachment, file: { name: '合同.pdf', bytes: png() } }, '已收到附件，共 1 个'],
    ['视频', { type: Message.Video, file: { name: '现场.mp4', bytes: png() } }, '已收到附件，共 1 个'],
    ['语音', { type: Message.Audio, file: { name: 'voice.silk', bytes: png() } }, '语音我听不懂'],
    ['转文字', { type: Message.Audio, text: '你好' }, '您好'],
    ['名片', { type: Message.Contact }, '名片我打不开'],
    ['记录', { type: Message.ChatHistory }, '聊天记录我看不到内容'],
    ['表情', { type: Message.Emoticon }, null],
    [
      '位置',
      { type: Message.Location, text: '滨河路88号', place: { name: '滨河路88号', address: '云州市西河区' } },
      '滨河路88号',
    ],
    ['小程序', { type: Message.MiniProgram }, '小程序我打不开'],
    ['提示', { type: Message.GroupNote, text: '你已添加了他，现在可以开始聊天了。' }, null],
    ['转账', { type: Message.Transfer }, '红包和转账我们都不收'],
    ['红包', { type: Message.RedEnvelope }, '红包和转账我们都不收'],
    ['链接', { type: Message.Url, link: { title: '本市某园区开园', url: 'https://mp.example/s/1' } }, '本市某园区开园'],
    ['笔记', { type: Message.Post }, '这种消息我看不了'],
    ['网页', { type: Message.Unknown, text: '[该类型暂不支持，请在手机上查看]' }, '这种消息我看不了'],
    ['未知', { type: Message.Unknown }, null],
  ]
  const people = kinds.map(([name]) => phoneOf(gateway, `wx-${name}`))
  await Promise.all(kinds.map(([, what], i) => people[i]?.sends(what)))
  await Promise.all(kinds.map(([, , words], i) => (words === null ? undefined : people[i]?.until(words))))

  const taken = phoneOf(gateway, 'wx-撤回')
  await taken.sends({ id: 'regretted', text: '甲方欠我们工程款38万' })
  await taken.until('同意')
  await taken.sends({ type: Message.Recalled, text: 'regretted' })
  await taken.until('撤回')
  await town.fake.idle()
  for (const [i, [name, , words]] of kinds.entries()) {
    expect(people[i]?.texts().length, name).toBe(words === null ? 0 : 1)
  }
  expect(town.log.toSorted()).toEqual(['telegram: connected', 'wechat: connected', 'wechat: logged in'])
})

/** What may happen to a gateway between two steps of a life. */
const MISHAPS: readonly ((gateway: Gateway) => Promise<unknown>)[] = [
  async (gateway) => {
    await gateway.kill()
    setTimeout(() => void gateway.start('bot'), 2_000)
  },
  async (gateway) => {
    gateway.hang()
    setTimeout(() => gateway.wake(), 6_000)
  },
  (gateway) => gateway.answersAfter(900),
  async (gateway) => {
    await gateway.answersAfter(0)
    await gateway.logsOut('')
    setTimeout(() => void gateway.logsIn('bot'), 1_500)
  },
]

test.runIf(LONG).each([0, 1, 2, 3])(
  'a gateway that is killed, hangs, is slow or logs out at every step of a life loses nothing of it (begun with %i)',
  async (first) => {
    const gateway = await open()
    const town = await openTown('wechat', byGateway(gateway))
    const phone = phoneOf(gateway, 'tang', { insists: true })
    const { number } = await lodges(phone, png())
    let step = first
    const meanwhile = async () => void (await MISHAPS[step++ % MISHAPS.length]?.(gateway))
    await goesThrough(town, phone, { number, file, meanwhile })
    await isResolved(town, number)
  },
  120_000,
)
