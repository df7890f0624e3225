import type { Update } from 'grammy/types'
import { Fault } from '../../bot/model/fault.ts'
import type { Attachment, Message, Said } from '../../bot/model/message.ts'
import type { Keep, LookUp, Received } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Asides } from './asides.ts'
import type { Client } from './client.ts'
import { fetchFile } from './fetch-file.ts'
import type { Offered } from './files.ts'
import { type Heard, hear, type Me } from './hear.ts'

export interface IntakeOptions {
  readonly client: Client
  readonly clock: Clock
  readonly keep: Keep
  readonly lookUp: LookUp
  readonly asides: Asides
  readonly log: (line: string) => void
}

/** Takes updates to where they become durable. */
export interface Intake {
  /** What is received goes there from now on; `stop` ends trying again. */
  open(me: Me, receive: (message: Message) => Promise<Received>, stop: AbortSignal): void
  readonly isOpen: boolean
  /** Resolves when the update is done with: durable, or none of ours. Rejects only when it was told to stop. */
  take(update: Update): Promise<void>
  /** What was learned while something else was done; it may be lost, and will be learned again. */
  tell(message: Message): void
  /** The name of somebody who spoke lately. */
  nameOf(sender: string): string | undefined
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
/** A message that fails for another reason than the disk would fail for ever, and hold up all behind it. */
const TRIES = 5
const REMEMBERED_NAMES = 1_000

/**
 * Each person's messages in a chat are taken in order, one after another; everybody else's go on meanwhile. An update
 * that is under way is not taken a second time.
 */
export function createIntake({ client, clock, keep, lookUp, asides, log }: IntakeOptions): Intake {
  const underWay = new Map<number, Promise<void>>()
  const lanes = new Map<string, Promise<void>>()
  const names = new Map<string, string>()
  let opened: { me: Me; receive: (message: Message) => Promise<Received>; stop: AbortSignal } | undefined

  function take(update: Update): Promise<void> {
    const id = update.update_id
    const taking = underWay.get(id) ?? handle(update).finally(() => underWay.delete(id))
    underWay.set(id, taking)
    return taking
  }

  async function handle(update: Update): Promise<void> {
    const heard = understand(update)
    if (!heard) return
    switch (heard.kind) {
      case 'said':
        return inLane(`${heard.said.from.chat} ${heard.said.sender}`, () => takeSaid(heard))
      case 'moved':
        return untilTaken(heard.moved.id, () => receive(heard.moved)).then(() => undefined)
      case 'looks-up':
        return asides.lookUp(heard)
      case 'hidden':
        return asides.unmask(heard)
      case 'stray-press':
        return asides.answer(heard.press, undefined)
    }
  }

  function understand(update: Update): Heard | undefined {
    if (!opened) throw new Error('nobody listens')
    try {
      return hear(update, opened.me, clock.now())
    } catch (error) {
      log(`telegram: update ${update.update_id} is passed over, it could not be read (${nameOfError(error)})`)
      return undefined
    }
  }

  function inLane(lane: string, run: () => Promise<void>): Promise<void> {
    // It rejects only when all is to stop: then what comes behind waits for the next start as well.
    const mine = (lanes.get(lane) ?? Promise.resolve()).then(run)
    lanes.set(lane, mine)
    const leave = () => {
      if (lanes.get(lane) === mine) lanes.delete(lane)
    }
    mine.then(leave, leave)
    return mine
  }

  async function takeSaid({ said, files, press, name }: Heard & { kind: 'said' }): Promise<void> {
    remember(said.sender, name)
    const received = await untilTaken(`update ${said.id}`, async () => receive(await withFiles(said, files)))
    if (press !== undefined) asides.answer(press, received === 'given-up' ? asides.notTaken : received.notice)
    else if (received === 'given-up') asides.tellNotTaken(said)
  }

  async function receive(message: Message): Promise<Received> {
    if (!opened) throw new Error('nobody listens')
    return await opened.receive(message)
  }

  /** Tries until it is durable. A disk that cannot be written is waited for; another failure only so long. */
  async function untilTaken(what: string, attempt: () => Promise<Received>): Promise<Received | 'given-up'> {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt()
      } catch (error) {
        if (opened?.stop.aborted) throw error
        const lasting = !(error instanceof Fault && error.code === 'storage')
        log(`telegram: ${what} could not be taken (try ${tries}): ${nameOfError(error)}`)
        if (lasting && tries >= TRIES) {
          log(`telegram: ${what} is given up`)
          return 'given-up'
        }
        await clock.sleep(Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS), opened?.stop ?? NEVER)
      }
    }
  }

  /** Fetches and keeps what came along. For whoever is no member of staff nothing is fetched at all. */
  async function withFiles(said: Said, files: readonly Offered[]): Promise<Said> {
    if (files.length === 0 || !(await serves(said))) return said
    const attachments: Attachment[] = []
    const lost: NonNullable<Said['lost']> = []
    for (const { name, type, ...file } of files) {
      const bytes = await fetchFile(client, clock, file, opened?.stop ?? NEVER)
      const kept = typeof bytes === 'string' ? bytes : await keepOne(said, { name, type, bytes })
      if (typeof kept === 'string') lost.push({ name, why: kept })
      else attachments.push(kept)
    }
    return { ...said, attachments, ...(lost.length > 0 && { lost }) }
  }

  /** Whoever has left the staff meanwhile keeps nothing here. */
  async function keepOne(said: Said, file: Parameters<Keep>[2]): Promise<Attachment | 'failed'> {
    try {
      return await keep(said.from, said.sender, file, said.replyTo)
    } catch (error) {
      if (error instanceof Fault && error.code === 'usage') return 'failed'
      throw error
    }
  }

  /** An empty question asks no more than whether he is known. */
  const serves = async ({ from, sender }: Said) => (await lookUp(from, sender, '')) !== 'not-staff'

  function remember(sender: string, name: string): void {
    names.delete(sender)
    names.set(sender, name)
    const [oldest] = names.keys()
    if (names.size > REMEMBERED_NAMES && oldest !== undefined) names.delete(oldest)
  }

  return {
    open(me, receive, stop) {
      opened = { me, receive, stop }
    },
    get isOpen() {
      return opened !== undefined && !opened.stop.aborted
    },
    take,
    tell: (message) =>
      void receive(message).catch((error: unknown) => log(`telegram: ${message.id}: ${nameOfError(error)}`)),
    nameOf: (sender) => names.get(sender),
  }
}

const NEVER = new AbortController().signal

/** A fault names what it is about; of any other error only its name is safe to tell. */
const nameOfError = (error: unknown): string =>
  error instanceof Fault ? `${error.code}: ${error.message}` : error instanceof Error ? error.name : 'unknown'
