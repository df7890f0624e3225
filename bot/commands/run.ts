import type { Config } from '../config.ts'
import type { Bot } from './bot.ts'
import type { Io } from './io.ts'
import type { Routes } from './roads.ts'
import { stopOn } from './stop.ts'

/** What is under way has ten seconds to end, twice; whatever hangs even then is left to the next start. */
const PATIENCE_MS = 25_000

/**
 * Lets the bot run until one of these signals tells it to stop, or `left` does, or no channel listens any more; then
 * finishes what is under way and closes all. A signal is obeyed by the end of the process.
 */
export async function runBot(
  bot: Bot,
  how: {
    readonly config: Config
    /** What it serves besides whoever sits at the terminal, as it is called in a line. */
    readonly serves: readonly string[]
    /** What is received over HTTP, by path. */
    readonly routes: Routes
    readonly signals: readonly NodeJS.Signals[]
    readonly left?: AbortSignal
    readonly io: Io
    readonly log: (line: string) => void
  },
): Promise<void> {
  const { config, serves, routes, signals, left, io, log } = how
  const { stop, forget } = stopOn(...signals)
  stop.addEventListener('abort', () => {
    log('stopping')
    setTimeout(() => io.exit(1), PATIENCE_MS).unref()
  })
  try {
    const web = await serveHttp(routes, config)
    if (serves.length > 0) log(`serving ${serves.join(', ')}${web ? `; listening on port ${web.port}` : ''}`)
    await bot.app.run(left ? AbortSignal.any([stop, left]) : stop).finally(() => web?.close())
  } finally {
    forget()
    await bot.close()
  }
  // A pipe that is still open, and sockets kept to be used again, would hold the process.
  if (stop.aborted) io.exit(0)
}

async function serveHttp(
  routes: Routes,
  { http }: Config,
): Promise<{ readonly port: number; readonly close: () => Promise<void> } | undefined> {
  if (Object.keys(routes).length === 0 && !http.asked) return undefined
  const { createHttp } = await import('../../adapters/http/index.ts')
  const server = createHttp({ ...http, routes })
  const { port } = await server.listen()
  return { port, close: () => server.close() }
}
