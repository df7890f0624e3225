import type { Config } from '../config.ts'
import type { Bot } from './bot.ts'
import type { Io } from './io.ts'
import type { Routes } from './roads.ts'
import { stopOn } from './stop.ts'
import { openWeb, type Web } from './web.ts'

/** What is under way has ten seconds to end, twice; whatever hangs even then, such as a database, is left to the next start. */
const PATIENCE_MS = 25_000

/** What a process that runs has over HTTP, and how it is told to stop. */
export interface Running {
  readonly config: Config
  /** What it serves besides whoever sits at the terminal, as it is called in a line. */
  readonly serves: readonly string[]
  /** What is received over HTTP, by path: somebody outside has to reach it. */
  readonly routes: Routes
  /** What those who run it may ask over HTTP; `stop` fires when it is told to stop. */
  readonly status?: (stop: AbortSignal) => Routes
  readonly signals: readonly NodeJS.Signals[]
  readonly left?: AbortSignal
  readonly io: Io
  readonly log: (line: string) => void
}

/**
 * Lets the bot run until one of these signals tells it to stop, or `left` does, or no channel listens any more; then
 * finishes what is under way and closes all. A signal is obeyed by the end of the process.
 */
export function runBot(bot: Bot, how: Running): Promise<void> {
  const { left } = how
  return runUntilStopped(how, {
    run: (stop) => bot.app.run(left ? AbortSignal.any([stop, left]) : stop),
    close: () => bot.close(),
  })
}

/** The same for whatever runs. */
export async function runUntilStopped(
  how: Running,
  what: { readonly run: (stop: AbortSignal) => Promise<void>; readonly close: () => Promise<void> },
): Promise<void> {
  const { config, serves, signals, io, log } = how
  const { stop, forget } = stopOn(...signals)
  stop.addEventListener('abort', () => {
    log('stopping')
    setTimeout(() => io.exit(1), PATIENCE_MS).unref()
  })
  try {
    const web = await openRoutes(config, how, stop)
    if (serves.length > 0) log(`serving ${serves.join(', ')}${web ? `; listening on port ${web.port}` : ''}`)
    await what.run(stop).finally(() => web?.close())
  } finally {
    forget()
    await what.close()
  }
  // A pipe that is still open, and sockets kept to be used again, would hold the process.
  if (stop.aborted) io.exit(0)
}

async function openRoutes(
  config: Config,
  { routes, status, log }: Running,
  stop: AbortSignal,
): Promise<Web | undefined> {
  const needed = Object.keys(routes).length > 0 || config.operators.open311 !== undefined
  if (!needed && !status && !config.http.asked) return undefined
  return openWeb({ config, routes: { ...routes, ...status?.(stop) }, needed, log })
}
