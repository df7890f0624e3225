import type { FakeTelegram, Group, Person, Seen, View } from '../fakes/telegram/index.ts'
import type { Mortal } from './kills-world.ts'

const PATIENCE_MS = 15_000

/** An office of which everybody works at once: as many clerks, handlers and entrepreneurs as there are lanes. */
export async function openOffice(mortal: Mortal, lanes: number) {
  const 李明 = await mortal.joins('李明', { roles: ['administrator'] })
  const numbers = Array.from({ length: lanes }, (_, i) => i)
  const clerks = await Promise.all(numbers.map((i) => mortal.joins(`受理${i}`, { roles: ['clerk'] })))
  const handlers = await Promise.all(
    numbers.map((i) => mortal.joins(`经办${i}`, { roles: ['handler'], units: ['transport'] })),
  )
  const 受理组 = await mortal.meets('受理组', '受理组', 李明, clerks)
  const 交通组 = await mortal.meets('交通组', '交通局', 李明, handlers)
  return { 李明, clerks, handlers, 受理组, 交通组 }
}
export type Office = Awaited<ReturnType<typeof openOffice>>

export interface Life {
  readonly mark: string
  readonly number: string
  readonly lookedUp: { readonly by: Person; readonly words: string }
}

/** What a life leaves in the ledger, in order, and the words of it. */
export const LEFT: readonly (readonly [type: string, words: string])[] = [
  ['registered', ''],
  ['accepted', ''],
  ['dispatched', ''],
  ['acknowledged', ''],
  ['noted', '备注'],
  ['replied', '回复'],
  ['replied', '材料'],
  ['supplemented', '补充'],
  ['concluded', '结果'],
  ['rated', ''],
  ['resolved', ''],
]

/**
 * The whole life of a case, done by people who do everything once: they look at what stands in the chat, press and write,
 * and wait for what comes of it. `mark` stands in all that is written.
 */
export async function live(
  { fake, mortal, office, lane }: { fake: FakeTelegram; mortal: Mortal; office: Office; lane: number },
  mark: string,
): Promise<Life> {
  const { 受理组, 交通组 } = office
  const [clerk, handler] = [office.clerks[lane], office.handlers[lane]] as [Person, Person]
  const owner = mortal.entrepreneur(`企业${mark}`)
  const until = (group: Group, wanted: string) => group.until(wanted, { ms: PATIENCE_MS })
  const shows = (chat: View, { id }: Seen, wanted: (message: Seen) => boolean) =>
    chat.until((message) => message.id === id && wanted(message), { ms: PATIENCE_MS })
  /** The flash before him is lost where the bot is killed; what he pressed for is not. */
  const presses = (who: Person, label: string, on: Seen) => void who.in({ id: on.chat, thread: undefined }).presses(label, on)
  const cardOf = (group: Group, heading: string) =>
    group.until(({ text, buttons }) => text.includes(number) && text.includes(heading) && buttons.length > 0, {
      ms: PATIENCE_MS,
    })

  const number = await owner.registers(
    `我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件${mark}，一直批不下来，希望尽快办好，不用保密`,
  )
  const card = await cardOf(受理组, '')
  presses(clerk, '受理', card)
  await owner.until(`${number} 已受理`)
  const words = `查找${mark}`
  clerk.says(`/find ${words}`)
  await shows(受理组, card, ({ buttons }) => buttons.includes('派单'))
  presses(clerk, '派单', card)
  const units = await shows(受理组, card, ({ buttons }) => buttons.some((label) => label.includes('交通')))
  presses(clerk, units.buttons.find((label) => label.includes('交通')) ?? '', card)

  const unitCard = await cardOf(交通组, '')
  presses(handler, '签收', unitCard)
  await shows(交通组, unitCard, ({ text }) => text.includes(`经办：经办${lane}`))
  handler.in(交通组).replies(unitCard, `//备注${mark}`)
  await fake.until(() => 交通组.fromBot.some(({ answers, text }) => answers !== undefined && /已备注/.test(text)), PATIENCE_MS)

  handler.in(交通组).replies(unitCard, `回复${mark}`)
  presses(handler, '发给企业', await until(交通组, `回复${mark}`))
  await owner.until(`回复${mark}`)

  const bytes = new TextEncoder().encode(`清单${mark}`)
  handler.in(交通组).sends({ name: `清单${mark}.txt`, type: 'text/plain', bytes, caption: `材料${mark}` }, unitCard)
  presses(handler, '发给企业', await until(交通组, `材料${mark}`))
  await owner.until(`材料${mark}`)

  await owner.says(`补充 ${number} 补充${mark}`)
  await 交通组.until(({ text }) => text.includes('企业补充了') && text.includes(number), { ms: PATIENCE_MS })

  handler.in(交通组).replies(unitCard, `结果${mark}`)
  const result = await until(交通组, `结果${mark}`)
  presses(handler, '作为办理结果', result)
  presses(handler, '已解决', await shows(交通组, result, ({ buttons }) => buttons.includes('已解决')))
  await owner.until(`结果${mark}`)
  await owner.says('满意')
  await shows(交通组, unitCard, ({ text }) => text.includes('结果：已解决，满意'))
  await shows(受理组, card, ({ text }) => text.includes('结果：已解决，满意'))
  await clerk.chat.until(words, { ms: PATIENCE_MS })
  return { mark, number, lookedUp: { by: clerk, words } }
}
