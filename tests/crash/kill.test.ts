import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from '../terminal/program.ts'
import { runSession } from './session.ts'

beforeAll(ensureBuilt, 60_000)

const KILLS = Number(process.env['QINQING_KILLS'] ?? 8)
const home = mkdtempSync(join(tmpdir(), 'qinqing-kill-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

test(`killed ${KILLS} times at random moments: what was acknowledged is in effect, once`, {
  timeout: 120_000 + 3_000 * KILLS,
}, async () => {
  const seen = await runSession({ folder: join(home, 'data'), kills: KILLS, random: Math.random })
  expect(seen).toMatchObject({ kills: KILLS, wrong: [] })
  expect(seen.events).toBeGreaterThan(KILLS)
  expect(seen.deliveries).toBeGreaterThan(KILLS)
})

test('the loop bites: a bot that knows no message again is caught', async () => {
  const variant = 'no-duplicates'
  const { wrong } = await runSession({ folder: join(home, variant), kills: 4, variant, random: Math.random })
  expect(wrong).not.toEqual([])
})
