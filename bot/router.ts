import type { Desk } from './dialogue/desk.ts'
import { step } from './dialogue/step.ts'
import type { Decision, Dossier } from './dialogue/turn.ts'
import type { PersonId } from './model/appeal.ts'
import { newConversation } from './model/conversation.ts'
import type { Event } from './model/event.ts'
import type { Message } from './model/message.ts'
import { newPerson, type Party } from './model/person.ts'
import type { Job } from './model/reply.ts'
import type { AppealStore, Change, Found, NewDelivery, Opened, RecordName } from './ports/appeal-store.ts'
import type { Received } from './ports/channel.ts'
import type { IdentityDirectory } from './ports/identity-directory.ts'

export interface RouterOptions {
  readonly store: AppealStore
  readonly directory: IdentityDirectory
  /** The version of a member of staff as whom the directory knows somebody now; without one nobody changes. */
  readonly memberVersion?: (id: PersonId) => number | undefined
  /** The desk as it stands at this moment: the time, and one generation of the documents. */
  readonly desk: () => Desk
  /** Called after a conflict: when it resolves, what other processes did is known. */
  readonly overtaken?: () => Promise<void>
  /** Told what has just become durable, before the next message of the same conversation. It must not fail. */
  readonly committed?: (events: readonly Event[]) => Promise<void>
}

export interface Routed extends Received {
  /** `ignored`: there was nothing to do, and nothing was kept. */
  readonly outcome: 'committed' | 'duplicate' | 'ignored'
}

/** Somebody is changing the same records all the time; more tries than this mean a fault of ours. */
const TRIES = 50
/** A turn that asks for more than this asks by something it has just made up. */
const ROUNDS = 50

const SYSTEM: Party = { id: 'system', roles: [], units: [] }
const NOBODY: Opened = {
  person: { version: 0, value: newPerson },
  conversation: { version: 0, value: newConversation },
  own: [],
}

/**
 * Takes each message through load, decide and commit. A conversation's messages are taken one after another, in the
 * order they came; that only keeps order. What protects the records is that a commit names the versions it read, and
 * a conflict is loaded and decided again.
 * `receive` rejects with a `Fault` of code `storage` when nothing could be made durable; then nothing is in effect.
 */
export function createRouter(options: RouterOptions): {
  receive(message: Message): Promise<Routed>
} {
  const { store, directory, desk, committed, overtaken, memberVersion = () => undefined } = options
  const queues = new Map<string, Promise<unknown>>()

  async function receive(message: Message): Promise<Routed> {
    const queue = queueOf(message)
    const before = queues.get(queue) ?? Promise.resolve()
    const turn = before.then(
      () => take(message),
      () => take(message),
    )
    queues.set(queue, turn)
    try {
      return await turn
    } finally {
      if (queues.get(queue) === turn) queues.delete(queue)
    }
  }

  async function take(message: Message): Promise<Routed> {
    const personal = message.kind === 'said'
    for (let tries = 0; tries < TRIES; tries++) {
      // Anew at every try: a conflict may mean that he is somebody else by now.
      const party = personal ? await directory.identify(message.from, message.sender) : SYSTEM
      const posted = personal ? memberVersion(party.id) : undefined
      const { conversation, opened, decided } = await open(party, message)
      if (decided === null) return { outcome: 'ignored' }
      const { notice } = decided.decision
      if (personal && bringsNothing(decided.decision, opened)) return { outcome: 'ignored', ...(notice && { notice }) }
      const change = changeOf(message, party, conversation, opened, decided, personal)
      const expects = [...change.expects, ...(posted === undefined ? [] : [record('staff', party.id, posted)])]
      const outcome = await store.commit({ ...change, expects })
      if (outcome === 'committed') await committed?.(decided.decision.events)
      if (outcome === 'committed') return { outcome, ...(notice && { notice }) }
      if (outcome === 'duplicate') return { outcome }
      await overtaken?.()
    }
    throw new Error('a turn was in conflict too often: the records it read never stayed as they were')
  }

  /** Opens what the message is decided on, and decides it; where that is not for others, in the speaker's own chat. */
  async function open(
    party: Party,
    message: Message,
  ): Promise<{ readonly conversation: string; readonly opened: Opened; readonly decided: Decided | null }> {
    const personal = message.kind === 'said'
    const conversation = personal ? `${party.id}@${message.from.channel}:${message.from.chat}` : message.id
    const opened = personal ? await store.open(party, conversation) : NOBODY
    const decided = await decide(opened, party, message)
    if (decided !== 'privately') return { conversation, opened, decided }
    return open(party, alone(message))
  }

  /** Decides, reading what deciding asks for until it asks for nothing more. */
  async function decide(opened: Opened, party: Party, message: Message): Promise<Decided | 'privately' | null> {
    const found: Found[] = []
    const now = desk()
    for (let rounds = 0; rounds < ROUNDS; rounds++) {
      const dossier: Dossier = {
        party,
        person: opened.person.value,
        conversation: opened.conversation.value,
        own: opened.own.map(({ value }) => value),
        found,
      }
      const outcome = step(dossier, message, now)
      if (outcome === null || outcome === 'privately') return outcome
      if (!('needs' in outcome)) return { decision: outcome, found, now: now.now }
      for (const query of outcome.needs) found.push(await store.read(query))
    }
    throw new Error('a turn never had read enough: it asks for something else every time')
  }

  return { receive }
}

