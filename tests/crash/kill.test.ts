import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuilt } from '../terminal/program.ts'
import { runSession } from './session.ts'

beforeAll(ensureBuilt)

const KILLS = Number(process.env['QINQING_KILLS'] ?? 12)
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
