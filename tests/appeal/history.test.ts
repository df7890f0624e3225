import { describe, expect, test } from 'vitest'
import { fold } from '../../bot/appeal/history.ts'
import { Appeal, type Deadline } from '../../bot/model/appeal.ts'
import { AppealEvent } from '../../bot/model/event.ts'

const base = { stream: 'appeal', of: 'QQ7K3M9XPF', subject: 'p1' } as const
const clerk = { role: 'staff', id: 's1', name: '王芳' } as const
const owner = { role: 'entrepreneur', id: 'p1' } as const
const silence = { name: 'silence', due: '2026-12-01', basis: '本平台承诺', provisional: false } as const

const story: AppealEvent[] = [
  {
    ...base,
    type: 'registered',
    at: '2026-11-23T02:00:00.000Z',
    by: owner,
    data: {
      number: 'QQ7K3M9XPF',
      kind: 'complaint',
      category: 'arrears',
      unit: 'industry',
      confidential: false,
      urgent: false,
      deadlines: [{ name: 'result', due: '2026-12-07', basis: '本平台承诺', provisional: false }],
    },
    personal: {
      code: '2A3B4C',
      home: { channel: 'terminal', chat: 'x' },
      particulars: { matter: '货款没有付', attachments: [] },
    },
  },
  { ...base, type: 'accepted', at: '2026-11-23T03:00:00.000Z', by: clerk, data: {} },
  { ...base, type: 'dispatched', at: '2026-11-23T03:01:00.000Z', by: clerk, data: { unit: 'finance' } },
  {
    ...base,
    type: 'asked-back',
    at: '2026-11-24T03:00:00.000Z',
    by: clerk,
    data: {},
    personal: { text: '合同？', attachments: [] },
  },
  {
    ...base,
    type: 'supplemented',
    at: '2026-11-24T04:00:00.000Z',
    by: owner,
    data: {},
    personal: { text: '见附件', attachments: [] },
  },
  {
    ...base,
    type: 'concluded',
    at: '2026-11-25T04:00:00.000Z',
    by: clerk,
    data: { outcome: 'solved', silence },
    personal: { text: '已付', attachments: [] },
  },
  {
    ...base,
    type: 'rated',
    at: '2026-11-26T04:00:00.000Z',
    by: owner,
    data: { satisfaction: 'satisfied' },
    personal: { text: '', attachments: [] },
  },
  { ...base, type: 'resolved', at: '2026-11-26T04:00:00.000Z', by: owner, data: {} },
]

const replay = (events: readonly AppealEvent[]) => events.reduce<Appeal | undefined>(fold, undefined)

describe('an appeal is the fold of its events', () => {
  test('from registration to the end', () => {
    const states = story.map((_, i) => replay(story.slice(0, i + 1))?.state)
    expect(states).toEqual([
      'registered',
      'accepted',
      'dispatched',
      'awaiting-info',
      'dispatched',
      'follow-up',
      'follow-up',
      'resolved',
    ])
    const end = replay(story)
    expect(end).toMatchObject({ unit: 'finance', outcome: 'solved', satisfaction: 'satisfied', events: 8 })
    expect(end?.personal?.thread.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'asked-back 合同？',
      'supplement 见附件',
      'replied 已付',
    ])
  })

  test('every event and every state on the way parses after a JSON round trip', () => {
    for (const [i, event] of story.entries()) {
      expect(AppealEvent.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
      const state = replay(story.slice(0, i + 1))
      expect(Appeal.parse(JSON.parse(JSON.stringify(state)))).toEqual(state)
    }
  })

  test('without the personal half of an erased person the public half folds the same', () => {
    const erased = story.map(({ personal: _, ...open }) => open as AppealEvent)
    const { personal: _, ...open } = replay(story) ?? {}
    expect(replay(erased)).toEqual(open)
  })

  test('an asked-back appeal asked again still goes on where it was', () => {
    const [asked, answered] = story.slice(3, 5) as [AppealEvent, AppealEvent]
    expect(replay([...story.slice(0, 3), asked, asked, answered])?.state).toBe('dispatched')
  })

  test('a damaged order of events is not folded', () => {
    expect(() => replay(story.slice(1))).toThrow('before its registration')
    expect(() => replay([...story, ...story])).toThrow('registered twice')
  })
})

