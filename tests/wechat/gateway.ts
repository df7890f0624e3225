import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'

export const TOKEN = 'insecure_1c6f5a3e-0b0f-4f5c-9b57-1a8d2f6f0a11'

/** What the gateway was asked to send, or to accept. */
export interface Asked {
  readonly to?: string
  readonly text?: string
  readonly file?: string
  readonly bytes?: number
  readonly digest?: string
  readonly accepted?: string
}

/** What is said in WeChat: to the account itself, or in a room. */
export interface Line {
  readonly id: string
  readonly from: string
  readonly room?: string
  readonly mentions?: readonly string[]
  readonly text?: string
  /** A file of so many bytes. */
  readonly bytes?: number
  /** Anything else, as wechaty-puppet numbers it (types.Message), and what there is of it. */
  readonly type?: number
  readonly file?: { readonly name: string; readonly bytes: Uint8Array }
  readonly link?: { readonly title: string; readonly url: string }
  readonly place?: { readonly name: string; readonly address: string }
  /** It can be asked for only so much later. */
  readonly afterMs?: number
}

export interface Gateway {
  readonly endpoint: string
  readonly asked: readonly Asked[]
  /** When each of these arrived there, and when each message arrived at the puppet, by its id. */
  readonly askedAt: readonly number[]
  readonly arrivedAt: ReadonlyMap<string, number>
  /** Resolves to the digest of the file, where there is one. */
  says(line: Line): Promise<unknown>
  wantsToBeFriends(id: string, contactId: string): Promise<unknown>
  confirms(id: string, contactId: string): Promise<unknown>
  asksToScan(code: string): Promise<unknown>
  answersAfter(ms: number): Promise<unknown>
  logsOut(reason: string): Promise<unknown>
  logsIn(as: string): Promise<unknown>
  kill(): Promise<void>
  /** It is there, and does nothing. */
  hang(): void
  wake(): void
  /** On the same port, with this account logged in; nobody where it is not given. */
  start(account?: string): Promise<void>
}

/** A real `PuppetServer` on loopback, in a process of its own: to be killed in the end. */
export async function openGateway(account?: string): Promise<Gateway> {
  const port = await freePort()
  const asked: Asked[] = []
  const askedAt: number[] = []
  const arrivedAt = new Map<string, number>()
  const waiting = new Map<number, (answer: unknown) => void>()
  let child: ChildProcess | undefined
  let orders = 0

  const order = async (what: string, rest: object = {}) => {
    const nr = ++orders
    const answered = new Promise<unknown>((resolve) => waiting.set(nr, resolve))
    child?.send({ nr, order: what, ...rest })
    return answered
  }
  const kill = async () => {
    const dying = child
    child = undefined
    if (!dying || dying.exitCode !== null || dying.signalCode !== null) return
    dying.kill('SIGKILL')
    await once(dying, 'exit')
  }
  const start = async (as = '') => {
    child = fork(new URL('gateway-child.mjs', import.meta.url), [`${port}`, TOKEN, as], {
      execArgv: ['--no-deprecation'],
    })
    child.on('message', ({ nr, answer, ready, arrived, at, ...said }: Told) => {
      if (arrived !== undefined && !arrivedAt.has(arrived)) arrivedAt.set(arrived, at)
      if (nr !== undefined) waiting.get(nr)?.(answer)
      else if (!ready && arrived === undefined) {
        asked.push(said)
        askedAt.push(at)
      }
    })
    await once(child, 'message')
  }
  await start(account)

  return {
    endpoint: `127.0.0.1:${port}`,
    asked,
    askedAt,
    arrivedAt,
    says({ id, from, room, mentions, text, bytes, file, link, place, afterMs, ...more }) {
      const timestamp = Math.floor(Date.now() / 1000)
      const where = room ? { roomId: room, mentionIdList: mentions } : { listenerId: account }
      const type = more.type ?? (bytes ? ATTACHMENT : TEXT)
      const filename = file?.name ?? (bytes && '材料.pdf')
      const message = { id, talkerId: from, ...where, text, type, timestamp, ...(filename && { filename }) }
      const base64 = file && Buffer.from(file.bytes).toString('base64')
      return order('arrive', { message, bytes, more: { base64, link, place, afterMs } })
    },
    wantsToBeFriends: (id, contactId) =>
      order('befriend', { request: { id, contactId, hello: '您好', ticket: 't', timestamp: 0, type: RECEIVE } }),
    confirms: (id, contactId) => order('befriend', { request: { id, contactId, timestamp: 0, type: CONFIRM } }),
    asksToScan: (code) => order('scan', { code }),
    answersAfter: (ms) => order('slow', { ms }),
    logsOut: (reason) => order('logout', { reason }),
    logsIn: (as) => order('login', { as }),
    kill,
    hang: () => void child?.kill('SIGSTOP'),
    wake: () => void child?.kill('SIGCONT'),
    start,
  }
}

// As wechaty-puppet numbers them (types.Message, types.Friendship).
const [ATTACHMENT, TEXT] = [1, 7]
const [CONFIRM, RECEIVE] = [1, 2]

interface Told extends Asked {
  readonly nr?: number
  readonly answer?: unknown
  readonly ready?: true
  readonly arrived?: string
  readonly at: number
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return typeof address === 'object' && address ? address.port : 0
}
