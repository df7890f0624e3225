import { spawnSync } from 'node:child_process'
import type { Builder, BuildOrder, Built } from '../../knowledge/index.ts'
import { startApart } from './apart.ts'
import { BUILDING } from './kb-build.ts'

export interface BuilderOptions {
  /** The policy documents. */
  readonly docs: string
  /** How long a build may take before it is ended. */
  readonly seconds?: number
  /** How much memory its objects may take, and how much of everything it may map, in bytes. */
  readonly heapBytes?: number
  readonly addressBytes?: number
  /** Ends what is being built. */
  readonly stop?: AbortSignal
  /** The compiled program: it starts faster, and the bound on memory holds for plain JavaScript only. */
  readonly program: string
}

const MIB = 1 << 20
/** The laws of a country take half a minute: whatever takes this long is not going to end. */
const SECONDS = 600
/** They peak at about 1 GB, most of it outside the heap; jieba's dictionary and Node's own mappings come on top. */
const HEAP_BYTES = 2048 * MIB
const ADDRESS_BYTES = 6144 * MIB
const NICE = 10
const LONGEST_ANSWER = 64 * MIB
const COMPLAINT = 500

/**
 * Builds generations in a child process (`kb build`), bounded in time and memory: whatever a document does to its
 * reader, the bot goes on answering, and what jieba's dictionary takes is given back.
 */
export function createBuilder(options: BuilderOptions): Builder {
  const { docs, seconds = SECONDS } = options
  const node = boundedNode(options)
  return async (order) => {
    const child = startApart([...node, ...argumentsOf(docs, order)], {
      env: environment(),
      longest: LONGEST_ANSWER,
      complaint: COMPLAINT,
      nice: order.previous === undefined ? 0 : NICE, // somebody may be waiting for an answer
      heard: order.progress && ((line) => passOn(line, order.progress)),
    })
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.end()
    }, seconds * 1000)
    options.stop?.addEventListener('abort', child.end)
    try {
      const { code, signal, error, out, complaint } = await child.ended
      const built = understood(out)
      if (built) return built
      if (late) return failed(`新的一版 ${seconds} 秒还没有建完，已经停下`)
      if (error) return failed(`建新的一版的程序没能启动：${error}`)
      const how = signal ? `被终止（${signal}，可能是内存不够）` : `以代码 ${code} 结束`
      return failed([`建新的一版的程序${how}`, ...complaint.trim().split('\n').slice(-1).filter(Boolean)].join('：'))
    } finally {
      clearTimeout(timer)
      options.stop?.removeEventListener('abort', child.end)
      child.end()
    }
  }
}

/** The compiled program in a Node that is bounded in memory, to be given a command. */
export function boundedNode(
  options: Pick<BuilderOptions, 'program' | 'heapBytes' | 'addressBytes'>,
): readonly string[] {
  const { program, heapBytes = HEAP_BYTES, addressBytes = ADDRESS_BYTES } = options
  // The soft limit alone: what the child starts may ask for more. Asked now: it takes a moment of the thread.
  const bounds = hasPrlimit() ? ['prlimit', `--as=${addressBytes}:`, '--'] : []
  return [...bounds, process.execPath, `--max-old-space-size=${Math.round(heapBytes / MIB)}`, program]
}

function argumentsOf(docs: string, { out, previous, force }: BuildOrder): readonly string[] {
  return [
    ...['kb', 'build', '--docs', docs, '--out', out, '--json'],
    ...(previous === undefined ? [] : ['--previous', previous]),
    ...(force ? ['--force'] : []),
  ]
}

/** Of the lines that `kb build` prints while it works (see kb-build.ts): what it is at, without the time. */
function passOn(line: string, progress: BuildOrder['progress']): void {
  const [, at] = /^(.+) … \d+ s$/u.exec(line) ?? []
  if (at && at !== BUILDING) progress?.(at)
}

/** Our settings are not its business, the master key, the database and the ways out into the network least of all: what it reads comes from outside. */
export function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:QINQING_|DATABASE_URL|PG|https?_proxy$|all_proxy$)/i.test(name),
    ),
  )
}

/** What it printed, where it got so far as to print it. */
function understood(out: string): Built | undefined {
  try {
    const { kind, facts, lines, same }: Built & { facts?: unknown; same?: unknown } = JSON.parse(out)
    if (kind === 'built') return { kind, facts, lines, ...(same === true && { same }) } as Built
    return kind === 'refused' || kind === 'failed' ? { kind, lines } : undefined
  } catch {
    return undefined
  }
}

function failed(line: string): Built {
  return { kind: 'failed', lines: [`${line}。`] }
}

/** Linux has it; elsewhere the heap and the time are bounded alone. */
function hasPrlimit(): boolean {
  return spawnSync('prlimit', ['--version'], { stdio: 'ignore' }).status === 0
}
