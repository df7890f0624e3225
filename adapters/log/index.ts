import type { Writable } from 'node:stream'
import { type Logger, pino } from 'pino'
import { Fault } from '../../bot/model/fault.ts'
import { scrub, scrubForeign } from './scrub.ts'

export { scrub } from './scrub.ts'

export type Level = 'debug' | 'info' | 'warn' | 'error'
/** What belongs to a line, for whoever reads lines with a program. No message text, no name, no number of anybody. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>
export type Tell = (line: string, fields?: Fields) => void

export interface Log extends Readonly<Record<Level, Tell>> {
  /** Something went wrong and is tried again: told when it begins, and then every hour, not at every round. With its stack only at level debug. */
  readonly trouble: (error: unknown) => void
}

export interface LogOptions {
  /** Lines for people (`qinqing: …`), or one JSON object a line: time, level, msg, and fields. */
  readonly format: 'text' | 'json'
  readonly level: Level
  /** Errors are told with their stack, at whatever level. */
  readonly stacks?: boolean
  readonly to: Pick<Writable, 'write'>
  /** The present instant. */
  readonly now: () => string
}

/** Whatever is given under these names is not written, wherever it stands. */
const NEVER = ['token', 'secret', 'password', 'authorization', 'cookie', 'url', 'text', 'question', 'name', 'phone']
const HIDDEN = '***'
/** After so long the same trouble is news: it may have been over meanwhile. */
const NEWS_MS = 3_600_000
/** What is told of at a time; where there is more, the one told of longest ago makes room. */
const TROUBLES = 50

/**
 * The log of a process. Each line is scrubbed of what looks like a secret or somebody's number, and of an error that is
 * no `Fault` of ours nothing stays that it quotes. A reader that has gone away is no fault: lines are lost then.
 */
export function createLog({ format, level, stacks = level === 'debug', to, now }: LogOptions): Log {
  const write = (line: string) => void to.write(line, () => {})
  const logger = pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${now()}"`,
      formatters: { level: (label) => ({ level: label }), log: scrubbed },
      redact: { paths: NEVER.flatMap((name) => [name, `*.${name}`]), censor: HIDDEN },
      serializers: { err: (error: unknown) => described(error, stacks) },
    },
    { write: format === 'json' ? write : (line) => write(forPeople(line)) },
  )
  /** When each was last told of, the longest ago first. */
  const troubles = new Map<string, number>()

  return {
    debug: teller(logger, 'debug'),
    info: teller(logger, 'info'),
    warn: teller(logger, 'warn'),
    error: teller(logger, 'error'),
    trouble(error) {
      const { message } = described(error, false)
      const at = Date.parse(now())
      const before = troubles.get(message)
      if (before !== undefined && at - before < NEWS_MS) return
      troubles.delete(message)
      troubles.set(message, at)
      const [longestAgo] = troubles.keys()
      if (troubles.size > TROUBLES && longestAgo !== undefined) troubles.delete(longestAgo)
      logger.warn({ err: error }, message)
    },
  }
}

const teller =
  (logger: Logger, level: Level): Tell =>
  (line, fields) =>
    logger[level]({ ...fields }, scrub(line))

/** Texts given as fields, as lines are. */
function scrubbed(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? scrub(value) : value]),
  )
}

interface Described {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly stack?: string
}

/** Of an error what may be told; a `Fault` is ours, and says what it is about and what to do. */
function described(error: unknown, stacks: boolean): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: scrubForeign(String(error)) }
  const ours = error instanceof Fault
  const message = (ours ? scrub : scrubForeign)(error.message)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  return {
    type: error.name,
    message,
    ...(code !== undefined && { code: scrub(code) }),
    ...(stacks && { stack: frames.join('\n') }),
  }
}

/** The same line for somebody who reads it on a screen. */
function forPeople(line: string): string {
  const { msg, err } = JSON.parse(line) as { readonly msg: string; readonly err?: Described }
  return `qinqing: ${msg}\n${err?.stack ? `${err.stack}\n` : ''}`
}
