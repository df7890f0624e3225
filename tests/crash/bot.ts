import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const CHILD = fileURLToPath(new URL('./child.mjs', import.meta.url))

/** What the child may say on a line (child.mjs). */
export interface Told {
  readonly ready?: true
  readonly notices?: readonly string[]
  readonly ack?: string
  readonly outcome?: string
  readonly key?: string
  readonly text?: string
  readonly out?: string
  readonly writing?: boolean
  readonly shelf?: number
  readonly appeal?: string
  readonly home?: string
  readonly types?: readonly string[]
  readonly thread?: readonly string[]
  readonly looked?: true
  readonly waiting?: { readonly pending: number; readonly parked: number }
}

/** How the child is started: the folder of its ledger, which variant of it, and the folder of a shelf, if it keeps one. */
export interface Start {
  readonly folder: string
  readonly variant: string
  readonly shelf?: string
}

export interface Bot {
  /** Lets it open its ledger; it has only loaded its code before, so that the next is ready when one is killed. */
  go(how?: 'look'): void
  say(line: { readonly id: string; readonly who: string; readonly text: string }): void
  /** SIGSTOP: it says no more. */
  stop(): void
  /** SIGKILL; resolves when it is gone and all that it had said was heard. */
  kill(): Promise<void>
  /** Resolves when it is gone: what it complained of, empty where it was killed. */
  readonly gone: Promise<string>
}

/** The compiled bot in a process of its own. Nothing it says is heard before `go`. */
export function startBot(start: Start, hear: (told: Told) => void): Bot {
  const child: ChildProcess = spawn(process.execPath, [CHILD, JSON.stringify(start)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new Error('the child has no pipes')
  const write = (what: object): void => void stdin.write(`${JSON.stringify(what)}\n`)
  stdin.on('error', () => {})
  let complaint = ''
  stderr.on('data', (text) => {
    complaint += text
  })
  createInterface({ input: stdout }).on('line', (line) => {
    // The last line of one that is killed may be torn.
    if (line.endsWith('}')) hear(JSON.parse(line) as Told)
  })
  const gone = new Promise<string>((resolve) => {
    child.on('close', (code) => resolve(code ? `the child ended with ${code}: ${complaint}` : ''))
  })
  return {
    go: (how) => write({ go: how ?? true }),
    say: write,
    stop: () => void child.kill('SIGSTOP'),
    async kill() {
      child.kill('SIGKILL')
      await gone
    },
    gone,
  }
}
