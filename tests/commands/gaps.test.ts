import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLedger } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { run } from '../../bot/commands/program.ts'
import { at, change, LUO, unanswered } from '../store/samples.ts'
import { world } from './world.ts'

let data: string
let close: () => Promise<void>
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'qinqing-gaps-'))
  const ledger = await openLedger({ folder: data, folds })
  close = ledger.close
  const events = [
    unanswered('g1', '样例路能停货车吗\u001b[2J', { document: '停车.md' }),
    unanswered('g2', '货车能停样例路吗', { group: 'g1', subject: LUO.id, at: at(60 * 24) }),
    unanswered('g3', '样例街的树谁来剪'),
  ]
  for (const event of events) await ledger.appeals.commit(change(event.of, { events: [event] }))
})
afterAll(async () => {
  await close()
  await rm(data, { recursive: true })
})

async function gaps(...args: readonly string[]) {
  const io = world()
  const code = await run(['kb', 'gaps', '--data', data, ...args], io)
  return { code, out: io.out(), err: io.err() }
}

it('lists what most people asked first, while the owner of the ledger is running', async () => {
  const { code, out } = await gaps()
  expect(code).toBe(0)
  expect(
    out
      .split('\n')
      .slice(0, 3)
      .map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['people', 'times', 'last', 'why', 'nearest document', 'question'],
    ['2', '2', '2026-11-21', 'refused 2', '停车.md', '货车能停样例路吗'],
    ['1', '1', '2026-11-20', 'refused 1', '-', '样例街的树谁来剪'],
  ])
})

it('lists no more than asked for, and says so', async () => {
  const { out, err } = await gaps('--limit', '1')
  expect(out).not.toContain('样例街')
  expect(err).toContain('1 of 2')
})

it('as JSON: groups with all their wordings, and nobody’s name', async () => {
  const { out } = await gaps('--json')
  const groups = JSON.parse(out)
  expect(groups[0]).toMatchObject({ id: 'g1', wordings: ['货车能停样例路吗', '样例路能停货车吗\u001b[2J'] })
  expect(out).not.toContain('p-luo')
  expect(out).not.toContain('\u001b')
})

it('says so where there are none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qinqing-gaps-'))
  await (await openLedger({ folder, folds })).close()
  const io = world()
  expect(await run(['kb', 'gaps', '--data', folder], io)).toBe(0)
  expect(io.out()).toBe('no gaps\n')
  await rm(folder, { recursive: true })
})
