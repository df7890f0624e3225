import { setPriority } from 'node:os'
import { Worker } from 'node:worker_threads'

/** A program that runs beside this one, in a process group of its own. */
export interface Apart {
  /** Ends it and whatever it started; may be said at any time. */
  end(): void
  readonly ended: Promise<Ended>
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Why it could not be started. */
  readonly error?: string
  /** What it printed, and the end of what it complained of. */
  readonly out: string
  readonly complaint: string
}

export interface ApartOptions {
  readonly env: NodeJS.ProcessEnv
  /** How much of what it prints, and of what it complains of, is kept, in characters. */
  readonly longest: number
  readonly complaint: number
  /** How far it stands back behind others, as `nice` counts. */
  readonly nice: number
  /** Told each line of what it complains of, as it comes. */
  readonly heard?: ((line: string) => void) | undefined
}

/** Plain JavaScript, run as it stands: a thread has no file of its own in the sources and in `dist` alike. */
const THREAD = `
const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
const { spawn } = process.getBuiltinModule('node:child_process')
const { command, args, env, longest, complaint, heard } = workerData
const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env })
let [out, err, error, line] = ['', '', undefined, '']
child.stdout.setEncoding('utf8').on('data', (text) => { if (out.length < longest) out += text })
child.stderr.setEncoding('utf8').on('data', (text) => {
  err = (err + text).slice(-complaint)
  if (!heard) return
  const lines = (line + text).split('\\n')
  line = lines.pop().slice(-complaint)
  for (const said of lines) parentPort.postMessage({ said })
})
child.once('error', (reason) => { error = reason.message })
child.once('close', (code, signal) => parentPort.postMessage({ ended: { code, signal, error, out, complaint: err } }))
parentPort.postMessage({ pid: child.pid })
`

/**
 * Starts a program from a thread of its own. To start one, the kernel copies the tables of all the memory this process
 * has, which holds whoever asks for it 20 ms and more: it should not be the thread that answers.
 */
export function startApart([command = '', ...args]: readonly string[], options: ApartOptions): Apart {
  const { env, longest, complaint, nice, heard } = options
  const told = { command, args, env: { ...env }, longest, complaint, heard: heard !== undefined }
  const thread = new Worker(THREAD, { eval: true, workerData: told })
  let pid: number | undefined
  let over = false
  const ended = new Promise<Ended>((done) => {
    const fail = (error: string) => done({ code: null, signal: null, error, out: '', complaint: '' })
    thread.on('error', ({ message }) => fail(message))
    thread.on('exit', () => fail('its thread has ended'))
    thread.on('message', (said: { readonly pid?: number; readonly ended?: Ended; readonly said?: string }) => {
      if (said.said !== undefined) return heard?.(said.said)
      if (said.ended) return done(said.ended)
      pid = said.pid
      if (over) kill(pid)
      else standBack(pid, nice)
    })
  })
  return {
    end() {
      over = true
      kill(pid)
    },
    ended,
  }
}

function kill(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // Nothing of it is left.
  }
}

function standBack(pid: number | undefined, nice: number): void {
  try {
    if (pid !== undefined && nice > 0) setPriority(pid, nice)
  } catch {
    // It has ended already, or may not be told: it runs all the same.
  }
}