/** What was said in a group, as it is taken up in the speaker's own chat. */
function alone(message: Message): Message {
  if (message.kind !== 'said' || !message.privately) throw new Error('a turn wants to go on in a chat that nobody has')
  const { privately, from, ...said } = message
  return { ...said, from: privately, overheard: from }
}

/** No more than a flash: it needs no place in the ledger, which nobody who only presses shall fill. */
function bringsNothing({ events, replies, jobs, person, conversation }: Decision, opened: Opened): boolean {
  const isAsBefore = person === opened.person.value && conversation === opened.conversation.value
  return isAsBefore && events.length + replies.length + jobs.length === 0
}

interface Decided {
  readonly decision: Decision
  readonly found: readonly Found[]
  readonly now: string
}

/** What is taken in order: the lines of one person in one chat; an appeal's deadlines; a job by itself. */
function queueOf(message: Message): string {
  if (message.kind === 'due') return 'due'
  return message.kind === 'said' ? `${message.from.channel} ${message.from.chat} ${message.sender}` : message.id
}

/** Ids are a channel's own: two channels may use the same. Deadlines and jobs have names of their own. */
function keyOf(message: Message): string {
  return message.kind === 'said' ? `${message.from.channel}:${message.id}` : message.id
}

function changeOf(
  message: Message,
  party: Party,
  conversation: string,
  opened: Opened,
  { decision, found, now }: Decided,
  personal: boolean,
): Change {
  return {
    message: keyOf(message),
    at: now,
    expects: expected(party, conversation, opened, found, decision, personal),
    ...(personal && {
      person: { id: party.id, value: decision.person },
      conversation: { id: conversation, subject: party.id, value: decision.conversation },
    }),
    events: decision.events,
    deliveries: deliveriesOf(message, party, decision),
  }
}

/** What every record begins with. */
const FIRST: ReadonlySet<Event['type']> = new Set(['registered', 'asked', 'proposed', 'push-proposed'])

/** Every record that was read; what is new is expected not to be there. */
function expected(
  party: Party,
  conversation: string,
  opened: Opened,
  found: readonly Found[],
  { events }: Decision,
  personal: boolean,
): Change['expects'] {
  const read = [
    ...opened.own.map(({ value, version }) => record('appeal', value.number, version)),
    ...found.flatMap(recordsIn),
  ]
  const isRead = (of: string) => read.some(({ record }) => record.kind === 'place' && record.id === of)
  const made = events.flatMap(({ stream, type, of }) =>
    FIRST.has(type) || (stream === 'place' && !isRead(of)) ? [record(stream, of, 0)] : [],
  )
  return [
    ...(personal
      ? [
          record('person', party.id, opened.person.version),
          record('conversation', conversation, opened.conversation.version),
        ]
      : []),
    ...read,
    ...made,
  ]
}

/**
 * What a decision may rest on, of what was found: single records, the answers among which others are rejected, and the
 * pushes of which the week's are counted. Other lists are only shown.
 */
function recordsIn(found: Found): Change['expects'] {
  switch (found.kind) {
    case 'appeal':
      return found.appeal ? [record('appeal', found.number, found.appeal.version)] : []
    case 'entry':
      return found.entry ? [record('entry', found.id, found.entry.version)] : []
    case 'push':
      return found.push ? [record('push', found.id, found.push.version)] : []
    case 'entries':
      return found.entries.map(({ value, version }) => record('entry', value.id, version))
    case 'pushes':
      return found.pushes.map(({ value, version }) => record('push', value.id, version))
    case 'staff':
      return found.members.map(({ value, version }) => record('staff', value.id, version))
    case 'places':
      return found.places.map(({ value, version }) => record('place', value.id, version))
    case 'gap':
      return found.gaps.map(({ value, version }) => record('gap', value.id, version))
    default:
      return []
  }
}

const record = (kind: RecordName['kind'], id: string, version: number) => ({ record: { kind, id }, version })

const NOBODYS: ReadonlySet<Job['kind']> = new Set(['erase', 'notify'])

function deliveriesOf(message: Message, party: Party, { replies, jobs }: Decision): NewDelivery[] {
  return [
    ...replies.map(({ subject, reply }, i) => ({
      id: `${keyOf(message)}#${i}`,
      subject,
      payload: { kind: 'reply' as const, reply },
    })),
    ...jobs.map((job, i) => ({
      id: `${keyOf(message)}#job${i}`,
      // What tells nothing of him need not go with him; an erasure is finished after the person's key is gone, also by the process that finds it half done.
      subject: NOBODYS.has(job.kind) ? SYSTEM.id : party.id,
      payload: { kind: 'job' as const, job },
    })),
  ]
}
