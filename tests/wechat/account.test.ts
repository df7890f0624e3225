import { createHash } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { types } from 'wechaty-puppet'
import { type House, openHouse } from './house.ts'

const A_MINUTE = 60_000
const { Waiting, Scanned, Confirmed, Cancel } = types.ScanStatus

const codes = ({ news }: House) =>
  news.map((told) => (told.state === 'wanted' ? createHash('sha1').update(told.code.png).digest('hex') : told.state))
const scan = (house: House, code: string, status = Waiting) => house.puppet.emit('scan', { qrcode: code, status })

/** Drawing a code takes real time. */
const shownTimes = (house: House, count: number) => vi.waitFor(() => expect(house.shown).toHaveLength(count), 5_000)

test('a code to scan is told as a picture, and drawn in the terminal in black on white', async () => {
  const house = await openHouse({ account: null })
  scan(house, 'https://login.weixin.qq.com/l/one')
  await shownTimes(house, 1)
  const [told] = house.news
  const png = told?.state === 'wanted' ? Buffer.from(told.code.png) : Buffer.alloc(0)
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBeGreaterThan(200)
  const lines = house.shown[0]?.split('\n') ?? []
  expect(lines.length).toBeLessThan(24)
  // biome-ignore lint/complexity/useRegexLiterals: the escape is what is looked for
  const whole = new RegExp('^\u001b\\[38;5;16;48;5;231m[ █▀▄]+\u001b\\[0m$')
  for (const line of lines) expect(line).toMatch(whole)
  expect(new Set(lines.map((line) => line.length)).size).toBe(1)
  expect(house.health).toEqual([{ state: 'down', reason: 'logged out' }])
  await house.puppet.as('bot')
  await house.clock.passes(30_000)
  expect(house.news.map(({ state }) => state)).toEqual(['wanted', 'done'])
  expect(house.health.at(-1)).toEqual({ state: 'up' })
})

test('a newer code takes the place of the older, at most once a minute; the same one is told once', async () => {
  const house = await openHouse({ account: null })
  scan(house, 'one')
  await shownTimes(house, 1)
  scan(house, 'one')
  scan(house, 'two')
  scan(house, 'three')
  await house.clock.passes(A_MINUTE - 1)
  expect(house.shown).toHaveLength(1)
  await house.clock.passes(1)
  await shownTimes(house, 2)
  await house.clock.passes(5 * A_MINUTE)
  expect(house.shown).toHaveLength(2)
  const other = await openHouse({ account: null })
  scan(other, 'three')
  await shownTimes(other, 1)
  expect(codes(house)[1]).toBe(codes(other)[0])
})

test('where the clock is put back, a newer code is shown all the same', async () => {
  const house = await openHouse({ account: null })
  scan(house, 'https://login.weixin.qq.com/l/one')
  await shownTimes(house, 1)
  house.clock.set('2026-11-22T02:00:00.000Z')
  scan(house, 'https://login.weixin.qq.com/l/two')
  await house.clock.passes(A_MINUTE)
  await shownTimes(house, 2)
})

test('when for an hour nobody has scanned, a code is told once in ten minutes', async () => {
  const house = await openHouse({ account: null })
  /** WeChat makes a new code each minute, for so many minutes. */
  const during = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute++) {
      scan(house, `one more ${house.clock.now()}`)
      await house.clock.passes(A_MINUTE)
    }
  }
  for (let count = 1; count <= 3; count++) {
    await during(1)
    await shownTimes(house, count)
  }
  await house.clock.passes(60 * A_MINUTE)
  for (let count = 4; count <= 6; count++) {
    await during(count === 4 ? 1 : 10)
    await shownTimes(house, count)
  }
  // Somebody is there again.
  scan(house, '', Scanned)
  await house.clock.passes(10 * A_MINUTE)
  const before = house.shown.length
  for (let count = 1; count <= 3; count++) {
    await during(1)
    await shownTimes(house, before + count)
  }
})

test('what happens on the phone is written down, and tells nobody’s name', async () => {
  const house = await openHouse({ account: null })
  scan(house, '', Scanned)
  scan(house, '', Cancel)
  scan(house, '', Confirmed)
  await house.puppet.as('wxid_zhangsan', '张三')
  await house.clock.passes(0)
  await house.puppet.as('wxid_lisi', '李四')
  await house.clock.passes(30_000)
  expect(house.lines).toEqual([
    'wechat: logged out',
    'wechat: the code was scanned',
    'wechat: the login was cancelled on the phone',
    'wechat: the login was confirmed on the phone',
    'wechat: logged in',
    'wechat: connected again',
    'wechat: logged out',
    'wechat: logged in, with another id than before',
    'wechat: connected again',
  ])
  expect(house.news.map(({ state }) => state)).toEqual(['done', 'lost', 'done'])
})

test('a code that waits is not told any more once somebody is logged in, or all is to stop', async () => {
  const house = await openHouse({ account: null })
  scan(house, 'one')
  await shownTimes(house, 1)
  scan(house, 'two')
  await house.puppet.as('bot')
  await house.clock.passes(2 * A_MINUTE)
  expect(house.shown).toHaveLength(1)
  await house.puppet.logout('gone')
  await house.clock.passes(0)
  scan(house, 'three')
  await house.stop()
  await house.clock.passes(A_MINUTE)
  expect(house.shown).toHaveLength(1)
  expect(house.asleep()).toBe(0)
})

test('a code that is too long for any picture is left out', async () => {
  const house = await openHouse({ account: null })
  scan(house, 'x'.repeat(5_000))
  await vi.waitFor(() => expect(house.lines).toContain('wechat: a code could not be drawn'))
  scan(house, 'short')
  await shownTimes(house, 1)
})
