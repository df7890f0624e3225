import { setTimeout as pause } from 'node:timers/promises'
import type { FakeTelegram, Group, Person, Seen } from '../fakes/telegram/index.ts'
import type { Mortal } from './kills-world.ts'

const PATIENCE_MS = 60_000

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
  /** So many presses were refused because the bot did not know yet, or no more, what they were on. */
  readonly early: number
}

interface Lane {
  readonly fake: FakeTelegram
  readonly mortal: Mortal
  readonly office: Office
  readonly lane: number
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
export async function live({ fake, mortal, office, lane }: Lane, mark: string): Promise<Life> {
  const { 受理组, 交通组 } = office
  const [clerk, handler] = [office.clerks[lane], office.handlers[lane]] as [Person, Person]
  const owner = mortal.entrepreneur(`企业${mark}`)
  let early = 0
  const says = (text: string, words: readonly string[]) => words.every((word) => text.includes(word))
  /** Cards of others may name it as well, as one that is alike. */
  const isCard = ({ text }: Seen) =>
    text.split('\n', 2).some((line) => line.startsWith(`${number} `) && line.includes('｜'))
  const cardIn = (group: Group) => group.fromBot.findLast((one) => one.buttons.length > 0 && isCard(one))
  const cardSays = (group: Group, ...words: string[]) =>
    group.fromBot.some((one) => isCard(one) && says(one.text, words))
  const said = (group: Group, ...words: string[]) => group.fromBot.some(({ text }) => says(text, words))

  /**
   * Does something to the newest message that shows this, until that has come of it. A message whose receipt was lost in
   * a kill is sent again, and the first is dead from then on: whoever used that one uses the second.
   */
  async function act(shown: () => Seen | undefined, does: (to: Seen) => unknown, done: () => boolean): Promise<void> {
    let used = 0
    do {
      await fake.until(() => (shown()?.id ?? 0) > used, PATIENCE_MS).catch(() => undefined)
      const to = shown()
      if (!to || to.id <= used) throw new Error(`${mark}: there is nothing to act upon: ${shown.toString()}`)
      used = to.id
      does(to)
      await fake
        .until(() => done() || (shown()?.id ?? 0) > used, PATIENCE_MS)
        .catch(() => {
          throw new Error(`${mark}: nothing came of it: ${done.toString()}`)
        })
    } while (!done())
  }
  /** Whoever presses before the bot itself knows that the message is out is told so, and presses again. */
  const presses = (who: Person, group: Group, label: string, again = 3) => {
    return async (on: Seen): Promise<void> => {
      const flash = await who.in(group).presses(label, on)
      if (!flash?.text.includes('失效') || again === 0) return
      early += 1
      await pause(300)
      const stands = group.find(on.id)?.buttons.some((one) => one.startsWith(label))
      if (stands) await presses(who, group, label, again - 1)(on)
    }
  }
  const replies = (text: string) => (to: Seen) => void handler.in(交通组).replies(to, text)

  const number = await owner.registers(
    `我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件${mark}，一直批不下来，希望尽快办好，不用保密`,
  )
  const card = () => cardIn(受理组)
  const unitCard = () => cardIn(交通组)
  const preview = (words: string) => () =>
    交通组.fromBot.findLast(({ text, buttons }) => buttons.length > 0 && says(text, ['将发给企业', words]))

  await act(card, presses(clerk, 受理组, '受理'), () => owner.told(`${number}（交通物流）已受理`))
  const lookedUp = `查找${mark}`
  clerk.says(`/find ${lookedUp}`)
  await fake.until(() => card()?.buttons.includes('派单') === true, PATIENCE_MS)
  const unit = () => card()?.buttons.find((label) => label.includes('交通')) ?? ''
  await act(card, presses(clerk, 受理组, '派单'), () => unit() !== '')
  await act(
    card,
    (on) => presses(clerk, 受理组, unit())(on),
    () => cardSays(交通组),
  )

  await act(unitCard, presses(handler, 交通组, '签收'), () => cardSays(交通组, `经办：经办${lane}`))
  await act(unitCard, replies(`//备注${mark}`), () => said(交通组, number, '已备注'))
  await act(unitCard, replies(`回复${mark}`), () => said(交通组, number, `回复${mark}`))
  await act(preview(`回复${mark}`), presses(handler, 交通组, '发给企业'), () => owner.told(`回复${mark}`))

  const bytes = new TextEncoder().encode(`清单${mark}`)
  const list = { name: `清单${mark}.txt`, type: 'text/plain', bytes, caption: `材料${mark}` }
  await act(
    unitCard,
    (to) => void handler.in(交通组).sends(list, to),
    () => said(交通组, number, `材料${mark}`),
  )
  await act(preview(`材料${mark}`), presses(handler, 交通组, '发给企业'), () => owner.told(`材料${mark}`))

  await owner.says(`补充 ${number} 补充${mark}`)
  await fake.until(() => said(交通组, '企业补充了', number), PATIENCE_MS)

  await act(unitCard, replies(`结果${mark}`), () => said(交通组, number, `结果${mark}`))
  const solved = () => preview(`结果${mark}`)()?.buttons.includes('已解决') === true
  await act(preview(`结果${mark}`), presses(handler, 交通组, '作为办理结果'), solved)
  await act(preview(`结果${mark}`), presses(handler, 交通组, '已解决'), () => owner.told(`结果${mark}`))
  await owner.says('满意')
  for (const group of [受理组, 交通组]) {
    await fake.until(() => cardSays(group, '结果：已解决，满意'), PATIENCE_MS)
  }
  await clerk.chat.until(lookedUp, { ms: PATIENCE_MS })
  return { mark, number, early }
}
