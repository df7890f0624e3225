/**
 * Entrepreneurs in WeChat, over the whole road: a message that arrives at a gateway (a real PuppetServer in a process of
 * its own), at the official account or at the customer service of WeCom (fakes of their APIs, over HTTP), through the
 * adapter, the router, a durable commit and the outbox, to the request that answers it. The bot is the compiled one, in a
 * process of its own. Ends with 1 where something was lost, or doubled without need.
 *
 *     npm run bench:wechat [-- OUTAGES]
 */
import { loadavg } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { composeNumber } from '../../bot/appeal/reference.ts'
import { ms, part } from './figures.ts'
import { table } from './tables.ts'
import { pushBurst } from './wechat-burst.ts'
import { openRoad, type Road, type RoadName } from './wechat-roads.ts'

const ROADS: readonly RoadName[] = ['service', 'official', 'wecom']
const LABEL = { service: 'service puppet', official: 'official account', wecom: 'WeCom' } as const
const PEOPLE = 100
/** So many a second, where it is not about how many there can be. */
const PACE = 20
const PACED = 400
const AT_ONCE = 3
const PATIENCE_MS = 90_000
const QUESTION = '首台套奖励多少钱？'

const [, , given = '50'] = process.argv
const OUTAGES = Number(given)
const load = () =>
  loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')

/** A number of a case that has a mistake in it, and that its answer names. */
function mark(): string {
  const number = composeNumber(Array.from({ length: 7 }, () => Math.floor(Math.random() * 2 ** 31)))
  // Digits alone are no number of ours.
  if (!/^QQ.*[A-Z].*.$/.test(number)) return mark()
  return number.slice(0, -1) + (number.endsWith('2') ? '3' : '2')
}

interface Asked {
  readonly person: number
  readonly id: string
  /** Stands in its answer; of questions their order tells. */
  readonly words: string
}

let ids = 0
function ask(road: Road, person: number, isQuestion: boolean): Asked {
  const id = `m${++ids}`
  const words = isQuestion ? '首台套' : mark()
  road.says(person, isQuestion ? QUESTION : words, id)
  return { person, id, words }
}

async function until(condition: () => boolean, most: number): Promise<void> {
  const end = Date.now() + most
  while (!condition() && Date.now() < end) await pause(100)
}

/** To each what was told in answer to it: to the first of a person's what he was told first. */
function timesOf(road: Road, asked: readonly Asked[], before: readonly number[]) {
  const perPerson = Array.from({ length: PEOPLE }, (_, person) => asked.filter((one) => one.person === person))
  const times: number[] = []
  let [lost, doubled, first, last] = [0, 0, Infinity, 0]
  perPerson.forEach((mine, person) => {
    const told = road.told(person).slice(before[person])
    lost += Math.max(0, mine.length - told.length)
    doubled += Math.max(0, told.length - mine.length)
    mine.forEach(({ id, words }, i) => {
      const [at, reply] = [road.arrivedAt(id), told[i]]
      if (at === undefined || !reply) return
      if (!reply.text.includes(words)) throw new Error(`${road.name}: “${words}” was answered with “${reply.text}”`)
      times.push(reply.at - at)
      first = Math.min(first, at)
      last = Math.max(last, reply.at)
    })
  })
  return { times, lost, doubled, perSecond: (1000 * times.length) / (last - first) }
}

async function speed(name: RoadName): Promise<{ rows: string[][]; good: boolean }> {
  const road = await openRoad(name, { people: PEOPLE, hurry: 1 })
  const rows: string[][] = []
  let good = true
  const counts = () => Array.from({ length: PEOPLE }, (_, person) => road.told(person).length)
  async function measure(what: string, does: () => Promise<Asked[]>): Promise<void> {
    const before = counts()
    const asked = await does()
    const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
    await until(() => sum(counts()) - sum(before) >= asked.length, PATIENCE_MS)
    await pause(1_000)
    const { times, lost, doubled, perSecond } = timesOf(road, asked, before)
    good &&= lost + doubled === 0
    const cells = [perSecond.toFixed(0), ms(part(times, 0.5)), ms(part(times, 0.99)), String(lost), String(doubled)]
    rows.push([LABEL[name], what, String(asked.length), ...cells])
  }
  // Everybody is known before it counts.
  await measure('(first words)', async () => Array.from({ length: PEOPLE }, (_, person) => ask(road, person, false)))
  rows.pop()
  await measure(`${PACE} a second`, async () => {
    const asked: Asked[] = []
    const begun = performance.now()
    for (let i = 0; i < PACED; i++) {
      await pause(Math.max(0, begun + (i * 1000) / PACE - performance.now()))
      asked.push(ask(road, i % PEOPLE, Math.floor(i / PEOPLE) % 2 === 0))
    }
    return asked
  })
  await measure(`${PEOPLE} people at once`, async () =>
    Array.from({ length: PEOPLE * AT_ONCE }, (_, i) => ask(road, i % PEOPLE, Math.floor(i / PEOPLE) % 2 === 0)),
  )
  await road.close()
  return { rows, good }
}

