import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { openLedger, verifyJournal } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createFakeTelegram, type FakeTelegram } from '../fakes/telegram/index.ts'
import { historyOf } from '../store/samples.ts'
import { ensureBuilt } from '../terminal/program.ts'
import { LEFT, type Life, live, openOffice } from './kills-lives.ts'
import { createMortal, type Mortal } from './kills-world.ts'

beforeAll(ensureBuilt, 60_000)

const KILLS = Number(process.env['QINQING_KILLS'] ?? 5)
const LANES = 4
/** A message that a kill doubles is sent so near to it: its receipt was not durable yet. */
const NEAR_MS = 3_000

test(`killed ${KILLS} times in the midst of work: nothing is lost, nothing is done twice`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'qinqing-kills-'))
  const fake = await createFakeTelegram({ conflictMs: 60, remembered: 1_000_000, patienceMs: 60_000 })
  const mortal = createMortal(fake, { folder })
  onTestFinished(async () => {
    await mortal.end()
    await fake.close()
    await rm(folder, { recursive: true })
  })
  mortal.start()
  const office = await openOffice(mortal, LANES)

  let killing = true
  let begun = 0
  const lives: Life[] = []
  async function work(lane: number): Promise<void> {
    do lives.push(await live({ fake, mortal, office, lane }, `标记${begun++}号`))
    while (killing)
  }
  async function kill(): Promise<void> {
    while (mortal.kills.length < KILLS) {
      await aMoment(fake, mortal)
      await mortal.kill()
      mortal.start()
    }
    killing = false
  }
  await Promise.all([...office.clerks.map((_, lane) => work(lane)), kill()])
  await fake.idle(1_000)
  expect(fake.pending).toEqual([])
  expect(await mortal.stop()).toBe(0)

  const doubled = doubledIn(fake)
  const farthest = Math.max(0, ...doubled.map(({ first, second }) => distance(mortal.kills, first, second)))
  const ledger = await openLedger({ folder, folds })
  const found = await ledger.appeals.read({ kind: 'appeals', where: {} })
  const { summary } = await ledger.appeals.read({ kind: 'outbox' })
  const left = new Map<string, (readonly [string, string])[]>()
  for (const { number } of found.appeals.map(({ value }) => value)) {
    const events = await historyOf(ledger.appeals, number)
    const words = (personal: object = {}) => ('text' in personal ? String(personal.text) : '')
    left.set(
      number,
      events.map(({ type, personal }) => [type, words(personal)]),
    )
  }
  await ledger.close()
  expect((await verifyJournal(folder)).lines).toBeGreaterThan(0)

  expect(left.size).toBe(lives.length)
  for (const { mark, number } of lives) {
    const wanted = LEFT.map(([type, words]) => [type, words && `${words}${mark}`])
    expect(left.get(number.replaceAll('-', ''))).toEqual(wanted)
  }
  expect(summary).toMatchObject({ parked: 0 })
  expect(farthest).toBeLessThan(NEAR_MS)
  const sent = fake.asked('sendMessage').filter(({ outcome }) => outcome === 200).length
  const byStaff = ['accepted', 'dispatched', 'acknowledged', 'noted', 'replied', 'concluded']
  const acts = lives.length * LEFT.filter(([type]) => byStaff.includes(type)).length
  console.log(
    `${mortal.kills.length} kills; ${lives.length} cases, ${acts} acts of staff that the ledger keeps, each there once; ` +
      `${sent} messages, ${doubled.length} of them twice, each within ${farthest} ms of a kill; ` +
      `${lives.reduce((sum, { early }) => sum + early, 0)} presses on messages whose receipt was not there (yet), pressed again`,
  )
}, 1_200_000)

/** Now at once, while it starts; now when it is in the midst of something. */
async function aMoment(fake: FakeTelegram, mortal: Mortal): Promise<void> {
  if (Math.random() < 0.1) return pause(Math.random() * 400)
  await fake.until(() => mortal.isReady, 60_000)
  const sent = (fake.counts['sendMessage'] ?? 0) + (fake.counts['editMessageText'] ?? 0)
  const more = sent + Math.ceil(Math.random() * 6)
  const said = () => (fake.counts['sendMessage'] ?? 0) + (fake.counts['editMessageText'] ?? 0) >= more
  // As soon as a request has arrived, which is before it is answered.
  if (Math.random() < 0.5) return await fake.until(said, 5_000).catch(() => undefined)
  return pause(100 + Math.random() * 700)
}

/** Messages that were sent twice, and when. All that is sent in these tests is different, or answers another. */
function doubledIn(fake: FakeTelegram): { text: string; first: number; second: number }[] {
  const sent = new Map<string, number[]>()
  for (const { params, at, outcome } of fake.asked('sendMessage')) {
    const { chat_id, text, reply_parameters } = params
    const name = JSON.stringify([chat_id, text, reply_parameters])
    if (outcome === 200 || outcome === 'reset') sent.set(name, [...(sent.get(name) ?? []), at])
  }
  return [...sent].flatMap(([text, times]) =>
    times.slice(1).map((second, i) => ({ text, first: times[i] ?? 0, second })),
  )
}

/** How far the first of two is from a kill before the second. */
function distance(kills: readonly number[], first: number, second: number): number {
  return Math.min(...kills.filter((at) => at < second).map((at) => Math.abs(at - first)))
}
