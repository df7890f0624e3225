/**
 * Staff in Telegram, over the whole road: an update that the fake hands out, through the adapter, the router, a durable
 * commit and the outbox, to the request that answers it. The bot is the compiled one, in a process of its own, and the
 * fake in this one. Ends with 1 where something was lost, or doubled without need.
 *
 *     npm run bench:telegram [-- UPDATES]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createFakeTelegram, type Person, type Seen } from '../fakes/telegram/index.ts'
import { createMortal } from '../telegram/kills-world.ts'
import { ms, part } from './figures.ts'
import { table } from './tables.ts'

const STAFF = 40
const FIRST_UPDATE = 1
/** So many a second, where it is not about how many there can be. */
const PACE = 20
const PATIENCE_MS = 60_000
/** Of what is sent, so much breaks off before it was carried out, and so much after. */
const BROKEN = 0.05

const [, , given = '1000'] = process.argv
const UPDATES = Number(given)

const folder = await mkdtemp(join(tmpdir(), 'qinqing-bench-'))
const fake = await createFakeTelegram({
  now: () => performance.timeOrigin + performance.now(),
  firstUpdate: FIRST_UPDATE,
  remembered: 10_000_000,
  patienceMs: 60_000,
})
const mortal = createMortal(fake, { folder })

/** An act of a member of staff: `words` stand in its answer. */
interface Act {
  readonly update: number
  readonly chat: number
  readonly words: string
}

/** A clerk, and the card of a case in his own chat. */
interface Desk {
  readonly who: Person
  readonly card: Seen
}

const NOTED = '已备注'
let acts = 0
let update = FIRST_UPDATE

/** Every other act looks something up; the others write a note on a case, which changes its cards as well. */
function act({ who, card }: Desk): Act {
  const n = ++acts
  const words = n % 2 ? `查${n}号` : NOTED
  if (n % 2) who.says(`/find ${words}`)
  else who.replies(card, `//记${n}号`)
  return { update: update++, chat: who.id, words }
}

interface Outcome {
  readonly perSecond: number
  readonly times: readonly number[]
  readonly lost: number
  readonly doubled: number
}

type Sent = (typeof fake.requests)[number]

function groupBy<T, K>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return groups
}

/** To each act the requests that answer it: of notes, which are all answered in the same words, the first to the first. */
function answersTo(done: readonly Act[], sent: readonly Sent[]): Sent[][] {
  const byChat = groupBy(sent, ({ params }) => params['chat_id'])
  const notes = groupBy(
    done.filter(({ words }) => words === NOTED),
    ({ chat }) => chat,
  )
  return done.map((one) => {
    const all = (byChat.get(one.chat) ?? []).filter(({ params }) => String(params['text']).includes(one.words))
    if (one.words !== NOTED) return all
    const own = notes.get(one.chat) ?? []
    const nth = own.indexOf(one)
    return nth === own.length - 1 ? all.slice(nth) : all.slice(nth, nth + 1)
  })
}

/** What came of these acts, of the requests since there were so many. */
async function outcomeOf(done: readonly Act[], since: number): Promise<Outcome> {
  const until = Date.now() + PATIENCE_MS
  const sent = () => fake.requests.slice(since).filter(({ method }) => method === 'sendMessage')
  const carriedOut = () => sent().filter(({ outcome }) => outcome === 200)
  const allDone = () => {
    const out = carriedOut()
    return out.length >= done.length && answersTo(done, out).every(({ length }) => length > 0)
  }
  while (!allDone() && Date.now() < until) await pause(200)
  // Time for what is tried again although it was carried out.
  await fake.idle(3_000).catch(() => undefined)
  const handed = done.map((one) => fake.handedOut(one.update) ?? Number.NaN)
  const first = answersTo(done, sent()).map(([one]) => one?.at)
  const twice = answersTo(done, carriedOut()).map(({ length }) => length - 1)
  const last = Math.max(...first.map((at) => at ?? 0))
  return {
    perSecond: (1000 * done.length) / (last - Math.min(...handed)),
    times: first.flatMap((at, i) => (at === undefined ? [] : [at - (handed[i] ?? 0)])),
    lost: twice.filter((more) => more < 0).length,
    doubled: twice.reduce((sum, more) => sum + Math.max(0, more), 0),
  }
}

async function open(): Promise<readonly Desk[]> {
  mortal.start()
  const 李明 = await mortal.joins('李明', { roles: ['administrator'] })
  const names = Array.from({ length: STAFF }, (_, i) => `受理${i}`)
  const clerks: Person[] = []
  for (const name of names) clerks.push(await mortal.joins(name, { roles: ['clerk'] }))
  const 受理组 = await mortal.meets('受理组', '受理组', 李明, clerks)
  const desks: Desk[] = []
  for (const who of clerks) {
    const owner = mortal.entrepreneur(`企业${who.id}`)
    const number = await owner.registers(
      `我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证${who.id}，窗口三次退件，希望尽快办好，不用保密`,
    )
    await 受理组.until(number)
    who.says(`/case ${number}`)
    desks.push({ who, card: await who.chat.until(number) })
  }
  await fake.idle(500)
  update = FIRST_UPDATE + 2 + 2 * STAFF
  return desks
}

/** All that is said at once, by everybody in turn. */
function burst(desks: readonly Desk[], count: number): Act[] {
  // Nobody says only the one or only the other.
  return Array.from({ length: count }, (_, i) => act(desks[Math.floor(i / 2) % desks.length] as Desk))
}

async function paced(desks: readonly Desk[], count: number): Promise<Act[]> {
  const done: Act[] = []
  const begun = performance.now()
  for (let i = 0; i < count; i++) {
    await pause(Math.max(0, begun + (i * 1000) / PACE - performance.now()))
    done.push(act(desks[Math.floor(i / 2) % desks.length] as Desk))
  }
  return done
}

try {
  console.log(
    `load of the machine before: ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}`,
  )
  const desks = await open()
  const rows: string[][] = []
  let good = true
  const measure = async (name: string, does: () => readonly Act[] | Promise<readonly Act[]>, mayDouble = () => 0) => {
    const since = fake.requests.length
    const { perSecond, times, lost, doubled } = await outcomeOf(await does(), since)
    good &&= lost === 0 && doubled <= mayDouble()
    const cells = [perSecond.toFixed(0), ms(part(times, 0.5)), ms(part(times, 0.99)), String(lost), String(doubled)]
    rows.push([name, ...cells, String(mayDouble())])
  }
  await measure(`${PACE} a second`, () => paced(desks, Math.min(UPDATES, 200)))
  await measure(`${UPDATES} at once`, () => burst(desks, UPDATES))
  const before = fake.fails({ method: 'sendMessage', times: Infinity, odds: BROKEN, with: { kind: 'reset' } })
  const after = fake.fails({
    method: 'sendMessage',
    times: Infinity,
    odds: BROKEN,
    with: { kind: 'reset', executed: true },
  })
  await measure(
    `${UPDATES / 2} at once, connections break`,
    () => burst(desks, UPDATES / 2),
    () => after.hits,
  )
  table(['', 'updates/s', 'p50 ms', 'p99 ms', 'lost', 'doubled', 'broken after'], rows)
  console.log(`  of the last: ${before.hits} requests broke before they were carried out, ${after.hits} after`)
  console.log(
    `load of the machine after: ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}`,
  )
  console.log(`nothing lost, and doubled only what broke after it was carried out: ${good ? 'reached' : 'NOT REACHED'}`)
  process.exitCode = good ? 0 : 1
} finally {
  await mortal.stop()
  await fake.close()
  await rm(folder, { recursive: true })
}