/** In an outage, and for a while after it: so many messages and pushes a second. */
const IN_OUTAGES = { messages: 6, pushes: 2 }
const UP_MS = 2_500

async function outages(name: RoadName): Promise<{ row: string[]; good: boolean }> {
  // A gateway that hangs is noticed after half a minute of the bot's time.
  const road = await openRoad(name, { people: PEOPLE, hurry: name === 'service' ? 10 : 3 })
  const asked: Asked[] = []
  const pushed: string[] = []
  let going = true
  const hasTold = (person: number, words: string) => road.told(person).some(({ text }) => text.includes(words))
  for (let person = 0; person < PEOPLE; person++) asked.push(ask(road, person, false))
  await until(() => asked.every(({ person, words }) => hasTold(person, words)), PATIENCE_MS)

  const every = async (ms: number, does: (nr: number) => void) => {
    for (let nr = 0; going; nr++) {
      does(nr)
      await pause(ms)
    }
  }
  const traffic = [
    every(1000 / IN_OUTAGES.messages, (nr) => asked.push(ask(road, nr % PEOPLE, false))),
    every(1000 / IN_OUTAGES.pushes, (nr) => {
      const words = `通知${nr}号。`
      pushed.push(words)
      // Whoever has not spoken for long is told nothing by the official roads.
      road.push((nr * 3) % PEOPLE, words)
    }),
  ]
  const brought = new Set<string>()
  const open = () => asked.filter(({ person, words }) => !hasTold(person, words))
  /** What a client was not there for WeChat brings when it is there again. */
  const bringAgain = () => {
    if (road.repeats) return
    for (const { person, words, id } of open()) {
      brought.add(id)
      road.says(person, words, id)
    }
  }
  for (let nr = 0; nr < OUTAGES; nr++) {
    await road.outage(nr)
    bringAgain()
    await pause(UP_MS)
  }
  const isAllTold = () => {
    const all = everything(road)
    return open().length === 0 && pushed.every((words) => all.has(words))
  }
  going = false
  await Promise.all(traffic)
  const end = Date.now() + PATIENCE_MS
  while (!isAllTold() && Date.now() < end) {
    bringAgain()
    await pause(3_000)
  }
  await pause(5_000)

  const told = everything(road)
  const words = [...asked.map((one) => one.words), ...pushed]
  const twice = words.filter((one) => (told.get(one) ?? 0) > 1)
  const unknown = words.filter((one) => road.unknown.some((text) => text.includes(one)))
  const needless = twice.filter((one) => !unknown.includes(one))
  const lostIn = asked.filter((one) => !told.has(one.words)).length
  const lostOut = pushed.filter((one) => !told.has(one)).length
  const extra = twice.reduce((sum, one) => sum + (told.get(one) ?? 0) - 1, 0)
  const gaveUp = road.gaveUp()
  await road.close()
  return {
    row: [
      LABEL[name],
      String(OUTAGES),
      `${asked.length} / ${pushed.length}`,
      road.repeats ? '–' : String(brought.size),
      `${lostIn} / ${lostOut}`,
      String(gaveUp),
      String(extra),
      String(unknown.length),
      String(needless.length),
    ],
    good: lostIn + lostOut <= gaveUp && needless.length === 0,
  }
}

/** How often each word that is unlike all others was told. */
function everything(road: Road): Map<string, number> {
  const counts = new Map<string, number>()
  for (let person = 0; person < PEOPLE; person++) {
    for (const { text } of road.told(person)) {
      const [found] = /QQ\w{8}|通知\d+号。/.exec(text) ?? []
      if (found) counts.set(found, (counts.get(found) ?? 0) + 1)
    }
  }
  return counts
}

console.log(`load of the machine before: ${load()}`)
const speeds: { rows: string[][]; good: boolean }[] = []
for (const name of ROADS) speeds.push(await speed(name))
table(
  ['', '', 'messages', 'messages/s', 'p50 ms', 'p99 ms', 'lost', 'doubled'],
  speeds.flatMap(({ rows }) => rows),
)
console.log(`  half of them questions, half look-ups; load of the machine: ${load()}`)
const after = await Promise.all(ROADS.map(outages))
table(
  [
    '',
    'outages',
    'messages / pushes',
    'brought again',
    'lost',
    'WeChat gave up',
    'doubled',
    'unknown',
    'doubled without need',
  ],
  after.map(({ row }) => row),
)
console.log('  brought again: what arrived while nobody was connected, or was with a gateway that was killed')
console.log(
  '  WeChat gave up: callbacks of which three tries broke off, as he is told by WeChat; what answers them is lost',
)
console.log('  unknown: deliveries of which nobody could say whether they were out; the three roads at the same time')
const burst = await pushBurst(500, 1_500)
console.log(`  ${burst.line}`)
console.log(`load of the machine after: ${load()}`)
const good = [...speeds, ...after, burst].every((one) => one.good)
console.log(
  `nothing lost but what WeChat gave up, and doubled only where the outcome was unknown: ${good ? 'reached' : 'NOT REACHED'}`,
)
process.exitCode = good ? 0 : 1
