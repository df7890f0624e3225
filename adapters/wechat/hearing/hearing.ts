import { Fault } from '../../../bot/model/fault.ts'
import type { Message, Said } from '../../../bot/model/message.ts'
import type { Keep, Received } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { shortId } from '../ids.ts'
import { remember } from '../lately.ts'
import type { People } from '../people.ts'
import { createAsking, type Puppet } from './asking.ts'
import { createFinding, greeting } from './finding.ts'
import { createLanes } from './lanes.ts'
import { type About, look, type Me, mayCall, type Payload, type Told, translate } from './translate.ts'

export interface HearingOptions {
  readonly people: People
  readonly keep: Keep
  readonly clock: Clock
  /** A line names nobody, and quotes no text. */
  readonly log: (line: string) => void
  /** The account that is logged in. */
  readonly account: () => { readonly id: string; readonly name: string } | undefined
  /** Tells somebody that what he said could not be taken. Never rejects. */
  readonly regret: (said: Said, stop: AbortSignal) => Promise<void>
}

/** Takes what arrives to where it becomes durable. Nothing here throws or rejects. */
export interface Hearing {
  /** What is received goes there from now on. When told to stop, what has arrived already gets one more try. */
  open(receive: (message: Message) => Promise<Received>, stop: AbortSignal): void
  /** A message has arrived; the same one may arrive again. */
  message(puppet: Puppet, id: string): void
  /** Somebody has become a friend; `id` is stable, as that of a message. */
  met(puppet: Puppet, contactId: string, id: string): void
  /** Resolves when all that arrived is done with, and tells how much of it could not be taken. */
  settled(): Promise<void>
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 60_000
/** A message that fails for another reason than the disk would fail for ever, and hold up all behind it. */
const TRIES = 5
/** So long what arrives later waits for a message of which is not known yet where it belongs. */
const PLACED_WITHIN_MS = 1_000
const MOST = { inAll: 10_000, inOne: 1_000 }
/** WeChat repeats itself soon or never; what comes later than these the commit drops. */
const REMEMBERED = 5_000

/**
 * A chat's messages are taken in order, one after another, however long it takes to fetch a file; other chats go on
 * meanwhile. WeChat brings nothing again, so what fails is tried again here.
 */
export function createHearing({ people, keep, clock, log, account, regret }: HearingOptions): Hearing {
  let opened: { receive: (message: Message) => Promise<Received>; stop: AbortSignal } | undefined
  const stop = () => opened?.stop ?? NEVER
  const asking = createAsking({ clock, stop })
  const find = createFinding({ asking, people, keep, clock, stop })
  const lanes = createLanes(MOST)
  const known = new Map<string, true>()
  /** Of rooms only what was said to the bot: it hears when that is taken back. */
  const saidInRooms = new Map<string, true>()
  const placing = new Set<Promise<void>>()
  let placed: Promise<void> = Promise.resolve()
  let untaken = 0

  /** Finds out where a message belongs, and puts it there in the order of arrival. */
  function place(puppet: Puppet, id: string): void {
    // Before anybody is logged in there is no telling; what comes then is of the login that follows.
    const login = self(puppet) && people.now
    const asked = ask(puppet, id)
    const before = placed
    const soon = inTime(asked)
    // It is put before the next one may be: that one waits one promise longer.
    placed = before.then(() => soon)
    const put = before
      .then(() => asked)
      .then(({ payload, me }) => sort(puppet, { id, login: login ?? people.now }, payload, me))
      .catch((error: unknown) => giveUp(id, nameOf(error)))
      .finally(() => placing.delete(put))
    placing.add(put)
  }

  async function ask(puppet: Puppet, id: string): Promise<{ payload: Payload; me: Me }> {
    const me = self(puppet)
    const payload: Payload = await asking.payload(puppet, id)
    const now = me ?? self(puppet)
    if (!now) throw new Error('nobody is logged in')
    const room = mayCall(payload, now)
    if (room === undefined) return { payload, me: now }
    // In a room it may go by another name; and just after the login it may not know its own yet.
    const alias = (await asking.maybe(() => puppet.roomMemberPayload(room, now.id)))?.roomAlias ?? ''
    const name = now.names.join('') || ((await asking.maybe(() => puppet.contactPayload(now.id)))?.name ?? '')
    return { payload, me: { ...now, names: [name, alias] } }
  }

  async function inTime(asked: Promise<unknown>): Promise<void> {
    const over = new AbortController()
    const late = clock.sleep(PLACED_WITHIN_MS, over.signal)
    await Promise.race([asked, late]).catch(() => {})
    over.abort()
  }

  function sort(puppet: Puppet, { id, login }: Came, payload: Payload, me: Me): void {
    const seen = look(payload, me)
    if (!seen) return
    if (seen.kind === 'lost') return login === people.now ? people.lose(seen.contact) : undefined
    const before = people.known(seen.talker, login)
    enter(seen.room ?? seen.talker, id, async () => {
      // Of a login that is over, he is who he was then; of this one he may have proved meanwhile who he is.
      const who = login === people.now ? people.known(seen.talker) : before
      await hear(puppet, { id, login }, payload, { me, seen, who })
    })
  }

  async function hear(
    puppet: Puppet,
    { id, login }: Came,
    payload: Payload,
    { me, seen, who }: { me: Me; seen: Told; who: { chat: string; sender: string } },
  ): Promise<void> {
    const { room } = seen
    if (room !== undefined && seen.kind === 'recalled' && !saidInRooms.has(shortId(seen.id))) return
    const about = await find({ puppet, id, payload, me, seen, who, login })
    const said = about && translate(payload, seen, about)
    if (!said) return
    if (login === people.now) {
      people.said(seen.talker, said.id)
      for (const there of reachedBy(seen, about)) people.heard(there, Date.parse(clock.now()))
    }
    if (room !== undefined) remember(saidInRooms, said.id, true, REMEMBERED)
    await untilTaken(said)
  }

  function enter(lane: string, id: string, run: () => Promise<void>): void {
    const entered = lanes.enter(lane, () => run().catch((error: unknown) => giveUp(id, nameOf(error))))
    if (!entered) giveUp(id, 'too much waits already')
  }

  /** Tries until it is durable. A disk that cannot be written is waited for; another failure only so long, and he is told. */
  async function untilTaken(message: Said): Promise<void> {
    for (let tries = 1; opened; tries++) {
      try {
        await opened.receive(message)
        return
      } catch (error) {
        const lasting = !(error instanceof Fault && error.code === 'storage')
        const isGivenUp = lasting && tries >= TRIES
        if (isGivenUp && !stop().aborted) void regret(message, stop())
        if (isGivenUp || stop().aborted) throw error
        log(`wechat: message ${tame(message.id)} could not be taken (try ${tries}): ${nameOf(error)}`)
        await clock.sleep(Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS), stop())
      }
    }
  }

