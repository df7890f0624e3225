import { composeNumber } from '../../../bot/appeal/reference.ts'
import { catalog } from '../../../bot/catalog/index.ts'
import type { AppealEvent } from '../../../bot/model/event.ts'
import { type Instant, plusMs } from '../../../bot/model/instant.ts'
import type { Said } from '../../../bot/model/message.ts'
import { AFTERMATHS, type Image, type Mishap, type SimDisk } from '../../faults/sim-disk.ts'
import { CHIEF, CLERK, HANDLER, handlerOf, NEXT, OWNER, STAFF } from '../../simulation/cast.ts'
import { type City, type Flaw, lineOf, startCity } from './city.ts'
import { createWatch } from './watch.ts'

type Registered = AppealEvent & { type: 'registered' }

const ownerOf = (n: number): string => `企业·${n}`

/** What was seen of the lives in one city. */
export interface Lived {
  readonly lives: number
  readonly messages: number
  readonly events: number
  readonly crashes: number
  readonly races: number
  readonly doubled: number
  readonly seen: ReadonlySet<string>
  readonly wrong: readonly string[]
}

const START = '2026-11-23T02:00:00.000Z' // a Monday, ten in the morning in Shanghai
const DAY_MS = 86_400_000
/** About so many acts befall a case after it was registered. */
const ACTS = 4
/** A process makes at most so many file calls before it is killed; a commit is two. One start in eight is killed itself. */
const CALLS = 250
const CALLS_OF_A_START = 60
const KILLS: readonly Mishap[] = ['kill-before', 'kill-after', 'torn']
const TROUBLES = [
  '我要投诉，云州市大禹建设集团从今年3月起拖欠我们货款38万元，要求尽快付清，不用保密',
  '我要举报市市场监督管理局的检查人员索要好处费两次，请保密',
  '我要投诉，我们车间门口的路断了一个月，货车进不来，希望尽快修好，不用保密',
] as const
const KNOWN = { enterprise: '云州市锦添烘焙有限公司', contact: '欧阳锦添', phone: '13900007101', area: '江北区' }

/**
 * Lives of so many cases in one city, at once: each is told, worked on by whoever it is up to or whoever should not, waits,
 * and ends as it may. Messages come late and twice, two people decide at the same moment, the process is killed at any file
 * call and opened again on what a power cut may have left. Every event is held against the model.
 */
