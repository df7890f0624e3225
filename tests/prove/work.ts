import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Row } from './row.ts'

/** What one child process does: a row, or one of its broken variants. */
export interface Work {
  /** The folder of the rows. */
  readonly home: string
  readonly id: string
  readonly bite?: string
  readonly share: number
  readonly seed: number
}

export type Outcome = { readonly saw: string; readonly ok: boolean } | { readonly skipped: string }

/** Rejects where there is no such row yet. */
export async function load(home: string, id: string): Promise<Row> {
  const path = join(home, `${id}.ts`)
  if (!existsSync(path)) throw new Error(`there is no row ${id} in ${home}`)
  const { row } = (await import(pathToFileURL(path).href)) as { row?: Row }
  if (!row) throw new Error(`${path} exports no row`)
  return row
}

const CHILD = new URL('./child.ts', import.meta.url).pathname
const TO_TIDY_UP_MS = 10_000
const running = new Set<number>()

/** Ends whatever is running, as with SIGTERM: the rows tidy up and go. */
export function endAll(): void {
  for (const pid of running) signal(pid, 'SIGTERM')
}

/** Does it in a process group of its own and gives its outcome: failed where it ends without one, or when the time is over. */
export async function perform(work: Work, minutes: number, tell: (line: string) => void): Promise<Outcome> {
  const child = fork(CHILD, [JSON.stringify(work)], {
    detached: true,
    execArgv: ['--import', 'tsx', '--expose-gc'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const pid = child.pid
  if (pid === undefined) return { ok: false, saw: 'the process could not be started' }
  running.add(pid)
  let outcome: Outcome | undefined
  let late = false
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text) => {
      said = `${said}${text}`.slice(-400)
    })
  child.on('message', (message: { outcome?: Outcome; tell?: string }) => {
    if (message.outcome) outcome = message.outcome
    if (message.tell) tell(message.tell)
  })
  const end = setTimeout(() => {
    late = true
    signal(pid, 'SIGTERM')
  }, minutes * 60_000)
  const kill = setTimeout(() => signal(pid, 'SIGKILL'), minutes * 60_000 + TO_TIDY_UP_MS)
  const how = await new Promise<string>((resolve) => {
    child.on('exit', (code, by) => resolve(by ?? String(code)))
  })
  for (const timer of [end, kill]) clearTimeout(timer)
  signal(pid, 'SIGKILL') // whatever it has left behind
  running.delete(pid)
  if (late) return { ok: false, saw: `not done in ${minutes} minutes` }
  return outcome ?? { ok: false, saw: `ended (${how}) without a word: ${said.trim().replace(/\s+/gu, ' ')}` }
}

/** To the whole group; one that is gone needs none. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch {}
}