describe('the roads of a case', () => {
  const at = '2026-11-25T04:00:00.000Z'
  const handler = { role: 'handler', id: 'h1', name: '陈刚', unit: 'industry' } as const
  const supervisor = { role: 'supervisor', id: 's2', name: '赵强' } as const
  const said = (text: string) => ({ text, attachments: [] })
  const due = (name: Deadline['name'], day: string): Deadline => ({ name, due: day, basis: 'x', provisional: false })
  type Happening = Pick<AppealEvent, 'type'> & { data?: object; personal?: object; by?: object; at?: string }
  const follow = (happenings: readonly Happening[]) =>
    replay([
      story[0] as AppealEvent,
      ...happenings.map((one) => ({ ...base, at, by: clerk, data: {}, ...one }) as AppealEvent),
    ])
  const states = (happenings: readonly Happening[]) =>
    happenings.map((_, i) => follow(happenings.slice(0, i + 1))?.state)

  const dispatched: Happening = { type: 'dispatched', data: { unit: 'industry', co: ['market'] } }
  const taken: Happening = { type: 'acknowledged', by: handler }
  const concluded: Happening = {
    type: 'concluded',
    by: handler,
    data: { outcome: 'solved', silence },
    personal: said('好'),
  }
  const badly: readonly Happening[] = [
    { type: 'rated', by: owner, data: { satisfaction: 'dissatisfied' } },
    { type: 'rework', by: owner, data: { deadlines: [due('result', '2026-12-20')] } },
  ]

  test('a result that is looked at first reaches the entrepreneur when it has passed', () => {
    const review = { deadline: due('review', '2026-11-27') }
    const road: Happening[] = [
      dispatched,
      taken,
      { type: 'started', by: handler },
      { ...concluded, data: { outcome: 'explained', review } },
      { type: 'review-taken' },
      { type: 'sent-back', personal: said('请写清依据') },
      { ...concluded, data: { outcome: 'explained', review } },
      { type: 'reviewed', data: { silence } },
    ]
    expect(states(road)).toEqual([
      'dispatched',
      'acknowledged',
      'in-progress',
      'replied',
      'in-review',
      'in-progress',
      'replied',
      'follow-up',
    ])
    expect(follow(road.slice(0, 4))?.respondedAt).toBeUndefined()
    expect(follow(road)).toMatchObject({ outcome: 'explained', concludedBy: handler, reviewer: clerk, respondedAt: at })
    expect(follow(road)?.deadlines.map(({ name }) => name)).toEqual(['result', 'review', 'silence'])
  })

  test('an extension waits for its approval, then has a new day', () => {
    const until = '2026-12-30'
    const asked: Happening = { type: 'proposal-made', by: handler, data: { what: 'extend', until } }
    expect(follow([dispatched, taken, asked])).toMatchObject({ pending: { what: 'extend', by: handler, until } })
    expect(
      follow([dispatched, taken, asked, { type: 'proposal-refused', data: { what: 'extend' } }]),
    ).not.toHaveProperty('pending')
    const extended = follow([
      dispatched,
      taken,
      { type: 'warned', data: { deadline: 'result', level: 'warning' } },
      asked,
      { type: 'extended', by: supervisor, data: { deadlines: [due('result', until)], proposer: handler } },
    ])
    expect(extended).toMatchObject({ state: 'extended', extensions: 1, warned: [] })
    expect(extended).not.toHaveProperty('pending')
    expect(extended?.deadlines).toEqual([due('result', until)])
  })

  test('a unit that returns it is not on it any more; the number of returns is kept', () => {
    const returned = follow([dispatched, taken, { type: 'returned', by: handler, personal: said('不属我单位') }])
    expect(returned).toMatchObject({ state: 'returned', returns: 1 })
    for (const gone of ['handler', 'dispatchedAt', 'acknowledgedAt']) expect(returned).not.toHaveProperty(gone)
  })

  test('twice not content, and it is under supervision until it is resolved', () => {
    const road = [dispatched, taken, concluded, ...badly, concluded, ...badly]
    expect(states(road).slice(2)).toEqual(['follow-up', 'follow-up', 'rework', 'follow-up', 'follow-up', 'supervised'])
    const end = follow([...road, concluded, { type: 'resolved' }])
    expect(end).toMatchObject({ state: 'resolved', listed: false, reworks: 2 })
  })

  test('reopened it is worked on again, by the dates then given', () => {
    const reopen = due('reopen', '2026-12-10')
    const resolved = [dispatched, taken, concluded, { type: 'resolved', data: { reopen } } as Happening]
    expect(follow(resolved)).toMatchObject({ state: 'resolved', closedAt: at })
    const again = follow([
      ...resolved,
      { type: 'reopened', by: owner, data: { deadlines: [due('result', '2026-12-24')] }, personal: said('又没水了') },
    ])
    expect(again).toMatchObject({ state: 'rework', reworks: 1, deadlines: [due('result', '2026-12-24')] })
    expect(again).not.toHaveProperty('closedAt')
  })

  test('merged it rests where it was, and goes on from there when the merger is undone', () => {
    const merged: Happening = { type: 'merged', data: { into: 'QQ2222222A' } }
    expect(follow([dispatched, taken, merged])).toMatchObject({ state: 'merged', mergedInto: 'QQ2222222A' })
    const apart = follow([dispatched, taken, merged, { type: 'unmerged', data: { from: 'QQ2222222A' } }])
    expect(apart?.state).toBe('acknowledged')
    expect(apart).not.toHaveProperty('mergedInto')
    const main = follow([dispatched, { type: 'absorbed', data: { number: 'QQ2222222A' } }])
    expect(main?.merged).toEqual(['QQ2222222A'])
  })

  test('every end is dated, and takes with it what waited for approval', () => {
    const ends: Happening[] = [
      { type: 'declined', data: { ground: 'in-court' }, personal: said('应当起诉') },
      { type: 'transferred', data: { road: 'court' }, personal: said('请向法院起诉') },
      { type: 'terminated', data: { ground: 'gave-up' }, personal: said('本人放弃') },
      { type: 'withdrawn', by: owner },
    ]
    for (const end of ends) {
      const closed = follow([{ type: 'proposal-made', data: { what: 'terminate', ground: 'gave-up' } }, end])
      expect(closed).toMatchObject({ state: end.type, closedAt: at })
      expect(closed).not.toHaveProperty('pending')
    }
  })

  test('put right: category, unit, whom it is against, without touching the rest', () => {
    const before = follow([{ type: 'accepted' }])
    const after = follow([{ type: 'accepted' }, { type: 'classified', data: { category: 'tax', against: ['market'] } }])
    const last = { what: 'classified', by: clerk, at }
    expect(after).toEqual({ ...before, category: 'tax', against: ['market'], last, events: 3 })
  })

  test('a talk: with whom, since when, and when he was heard last, until one of them ends it', () => {
    const home = { channel: 'telegram', chat: '5' } as const
    const begun: Happening[] = [{ type: 'accepted' }, { type: 'talk-begun', data: { at: home } }]
    const talk = { by: clerk, at: home, since: at, heard: at }
    expect(follow(begun)).toMatchObject({ state: 'accepted', talk })
    const later = '2026-11-25T02:00:00.000Z'
    const reply: Happening = { type: 'replied', personal: said('在看'), at: later }
    expect(follow([...begun, reply])?.talk).toEqual({ ...talk, heard: later })
    const other: Happening = { type: 'noted', by: { role: 'staff', id: 's2' }, personal: said('知道了'), at: later }
    expect(follow([...begun, other])?.talk).toEqual(talk)
    expect(follow([...begun, { type: 'talk-ended', data: { why: 'owner' }, by: owner }])).not.toHaveProperty('talk')
  })
})
