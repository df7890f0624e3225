import { createHash } from 'node:crypto'
import type { Receipt } from '../../../bot/model/message.ts'
import type { Reply } from '../../../bot/model/reply.ts'
import type { Channel, Sent } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { atMost } from '../at-most.ts'
import { isRoom } from '../ids.ts'
import { remember } from '../lately.ts'
import type { People } from '../people.ts'
import type { Tally } from '../tally.ts'
import { outcomeOf } from './outcome.ts'
import { createPace, type Lane } from './pace.ts'
import { createQuota } from './quota.ts'
import { type Mouth, type Part, partsOf, post } from './say.ts'

export interface SenderOptions {
  /** The puppet, while an account is logged in. */
  readonly now: () => Mouth | undefined
  /** Why there is none, where there is none. */
  readonly why: () => string
  readonly people: People
  /** What a file that is sent holds; null where it is no longer there. */
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  readonly clock: Clock
  /** 0..1 */
  readonly random: () => number
  /** At least so many milliseconds between two messages, and at most so many messages a day. */
  readonly pace: { readonly gapMs: number; readonly perDay: number }
  readonly tally: Tally
  readonly log: (line: string) => void
}

/** Of one delivery: what it says, and what of it is out. */
interface Progress {
  readonly digest: string
  /** What was said is not kept once all of it is out. */
  parts: readonly Part[]
  isOut?: true
  readonly receipts: Receipt[]
  out: number
  /** A part of which is not known yet what became of it, and when and through which puppet it went. */
  pending?: { readonly mouth: Mouth; readonly begun: number; readonly answer: Promise<void> }
  running?: Promise<Sent>
}

/** So many deliveries are remembered, so that what was out is not sent again when its row could not be marked. */
const REMEMBERED = 2_000
/** Within these there is an answer: the outbox takes for lost what has none within 45 seconds. */
const WITHIN_MS = 42_000
/** Later no other part is begun, for it may have to wait for its turn and for the puppet's answer. */
const BEGIN_MS = 12_000
const ANSWER_MS = 22_000
/** So long an answer may yet come to a part that has had none in time. */
const PATIENCE_MS = 120_000
/** Who has written within these is waiting for an answer. */
const LATELY_MS = 120_000
const SOON_MS = 2_000
const UNKNOWN_MS = 60 * 60_000
const SLOW_MS = 10 * 60_000

/**
 * Sends replies: one after another in a chat, apart from each other over the whole account, whoever has just written
 * before what nobody waits for. What is partly out goes on where it was when it is sent again under its key; a reply that
 * is out is not sent twice as long as the process lives.
 */
