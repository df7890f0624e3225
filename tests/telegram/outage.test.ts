import { expect, test } from 'vitest'
import { APPEAL, openTown, START, shows } from './life-world.ts'
import { createMovableClock } from './outage-clock.ts'

const SECOND = 1_000
const MINUTE = 60_000

test('Telegram is away for ten minutes: what happens meanwhile arrives in order and once, and the log has two lines of it', async () => {
  const clock = createMovableClock(START)
  const { fake, store, log, 李明, 王芳, 受理组, 唐宁 } = await openTown({ clock, patienceMs: 30_000 })
  const number = await 唐宁.registers(APPEAL)
  const card = await 受理组.until(number)
  await fake.idle()
  const before = log.length

  await fake.down('refused')
  for (let minute = 0; minute < 10; minute++) {
    await 唐宁.says(`补充 ${number} 通知书${'一'.repeat(minute)}`)
    王芳.in(受理组).replies(card, `//第${minute}次联系`)
    await clock.goesBy(MINUTE)
  }
  expect(唐宁.told('已补充')).toBe(true)
  expect(受理组.fromBot.some(({ text }) => text.includes('企业补充了'))).toBe(false)
  const { summary } = await store.appeals.read({ kind: 'outbox' })
  expect(summary).toMatchObject({ parked: 0 })

  await fake.up()
  const announced = () => 受理组.fromBot.filter(({ text }) => text.includes('企业补充了'))
  const told = () => 李明.chat.fromBot.filter(({ text }) => text.includes('已恢复'))
  const noted = () => 受理组.fromBot.filter(({ text }) => text.includes('已备注'))
  // As long as it takes until it is tried again: polls that are answered again are not hurried.
  while (log.length < before + 2) await clock.goesBy(SECOND)
  while (announced().length < 10 || noted().length < 10 || told().length === 0) await clock.goesBy(SECOND)
  await fake.idle()

  const length = (text: string) => Number(/文字 (\d+) 字/.exec(text)?.[1])
  const lengths = announced().map(({ text }) => length(text))
  expect(lengths).toEqual(Array.from({ length: 10 }, (_, i) => (lengths[0] ?? 0) + i))
  const history = await store.appeals.read({ kind: 'history', number: number.replaceAll('-', '') })
  const notes = history.events.flatMap((one) => (one.type === 'noted' ? [one.personal?.text] : []))
  expect(notes).toEqual(Array.from({ length: 10 }, (_, i) => `第${i}次联系`))
  expect(noted()).toHaveLength(10)
  expect(受理组.fromBot.filter(({ text }) => text.includes('｜'))).toHaveLength(1)
  expect(told()).toHaveLength(1)
  expect(log.slice(before)).toEqual([
    expect.stringMatching(/^telegram: .*; trying again$/),
    'telegram: connected again',
  ])
}, 60_000)

test('another channel is away for ten minutes: the administrator has one card of it, edited once when it is over', async () => {
  const clock = createMovableClock(START)
  const { fake, app, 李明 } = await openTown({ clock })
  app.health('wechat', { state: 'down', reason: 'no connection' })
  for (let minute = 0; minute < 10; minute++) await clock.goesBy(MINUTE)
  const alarm = await 李明.chat.until('微信连不上')
  expect(alarm.edits).toBe(0)
  app.health('wechat', { state: 'up' })
  await clock.goesBy(MINUTE)
  const over = await shows(李明.chat, alarm, ({ text }) => text.includes('微信已恢复'))
  await clock.goesBy(5 * MINUTE)
  await fake.idle()
  expect(李明.chat.find(alarm.id)?.edits).toBe(1)
  expect(over.text).toContain('共 10 分钟')
  expect(李明.chat.fromBot.filter(({ text }) => text.includes('微信'))).toHaveLength(2)
}, 60_000)
