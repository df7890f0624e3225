import { chmod, mkdtemp, rm, rmdir, symlink, unlink } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { Fault } from '../model/fault.ts'
import { StaffRole } from '../model/role.ts'

/** Who of the staff comes or goes. */
const StaffOrder = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('invite'),
    name: z.string(),
    roles: z.array(StaffRole).min(1),
    units: z.array(z.string()),
  }),
  z.strictObject({ do: z.literal('remove'), name: z.string() }),
])
export type StaffOrder = z.infer<typeof StaffOrder>

/** What another process may ask of the one that owns the data folder. */
const Request = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('reload'), force: z.boolean().optional() }),
  z.strictObject({ do: z.literal('rollback') }),
  z.strictObject({ do: z.literal('status') }),
  z.strictObject({ do: z.literal('backup'), to: z.string().optional() }),
  z.strictObject({ do: z.literal('staff'), order: StaffOrder }),
])
export type Request = z.infer<typeof Request>

/** What came of it, in lines for a person, and what was asked for, for a program. */
const Response = z.strictObject({
  ok: z.boolean(),
  /** It may be forced. */
  refused: z.literal(true).optional(),
  lines: z.array(z.string()),
  found: z.unknown().optional(),
})
export type Response = z.infer<typeof Response>

/** How an order from the command line is signed. */
export const BY = '命令行'

const LONGEST_PATH = 103 // bytes, on macOS; Linux takes 107, and Node cuts a longer one without a word
const LONGEST = { request: 64 * 1024, response: 16 * 1024 * 1024 }
/** A reload reads all documents anew: the builder gives it ten minutes; a backup copies all there is. */
const PATIENCE_MS = { reload: 660_000, rollback: 60_000, status: 60_000, backup: 660_000, staff: 60_000 }
const IDLE_MS = 10_000

/**
 * Lets other processes of the same user ask something of this one, over `control.sock` (0600) in the data folder. To be
 * opened by who holds the folder's lock: a socket file found there is then nobody's and is replaced. Who connects and
 * says nothing is hung up on after `idleMs`; a close hangs up on all.
 */
export async function openControl(
  folder: string,
  handle: (request: Request) => Promise<Response>,
  idleMs: number = IDLE_MS,
): Promise<{ close(): Promise<void> }> {
  const path = socketIn(folder)
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    open.add(socket)
    socket.on('error', () => {}).once('close', () => open.delete(socket))
    socket.setTimeout(idleMs, () => socket.destroy())
    void converse(socket, handle).catch(() => socket.destroy())
  })
  await rm(path, { force: true })
  await withShortPath(
    path,
    (short) => new Promise<void>((done, reject) => server.once('error', reject).listen(short, done)),
  )
  await chmod(path, 0o600)
  server.unref()
  return {
    async close() {
      const closed = new Promise<void>((done) => server.close(() => done()))
      for (const socket of open) socket.destroy()
      await closed
      await rm(path, { force: true })
    },
  }
}

async function converse(socket: Socket, handle: (request: Request) => Promise<Response>): Promise<void> {
  const request = Request.safeParse(JSON.parse(await readAll(socket, LONGEST.request)))
  socket.setTimeout(0) // a reload takes as long as it takes
  const response: Response = request.success
    ? await handle(request.data).catch((error: Error) => ({ ok: false, lines: [error.message] }))
    : { ok: false, lines: ['this process does not know that request: is it another version?'] }
  socket.end(JSON.stringify(response))
}

/** What the other side says until it has said all. */
function readAll(socket: Socket, longest: number): Promise<string> {
  return new Promise((done, reject) => {
    let all = ''
    socket
      .setEncoding('utf8')
      .on('data', (chunk) => {
        all += chunk
        if (all.length > longest) socket.destroy(new Error('too much was said'))
      })
      .once('end', () => done(all))
      .once('error', reject)
      .once('close', () => reject(new Error('the other side hung up')))
  })
}

/** Asks the process that owns the folder. Throws a `Fault` of code `not-running` when there is none. */
export async function askOwner(folder: string, request: Request): Promise<Response> {
  const response = await askOwnerIfAny(folder, request)
  if (response) return response
  throw new Fault(
    'not-running',
    `no process runs on ${folder}: start one with npm start, which reads the documents anew anyway`,
  )
}

/** The same; null when no process owns the folder. */
export async function askOwnerIfAny(folder: string, request: Request): Promise<Response | null> {
  const socket = await withShortPath(socketIn(folder), connected).catch((error: NodeJS.ErrnoException) => {
    if (error.code && ['ENOENT', 'ECONNREFUSED', 'ENOTDIR'].includes(error.code)) return null
    throw new Fault('not-running', `cannot reach the process that runs on ${folder}: ${error.message}`, {
      cause: error,
    })
  })
  if (!socket) return null
  const patience = PATIENCE_MS[request.do]
  socket.setTimeout(patience, () => socket.destroy(new Error(`it did not answer within ${patience / 60_000} minutes`)))
  socket.end(JSON.stringify(request))
  try {
    return Response.parse(JSON.parse(await readAll(socket, LONGEST.response)))
  } catch (error) {
    throw new Fault('not-running', `the process that runs on ${folder} gave no answer: see what it printed`, {
      cause: error,
    })
  }
}

/** A process that has just been started reads dictionary and documents before it listens to orders. */
const STARTING_MS = 30_000
const AGAIN_MS = 500

/**
 * The same; where none runs, `here` does it, which takes the folder's lock. Where that is held by a process that does not
 * listen yet, it is asked again until it does.
 */
export async function askOwnerOr<T>(folder: string, request: Request, here: () => Promise<T>): Promise<Response | T> {
  const deadline = performance.now() + STARTING_MS
  for (;;) {
    const answer = await askOwnerIfAny(folder, request)
    if (answer) return answer
    try {
      return await here()
    } catch (error) {
      const isStarting = error instanceof Fault && error.code === 'locked'
      if (!isStarting || performance.now() > deadline) throw error
      await pause(AGAIN_MS)
    }
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((done, reject) => {
    const socket = connect({ path, allowHalfOpen: true }, () => done(socket)).once('error', reject)
  })
}

function socketIn(folder: string): string {
  return join(resolve(folder), 'control.sock')
}

/** A path too long for a unix socket is reached through a link in a private temporary folder. */
async function withShortPath<T>(path: string, use: (short: string) => Promise<T>): Promise<T> {
  if (Buffer.byteLength(path) <= LONGEST_PATH) return use(path)
  const folder = await mkdtemp(join(tmpdir(), 'qinqing-'))
  const link = join(folder, 'd')
  try {
    await symlink(resolve(path, '..'), link)
    return await use(join(link, 'control.sock'))
  } finally {
    await unlink(link).catch(() => {})
    await rmdir(folder)
  }
}
