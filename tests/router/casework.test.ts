import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createCasework } from '../../bot/casework.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { AppealEvent } from '../../bot/model/event.ts'
import type { AppealStore, Query } from '../../bot/ports/appeal-store.ts'
import { cut } from '../../knowledge/index.ts'
import { at, CHEN, change, done, happened, LUO, registered } from '../store/samples.ts'

const FORKLIFT = ['叉车作业证复审约不上', '叉车作业证过期，复审排不上号', '作业证复审没有名额，叉车停了']
const NEXT = '我们厂的叉车作业证复审没人安排'
const DAY = 86_400_000

const telling = (number: string, matter: string, how: Parameters<typeof registered>[1] = {}): AppealEvent => {
  const event = registered(number, { category: 'other', unit: 'private-economy', ...how })
  if (event.type !== 'registered' || !event.personal) return event
  return { ...event, personal: { ...event.personal, particulars: { matter, attachments: [] } } }
}
const numberOf = (i: number): string => `QQ2222222${'ABCDEFGH'[i]}`

/** Three appeals of CHEN's told by staff to be about safety, and given to its unit. */
async function world() {
  const { appeals } = createMemoryStore({ folds })
  let now = at(0)
  let count = 0
  const open = () => createCasework({ store: appeals, catalog, cut, now: () => now })
  const casework = open()
  const happen = async (...events: AppealEvent[]) => {
    count += 1
    await appeals.commit(change(`m${count}`, { events }))
    await casework.took(events)
  }
  for (const [i, matter] of FORKLIFT.entries()) {
    await happen(telling(numberOf(i), matter))
    await happen(happened(numberOf(i), 'classified', { category: 'safety' }))
    await happen(happened(numberOf(i), 'dispatched', { unit: 'emergency' }))
  }
  return {
    appeals,
    casework,
    happen,
    open,
    later(days: number) {
      now = new Date(Date.parse(at(0)) + days * DAY).toISOString()
    },
  }
}

describe('what is known from the appeals', () => {
  test('how staff decided them is learned as it happens, and from the ledger at the next start', async () => {
    const { casework, open } = await world()
    expect(casework.learned(NEXT)).toMatchObject({ category: 'safety' })
    const next = open()
    expect(next.learned(NEXT)).toBeUndefined()
    await next.load()
    expect(next.learned(NEXT)).toEqual(casework.learned(NEXT))
  })

  test('what nobody decided yet teaches nothing', async () => {
    const { appeals } = createMemoryStore({ folds })
    const casework = createCasework({ store: appeals, catalog, cut, now: () => at(0) })
    const events = FORKLIFT.map((matter, i) => telling(numberOf(i), matter, { category: 'safety' }))
    await appeals.commit(change('m1', { events }))
    await casework.took(events)
    expect(casework.learned(NEXT)).toBeUndefined()
    expect(casework.similar('叉车作业证复审约不上').map(({ number }) => number)).toContain(numberOf(0))
  })

  test('the erased are forgotten at once, and at the next start', async () => {
    const { appeals, casework, open } = await world()
    await appeals.erase(CHEN.id, at(1))
    casework.forget(CHEN.id)
    const next = open()
    await next.load()
    for (const one of [casework, next]) {
      expect(one.learned(NEXT)).toBeUndefined()
      expect(one.similar(FORKLIFT[0] ?? '')).toEqual([])
    }
  })

  test('who was erased while the ledger was being read is not taken in with what was read of him', async () => {
    const { appeals } = await world()
    const slow = createCasework({
      store: {
        read: (async (query: Query) => {
          const found = await appeals.read(query)
          if (query.kind === 'appeals' && query.where.numbers) {
            await appeals.erase(CHEN.id, at(1))
            slow.forget(CHEN.id)
          }
          return found
        }) as AppealStore['read'],
      },
      catalog,
      cut,
      now: () => at(0),
    })
    await slow.load()
    expect(slow.learned(NEXT)).toBeUndefined()
    expect(slow.similar(FORKLIFT[0] ?? '')).toEqual([])
  })

  test('the words shown as a reason are none of what he gave as his own name', async () => {
    const { happen, casework } = await world()
    for (const [i, matter] of FORKLIFT.entries()) {
      const event = telling(numberOf(i + 4), `大洋样品厂说：${matter}`)
      if (event.type !== 'registered' || !event.personal) continue
      const particulars = { ...event.personal.particulars, enterprise: '大洋样品厂' }
      await happen({ ...event, personal: { ...event.personal, particulars } })
      await happen(happened(numberOf(i + 4), 'classified', { category: 'safety' }))
    }
    const { words = [] } = casework.learned(`大洋样品厂的${NEXT}`) ?? {}
    expect(words.length).toBeGreaterThan(0)
    expect(words.join()).not.toMatch(/大洋|样品/)
  })

  test('what is sealed is neither found as alike nor learned from, also when it is sealed later', async () => {
    const { casework, happen } = await world()
    await happen(telling(numberOf(5), '镇上招待费白条二十万没有结', { kind: 'tip-off', subject: LUO.id }))
    expect(casework.similar('镇上招待费白条二十万没有结')).toEqual([])
    for (const i of FORKLIFT.keys()) await happen(happened(numberOf(i), 'classified', { confidential: true }))
    expect(casework.similar(FORKLIFT[0] ?? '')).toEqual([])
    expect(casework.learned(NEXT)).toBeUndefined()
  })

  test('what was merged or withdrawn is not offered; what was resolved for ninety days', async () => {
    const { casework, happen, later } = await world()
    const found = () => casework.similar(FORKLIFT[0] ?? '').map(({ number }) => number)
    expect(found()).toContain(numberOf(0))
    await happen(happened(numberOf(0), 'merged', { into: numberOf(1) }))
    expect(found()).not.toContain(numberOf(0))
    await happen(happened(numberOf(0), 'unmerged', { from: numberOf(1) }))
    expect(found()).toContain(numberOf(0))
    await happen(done('resolved', numberOf(0)))
    later(89)
    expect(found()).toContain(numberOf(0))
    later(92)
    expect(found()).not.toContain(numberOf(0))
  })
})
