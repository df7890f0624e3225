import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyChain } from '../../bot/appeal/chain.ts'
import { fold } from '../../bot/appeal/history.ts'
import { alarms } from '../../bot/appeal/owed.ts'
import { showNumber } from '../../bot/appeal/reference.ts'
import { type Appeal, isSealed } from '../../bot/model/appeal.ts'
import type { AppealEvent } from '../../bot/model/event.ts'
import type { Instant } from '../../bot/model/instant.ts'
import { createStage, type Heard } from '../transcripts/stage.ts'
import {
  ACCUSED,
  CHIEF,
  CLERK,
  enterprises,
  HANDLER,
  handlerOf,
  NEXT,
  OWNER,
  STAFF,
  type StaffName,
  TROUBLES,
} from './cast.ts'
import { breach } from './model.ts'

/** What somebody does next. `which` picks one of the cases there are. */
type Act =
  | { readonly do: 'lodge'; readonly who: number; readonly trouble: number }
  | { readonly do: 'say'; readonly who: number; readonly line: string; readonly which: number }
  | { readonly do: 'staff'; readonly name: StaffName; readonly line: string; readonly which: number }
  /** The next sensible thing, of whoever it is up to; now and then a choice by its number follows. */
  | { readonly do: 'next'; readonly which: number; readonly turn: number; readonly choose: boolean }
  | { readonly do: 'wait'; readonly days: number }

const lines = (all: readonly string[]) => fc.constantFrom(...all)
const which = fc.nat(5)
const of = (names: readonly StaffName[], all: readonly string[]) =>
  fc.record({ do: fc.constant('staff' as const), name: fc.constantFrom(...names), line: lines(all), which })
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lodge' as const), who: fc.nat(2), trouble: fc.nat(3) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), who: fc.nat(2), line: lines(OWNER), which }) },
  {
    weight: 26,
    arbitrary: fc.record({ do: fc.constant('next' as const), which, turn: fc.nat(5), choose: fc.boolean() }),
  },
  { weight: 10, arbitrary: of(['王芳', '李静'], CLERK) },
  { weight: 10, arbitrary: of(['陈刚', '刘敏', '孙洁'], HANDLER) },
  { weight: 4, arbitrary: of(['赵强', '周岚'], CHIEF) },
  { weight: 1, arbitrary: of(['何平'], [...CLERK.slice(0, 8), '待办']) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.constantFrom(0.2, 1, 1, 2, 5, 12, 40) }),
  },
)

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** A run of the whole bot, watched from outside. */
async function run(acts: readonly Act[]): Promise<Set<string>> {
  const stage = await createStage()
  const watch = createWatch(stage)
  for (const one of acts) {
    const numbers = (await stage.ledger()).map(({ number }) => showNumber(number))
    const pick = (n: number) => numbers[n % Math.max(1, numbers.length)] ?? 'QQ-0000-0000'
    const filled = (line: string, n: number) => line.replaceAll('##', pick(n + 1)).replaceAll('#', pick(n))
    switch (one.do) {
      case 'lodge': {
        const enterprise = enterprises[one.who]
        const trouble = TROUBLES[one.trouble]
        if (!enterprise || !trouble) break
        // Told whole, agreed to, and whatever is still asked is passed over until it can be confirmed.
        for (const line of [
          '取消',
          `${enterprise.told}。${trouble}`,
          '同意',
          '另外登记',
          '跳过',
          '不清楚',
          '跳过',
          '确认提交',
        ])
          await watch.heard(enterprise.chat, await stage.say(enterprise.chat, line))
        break
      }
      case 'say': {
        const chat = enterprises[one.who]?.chat ?? ''
        await watch.heard(chat, await stage.say(chat, filled(one.line, one.which)))
        break
      }
      case 'staff':
        await watch.heard(STAFF[one.name], await stage.say(STAFF[one.name], filled(one.line, one.which)))
        break
      case 'next': {
        const appeals = await stage.ledger()
        const appeal = appeals[one.which % Math.max(1, appeals.length)]
        const nexts = appeal ? (NEXT[appeal.state] ?? []) : []
        const [actor, line] = nexts[one.turn % Math.max(1, nexts.length)] ?? []
        if (!appeal || !actor || !line) break
        const owner = appeal.personal?.home.chat ?? ''
        const chat = actor === 'owner' ? owner : STAFF[actor === 'handler' ? handlerOf(appeal.unit) : actor]
        await watch.heard(chat, await stage.say(chat, line.replaceAll('#', showNumber(appeal.number))))
        if (one.choose) await watch.heard(chat, await stage.say(chat, '1'))
        break
      }
      case 'wait':
        await watch.heard('', await stage.wait(one.days))
    }
  }
  // By day, once: nobody is told anything at night. What silence closed then has its time to be archived.
  for (const days of [365, 0.4, 0.4, 60, 0.4, 0.4]) await watch.heard('', await stage.wait(days))
  await watch.over()
  return watch.seen
}

