import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { chained, type Head, showHead, verifyChain } from '../../bot/appeal/chain.ts'
import { AppealEvent } from '../../bot/model/event.ts'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const base = {
  stream: 'appeal',
  of: 'QQ7K3M9XPF',
  subject: 'p1',
  by: { role: 'clerk', id: 's1', name: '王芳' },
} as const
const plain: AppealEvent[] = [
  { ...base, type: 'accepted', at: '2026-11-23T03:00:00.000Z', data: {} },
  {
    ...base,
    type: 'noted',
    at: '2026-11-23T03:00:01.000Z',
    data: {},
    personal: { text: '已电话联系', attachments: [] },
  },
  { ...base, type: 'dispatched', at: '2026-11-23T03:00:02.000Z', data: { unit: 'industry' } },
  { ...base, type: 'withdrawn', at: '2026-11-24T03:00:00.000Z', data: {}, personal: { text: '', attachments: [] } },
]

/** The events as Turn.record chains them, after the JSON they are kept as. */
function history(events: readonly AppealEvent[] = plain): AppealEvent[] {
  let head: Head | undefined
  return events.map((event, i) => {
    const next = chained(event, head, digest, `salt-${i}`)
    head = next.chain
    return AppealEvent.parse(JSON.parse(JSON.stringify(next)))
  })
}
const verdict = (events: readonly AppealEvent[]) => verifyChain(events, digest)
const replaced = (at: number, part: object) =>
  history().map((event, i) => (i === at ? ({ ...event, ...part } as AppealEvent) : event))

describe('the history of an appeal is a chain', () => {
  test('that verifies as it was written, and ends in the head of its receipt', () => {
    const events = history()
    expect(verdict(events)).toEqual({ head: { n: 4, hash: events[3]?.chain?.hash }, older: 0 })
  })

  test('that finds an event edited, whatever of it: who, when, what', () => {
    expect(verdict(replaced(2, { data: { unit: 'market' } }))).toEqual({ event: 3, what: 'edited' })
    expect(verdict(replaced(2, { at: '2026-11-23T03:00:03.000Z' }))).toEqual({ event: 3, what: 'edited' })
    expect(verdict(replaced(2, { by: { ...base.by, name: '李明' } }))).toEqual({ event: 3, what: 'edited' })
  })

  test('that finds what was said edited', () => {
    const edited = replaced(1, { personal: { text: '没有联系', attachments: [] } })
    expect(verdict(edited)).toEqual({ event: 2, what: 'personal-edited' })
  })

  test('that finds an event taken out, put in or moved', () => {
    const [a, b, c, d] = history() as [AppealEvent, AppealEvent, AppealEvent, AppealEvent]
    expect(verdict([a, c, d])).toEqual({ event: 2, what: 'missing' })
    expect(verdict([a, c, b, d])).toEqual({ event: 2, what: 'missing' })
    expect(verdict([a, b, plain[2] as AppealEvent, d])).toEqual({ event: 3, what: 'unchained' })
  })

  test('of which a cut-off end shows by the receipt alone', () => {
    const events = history()
    expect(verdict(events.slice(0, 3))).toEqual({ head: { n: 3, hash: events[2]?.chain?.hash }, older: 0 })
  })

  test('that verifies without what was personal, once its person was erased', () => {
    const erased = history().map(({ personal: _, salt: __, ...open }) => open as AppealEvent)
    expect(verdict(erased)).toEqual(verdict(history()))
    expect(JSON.stringify(erased)).not.toContain('联系')
  })

  test('whose commitment tells nothing without its salt: the same words are committed to differently', () => {
    const [, , , withdrawn] = history()
    const other = chained(plain[3] as AppealEvent, undefined, digest, 'another salt')
    expect(withdrawn?.chain?.commitment).not.toBe(other.chain?.commitment)
  })

  test('that begins where chains began: what is older is counted, not doubted', () => {
    const [old, ...rest] = plain as [AppealEvent, ...AppealEvent[]]
    expect(verdict([old, ...history(rest)])).toMatchObject({ older: 1 })
  })
})

test('a receipt shows sixteen digits in fours', () => {
  expect(showHead('0123456789abcdef0000')).toBe('0123-4567-89AB-CDEF')
})
