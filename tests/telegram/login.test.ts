import { expect, test } from 'vitest'
import { png } from './fake-world.ts'
import { openTown, shows } from './life-world.ts'

test('the code to scan comes to the administrator as a picture, gives way to newer ones, and is taken away when it is used', async () => {
  const { fake, app, log, 李明, 王芳 } = await openTown()
  const code = (side: number) => ({ state: 'wanted', code: { png: png(side, side) } }) as const
  await app.account('wechat', code(21))
  const card = await 李明.chat.until('微信需要扫码登录')
  expect(card.file).toMatchObject({ kind: 'photo', bytes: png(21, 21) })
  await fake.idle()

  await app.account('wechat', code(22))
  const newer = await shows(李明.chat, card, ({ edits }) => edits === 1)
  expect(newer.file).toMatchObject({ kind: 'photo', bytes: png(22, 22) })
  await app.account('wechat', { state: 'done' })
  const done = await shows(李明.chat, card, ({ text }) => text.includes('微信已登录'))
  expect(done.raw.photo).toBeUndefined()
  expect(李明.chat.last.id).toBe(card.id)
  expect(王芳.chat.fromBot.filter(({ text }) => text.includes('微信'))).toEqual([])

  await app.account('wechat', { state: 'lost', reason: 'logged out' })
  await shows(李明.chat, card, ({ text }) => text.includes('微信已退出登录'))
  await app.account('wechat', code(23))
  const next = await 李明.chat.until('微信需要扫码登录')
  expect(next.id).toBeGreaterThan(card.id)
  expect(log).toEqual(['telegram: connected'])
})
