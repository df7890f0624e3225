import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { count } from '../draws.ts'
import type { Bite, Row } from '../row.ts'

const DAYS = 90
/** By then what is loaded when it is first needed has been. */
const WARM_WEEKS = 3
const TOLERANCE = 0.1
const TO_END_MS = 10_000
const TO_END_BROKEN_MS = 500
const CHILD = fileURLToPath(new URL('../soak/child.mjs', import.meta.url))

interface Week {
  readonly week: number
  /** Bytes that are alive after a collection, outside of the heap included. */
  readonly heap: number
  /** Of the signal that ends the bot. */
  readonly listeners: number
  readonly sleeping: number
  readonly heard: number
  readonly said: number
}

interface Over {
  readonly over: true
  readonly left: readonly string[]
  readonly sleeping: number
  readonly states: Readonly<Record<string, number>>
  readonly troubles: readonly string[]
}

interface Soaked {
  readonly weeks: readonly Week[]
  readonly over: Over | undefined
  readonly ended: boolean
  readonly complaint: string
}

async function soak(
  order: { readonly days: number; readonly flaw?: string; readonly knowledge?: boolean },
  tell: (line: string) => void,
): Promise<Soaked> {
  const home = mkdtempSync(join(tmpdir(), 'qinqing-soak-'))
  try {
    const argv = ['--expose-gc', CHILD, JSON.stringify({ home, ...order })]
    const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] })
    const weeks: Week[] = []
    let over: Over | undefined
    let complaint = ''
    child.stderr.on('data', (text) => {
      complaint += text
    })
    const gone = new Promise<boolean>((resolve) => child.on('close', (code) => resolve(code === 0)))
    const told = new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on('line', (line) => {
        const what = JSON.parse(line) as Week | Over
        if ('over' in what) {
          over = what
          resolve()
        } else {
          weeks.push(what)
          tell(`week ${what.week}: ${megabytes(what.heap)} MB`)
        }
      })
    })
    await Promise.race([told, gone])
    const ended = await Promise.race([
      gone,
      wait(order.flaw === undefined ? TO_END_MS : TO_END_BROKEN_MS, false, { ref: false }),
    ])
    child.kill('SIGKILL')
    await gone
    return { weeks, over, ended, complaint }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1)

/** Each with how often it is there. */
function namesOf(left: readonly string[]): string {
  return (
    [...new Set(left)].map((name) => `${left.filter((one) => one === name).length} × ${name}`).join(', ') || 'nothing'
  )
}

function judged({ weeks, over, ended, complaint }: Soaked, days: number) {
  const warm = weeks.filter(({ week }) => week > WARM_WEEKS)
  const heaps = warm.map(({ heap }) => heap).sort((a, b) => a - b)
  const middle = heaps[heaps.length >> 1] ?? 0
  const off = Math.max(0, ...heaps.map((heap) => Math.abs(heap - middle) / middle))
  const listeners = weeks.map((one) => one.listeners)
  const [first = 0, last = 0] = [listeners[0], listeners.at(-1)]
  const wrong = [
    ...(off > TOLERANCE ? [`the heap is off by ${(off * 100).toFixed(1)} %`] : []),
    ...(last > first ? [`${first} listeners became ${last}`] : []),
    ...(over ? over.troubles : [`it did not get through: ${complaint.slice(-200)}`]),
    ...(over && over.left.length + over.sleeping > 0
      ? [`left open: ${namesOf(over.left)}, ${over.sleeping} asleep`]
      : []),
    ...(ended ? [] : ['it did not end by itself']),
  ]
  const end = weeks.at(-1)
  const cases = Object.values(over?.states ?? {}).reduce((sum, one) => sum + one, 0)
  const saw = [
    `${days} days: ${count(end?.said ?? 0)} messages, ${count(end?.heard ?? 0)} deliveries, ${count(cases)} cases, ${days} reloads`,
    heaps.length > 0
      ? `alive after each week from the fourth: median ${megabytes(middle)} MB, at most ${(off * 100).toFixed(1)} % off (${heaps.length} weeks)`
      : 'too short to tell of the heap',
    `${over?.left.length ?? 0} timers or handles left, ${last} listeners, ended by itself: ${ended ? 'yes' : 'no'}`,
    ...wrong,
  ]
  return { saw: saw.join('; '), ok: wrong.length === 0, wrong }
}

const bite = (flaw: string, name: string, days: number): Bite => ({
  name,
  async run() {
    const { wrong } = judged(await soak({ days, flaw, knowledge: false }, () => {}), days)
    return { caught: wrong.length > 0, saw: wrong.join('; ') || 'nothing' }
  },
})

/**
 * The bot's own loops on a clock that is put forward by the minute, a ledger on the disk with its snapshots, documents that
 * change and are read anew every day, reports and files every week. Then it is stopped, and must end by itself.
 */
export const row: Row = {
  minutes: 8,
  async run({ of, share, tell }) {
    const days = of(DAYS)
    const { saw, ok } = judged(await soak({ days, knowledge: share > 0.05 }, tell), days)
    return { saw, ok }
  },
  bites: [
    bite('listener', 'a listener that leaks with every message', 14),
    bite('timer', 'a timer that is not cleared', 1),
    bite('hoard', 'every message is remembered for ever, with its picture', 42),
  ],
}
