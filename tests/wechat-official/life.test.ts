import { expect, onTestFinished, test } from 'vitest'
import { createCustomerService, createOfficialAccount } from '../../adapters/wechat-official/index.ts'
import {
  type Customer,
  createFakeWeChatApi,
  type FakeWeChatApi,
  type Follower,
} from '../fakes/wechat-official/index.ts'
import { png } from '../telegram/fake-world.ts'
import { digestOf, goesThrough, isResolved, lodges, openTown, type Phone, type World } from '../wechat/town.ts'

/** A WeChat with the bot's time; what is called takes its own. */
async function openApi(): Promise<{ api: FakeWeChatApi; setNow: (now: () => string) => void }> {
  let now = () => new Date().toISOString()
  const api = await createFakeWeChatApi({ now: () => Date.parse(now()), patienceMs: 15_000 })
  onTestFinished(() => api.close())
  return {
    api,
    setNow: (other) => {
      now = other
    },
  }
}

/** The phone of one who is heard by the fake, whichever of the two it is. */
function phoneOf(who: Follower | Customer): Phone {
  return {
    says: (text) => who.says(text),
    sendsPicture: (bytes) => who.sends({ as: 'image', bytes, name: 'image.png', type: 'image/png' }),
    until: async (words) => (await who.until(words)).text,
    told: (words) => who.heard.some(({ text }) => text.includes(words)),
    files: () => who.heard.flatMap(({ file }) => (file ? [{ digest: digestOf(file.bytes) }] : [])),
  }
}

test('the whole life of a case by the official account', async () => {
  const { api, setNow } = await openApi()
  const { id, secret, token, aesKey, apiRoot } = api.official
  const town = await openTown('official', async (world: World) => {
    setNow(world.clock.now)
    // Answers are ready in time by the real clock, by which WeChat hangs up.
    const clock = world.waking(1)
    const channel = createOfficialAccount({ ...world, id, secret, token, aesKey, apiRoot, clock })
    return { channel, handler: (request) => channel.handler(request) }
  })
  await api.official.connect(town.url)
  await api.until(() => api.official.menu !== undefined)
  const tang = api.official.person('唐宁', { stranger: true })
  expect((await tang.follows()).answer).toBe('passive')
  const phone = phoneOf(tang)
  const { number } = await lodges(phone, png())

  // Of files only pictures go there.
  const picture = png(40, 30)
  await goesThrough(town, phone, { number, file: { name: '证.png', type: 'image/png', bytes: picture } })
  await tang.until(({ file }) => file !== undefined)
  expect(phone.files()).toEqual([{ digest: digestOf(picture) }])
  expect(tang.heard.filter(({ road }) => road === 'notice')).toEqual([])
  expect(api.official.badAnswer).toBeUndefined()
  await isResolved(town, number)
})

test('the whole life of a case by the customer service of WeCom', async () => {
  const { api, setNow } = await openApi()
  const { id, secret, token, aesKey, apiRoot } = api.wecom
  const town = await openTown('wecom', async (world: World) => {
    setNow(world.clock.now)
    const channel = createCustomerService({ ...world, id, secret, token, aesKey, apiRoot })
    return { channel, handler: (request) => channel.handler(request) }
  })
  await api.wecom.connect(town.url)
  const tang = api.wecom.person('唐宁')
  tang.enters()
  await tang.until(({ road }) => road === 'welcome')
  const phone = phoneOf(tang)
  const { number } = await lodges(phone, png())

  const list = new TextEncoder().encode('一、营业执照　二、检测报告')
  let between = 0
  await goesThrough(town, phone, {
    number,
    file: { name: '材料清单.txt', type: 'text/plain', bytes: list },
    async meanwhile() {
      // WeCom takes five messages for each of his.
      if (++between === 3) tang.says('谢谢')
    },
  })
  await tang.until(({ file }) => file !== undefined)
  expect(phone.files()).toEqual([{ digest: digestOf(list) }])
  await isResolved(town, number)
})
