import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pipe, program, start } from '../../terminal/program.ts'
import { fill } from '../documents/hostile.ts'
import { broken } from '../lib/broken.ts'
import { drawsOf } from '../lib/draws.ts'
import type { Row } from '../row.ts'

const GOOD = resolve(import.meta.dirname, '../../../knowledge/documents')
const QUESTION = '大型企业拖欠中小企业货款，多久必须支付？'
/** Stands in every answer to it, and nowhere else. */
const ANSWER = /出处：《/gu
const PERSONS = 60
const LONGEST_ANSWER_MS = 5_000
const BETWEEN_MS = 150
const LOOK_MS = 100
const MOST_BYTES = 512 * 2 ** 20
const RELOAD_MS = 8 * 60_000

/** A process and all it has started, as the kernel tells. */
function familyOf(parent: number): readonly { readonly pid: number; readonly bytes: number; readonly peak: number }[] {
  const parents = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const of = Number(/ \(.*\) \S (\d+) /s.exec(` ${read(`/proc/${name}/stat`)}`)?.[1] ?? -1)
    parents.set(of, [...(parents.get(of) ?? []), Number(name)])
  }
  const all: number[] = []
  for (const pids = [...(parents.get(parent) ?? [])]; pids.length > 0; ) {
    const pid = pids.pop() as number
    all.push(pid)
    pids.push(...(parents.get(pid) ?? []))
  }
  return all.map((pid) => {
    const status = read(`/proc/${pid}/status`)
    const of = (name: string) => 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
    return { pid, bytes: of('VmRSS'), peak: of('VmHWM') }
  })
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return '' // it ended meanwhile
  }
}

/** The most that any one of the children had at any time, and all of them together when they were looked at. */
function createScales(parent: number) {
  let most = 0
  let together = 0
  const timer = setInterval(() => {
    const family = familyOf(parent)
    for (const { peak } of family) most = Math.max(most, peak)
    together = Math.max(
      together,
      family.reduce((sum, { bytes }) => sum + bytes, 0),
    )
  }, LOOK_MS)
  return {
    end() {
      clearInterval(timer)
      return { most, together }
    },
  }
}

interface Bot {
  readonly process: ChildProcess
  ask(): Promise<number>
  close(): Promise<void>
}

async function openBot(docs: string, data: string): Promise<Bot> {
  const running = start(['chat', '--data', data, '--docs', docs])
  let out = ''
  running.process.stdout?.on('data', (text) => {
    out += text
  })
  let asked = 0
  const answered = () => [...out.matchAll(ANSWER)].length
  return {
    process: running.process,
    /** How long the answer took, in milliseconds; infinite where none came in time. */
    async ask() {
      const before = answered()
      const begun = performance.now()
      // Of one person more than a few a minute are taken for a machine's.
      running.type(`/as entrepreneur:人${asked++ % PERSONS}`, QUESTION)
      while (answered() === before) {
        if (performance.now() - begun > LONGEST_ANSWER_MS) return Number.POSITIVE_INFINITY
        await pause(5)
      }
      return performance.now() - begun
    },
    async close() {
      running.process.stdin?.end()
      await Promise.race([running.ended, pause(10_000)])
      running.process.kill('SIGKILL')
    },
  }
}

interface Status {
  readonly generation: number
  readonly documents: number
  readonly faulty: number
  readonly quarantined: readonly { readonly path: string; readonly reason: string; readonly advice: string }[]
}

async function statusOf(data: string): Promise<Status> {
  const { out, err } = await pipe(['kb', 'status', '--data', data, '--json'], [])
  if (!out.startsWith('{')) throw new Error(`no status: ${out} ${err}`)
  return JSON.parse(out) as Status
}

const mega = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`

export const row: Row = {
  minutes: 8,
  async run({ of, seed, tell }) {
    const count = of(200)
    const home = mkdtempSync(join(tmpdir(), 'qinqing-hostile-'))
    const [docs, data] = [join(home, 'docs'), join(home, 'data')]
    cpSync(GOOD, docs, { recursive: true })
    const bot = await openBot(docs, data)
    try {
      // The first answer may wait for the start.
      for (let tries = 0; (await bot.ask()) === Number.POSITIVE_INFINITY; tries++)
        if (tries > 40) throw new Error('the bot does not answer at all')
      const before = await statusOf(data)
      const made = await fill(docs, count, drawsOf(seed))
      tell(`${count} files of ${made.size} kinds`)

      const scales = createScales(bot.process.pid ?? 0)
      const begun = performance.now()
      let done = false
      const args = ['kb', 'reload', '--data', data, '--docs', docs, '--force', '--json']
      const reload = spawn(process.execPath, [program, ...args], { stdio: 'ignore' })
      reload.on('exit', () => {
        done = true
      })
      const times: number[] = []
      while (!done && performance.now() - begun < RELOAD_MS) {
        times.push(await bot.ask())
        await pause(BETWEEN_MS)
      }
      if (!done) reload.kill('SIGKILL')
      const seconds = (performance.now() - begun) / 1000
      const { most, together } = scales.end()
      times.push(await bot.ask())
      const after = await statusOf(data)

      const unanswered = times.filter((one) => one === Number.POSITIVE_INFINITY).length
      const speechless = after.quarantined.filter(({ reason, advice }) => !reason || !advice).length
      const isGood = (path: string) => !path.includes('坏')
      const wrong = [
        ...(done ? [] : ['the reload did not end']),
        ...(after.generation === before.generation ? ['nothing was reloaded'] : []),
        ...(after.faulty === before.faulty + count
          ? []
          : [`${after.faulty - before.faulty} of ${count} were quarantined`]),
        ...(after.documents === before.documents
          ? []
          : [`${before.documents} good documents became ${after.documents}`]),
        ...(after.quarantined.some(({ path }) => isGood(path)) && before.faulty === 0
          ? ['a good one was quarantined']
          : []),
        ...(speechless > 0 ? [`${speechless} without a reason`] : []),
        ...(unanswered > 0 ? [`${unanswered} questions were not answered`] : []),
        ...(Math.max(most, together) > MOST_BYTES ? [`more than ${mega(MOST_BYTES)}`] : []),
      ]
      const longest = Math.max(...times.filter(Number.isFinite))
      const saw = `${after.faulty - before.faulty} of ${count} files of ${made.size} kinds quarantined in ${Math.round(seconds)} s, each with its reason; builder and reader at most ${mega(together)} together (${mega(most)} the larger); ${times.length} questions meanwhile, ${unanswered} unanswered, the longest took ${Math.round(longest)} ms`
      return { saw: wrong.length > 0 ? `${saw}: ${wrong.join(', ')}` : saw, ok: wrong.length === 0 }
    } finally {
      await bot.close()
      rmSync(home, { recursive: true, force: true })
    }
  },
  bites: [
    broken({
      name: 'what a zip comes to is not looked at',
      file: 'knowledge/read/zip.ts',
      find: 'const INFLATED_BYTES = 32_000_000',
      put: 'const INFLATED_BYTES = 32_000_000_000',
      row: 'documents',
      share: 0.16,
      compiled: true,
      tells: /more than 512 MB|were quarantined/u,
    }),
  ],
}
