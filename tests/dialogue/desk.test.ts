import { expect, test, vi } from 'vitest'
import { createWorkCalendar } from '../../bot/appeal/time/work-calendar.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { createDesk } from '../../bot/desk-of.ts'
import type { Answer } from '../../knowledge/passage.ts'
import { shipped } from '../transcripts/stage.ts'

const unsure: Answer = { kind: 'unsure', confidence: 0, passages: [] }

/** A turn is decided again whenever it has to read something first. */
test('what a turn asks of documents, dictionary or other cases is worked out once, and anew in the next', async () => {
  const [ask, cut, similar] = [vi.fn(() => unsure), vi.fn((text: string) => [...text]), vi.fn(() => [])]
  const desk = createDesk(
    {
      ...{ cut, catalog, channels: [], simplify: (text) => text, reach: () => [] },
      knowledge: { ...(await shipped), now: () => ({ ask, status: () => ({}) as never }) },
      clock: { now: () => '2026-11-23T02:00:00.000Z', sleep: async () => {} },
      digest: (text) => text,
      random: () => 0,
    },
    {
      ...{ similar, learned: () => undefined, likeGap: () => undefined, notifies: false },
      calendar: createWorkCalendar({}),
      roster: () => ({ members: [], places: [] }),
      channelHealth: () => [],
    },
  )
  function decide({ knowledge, cut, similar }: ReturnType<typeof desk>): void {
    knowledge.ask('路灯多久检修一次？', '2026-11-23')
    cut('路灯')
    similar('路灯不亮')
  }
  const turn = desk()
  decide(turn)
  decide(turn)
  expect([ask, cut, similar].map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1])
  turn.knowledge.ask('路灯多久检修一次？', '2026-11-24')
  decide(desk())
  expect(ask).toHaveBeenCalledTimes(3)
})
