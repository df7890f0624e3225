import { dateOf } from '../../bot/model/instant.ts'
import type { Memo } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'

/** What is counted of a day in Asia/Shanghai, as messages and new friends. After a kill a few may be missing. */
export interface Tally {
  of(name: string): Promise<number>
  /** Best effort: nobody has to wait for it. Never rejects. */
  add(name: string): Promise<void>
  /** Writes down what is not yet. */
  written(): Promise<void>
}

/** The note is written after so many, or so long after the last time: what a kill loses of a day's count is no matter. */
const EVERY = 20
const EVERY_MS = 60_000

export interface TallyOptions {
  readonly memo: Memo
  readonly clock: Clock
  readonly log: (line: string) => void
}

interface Day {
  readonly day: string
  readonly counts: Readonly<Record<string, number>>
}

export function createTally({ memo, clock, log }: TallyOptions): Tally {
  let reading: Promise<Day> | undefined
  let today: Day | undefined
  let unwritten = 0
  let writtenAt = Date.parse(clock.now())
  let writing: Promise<void> = Promise.resolve()

  async function read(): Promise<Day> {
    reading ??= readNote(memo)
    today ??= await reading
    const day = dateOf(clock.now())
    if (today.day !== day) today = { day, counts: {} }
    return today
  }

  async function count(name: string): Promise<void> {
    await read()
    // As it is now: others may have counted meanwhile.
    if (today) today = { ...today, counts: { ...today.counts, [name]: (today.counts[name] ?? 0) + 1 } }
    unwritten++
    if (unwritten >= EVERY || Date.parse(clock.now()) - writtenAt >= EVERY_MS) await write()
  }

  function write(): Promise<void> {
    const text = JSON.stringify(today)
    unwritten = 0
    writtenAt = Date.parse(clock.now())
    writing = writing
      .then(() => memo.write(text))
      .catch((error: unknown) => log(`wechat: the day's counts are not written (${nameOf(error)})`))
    return writing
  }

  return {
    async of(name) {
      return (await read()).counts[name] ?? 0
    },
    add: count,
    async written() {
      await read()
      await (unwritten > 0 ? write() : writing)
    },
  }
}

async function readNote(memo: Memo): Promise<Day> {
  try {
    return parse(await memo.read())
  } catch {
    return { day: '', counts: {} }
  }
}

function parse(text: string | null): Day {
  const { day, counts }: { day?: unknown; counts?: unknown } = JSON.parse(text ?? '{}')
  if (typeof day !== 'string' || typeof counts !== 'object' || counts === null) return { day: '', counts: {} }
  const whole = Object.entries(counts).filter(([, count]) => Number.isSafeInteger(count) && count >= 0)
  return { day, counts: Object.fromEntries(whole) }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
