import { describe, expect, test } from 'vitest'
import { callsOf, MISHAPS, plansFor, trial } from './harness.ts'
import { chosen, ours, SYSTEMS } from './systems.ts'

const system = SYSTEMS[chosen] ?? ours

/** `QINQING_BITE=stock-lowdb npx vitest run tests/faults` puts a broken store in the place of ours: it must fail. */
describe(`whatever goes wrong at whichever file call (${chosen})`, () => {
  test.each(MISHAPS)(
    '%s: nothing acknowledged is lost, nothing refused appears, the next start opens',
    async (mishap) => {
      const wrong: string[] = []
      for (const plan of plansFor(mishap, await callsOf(system))) wrong.push(...(await trial(system, plan)))
      expect(wrong).toEqual([])
    },
    120_000,
  )

  test.runIf(chosen === 'ours')(
    'the session goes through the calls of a commit, a snapshot and an erasure',
    async () => {
      const calls = await callsOf(ours)
      const needed = [
        ...['write /sim/journal/000001-2026-11.jsonl', 'sync /sim/journal/000001-2026-11.jsonl'],
        ...['open /sim/journal/000002-2026-12.jsonl', 'syncFolder /sim/journal'],
        ...['sync /sim/keys.jsonl', 'rename /sim/keys.jsonl', 'rename /sim/master.key'],
        ...['sync /sim/snapshot/manifest.json.new', 'link /sim/snapshot/manifest.json.previous'],
        ...[
          'rename /sim/snapshot/manifest.json',
          'syncFolder /sim/snapshot',
          'write /sim/snapshot/people-0001.2.json.new',
        ],
      ]
      expect(calls).toEqual(expect.arrayContaining(needed))
      const files = calls.map((call) => call.replace(/files\/[a-z2-7]{2}\/[a-z2-7]{32}/, 'files/…'))
      const ofFiles = ['write /sim/files/….new', 'sync /sim/files/….new', 'rename /sim/files/…', 'remove /sim/files/…']
      expect(files).toEqual(expect.arrayContaining(ofFiles))
    },
  )
})

describe('these tests bite', () => {
  test.each(Object.keys(SYSTEMS).filter((name) => name !== 'ours'))('%s is caught', async (name) => {
    const broken = SYSTEMS[name] ?? ours
    const calls = await callsOf(broken)
    const caught: string[] = []
    // What tells most of them is tried first.
    for (const plan of (['EIO', ...MISHAPS] as const).flatMap((mishap) => plansFor(mishap, calls)))
      if (caught.length === 0) caught.push(...(await trial(broken, plan)))
    expect(caught).not.toEqual([])
  })
})
