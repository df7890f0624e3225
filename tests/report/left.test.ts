import { expect, test } from 'vitest'
import { leftWithoutResult } from '../../bot/appeal/figures/timeliness.ts'
import { fold } from '../../bot/appeal/history.ts'
import type { Appeal } from '../../bot/model/appeal.ts'
import { deadline, eventsOf } from './ledger.ts'

test('what was withdrawn after its result, and never judged, is counted as left also once it is archived', () => {
  const silence = deadline('silence', '11-25')
  const events = eventsOf({
    n: 1,
    on: '11-16',
    since: [
      ['11-17', 'concluded', { outcome: 'solved', silence }, '办好了'],
      ['11-18', 'withdrawn', {}, '不用了'],
      ['12-20', 'archived'],
    ],
  })
  const left = events.map((_, i) => {
    const appeal = events.slice(0, i + 1).reduce<Appeal | undefined>(fold, undefined)
    return appeal && leftWithoutResult(appeal)
  })
  expect(left).toEqual([false, false, true, true])
})
