import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Trouble, trouble } from './faults.ts'
import { type HostileFile, readHostile } from './hostile.ts'
import { failed, type Read } from './reader.ts'

export interface ReaderLimits {
  /** For one file, in seconds. */
  readonly seconds: number
  /** Of the reader's heap, in megabytes; its address space is bounded with it where the system can. */
  readonly megabytes: number
}

export interface HostileReader {
  /** Never rejects and always ends: a file on which the reader dies or is late is a trouble, and a new one takes the next. */
  read(file: HostileFile): Promise<Read>
  close(): void
}

const PRLIMIT = '/usr/bin/prlimit'
/** Node reserves about this much address space before it has done anything. */
const RESERVED_MEGABYTES = 1_600
const START_SECONDS = 20
/** For a reader in the middle of a file that never ends, whose own parent was killed; another reader goes on with the rest. */
const CPU_SECONDS = 900

/**
 * Reads files of the hostile formats in a process of its own, started when the first is to be read. Where there is no
 * compiled reader (the source is run as it is), they are read in this one, held only by what the files declare.
 */
export function createHostileReader(limits: ReaderLimits): HostileReader {
  let entry: string | undefined
  let child: ChildProcess | undefined
  let broken: Trouble | undefined

  const ready = async (entry: string): Promise<ChildProcess | Trouble> => {
    if (child?.connected) return child
    if (broken) return broken // what cannot be started is not tried for a thousand files
    let how = ''
    for (const bounded of existsSync(PRLIMIT) ? [true, false] : [false]) {
      const started = start(entry, limits, bounded)
      const first = await answerOf(started, START_SECONDS)
      if ('message' in first) {
        child = started
        return started
      }
      started.kill('SIGKILL')
      how = first.ended
    }
    broken = trouble.noReader(how)
    return broken
  }

  const once = async (entry: string, file: HostileFile): Promise<Read | 'killed'> => {
    const reader = await ready(entry)
    if ('reason' in reader) return failed(reader)
    const answer = answerOf(reader, limits.seconds)
    reader.send(file, () => {}) // that it cannot be sent shows in the answer
    const given = await answer
    if ('message' in given) return (given.message as { read: Read }).read
    reader.kill('SIGKILL')
    child = undefined
    if (given.ended === 'late') return failed(trouble.late(limits.seconds))
    if (given.ended === 'SIGKILL' || given.ended === 'SIGXCPU') return 'killed'
    // Out of memory Node aborts or traps; under a bound on address space it may as well crash.
    return failed(
      /^(SIG(ABRT|TRAP|SEGV|BUS|ILL)|13[0-9])$/.test(given.ended) ? trouble.memory() : trouble.died(given.ended),
    )
  }

  return {
    async read(file) {
      entry ??= compiledEntry() ?? 'none'
      if (entry === 'none') return readHostile(file)
      // Killed from outside or worn out, the file may be innocent: one more try.
      for (let tries = 0; tries < 2; tries += 1) {
        const read = await once(entry, file)
        if (read !== 'killed') return read
      }
      return failed(trouble.died('SIGKILL'))
    },
    close() {
      child?.kill('SIGKILL')
      child = undefined
    },
  }
}

function start(entry: string, { megabytes }: ReaderLimits, bounded: boolean): ChildProcess {
  const node = [`--max-old-space-size=${megabytes}`, '--no-warnings']
  const bytes = (RESERVED_MEGABYTES + megabytes) * 1_000_000
  const child = fork(entry, [], {
    ...(bounded
      ? { execPath: PRLIMIT, execArgv: [`--as=${bytes}`, `--cpu=${CPU_SECONDS}`, process.execPath, ...node] }
      : { execArgv: node }),
    env: { PATH: process.env['PATH'] ?? '' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
  })
  child.on('error', () => {}) // also told as an end
  return child
}

/** The next thing a child says, or how it ended. */
function answerOf(child: ChildProcess, seconds: number): Promise<{ message: unknown } | { ended: string }> {
  return new Promise((resolve) => {
    const done = (outcome: { message: unknown } | { ended: string }) => {
      clearTimeout(timer)
      child.off('message', hear).off('exit', end).off('error', fail)
      resolve(outcome)
    }
    const hear = (message: unknown) => done({ message })
    const end = (code: number | null, signal: string | null) => done({ ended: signal ?? String(code) })
    const fail = (error: Error) => done({ ended: error.message })
    const timer = setTimeout(() => done({ ended: 'late' }), seconds * 1000)
    child.on('message', hear).on('exit', end).on('error', fail)
    if (child.exitCode !== null || child.signalCode !== null) end(child.exitCode, child.signalCode)
  })
}

/**
 * The reader as plain JavaScript, which is all that can be held to a bound: beside this file where it is compiled, in
 * `dist` where the source is run by tsx or vitest. There it may be older than the source, and is none then.
 */
export function compiledEntry(): string | undefined {
  found ??= { entry: findEntry() } // once, so that a file saved meanwhile does not change what bounds there are
  return found.entry
}

let found: { readonly entry: string | undefined } | undefined

function findEntry(): string | undefined {
  const here = fileURLToPath(import.meta.url)
  if (!here.endsWith('.ts')) return here.replace(/reader-process\.js$/, 'reader-entry.js')
  const source = join(dirname(here), '..')
  const entry = join(source, '../dist/knowledge/read/reader-entry.js')
  if (!existsSync(entry)) return undefined
  const built = statSync(entry).mtimeMs
  const changed = ['read', 'clean', 'facts'].some((folder) =>
    readdirSync(join(source, folder)).some(
      (name) => name.endsWith('.ts') && statSync(join(source, folder, name)).mtimeMs > built,
    ),
  )
  return changed ? undefined : entry
}
