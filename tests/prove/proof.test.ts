import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { allWell, tableOf } from './print.ts'
import { type Done, prove } from './proof.ts'

const home = mkdtempSync(join(tmpdir(), 'qinqing-rows-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const ROWS = {
  kills: `export const row = { minutes: 1, bites: [], run: async ({ of, seed }) => ({ saw: of(1000) + ' | ' + seed, ok: true }) }`,
  power: `export const row = { minutes: 1, bites: [], run: async () => ({ skipped: 'no root' }) }`,
  faults: `export const row = { minutes: 1, bites: [], run: () => process.exit(3) }`,
  lives: `export const row = { minutes: 1, run: async () => ({}), bites: [
    { name: 'caught', run: async () => ({ caught: true, saw: 'it' }) },
    { name: 'missed', run: async () => { throw new Error('broke') } } ] }`,
}
for (const [id, text] of Object.entries(ROWS)) writeFileSync(join(home, `${id}.ts`), text)

const proved = (only: readonly string[], bite = false): Promise<readonly Done[]> =>
  prove({ home, only, bite, share: 0.01, seed: 7, tell: () => {} })

describe('the proof', () => {
  test('shows each figure in the words in which it was asked for, with what was seen', async () => {
    const done = await proved(['kills', '2'])
    expect(
      tableOf(done, false)
        .replace(/\(\d+ s\)/gu, '(0 s)')
        .split('\n'),
    ).toEqual([
      '| figure | target | seen | ok |',
      '| --- | --- | --- | --- |',
      '| SIGKILL at random moments, embedded (store and router alone in the child) | 1,000; 0 acknowledged lost, 0 doubled | 10 \\| 7 (0 s) | yes |',
      '| power cuts (loop-mounted ext4) | 100; 0 lost | SKIPPED: no root | – |',
    ])
    expect(allWell(done)).toBe(true)
  })

  test('fails where a row ends without a word, and where there is no such row', async () => {
    const done = await proved(['faults', 'fuzz'])
    expect(done.map(({ outcome }) => outcome)).toMatchObject([
      { ok: false, saw: expect.stringContaining('ended (3) without a word') },
      { ok: false, saw: expect.stringContaining('there is no row fuzz') },
    ])
    expect(allWell(done)).toBe(false)
  })

  test('--bite fails where a broken variant is not caught', async () => {
    const done = await proved(['lives'], true)
    expect(tableOf(done, true)).toMatch(/\| caught \| it .* \| yes \|\n.*\| missed \| broke .* \| \*\*NO\*\* \|/u)
    expect(allWell(done)).toBe(false)
  })

  test('refuses a row that there is not', async () => {
    await expect(proved(['nonsense'])).rejects.toThrow('no row nonsense; there are 1 kills, 2 power')
  })
})
