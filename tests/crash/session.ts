import { setTimeout as wait } from 'node:timers/promises'
import { verifyJournal } from '../../adapters/store/index.ts'
import { createAccount } from './account.ts'
import { type Bot, type Start, startBot, type Told } from './bot.ts'
import { LINES, life, NUMBERED } from './life.ts'

export interface SessionOptions extends Omit<Start, 'variant'> {
  readonly kills: number
  readonly variant?: string
  /** From 0 to below 1. */
  readonly random: () => number
  /** Ends the child, and whatever else; SIGKILL where nothing is said. */
  readonly end?: (bot: Bot) => Promise<void>
}

/** What was seen through one session; `wrong` is empty where nothing was lost and nothing doubled. */
export interface Session {
  readonly kills: number
  /** Of the kills, those before a commit that was begun was known to be flushed. */
  readonly midCommit: number
  /** Of the kills, those before the ledger was open. */
  readonly opening: number
  readonly messages: number
  readonly events: number
  readonly deliveries: number
  /** Generations that were put on the shelf. */
  readonly generations: number
  /** Deliveries that were said again because the kill fell before it was written down that they were out. */
  readonly again: number
  readonly wrong: readonly string[]
}

/** So many entrepreneurs talk at once. */
const ABREAST = 6
const OPENING_MS = 80
const MOST_ACKS = 16
const WORKING_MS = 2_000
const AFTER_MS = 10
const PATIENCE_MS = 30_000
const QUIET_MS = 150
const NUMBER = /QQ-[0-9A-Z]{4}-[0-9A-Z]{4}/u

interface Slot {
  n: number
  at: number
  /** The child to whom its line was said. */
  told: Bot | undefined
}

/**
 * Entrepreneurs and staff go through one appeal after another with a bot that is killed again and again: whatever was not
 * acknowledged is said again to the next child, and some of what was as well, as channels do. Stops at the first thing wrong.
 */
export async function runSession(options: SessionOptions): Promise<Session> {
  const { folder, shelf, variant = 'ours', kills, random, end = (bot: Bot) => bot.kill() } = options
  const start: Start = { folder, variant, ...(shelf !== undefined && { shelf }) }
  const account = createAccount()
  const said: number[] = []
  const numbers = new Map<number, string>()
  const slots = Array.from({ length: ABREAST }, newLife)
  let [draining, done, midCommit, opening] = [false, 0, 0, 0]
  let wake = (): void => {}

  function newLife(): Slot {
    return { n: said.push(0) - 1, at: 0, told: undefined }
  }

  /** A child that loads its code, and what is known of it. */
  function fresh() {
    const known = {
      ready: false,
      writing: false,
      gone: false,
      ending: false,
      heardAt: 0,
      acks: 0,
      bot: startBot(start, hear),
    }
    void known.bot.gone.then((complaint) => {
      known.gone = true
      // One whose disk is taken away may complain of it.
      if (complaint && !known.ending) account.wrong.push(complaint)
      wake()
    })
    function hear(told: Told): void {
      known.heardAt = performance.now()
      if (told.ready) known.ready = true
      if (told.ack) known.acks += 1
      if (told.writing !== undefined) known.writing = told.writing
      const [, n] = /^terminal:owner(\d+)-2#/u.exec(told.key ?? '') ?? []
      const number = NUMBER.exec(told.text ?? '')?.[0]
      if (n !== undefined && number) numbers.set(Number(n), number)
      account.hear(told)
      if (told.ready || told.ack || told.key) talk(known)
      wake()
    }
    return known
  }
  type Child = ReturnType<typeof fresh>

  /** Everybody says what is next for him. */
  function talk({ ready, bot }: Child): void {
    if (!ready) return
    for (const slot of slots) {
      while (account.acknowledged.has(life(slot.n)[slot.at]?.id ?? '')) {
        slot.at += 1
        slot.told = undefined
        if (slot.at === LINES && !draining) Object.assign(slot, newLife())
      }
      const line = life(slot.n)[slot.at]
      const number = numbers.get(slot.n) ?? ''
      if (!line || slot.told === bot || (slot.at >= NUMBERED && number === '')) continue
      const before = life(slot.n)[slot.at - 1]
      if (before && random() < 0.3) bot.say({ id: before.id, who: before.who, text: before.text(number) })
      bot.say({ id: line.id, who: line.who, text: line.text(number) })
      slot.told = bot
      said[slot.n] = slot.at + 1
    }
  }

  async function until(happened: () => boolean, ms: number): Promise<boolean> {
    const late = performance.now() + ms
    while (!happened()) {
      const left = late - performance.now()
      if (left <= 0) return false
      const over = new AbortController()
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      await Promise.race([woken, wait(left, undefined, { signal: over.signal }).catch(() => {})])
      over.abort()
    }
    return true
  }

  /** A random moment: of the opening, or after some work, so that even a slow machine gets on from kill to kill. */
  async function moment(child: Child): Promise<void> {
    if (random() < 0.1) return wait(random() * OPENING_MS)
    if (!(await until(() => child.ready || child.gone, PATIENCE_MS))) account.wrong.push('a child did not get ready')
    const enough = random() * MOST_ACKS
    await until(() => child.acks >= enough || child.gone, WORKING_MS)
    await wait(random() * AFTER_MS)
  }

  let next = fresh()
  for (; done < kills && account.wrong.length === 0; done++) {
    const child = next
    next = fresh()
    child.bot.go()
    await moment(child)
    child.ending = true
    await end(child.bot)
    if (child.writing) midCommit += 1
    if (!child.ready) opening += 1
  }

  draining = true
  const last = next
  last.bot.go()
  const isOver = () => slots.every(({ at }) => at >= LINES) && performance.now() - last.heardAt > QUIET_MS
  const deadline = performance.now() + PATIENCE_MS
  while (!isOver() && !last.gone && account.wrong.length === 0 && performance.now() < deadline)
    await until(() => false, 20)
  await last.bot.kill()
  const found = await look(start)
  const wrong = [...account.wrong, ...(await faultsOf(found))]
  return {
    kills: done,
    midCommit,
    opening,
    messages: account.acknowledged.size,
    events: found.flatMap(({ types }) => types ?? []).length,
    deliveries: account.heard.size,
    generations: account.generations,
    again: account.again,
    wrong,
  }

  async function faultsOf(found: readonly Told[]): Promise<readonly string[]> {
    const end = found.find(({ looked }) => looked)
    if (!end) return ['the ledger does not open any more']
    const { pending = -1, parked = -1 } = end.waiting ?? {}
    const left = pending + parked === 0 ? [] : [`${pending} deliveries wait and ${parked} are parked`]
    const intact =
      variant === 'stock-lowdb'
        ? []
        : await verifyJournal(folder).then(
            () => [],
            (e) => [String(e)],
          )
    return [
      ...account.compare(
        found.filter(({ appeal }) => appeal),
        said,
      ),
      ...left,
      ...intact,
    ]
  }
}

/** What the next start finds. */
async function look(start: Start): Promise<readonly Told[]> {
  const found: Told[] = []
  const bot = startBot({ folder: start.folder, variant: start.variant }, (told) => found.push(told))
  bot.go('look')
  await bot.gone
  return found
}