export function createSender(options: SenderOptions): Channel['send'] {
  const { now, why, people, fetch, clock, pace: limits, tally, log } = options
  const pace = createPace({ clock, random: options.random, gapMs: limits.gapMs })
  const quota = createQuota({ perDay: limits.perDay, tally, clock, random: options.random })
  const progress = new Map<string, Progress>()
  const busy = new Set<string>()
  const nowMs = () => Date.parse(clock.now())

  /** Another text under the same key is another delivery. */
  function progressOf(key: string, reply: Reply): Progress {
    const digest = createHash('sha256').update(JSON.stringify(reply)).digest('hex')
    const before = progress.get(key)
    const mine = before?.digest === digest ? before : { digest, parts: partsOf(reply), receipts: [], out: 0 }
    remember(progress, key, mine, REMEMBERED)
    return mine
  }

  async function sendOnce(reply: Reply, key: string, mine: Progress): Promise<Sent> {
    const contact = people.contactOf(reply.to.chat)
    if (!now()) return { kind: 'unreachable', reason: why() }
    if (contact === undefined) return nobodyAt(reply.to.chat)
    if (!mine.isOut && mine.parts.length === 0) return { kind: 'refused', reason: 'nothing to say' }
    if (mine.out === 0 && isOutdated(reply, contact)) {
      return { kind: 'refused', reason: 'he proved to be him at an earlier login' }
    }
    // Two addresses may be the same person's.
    if (busy.has(contact)) return { kind: 'later', afterMs: SOON_MS, reason: 'another message is on its way to him' }
    busy.add(contact)
    try {
      return await sendParts(reply, key, mine)
    } finally {
      busy.delete(contact)
    }
  }

  /** Who is reached here now has proved less than the one did who was reached here then. */
  const isOutdated = ({ claims }: Reply, contact: string) =>
    claims?.channel === 'wechat' && !people.hasSaid(contact, claims.proof)

  async function sendParts(reply: Reply, key: string, mine: Progress): Promise<Sent> {
    const begun = nowMs()
    while (mine.out < mine.parts.length) {
      const held = await waitForTurn(reply.to.chat, key, mine, begun)
      if (held) return held
      const mouth = now()
      if (!mouth) return { kind: 'unreachable', reason: why() }
      const contact = people.contactOf(reply.to.chat)
      if (contact === undefined) return nobodyAt(reply.to.chat)
      const answer = answerTo(mine, mouth, () => begin(mine, mouth, contact, reply))
      try {
        await inTime(answer, Math.min(ANSWER_MS, begun + WITHIN_MS - nowMs()))
      } catch (error) {
        return became(error)
      }
    }
    const contact = people.contactOf(reply.to.chat)
    const { claims } = reply
    if (claims?.channel === 'wechat' && contact !== undefined && !isOutdated(reply, contact)) {
      people.claim(contact, claims.chat)
    }
    mine.isOut = true
    mine.parts = []
    return { kind: 'sent', receipts: mine.receipts }
  }

  /** Undefined where the next part may go. */
  async function waitForTurn(chat: string, key: string, mine: Progress, begun: number): Promise<Sent | undefined> {
    // What is on its way already is only waited for.
    if (mine.pending && isAwaited(mine.pending, now())) return undefined
    const spread = (afterMs: number): Sent => ({ kind: 'later', afterMs, reason: 'messages are spread out' })
    if (nowMs() - begun > BEGIN_MS) return spread(SOON_MS)
    const contact = people.contactOf(chat)
    if (contact === undefined) return nobodyAt(chat)
    if (people.isLost(contact)) return { kind: 'refused', reason: 'not a friend any more' }
    const lane = laneOf(contact, mine)
    const full = await isFull(lane)
    if (full) return full
    const turn = await pace.turn(lane, key)
    if (turn !== 'now') return spread(Math.ceil(turn.wait))
    // Those before it in the queue may have been the last of the day.
    return await isFull(lane)
  }

  async function isFull(lane: Lane): Promise<Sent | undefined> {
    const tomorrow = await quota.wait(lane)
    return tomorrow > 0 ? { kind: 'later', afterMs: tomorrow, reason: 'the limit of the day is reached' } : undefined
  }

  function laneOf(contact: string, { out }: Progress): Lane {
    if (out > 0) return 'begun'
    return nowMs() - (people.heardAt(contact) ?? Number.NEGATIVE_INFINITY) <= LATELY_MS ? 'answer' : 'push'
  }

  /** Of a part that may yet come out, what becomes of it: for a while it is not said again through the same puppet. */
  function answerTo(mine: Progress, mouth: Mouth, begin: () => Promise<void>): Promise<void> {
    if (mine.pending && isAwaited(mine.pending, mouth)) return mine.pending.answer
    const pending = { mouth, begun: nowMs(), answer: begin() }
    mine.pending = pending
    const settle = () => {
      if (mine.pending === pending) delete mine.pending
    }
    pending.answer.then(settle, settle)
    return pending.answer
  }

  const isAwaited = ({ mouth, begun }: NonNullable<Progress['pending']>, now: Mouth | undefined) =>
    mouth === now && Math.abs(nowMs() - begun) < PATIENCE_MS

  /** Whenever it comes out, also when nobody waits for it any more, it is remembered. */
  async function begin(mine: Progress, mouth: Mouth, contact: string, reply: Reply): Promise<void> {
    const { out } = mine
    const part = mine.parts[out]
    if (!part) return
    void tally.add('sent')
    const mentioned = out === 0 && isRoom(contact) && reply.asks ? people.contactOf(reply.asks) : undefined
    // Finding a file takes its time, and by then the same id may be somebody else's.
    const to = () => {
      if (people.contactOf(reply.to.chat) === contact) return contact
      throw new Error('not logged in as before')
    }
    const id = await post(part, { mouth, to, fetch, mentioned })
    if (mine.out !== out) return
    mine.out = out + 1
    if (id) mine.receipts.push({ channel: 'wechat', chat: reply.to.chat, message: id })
  }

  async function inTime(answer: Promise<void>, ms: number): Promise<void> {
    const answered = await atMost(
      clock,
      ms,
      answer.then(() => true),
      false,
    )
    if (!answered) throw new Error('no answer in time')
  }

  /** What a failed request means for its delivery. */
  function became(error: unknown): Sent {
    const outcome = outcomeOf(error)
    switch (outcome.kind) {
      case 'unreachable':
      case 'refused':
        return outcome
      case 'slow':
        pace.pause(SLOW_MS)
        log('wechat: WeChat finds the account too fast; nothing is sent for ten minutes')
        return { kind: 'later', afterMs: SLOW_MS, reason: 'WeChat asks to slow down' }
      case 'unclear':
        throw Object.assign(new Error(`no proper answer from the puppet (${outcome.code})`), { name: 'UnknownOutcome' })
    }
  }

  return (reply, key) => {
    const mine = progressOf(key, reply)
    mine.running ??= sendOnce(reply, key, mine).finally(() => {
      delete mine.running
    })
    return mine.running
  }
}

/** A group of an earlier login cannot be known again; a person can prove who he is. */
function nobodyAt(chat: string): Sent {
  const id = chat.slice(chat.indexOf(':') + 1)
  if (isRoom(id)) return { kind: 'refused', reason: 'the group was known to an earlier login only' }
  return { kind: 'later', afterMs: UNKNOWN_MS, reason: 'nobody known at this login has proved to be him' }
}