function createWatch(stage: Awaited<ReturnType<typeof createStage>>) {
  const folded = new Map<string, { appeal: Appeal; events: number }>()
  const warned = new Set<string>()
  const seen = new Set<string>()
  const owners = new Map(enterprises.map((one) => [stage.store.pseudonym(one.chat), one]))

  async function history(number: Appeal['number']): Promise<readonly AppealEvent[]> {
    return (await stage.store.appeals.read({ kind: 'history', number })).events
  }

  /** Every event since the last look, one by one against the model. */
  async function follow(told: readonly Heard[], speaker: string): Promise<ReadonlySet<string>> {
    const opened = new Set<string>()
    for (const { number } of await stage.ledger()) {
      const events = await history(number)
      let known = folded.get(number)
      for (const event of events.slice(known?.events ?? 0)) {
        const after = fold(known?.appeal, event)
        if (known) expect(breach(event, known.appeal.state, after.state)).toBeUndefined()
        seen.add(after.state)
        seen.add(event.type)
        if (event.type === 'contact-opened' || event.type === 'unsealed' || event.type === 'file-opened') {
          opened.add(speaker)
        }
        if (event.type === 'warned') {
          const due = known?.appeal.deadlines.find(({ name }) => name === event.data.deadline)?.due
          const alarm = `${number} ${event.data.deadline} ${event.data.level} ${due} ${known?.appeal.reworks}`
          expect(warned.has(alarm), `told twice: ${alarm}`).toBe(false)
          warned.add(alarm)
        }
        if (known) answered(event, known.appeal, after, told)
        known = { appeal: after, events: (known?.events ?? 0) + 1 }
      }
      if (known) folded.set(number, known)
    }
    return opened
  }

  /** Nothing is closed without an answer that names it, in the chat of the one who lodged it. */
  function answered(event: AppealEvent, before: Appeal, after: Appeal, told: readonly Heard[]): void {
    const home = after.personal?.home.chat
    const isTold = () =>
      told.some(({ chat, text }) => chat === home && text.includes(showNumber(after.number).slice(0, 7)))
    if (['declined', 'terminated', 'transferred', 'extended'].includes(event.type)) {
      expect(isTold(), `${event.type} without a word to the one who lodged it`).toBe(true)
    }
    if (after.state === 'follow-up' && before.state !== 'follow-up') expect(isTold(), 'a result not told').toBe(true)
    if (event.type === 'resolved') {
      expect(after.outcome, 'resolved without an outcome').toBeDefined()
      expect(
        after.personal?.thread.some(({ kind }) => kind === 'replied'),
        'resolved without an answer',
      ).toBe(true)
    }
    if (event.type === 'extended' || event.type === 'declined' || event.type === 'terminated') {
      expect(event.data.proposer?.id, `${event.type} by the one who proposed it`).not.toBe(event.by.id)
    }
  }

  return {
    seen,
    async heard(speaker: string, told: readonly Heard[]): Promise<void> {
      const opened = await follow(told, speaker)
      for (const { chat, text } of told) {
        for (const enterprise of enterprises) {
          if (chat === enterprise.chat || opened.has(chat)) continue
          for (const secret of enterprise.secrets) {
            expect(text.includes(secret), `${secret} of ${enterprise.chat} reached ${chat}:\n${text}`).toBe(false)
          }
        }
        for (const [number, { appeal }] of folded) {
          if (!text.includes(showNumber(number))) continue
          const owner = owners.get(appeal.subject)
          const stranger = chat.startsWith('企业') && chat !== owner?.chat
          expect(stranger && speaker !== chat, `${showNumber(number)} reached ${chat}:\n${text}`).toBe(false)
          const accused =
            isSealed(appeal) && appeal.against.includes('market') && (ACCUSED as readonly string[]).includes(chat)
          expect(accused && !echoes(text), `a sealed case reached ${chat}:\n${text}`).toBe(false)
        }
      }
      // Whoever speaks is answered, or heard by the one who talks with him.
      if (speaker !== '')
        expect(
          told.some(({ chat, text }) => chat === speaker || (speaker.startsWith('企业') && text.startsWith('企业（'))),
          `${speaker} was not answered`,
        ).toBe(true)
    },
    /** A year later every alarm that was owed has been given, and every chain verifies. */
    async over(): Promise<void> {
      const now: Instant = stage.now()
      for (const appeal of await stage.ledger()) {
        expect(alarms(appeal).filter(({ at }) => at < now)).toEqual([])
        expect(verifyChain(await history(appeal.number), digest)).toMatchObject({ head: appeal.head })
      }
    },
  }
}

/** A refusal may repeat the number that was typed. */
function echoes(text: string): boolean {
  return text.length < 80
}

const RUNS = Number(process.env['QINQING_YEARS'] ?? 25)

test('a year of entrepreneurs and staff at random keeps the law of the house', {
  timeout: 120_000 + RUNS * 10_000,
}, async () => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 60, maxLength: 110, size: 'max' }), async (acts) => {
      for (const one of await run(acts)) seen.add(one)
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
  if (process.env['QINQING_YEARS']) console.log([...seen].sort().join(' '))
  // A play in which nothing happens proves nothing.
  for (const state of [
    'dispatched',
    'acknowledged',
    'awaiting-info',
    'follow-up',
    'resolved',
    'archived',
    'withdrawn',
  ]) {
    expect([...seen]).toContain(state)
  }
})
