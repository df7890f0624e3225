import { expect, test } from 'vitest'
import { APPEAL, openTown, shows } from './life-world.ts'

type Town = Awaited<ReturnType<typeof openTown>>

/** An appeal of his, and its card in the intake group. */
async function registers({ 唐宁, 受理组 }: Town) {
  const number = await 唐宁.registers(APPEAL)
  return { number, card: await 受理组.until(number) }
}

test('two press at once: one of them does it, the other hears who was first', async () => {
  const town = await openTown()
  const { fake, joins, 王芳, 受理组, 唐宁 } = town
  const 李静 = await joins('李静', { roles: ['clerk'] })
  受理组.adds(李静)
  const { number, card } = await registers(town)
  const flashed = await Promise.all([王芳, 李静].map((one) => one.in(受理组).presses('受理', card)))
  expect(flashed.filter((flash) => flash?.alert === true)).toHaveLength(1)
  expect(flashed.find((flash) => flash?.alert)?.text).toMatch(/王芳|李静/)
  await 唐宁.until(`${number}（交通物流）已受理`)
  await fake.idle()
  expect(受理组.fromBot.filter(({ text }) => text.includes(number))).toHaveLength(1)
})

test('a button of another one’s is nobody’s: strangers, forged data and other people’s cards', async () => {
  const town = await openTown({ privacy: false })
  const { fake, 受理组, 交通组, 陈刚, 唐宁 } = town
  const { number, card } = await registers(town)
  const { callback_data: accept = '' } = card.raw.reply_markup?.inline_keyboard.flat()[0] ?? {}
  expect(accept).toContain('accept')
  const 路人 = fake.person('路人')
  expect((await 路人.in(受理组).presses('受理', card))?.text).not.toContain('已受理')
  // A handler of another group, with the data of a button he was never shown.
  expect((await 陈刚.in(交通组).forges(accept, 交通组.last))?.alert).toBe(true)
  路人.starts()
  expect((await 路人.forges(accept, await 路人.chat.until(() => true)))?.text).not.toContain('已受理')
  await fake.idle()
  expect(唐宁.told(`${number}（交通物流）已受理`)).toBe(false)
})

test('Telegram is away for a while: what happens meanwhile arrives afterwards, once and in order', async () => {
  const town = await openTown()
  const { fake, 王芳, 受理组, 唐宁 } = town
  const { number, card } = await registers(town)
  await fake.idle()
  await fake.down('refused')
  王芳.in(受理组).replies(card, '//已电话联系')
  await 唐宁.says('催办')
  await fake.up()
  await 受理组.until('企业催办')
  await shows(受理组, card, ({ text }) => text.includes('企业已催办 1 次'))
  await 受理组.until('已备注')
  await fake.idle()
  expect(受理组.fromBot.filter(({ text }) => text.includes('【企业催办】'))).toHaveLength(1)
  expect(受理组.fromBot.filter(({ text }) => text.includes(`${number} 待受理`))).toHaveLength(1)
})

test('where the answer of Telegram is lost, a message may come twice, and nowhere else', async () => {
  const town = await openTown()
  const { fake, 唐宁, 受理组 } = town
  const lost = fake.fails({ method: 'sendMessage', with: { kind: 'reset', executed: true } })
  const never = fake.fails({ method: 'sendMessage', after: 1, with: { kind: 'reset' } })
  const { number } = await registers(town)
  await fake.until(() => lost.hits === 1)
  await 唐宁.says('催办')
  await 受理组.until('【企业催办】', { ms: 20_000 })
  await fake.idle()
  expect(never.hits).toBe(1)
  expect(受理组.fromBot.filter(({ text }) => text.includes(`${number} 待受理`))).toHaveLength(2)
  expect(受理组.fromBot.filter(({ text }) => text.includes('【企业催办】'))).toHaveLength(1)
})

test('a group that becomes a supergroup stays the place it was', async () => {
  const town = await openTown()
  const { joins, meets, fake, 李明, 唐宁 } = town
  const 赵强 = await joins('赵强', { roles: ['clerk'] })
  const 小组 = await meets('小受理组', '受理组', 李明, [赵强], 'group')
  小组.migrates()
  await fake.idle()
  const card = await 小组.until(await 唐宁.registers(APPEAL))
  expect(await 赵强.in(小组).presses('受理', card)).toMatchObject({ alert: false })
  await 唐宁.until('已受理')
})

test('a burst of questions meets limits: the bot waits as it is told, and everybody gets his answer once', async () => {
  const town = await openTown()
  const { fake, 王芳, 陈刚 } = town
  fake.limit({ chat: { messages: 4, perMs: 1_000 } })
  const asked = [王芳, 陈刚].flatMap((one) => Array.from({ length: 6 }, () => one.says('/help').id))
  const answersOf = (one: typeof 王芳) =>
    one.chat.fromBot.filter(({ text }) => text.includes('/mine') && text.includes('/find'))
  await fake.until(() => answersOf(王芳).length >= 6 && answersOf(陈刚).length >= 6, 20_000)
  await fake.idle()
  expect(asked).toHaveLength(12)
  expect([answersOf(王芳).length, answersOf(陈刚).length]).toEqual([6, 6])
  expect(fake.requests.some(({ outcome }) => outcome === 429)).toBe(true)
  expect(fake.impatient).toBe(0)
})

test('brought by a webhook it is the same, and an update that comes twice is done once', async () => {
  const town = await openTown({ webhook: true })
  const { fake, store, 王芳, 受理组, 唐宁 } = town
  const { number, card } = await registers(town)
  const lost = fake.fails({ method: 'webhook', with: { kind: 'reset', executed: true } })
  expect(await 王芳.in(受理组).presses('受理', card)).toMatchObject({ alert: false })
  await 唐宁.until(`${number}（交通物流）已受理`)
  await fake.idle()
  expect(lost.hits).toBe(1)
  expect(fake.webhook.deliveries.filter(({ update }, i, all) => all[i - 1]?.update === update)).toHaveLength(1)
  expect(fake.counts['getUpdates']).toBeUndefined()
  const history = await store.appeals.read({ kind: 'history', number: number.replaceAll('-', '') })
  expect(history.events.filter(({ type }) => type === 'accepted')).toHaveLength(1)
})
