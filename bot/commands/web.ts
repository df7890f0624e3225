import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import type { Routes } from './roads.ts'

export interface Web {
  readonly port: number
  readonly close: () => Promise<void>
}

/**
 * The one server, with these routes and `/healthz`. `needed`: somebody outside has to reach it, as a channel that is
 * called, the console or another system. Where nobody does, and no address was asked for, a port that is taken is told
 * in a line, and the bot works without: undefined. @throws Fault `config` where it must listen and cannot.
 */
export async function openWeb(options: {
  readonly config: Pick<Config, 'http'>
  readonly routes: Routes
  readonly needed: boolean
  readonly log: (line: string) => void
}): Promise<Web | undefined> {
  const { config, routes, needed, log } = options
  const { host, port, asked } = config.http
  const { createHttp } = await import('../../adapters/http/index.ts')
  const server = createHttp({ host, port, routes })
  try {
    const bound = await server.listen()
    return { port: bound.port, close: () => server.close() }
  } catch (error) {
    if (needed || asked || !(error instanceof Fault)) throw error
    log(`nothing listens for /healthz, /readyz and /metrics: ${error.message}`)
    return undefined
  }
}
