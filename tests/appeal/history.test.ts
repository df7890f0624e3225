import { describe, expect, test } from 'vitest'
import { fold } from '../../bot/appeal/history.ts'
import { Appeal } from '../../bot/model/appeal.ts'
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
