import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMemoryStore, type Ledger, openLedger } from '../../adapters/store/index.ts'
import type { Delivery } from '../../bot/ports/outbox.ts'
import { folds, newFolder } from './folder.ts'
import { at, change, inChat, toStaff } from './samples.ts'

type Act =
  | { readonly do: 'say'; readonly chat: string; readonly card: boolean }
  | { readonly do: 'hasten'; readonly chat: string }
  | { readonly do: 'claim' | 'wait' | 'retry' | 'reopen' }
  | { readonly do: 'send' | 'fail' | 'park' | 'postpone'; readonly which: number }

const CHATS = ['-1', '-2'] as const
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('say' as const), chat: fc.constantFrom(...CHATS), card: fc.boolean() }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('claim' as const, 'wait' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('retry' as const, 'reopen' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('hasten' as const), chat: fc.constantFrom(...CHATS) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('send' as const, 'send' as const, 'fail' as const, 'park' as const, 'postpone' as const),
        which: fc.nat(3),
      }),
    },
  ),
  { maxLength: 40 },
)

/** A channel that keeps cards, as Telegram does: what stands in each chat, in the order it came. */
function createChats() {
  const standing = new Map<string, { chat: string; text: string; card: boolean }>()
  let messages = 0
  return {
    standing,
    /** Sends or edits, and gives the message. */
    send({ payload, known }: Delivery): string {
      if (payload.kind !== 'reply') throw new Error('a job is no message')
      const { to, text, card } = payload.reply
      const message = known?.replaces?.message ?? String(++messages)
      if (known?.replaces) expect(standing.get(message)).toMatchObject({ chat: to.chat, card: true })
      standing.set(message, { chat: to.chat, text: String(text[0]), card: card !== undefined })
      return message
    },
  }
}

/** Plays what may happen to an outbox, then sends all that is left; says what was said and what stands in the chats. */
async function play(story: readonly Act[], folder: string | undefined) {
  const open = (): Promise<Ledger> =>
    folder === undefined
      ? Promise.resolve(createMemoryStore({ folds }))
      : openLedger({ folder, folds, snapshotEvery: 3, lock: () => ({ release() {} }) })
  let ledger = await open()
  const chats = createChats()
  const said: { id: string; chat: string; card: boolean }[] = []
  const parked = new Set<string>()
  const hastened = new Set<string>()
  let minute = 0
  let underWay: Delivery[] = []
  const claim = async () => {
    minute += 1
    const until = at(minute + 1000)
    underWay.push(...(await ledger.outbox.claim({ channels: ['telegram'], limit: 9, now: at(minute), until })))
  }
  const send = async (delivery: Delivery) => {
    const { chat } = delivery.payload.kind === 'reply' ? delivery.payload.reply.to : { chat: '' }
    const receipt = { channel: 'telegram', chat, message: chats.send(delivery) } as const
    await ledger.outbox.delivered(delivery.id, [receipt], at(minute))
  }
  for (const act of story) {
    if (act.do === 'say') {
      const id = `n${said.length}`
      said.push({ id, chat: act.chat, card: act.card })
      const parts = act.card ? { card: 'QQ22222222', about: 'QQ22222222' } : {}
      await ledger.appeals.commit(change(id, { at: at(minute), deliveries: [toStaff(id, act.chat, parts)] }))
    } else if (act.do === 'hasten') {
      hastened.add(act.chat)
      ledger.outbox.hasten(inChat(act.chat))
    } else if (act.do === 'claim') await claim()
    else if (act.do === 'wait') minute += 20
    else if (act.do === 'retry') await ledger.outbox.retry(at(minute))
    else if (act.do === 'reopen') {
      if (folder === undefined) continue
      await ledger.close()
      ledger = await open()
      underWay = []
    } else if ('which' in act) {
      const [delivery] = underWay.splice(act.which % Math.max(1, underWay.length), 1)
      if (!delivery) continue
      if (act.do === 'send') await send(delivery)
      else if (act.do === 'postpone') await ledger.outbox.postponed(delivery.id, at(minute + 10), 'x')
      else await ledger.outbox.failed(delivery.id, act.do === 'park' ? null : at(minute + 5), 'x')
      if (act.do === 'park') parked.add(delivery.id)
    }
  }
  for (const delivery of underWay) await send(delivery)
  await ledger.outbox.retry(at(minute))
  minute += 100
  for (let left = 9 * said.length + 9; left > 0; left--) {
    underWay = []
    await claim()
    if (underWay.length === 0) break
    for (const delivery of underWay) await send(delivery)
  }
  const { summary } = await ledger.appeals.read({ kind: 'outbox' })
  await ledger.close()
  return { said, parked, hastened, summary, standing: [...chats.standing.values()] }
}

describe.each([
  ['in memory', 150, (): undefined => undefined],
  ['on the disk', 25, newFolder],
] as const)('whatever happens to an outbox %s', (_, numRuns, folder) => {
  test('all is said once, in order, each chat has one card, and that says what was said last', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (story) => {
        const { said, parked, hastened, summary, standing } = await play(story, folder())
        expect(summary).toMatchObject({ pending: 0, parked: 0 })
        for (const chat of CHATS) {
          const here = standing.filter((message) => message.chat === chat)
          const lines = here.filter(({ card }) => !card).map(({ text }) => text)
          const wanted = said.filter((one) => one.chat === chat && !one.card).map(({ id }) => id)
          expect(lines.toSorted()).toEqual(wanted.toSorted())
          // What was given up for a while came later, and what answers him before what waited.
          const steady = (ids: readonly string[]) => ids.filter((id) => !parked.has(id))
          if (!hastened.has(chat)) expect(steady(lines)).toEqual(steady(wanted))
          const last = said.findLast((one) => one.chat === chat && one.card)
          expect(here.filter(({ card }) => card).map(({ text }) => text)).toEqual(last ? [last.id] : [])
        }
      }),
      { numRuns },
    )
  })
})
