import { describe, expect, test } from 'vitest'
import { type Row, scaleOf } from './row.ts'
import { row as accused } from './rows/accused.ts'
import { row as canaries } from './rows/canaries.ts'
import { row as documents } from './rows/documents.ts'
import { row as fuzz } from './rows/fuzz.ts'
import { row as load } from './rows/load.ts'
import { row as outages } from './rows/outages.ts'
import { row as privileges } from './rows/privileges.ts'
import { FIGURES } from './table.ts'

/** A crumb of each figure that can be seen in a second; the others take a process, a server or a quiet machine: `npm run prove`. */
describe('a crumb of the proof', () => {
  test.each([
    ['fuzz', fuzz, 0.0005],
    ['accused', accused, 0.0003],
    ['canaries', canaries, 0.001],
  ])('%s', async (_, row, share) => {
    expect(await row.run(scaleOf(share, 5))).toMatchObject({ ok: true })
  })
})

test('each of these figures has a variant that must be caught', () => {
  const rows: Readonly<Record<string, Row>> = { fuzz, outages, load, documents, privileges, canaries, accused }
  for (const [id, { bites, minutes }] of Object.entries(rows)) {
    expect(bites.length, id).toBeGreaterThan(0)
    expect(minutes, id).toBeGreaterThan(0)
    expect(FIGURES.map((figure) => figure.id)).toContain(id)
  }
})
