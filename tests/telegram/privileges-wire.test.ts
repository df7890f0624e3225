import { expect, test } from 'vitest'
import { APPEAL, openTown } from './life-world.ts'

/** What is no word of a member's, over the wire: nothing comes of it, whoever he may be. */
test('whoever hides, edits, forges or is nobody of the staff changes nothing and reads nothing', async () => {
  const { fake, app, store, 王芳, 李明, 受理组, 唐宁 } = await openTown()
  const n = await 唐宁.registers(APPEAL)
  const card = await 受理组.until(n)
  const number = n.replaceAll('-', '')
  const states = async () => {
    const found = await store.appeals.read({ kind: 'appeals', where: {} })
    return found.kind === 'appeals' ? found.appeals.map(({ value, version }) => [value.state, version]) : []
  }
  const before = await states()
  const roster = JSON.stringify(app.roster())

  // A stranger who was let into the group: one line there, one in private, and no answer after that.
  const stranger = fake.person('路人')
  stranger.in(受理组).says('/mine')
  stranger.says('你好')
  await stranger.chat.until(() => true)
  await fake.idle()
  const heard = () => [受理组.fromBot.length, stranger.chat.fromBot.length]
  const once = heard()
  for (const words of [`受理 ${n}`, `/case ${n}`, '/staff', '/bind 督办组', '/backup']) {
    stranger.says(words)
    stranger.in(受理组).says(words)
  }
  stranger.in(受理组).replies(card, '请马上办')
  const flash = await stranger.in(受理组).presses('受理')
  expect(flash).toMatchObject({ alert: true, text: expect.stringContaining('只有工作人员') })
  expect(await stranger.asksInline('多久必须付款')).toEqual([])
  await fake.idle()
  expect(heard()).toEqual(once)

  // An administrator of the group without a name is nobody, and so is a channel.
  受理组.anonymously(`受理 ${n}`, card)
  受理组.anonymously('/bind 督办组')
  受理组.asChannel('某频道', `/case ${n}`)
  // What was said once cannot be changed into an order.
  const said = 王芳.says('待办')
  王芳.edits(said, `受理 ${n}`)
  await fake.idle()

  // Whoever forges a button on a message of the bot that is about no case may do what he may do, and no more.
  李明.says('/kb')
  const page = await 李明.chat.until('政策文件')
  const forged = await 李明.forges(`accept:${number}`, page)
  expect(forged?.text).toContain('不在您能查看的范围')
  // A message that was forwarded is another message, which the bot never sent.
  const forwarded = 王芳.forwards(card)
  const refused = await 王芳.forges(`accept:${number}`, forwarded)
  expect(refused).toMatchObject({ alert: true, text: expect.stringContaining('失效') })
  await fake.idle()

  expect(await states()).toEqual(before)
  expect(JSON.stringify(app.roster())).toBe(roster)
})
