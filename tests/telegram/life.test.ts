import { expect, test } from 'vitest'
import { png } from './fake-world.ts'
import { APPEAL, openTown, shows } from './life-world.ts'

test('the whole life of a case: an entrepreneur on his telephone, staff in Telegram, files both ways', async () => {
  const { fake, log, store, 王芳, 陈刚, 受理组, 交通组, 唐宁 } = await openTown()

  // Told, agreed to, and registered: the card is there.
  const number = await 唐宁.registers(APPEAL)
  const card = await 受理组.until(number)
  expect(card.text).toContain('新诉求')
  expect(card.text).not.toMatch(/13800002222|顺达物流/)
  expect(card.buttons).toContain('受理')

  // Accepted by a button: it flashes, the card changes in place and names who it was, and the entrepreneur is told.
  expect(await 王芳.in(受理组).presses('受理', card)).toMatchObject({ alert: false })
  await shows(受理组, card, ({ text }) => text.includes('王芳'))
  await 唐宁.until('已受理')

  // Given to the unit, from its buttons: the card comes to the unit's group.
  await 王芳.in(受理组).presses('派单', card)
  const units = await shows(受理组, card, ({ buttons }) => buttons.some((label) => label.includes('交通')))
  await 王芳.in(受理组).presses(units.buttons.find((label) => label.includes('交通')) ?? '', card)
  const unitCard = await 交通组.until(number)
  expect(unitCard.text).toContain('新派单')

  // Claimed.
  await 陈刚.in(交通组).presses('签收', unitCard)
  await shows(交通组, unitCard, ({ text }) => text.includes('经办：陈刚'))

  // Asked back, by an answer to the card.
  陈刚.in(交通组).replies(unitCard, '请补充三次退件的通知书')
  const asking = await 交通组.until('将发给企业')
  expect(await 陈刚.in(交通组).presses('请企业补正', asking)).toMatchObject({ alert: false })
  await 唐宁.until('三次退件的通知书')

  // What he sends is announced as an answer to the card, and opened by a press: the picture comes in private.
  const notice = png(40, 30)
  await 唐宁.says('补充 通知书在这里', [{ name: '退件通知书.png', type: 'image/png', bytes: notice }])
  await 唐宁.until('已补充')
  const announced = await 交通组.until('企业补充了')
  expect(announced.answers).toBe(unitCard.id)
  expect(announced.file).toBeUndefined()
  await 陈刚.in(交通组).presses('看内容', announced)
  const said = await 交通组.until('通知书在这里', { after: announced })
  expect(await 陈刚.in(交通组).presses('附件 1', said)).toMatchObject({ text: expect.stringContaining('单独发给您') })
  const picture = await 陈刚.chat.until((message) => message.file !== undefined)
  expect(Buffer.from(picture.file?.bytes ?? [])).toEqual(Buffer.from(notice))
  expect(交通组.fromBot.some(({ file }) => file !== undefined)).toBe(false)

  // An answer with a file of the unit's own, seen before it goes, and sent on a press.
  const list = new TextEncoder().encode('一、营业执照　二、检测报告')
  陈刚
    .in(交通组)
    .sends({ name: '材料清单.txt', type: 'text/plain', bytes: list, caption: '材料齐了，周五前办结' }, unitCard)
  const preview = await 交通组.until('材料齐了，周五前办结')
  expect(preview.text).toContain('材料清单.txt')
  expect(唐宁.told('材料齐了')).toBe(false)
  await 陈刚.in(交通组).presses('发给企业', preview)
  const answer = await 唐宁.until('材料齐了')
  expect(answer.files?.map(({ name }) => name)).toEqual(['材料清单.txt'])
  expect(Buffer.from((await store.files.get(answer.files?.[0]?.ref ?? '')) ?? [])).toEqual(Buffer.from(list))

  // The result, and what he says of it: both stand on the cards.
  陈刚.in(交通组).replies(unitCard, '许可证已办出，请凭身份证领取')
  const result = await 交通组.until('许可证已办出')
  await 陈刚.in(交通组).presses('作为办理结果', result)
  await shows(交通组, result, ({ buttons }) => buttons.includes('已解决'))
  await 陈刚.in(交通组).presses('已解决', result)
  await 唐宁.until('办理结果：已解决')
  await 唐宁.says('满意')
  await 唐宁.until('感谢评价')
  await shows(交通组, unitCard, ({ text }) => text.includes('结果：已解决，满意'))
  await shows(受理组, card, ({ text }) => text.includes('结果：已解决，满意'))

  await fake.idle()
  expect(fake.requests.filter(({ outcome }) => typeof outcome === 'number' && outcome >= 400)).toEqual([])
  expect(log).toEqual(['telegram: connected'])
})