  function giveUp(id: string, why: string): void {
    // If it comes once more, it is no repetition.
    known.delete(id)
    if (stop().aborted) untaken++
    else log(`wechat: message ${tame(id)} is given up: ${why}`)
  }

  function self(puppet: Puppet): Me | undefined {
    const own = account()
    if (own) return { id: own.id, names: [own.name] }
    try {
      return { id: puppet.currentUserId, names: [] }
    } catch {
      return undefined
    }
  }

  function isNews(id: string): boolean {
    if (!opened || stop().aborted || typeof id !== 'string' || id === '' || known.has(id)) return false
    remember(known, id, true, REMEMBERED)
    if (placing.size < MOST.inAll) return true
    giveUp(id, 'too much waits already')
    return false
  }

  return {
    open(receive, stop) {
      opened = { receive, stop }
    },
    message(puppet, id) {
      if (isNews(id)) place(puppet, id)
    },
    met(_puppet, contactId, id) {
      if (!isNews(id)) return
      const login = people.now
      enter(contactId, id, async () => {
        if (login === people.now) people.heard(contactId, Date.parse(clock.now()))
        await untilTaken(greeting(people.known(contactId, login), id, clock.now()))
      })
    },
    async settled() {
      while (placing.size > 0) await Promise.all(placing)
      await lanes.empty()
      if (untaken > 0) log(`wechat: messages that could not be taken before the stop, and are lost: ${untaken}`)
      untaken = 0
    },
  }
}

/** A message, and the login at which it came. */
interface Came {
  readonly id: string
  readonly login: string
}

/** Where an answer reaches him: in a room also alone, if he is a friend. */
function reachedBy({ talker, room }: Told, { friend }: About): readonly string[] {
  if (room === undefined) return [talker]
  return friend ? [room, talker] : [room]
}

const NEVER = new AbortController().signal

/** An id as it may stand in a line. */
const tame = (id: string): string => id.replace(/[^\w:#-]/gu, '').slice(0, 40)

/** A fault names what it is about; of any other error only its name is safe to tell. */
const nameOf = (error: unknown): string =>
  error instanceof Fault ? `${error.code}: ${error.message}` : error instanceof Error ? error.name : 'unknown'
