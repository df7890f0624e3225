import { createHash, randomInt } from 'node:crypto'
import type { Command } from 'commander'
import type { Exchange, Published } from '../../knowledge/index.ts'
import { type App, createApp } from '../app.ts'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import type { FileStore } from '../ports/file-store.ts'
import type { KnowledgeKeeper, KnowledgeStatus } from '../ports/knowledge-base.ts'
import type { City } from './city/load.ts'
import { systemClock } from './clock.ts'
import type { Io } from './io.ts'
import { type Log, openLog } from './log.ts'
import { createMachine } from './machine.ts'
import type { OpenedLedger } from './open-ledger.ts'
import { cityOption, configWithData, dataOption } from './options.ts'
import type { Routes } from './roads.ts'
import { runUntilStopped } from './run.ts'

interface Flags {
  readonly data?: string
  readonly city?: string
}

export function addConsole(program: Command, io: Io): void {
  program
    .command('console')
    .summary('serve the web console alone')
    .description(
      'Serves the web console, /metrics and the public register alone, beside processes on the same database (DATABASE_URL)\n' +
        'that serve the channels: it has no channel, and loads neither dictionary nor documents. Where the data folder holds\n' +
        'the ledger, `serve` has the console itself.',
    )
    .addOption(dataOption())
    .addOption(cityOption())
    .action((flags: Flags) => serveConsole(flags, io))
}

async function serveConsole(flags: Flags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  if (!config.database)
    throw new Fault(
      'config',
      'the console alone is for a ledger in a database: give DATABASE_URL. The data folder has one owner, and `serve` has the console: give it QINQING_PUBLIC_URL',
    )
  const log = openLog(config, io.stderr)
  const [{ loadCity }, { openLedgerOf }, { openMetrics }, { operatorRoutes }] = await Promise.all([
    import('./city/load.ts'),
    import('./open-ledger.ts'),
    import('./metrics.ts'),
    import('./routes-of-operators.ts'),
  ])
  const city = await loadCity(config.city)
  const opened = await openLedgerOf(config, log.info)
  const ended = new AbortController()
  try {
    const status = opened.exchange && (await followed(opened.exchange, ended.signal))
    const app = await quietApp(opened, city, log)
    const metrics = openMetrics()
    await runUntilStopped(
      {
        config,
        serves: ['the console'],
        routes: await routesFor(config, { opened, city, app, status, log }),
        status: (stop) =>
          operatorRoutes(config, {
            ledger: opened.ledger,
            writable: opened.writable,
            metrics,
            catalog: city.catalog,
            clock: systemClock,
            stop,
          }),
        signals: ['SIGTERM', 'SIGINT'],
        io,
        log: log.info,
      },
      {
        run: (stop) => new Promise((resolve) => stop.addEventListener('abort', () => resolve())),
        async close() {
          ended.abort()
          await opened.close()
        },
      },
    )
  } catch (error) {
    ended.abort()
    await opened.close().catch(() => {})
    throw error
  }
}

interface World {
  readonly opened: OpenedLedger
  readonly city: City
  readonly app: App
  readonly status: (() => KnowledgeStatus) | undefined
  readonly log: Log
}

async function routesFor(config: Config, { opened, city, app, status, log }: World): Promise<Routes> {
  const [{ consoleAddress, openConsole }, { createOffice }, { cut }] = await Promise.all([
    import('./console-routes.ts'),
    import('../../adapters/office/index.ts'),
    // Its dictionary is loaded with the first word that is cut.
    import('../../knowledge/index.ts'),
  ])
  const machine = createMachine({ data: config.data, lastBackup: () => Promise.resolve(undefined) })
  return openConsole({
    base: consoleAddress(config),
    ledger: opened.ledger,
    receive: app.receive,
    city,
    office: createOffice(),
    cut,
    clock: systemClock,
    ...(status && { knowledge: status }),
    health: () => ({ channels: [], ...machine.now() }),
    log: log.info,
  })
}

/** What the others answer from, as it was looked at last. */
async function followed(exchange: Exchange, stop: AbortSignal): Promise<() => KnowledgeStatus> {
  const { statusOf } = await import('../../knowledge/shelf/status.ts')
  let now: Published | null = null
  const look = async () => {
    now = await exchange.newest().catch(() => now)
  }
  await look()
  void exchange.watch(() => void look(), stop)
  return () => {
    const { current, pinned = false, kept = [] } = now ?? {}
    return statusOf({ current: kept.find(({ number }) => number === current), pinned, kept }, systemClock.now())
  }
}

/** An app that takes what happens in the console, and has neither channels nor documents. */
async function quietApp({ ledger }: OpenedLedger, { catalog, holidays }: City, log: Log): Promise<App> {
  const { createOffice } = await import('../../adapters/office/index.ts')
  const nothing = { ok: false, lines: [] } as const
  const knowledge: KnowledgeKeeper = {
    ask: () => ({ kind: 'unsure', confidence: 0, passages: [] }),
    status: () => ({ generation: 0, documents: 0, passages: 0, faulty: 0, overdue: 0 }),
    reload: () => Promise.resolve(nothing),
    rollback: () => Promise.resolve(nothing),
    learn: () => {},
  }
  const files: FileStore = ledger.files
  return createApp({
    store: ledger.appeals,
    outbox: ledger.outbox,
    files,
    office: createOffice(),
    directory: { identify: () => Promise.reject(new Error('nobody speaks to a console')) },
    knowledge,
    questions: { add: () => {}, remove: () => {}, alike: () => undefined },
    cut: () => [],
    simplify: (text) => text,
    catalog,
    holidays,
    clock: systemClock,
    channels: [],
    reach: () => [],
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    random: (below) => randomInt(below),
    onTrouble: log.trouble,
  })
}
