import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'

const house = resolve(import.meta.dirname, '../..')
export const program: string = join(house, 'dist/bot/main.js')
const PATIENCE_MS = 20_000

/** Compiles the program unless what is there is newer than every source. */
export function ensureBuilt(): void {
  const sources = ['bot', 'knowledge', 'adapters'].flatMap((room) =>
    readdirSync(join(house, room), { recursive: true }).map((file) => join(house, room, String(file))),
  )
  const newest = Math.max(...sources.map((file) => statSync(file).mtimeMs))
  if (existsSync(program) && statSync(program).mtimeMs > newest) return
  try {
    execFileSync('npx', ['tsc', '-p', '.'], { cwd: house, stdio: 'ignore' })
  } catch (error) {
    if (!existsSync(program)) throw error // wrong types are told by check:types
  }
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface Running {
  readonly process: ChildProcess
  readonly ended: Promise<Ended>
  type(...lines: readonly string[]): void
  /** Resolves when the output shows it. */
  until(text: string | RegExp): Promise<void>
  /** The same of what it says beside the output. */
  complaint(text: string | RegExp): Promise<void>
}

/** Starts the compiled program with its input from a pipe. */
export function start(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(process.execPath, [program, ...argv], { cwd: house, env: { PATH: process.env['PATH'], ...env } })
  let [out, err] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text) => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    err += text
  })
  child.stdin.on('error', () => {})
  const ended = new Promise<Ended>((done) => child.on('close', (code, signal) => done({ code, signal, out, err })))
  async function until(stream: Readable, said: () => string, text: string | RegExp): Promise<void> {
    const seen = () => (typeof text === 'string' ? said().includes(text) : text.test(said()))
    const failed = (why: string) => new Error(`${why} before it showed ${text}\n${out}\n${err}`)
    const gone = ended.then(() => Promise.reject(failed('it ended')))
    const late = wait(PATIENCE_MS, undefined, { ref: false }).then(() => Promise.reject(failed('20 s went by')))
    for (const end of [gone, late]) end.catch(() => {})
    while (!seen()) await Promise.race([new Promise((next) => stream.once('data', next)), gone, late])
  }
  return {
    process: child,
    ended,
    type: (...lines) => void child.stdin.write(lines.map((line) => `${line}\n`).join('')),
    until: (text) => until(child.stdout, () => out, text),
    complaint: (text) => until(child.stderr, () => err, text),
  }
}

/** Runs the program on these lines to its end. */
export function pipe(
  argv: readonly string[],
  lines: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<Ended> {
  const running = start(argv, env)
  running.process.stdin?.end(lines.map((line) => `${line}\n`).join(''))
  return running.ended
}
