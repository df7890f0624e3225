import { beforeAll, describe, expect, test } from 'vitest'
import { ensureBuilt } from '../terminal/program.ts'
import { type Row, scaleOf } from './row.ts'
import { row as lives } from './rows/lives.ts'
import { row as soak } from './rows/soak.ts'

beforeAll(ensureBuilt, 60_000)

/** A crumb of each figure; `npm run prove` shows all of it. Kills are in tests/crash, faults in tests/faults; a power cut takes a disk of its own. */
const CRUMBS: readonly (readonly [string, Row, number])[] = [
  ['lives', lives, 0.0003],
  ['soak', soak, 0.01],
]

test.each(CRUMBS)('%s', async (_, row, share) => {
  expect(await row.run(scaleOf(share, Date.now()))).toMatchObject({ ok: true })
})

describe('they bite', () => {
  test.each(lives.bites)('lives: $name', async ({ run }) => {
    expect(await run(Date.now())).toMatchObject({ caught: true })
  })

  test.each(soak.bites.filter(({ name }) => /timer/u.test(name)))('soak: $name', async ({ run }) => {
    expect(await run(1)).toMatchObject({ caught: true })
  })
})
