import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { migrationsFolder } from '../../../bot/commands/paths.ts'
import { type Account, createAccount } from '../../crash/account.ts'
import type { Told } from '../../crash/bot.ts'
import { LINES, life, NUMBERED } from '../../crash/life.ts'
import { halves, lookInto } from './check.ts'

const CHILD = fileURLToPath(new URL('./child.mjs', import.meta.url))
/** So much faster than real ones the children's clocks run. */
const HURRY = 20
/** So many entrepreneurs talk at once. */
const ABREAST = 8
/** What was not acknowledged by then is said again, to the other perhaps. */
const AGAIN_MS = 5_000
const READY_MS = 30_000
const DRAIN_MS = 60_000
const QUIET_MS = 4_000
const MOST_ACKS = 12
const NUMBER = /QQ-[0-9A-Z]{4}-[0-9A-Z]{4}/u

export interface Seen {
  readonly kills: number
  readonly messages: number
  readonly entries: number
  readonly events: number
  readonly deliveries: number
  readonly again: number
  readonly wrong: readonly string[]
}

interface Slot {
  n: number
  at: number
  /** To whom its line was said, and when. */
  to: Instance | undefined
  since: number
}

type Instance = ReturnType<typeof startInstance>

function startInstance(name: string, start: object, hear: (told: Told) => void) {
  const child: ChildProcess = spawn(process.execPath, [CHILD, JSON.stringify({ ...start, name })], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new Error('the child has no pipes')
  stdin.on('error', () => {})
  const known = { ready: false, gone: false, acks: 0, complaint: '' }
  stderr.on('data', (text) => {
    known.complaint += text
  })
  createInterface({ input: stdout }).on('line', (line) => {
    // The last line of one that is killed may be torn.
    if (!line.endsWith('}')) return
    const told = JSON.parse(line) as Told
    if (told.ready) known.ready = true
    if (told.ack) known.acks += 1
    hear(told)
  })
  const gone = new Promise<void>((resolve) => {
    child.on('close', () => {
      known.gone = true
      resolve()
    })
  })
  return {
    known,
    say: (line: object) => void stdin.write(`${JSON.stringify(line)}\n`),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/**
 * Entrepreneurs and staff go through one appeal after another with two bots on one database, now with the one, now with
 * the other; either is killed at random moments, and started again. What was not acknowledged is said again, and some of
 * what was as well.
 */
export async function runSession(options: {
  readonly url: string
  readonly kills: number
  readonly random: () => number
  readonly variant?: string
  readonly tell?: (line: string) => void
}): Promise<Seen> {
  const { url, kills, random, variant, tell = () => {} } = options
  const start = { url, began: Date.now(), hurry: HURRY, migrations: migrationsFolder, variant }
  const account: Account = createAccount()
  const said: number[] = []
  const numbers = new Map<number, string>()
  const slots = Array.from({ length: ABREAST }, newLife)
  let draining = false
  let heardAt = performance.now()
  let names = 0

  function newLife(): Slot {
    return { n: said.push(0) - 1, at: 0, to: undefined, since: 0 }
  }
  const begin = () => startInstance(`instance-${++names}`, start, hear)

  function hear(told: Told): void {
    heardAt = performance.now()
    const [, n] = /^terminal:owner(\d+)-2#/u.exec(told.key ?? '') ?? []
    const number = NUMBER.exec(told.text ?? '')?.[0]
    if (n !== undefined && number) numbers.set(Number(n), number)
    account.hear(told)
  }

  /** Everybody says what is next for him, to one of those who are there. */
  function talk(): void {
    const there = [...pair].filter(({ known }) => known.ready && !known.gone)
    if (there.length === 0) return
    for (const slot of slots) {
      while (account.acknowledged.has(life(slot.n)[slot.at]?.id ?? '')) {
        slot.at += 1
        slot.to = undefined
        if (slot.at === LINES && !draining) Object.assign(slot, newLife())
      }
      const line = life(slot.n)[slot.at]
      const number = numbers.get(slot.n) ?? ''
      const waits = slot.to && !slot.to.known.gone && performance.now() - slot.since < AGAIN_MS
      if (!line || waits || (slot.at >= NUMBERED && number === '')) continue
      const to = there[Math.floor(random() * there.length)]
      const before = life(slot.n)[slot.at - 1]
      if (before && random() < 0.3) to?.say({ id: before.id, who: before.who, text: before.text(number) })
      to?.say({ id: line.id, who: line.who, text: line.text(number) })
      slot.to = to
      slot.since = performance.now()
      said[slot.n] = slot.at + 1
    }
  }

  async function until(happened: () => boolean, ms: number): Promise<boolean> {
    const late = performance.now() + ms
    while (!happened()) {
      if (performance.now() > late) return false
      talk()
      await wait(3)
    }
    return true
  }

  const pair: [Instance, Instance] = [begin(), begin()]
  let done = 0
  for (; done < kills && account.wrong.length === 0; done++) {
    const which = random() < 0.5 ? 0 : 1
    const one = pair[which]
    // Now while it starts, now in the midst of work.
    if (random() < 0.1) await until(() => false, random() * 600)
    else {
      if (!(await until(() => one.known.ready || one.known.gone, READY_MS))) account.wrong.push('one did not get ready')
      const enough = one.known.acks + random() * MOST_ACKS
      await until(() => one.known.acks >= enough || one.known.gone, 3_000)
      await wait(random() * 10)
    }
    if (one.known.gone) account.wrong.push(`one ended of itself: ${one.known.complaint.slice(-300)}`)
    await one.kill()
    pair[which] = begin()
    tell(`${done + 1} of ${kills}`)
  }

  draining = true
  const isOver = () => slots.every(({ at }) => at >= LINES) && performance.now() - heardAt > QUIET_MS
  const ended = account.wrong.length > 0 || (await until(isOver, DRAIN_MS))
  await Promise.all(pair.map((one) => one.kill()))
  const found = await lookInto(url)
  const { entries, wrong: half } = await halves(url)
  const { pending = -1, parked = -1 } = found.find(({ looked }) => looked)?.waiting ?? {}
  const appeals = found.filter(({ appeal }) => appeal)
  return {
    kills: done,
    messages: account.acknowledged.size,
    entries,
    events: appeals.flatMap(({ types }) => types ?? []).length,
    deliveries: account.heard.size,
    again: account.again,
    wrong: [
      ...account.wrong,
      ...account.compare(appeals, said),
      ...half,
      ...(pending + parked === 0 ? [] : [`${pending} deliveries wait and ${parked} are parked`]),
      ...(ended ? [] : ['it did not come to rest']),
    ],
  }
}