export async function live(lives: number, random: () => number, flaw: Flaw = {}): Promise<Lived> {
  const watch = createWatch()
  const wrong: string[] = []
  const committed = new Set<string>()
  const recent: Said[] = []
  const numbers: string[] = []
  const entered = new Map<number, Registered>()
  let now: Instant = START
  let disk: SimDisk | undefined
  let image: Image = new Map()
  let city: City | undefined
  let starting: Promise<City> | undefined
  let ending = false
  let [messages, crashes, races, doubled] = [0, 0, 0, 0]

  const onTrouble = (text: string): void => void wrong.push(text)
  const below = (n: number): number => Math.floor(random() * n)
  const pick = <T>(all: readonly T[]): T | undefined => all[below(all.length)]

  /** Starts until a start is not killed, and looks whether all is still there. */
  async function start(): Promise<City> {
    for (;;) {
      const early = !ending && random() < 0.125
      const plan = { call: early ? below(CALLS_OF_A_START) : Number.POSITIVE_INFINITY, mishap: pick(KILLS) ?? 'torn' }
      const opening = startCity({
        image,
        plan,
        now: () => now,
        random,
        flaw,
        onDisk: (made) => (disk = made),
        onTrouble,
      })
      const opened = await untilDead(opening)
      const faults = opened && (await untilDead(watch.follow(opened.ledger.appeals)))
      if (faults) wrong.push(...faults)
      if (opened && faults) {
        if (!ending) plan.call = opened.disk.calls.length + below(CALLS)
        return opened
      }
      crash()
    }
  }
  function crash(): void {
    crashes += 1
    if (disk) image = disk.image(pick(AFTERMATHS) ?? 'lost')
    city = undefined
  }
  /** Undefined where the process was killed first. */
  function untilDead<T>(work: Promise<T>): Promise<T | undefined> {
    const { died } = disk ?? { died: Promise.resolve() }
    return Promise.race([work, died.then(() => undefined)])
  }

  /** Does it with the process that runs; where that is killed, again with the next. */
  async function withCity<T>(work: (city: City) => Promise<T>): Promise<T> {
    for (;;) {
      starting ??= city ? Promise.resolve(city) : start()
      const running = await starting
      city = running
      const done = await untilDead(work(running).then((value) => ({ value })))
      if (done) return done.value
      // Several may find out at once that it is dead.
      if (city === running) {
        crash()
        starting = undefined
      }
    }
  }

  /** Says it until it is acknowledged, as a channel does. */
  async function say(message: Said): Promise<void> {
    messages += 1
    const outcome = await withCity(async ({ app }) => (await app.receive(message)).outcome)
    if (outcome === 'committed' && committed.has(message.id)) wrong.push(`${message.id} took effect twice`)
    if (outcome === 'committed') committed.add(message.id)
    recent.push(message)
  }

  function line(who: string, text: string): Said {
    now = plusMs(now, 500)
    return lineOf(`m${messages}-${below(1e9)}`, who, text, now)
  }

  /** Often a message comes twice, and sometimes one comes again that is long done. */
  async function told(message: Said): Promise<void> {
    const twice = random() < 0.15
    if (twice) doubled += 1
    await Promise.all(twice ? [say(message), say(message)] : [say(message)])
    const old = pick(recent.slice(-20))
    if (old && random() < 0.1) {
      doubled += 1
      await say(old)
    }
  }

  async function appealOf(number: string) {
    const { appeal } = await withCity(({ ledger }) => ledger.appeals.read({ kind: 'appeal', number }))
    return appeal?.value
  }

  /** The first of each kind is told in the chat; the others are entered as it was, by people of their own. */
  async function register(n: number): Promise<void> {
    const trouble = random() < 0.1 ? 1 : random() < 0.5 ? 0 : 2
    const like = entered.get(trouble)
    const number = like ? await enter(n, like) : await tell(n, trouble)
    if (number === undefined) return void wrong.push(`case ${n} was not registered`)
    numbers.push(number)
    if (like) return
    const { events } = await withCity(({ ledger }) => ledger.appeals.read({ kind: 'history', number }))
    const [first] = events
    if (first?.type === 'registered') entered.set(trouble, first)
  }

  /** From before there was a chain: it begins with whatever befalls it next. */
  async function enter(n: number, { chain: _, salt: __, ...like }: Registered): Promise<string> {
    const number = composeNumber(Array.from({ length: 7 }, () => below(2 ** 32)))
    const committed = await withCity(async ({ ledger }) => {
      const subject = ledger.pseudonym(ownerOf(n))
      const personal = like.personal && { ...like.personal, home: { ...like.personal.home, chat: ownerOf(n) } }
      const data = { ...like.data, number }
      const event: AppealEvent = { ...like, of: number, subject, at: now, data, ...(personal && { personal }) }
      const by = { record: { kind: 'appeal' as const, id: number }, version: 0 }
      const change = { message: `entered ${n}`, at: now, expects: [by], events: [event], deliveries: [] }
      return ledger.appeals.commit(change)
    })
    if (committed === 'conflict') wrong.push(`${number} was there before it was entered`)
    return number
  }

  async function tell(n: number, trouble: number): Promise<string | undefined> {
    const owner = ownerOf(n)
    const id = await withCity(async ({ ledger }) => {
      const id = ledger.pseudonym(owner)
      const value = { v: 1 as const, known: KNOWN, consent: { at: now, version: catalog.privacy.version } }
      const person = { id, value }
      await ledger.appeals.commit({ message: `known ${n}`, at: now, expects: [], person, events: [], deliveries: [] })
      return id
    })
    await told(line(owner, TROUBLES[trouble] ?? ''))
    for (const text of ['确认提交', '跳过', '确认提交']) {
      await told(line(owner, text))
      const { own } = await withCity(({ ledger }) => ledger.appeals.open({ id, roles: [], units: [] }, 'x'))
      const [appeal] = own
      if (appeal) return appeal.value.number
    }
    return undefined
  }

  /** What is up to somebody with a case as it stands; now and then anything, by anybody. */
  async function actOn(n: number): Promise<Said | undefined> {
    const number = numbers[n]
    const appeal = number === undefined ? undefined : await appealOf(number)
    if (!appeal || number === undefined) return undefined
    const owner = ownerOf(n)
    const filled = (text: string): string => text.replaceAll('##', pick(numbers) ?? number).replaceAll('#', number)
    const [actor, text] = random() < 0.8 ? (pick(NEXT[appeal.state] ?? []) ?? []) : []
    if (actor && text)
      return line(actor === 'owner' ? owner : STAFF[actor === 'handler' ? handlerOf(appeal.unit) : actor], filled(text))
    const [who, lines] = pick([
      [owner, OWNER],
      [STAFF.王芳, CLERK],
      [STAFF.李静, CLERK],
      [STAFF[handlerOf(appeal.unit)], HANDLER],
      [STAFF.刘敏, HANDLER],
      [STAFF.赵强, CHIEF],
      [STAFF.周岚, CHIEF],
      [STAFF.何平, CLERK],
    ] as const) ?? [owner, OWNER]
    return line(who, filled(pick(lines) ?? ''))
  }

  const settle = (): Promise<void> => withCity(({ app }) => app.settle())

  for (let n = 0; n < lives && wrong.length === 0; n++) await register(n)
  for (let act = 0; act < ACTS * lives && wrong.length === 0; act++) {
    const n = below(lives)
    const message = await actOn(n)
    const rival = random() < 0.2 ? await actOn(n) : undefined
    if (message && rival && message.sender !== rival.sender) {
      races += 1
      await Promise.all([told(message), told(rival)])
    } else if (message) await told(message)
    if (random() < 0.04) {
      now = plusMs(now, (pick([0.2, 1, 1, 2, 5, 12, 40]) ?? 1) * DAY_MS)
      await settle()
    }
  }
  // In the morning of a later day, twice: what silence closed then has its own time.
  for (const days of [400, 60, 1]) {
    now = `${plusMs(now, days * DAY_MS).slice(0, 10)}T02:30:00.000Z`
    await settle()
  }
  // What the last process did must be there for another, which is not killed.
  ending = true
  crash()
  starting = undefined
  if (wrong.length === 0) wrong.push(...(await withCity(({ ledger }) => watch.over(ledger.appeals, now))))
  return { lives, messages, events: watch.events, crashes, races, doubled, seen: watch.seen, wrong }
}
