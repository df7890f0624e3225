import { randomBytes } from 'node:crypto'
import { plusMs } from '../../../bot/model/instant.ts'
import type { ChannelName } from '../../../bot/model/message.ts'
import type { Change, RecordName } from '../../../bot/ports/appeal-store.ts'
import { type CommitEntry, type KeyedDelivery, SYSTEM, sealEntry, subjectsOf } from '../entry.ts'
import { gapsTouched } from '../folding.ts'
import type { Keyring } from '../keyring.ts'
import { entryOf, talkKey } from '../making.ts'
import { versionOf } from '../records.ts'
import { addressOf, replyOf } from '../row.ts'
import { cardKey } from '../sent.ts'
import type { Transaction } from './db.ts'
import type { Kind } from './forms.ts'
import { isCutOff, lasting } from './lasting.ts'
import { addressKey, HOLD } from './lines.ts'
import { append, hasMoved, putBack } from './put-back.ts'
import { createWorkingSet, type RecordId, type Wanted, type WorkingSet } from './working-set.ts'
import type { World } from './world.ts'

/** What an instance has committed for a channel that it serves is its own for so long, then anybody's. */
const OWN_MS = 5_000
/** So long it is asked whether a commit took effect whose answer was lost. */
const ASKED_MS = 8_000

/** @throws Fault `storage` */
export async function commitChange(world: World, change: Change): Promise<'committed' | 'duplicate' | 'conflict'> {
  const entry = entryOf(change, world.pseudonym)
  // So that it knows its own: an answer that is lost on the way leaves open whether there was one.
  const attempt = randomBytes(9).toString('base64url')
  world.unsure.add(entry.message)
  try {
    const answer = await lasting(
      () => world.db.transaction((tx) => commitOnce(world, tx, { change, entry, attempt })),
      { forMs: ASKED_MS, helps: isCutOff, over: world.isClosing },
    )
    world.unsure.delete(entry.message)
    return answer
  } catch (error) {
    if (!isCutOff(error)) world.unsure.delete(entry.message)
    if (error instanceof Moved || hasMoved(error)) return 'conflict'
    throw error
  }
}

async function commitOnce(
  world: World,
  tx: Transaction,
  { change, entry, attempt }: { readonly change: Change; readonly entry: CommitEntry; readonly attempt: string },
): Promise<'committed' | 'duplicate'> {
  const set = createWorkingSet(tx, world)
  // All of it goes out at once, in the order of locks.
  const [[fresh]] = await Promise.all([
    tx.query(
      'insert into messages (key, month, attempt) values ($1, $2, $3) on conflict do nothing returning 1 as one',
      [entry.message, world.forgetting.monthAt(entry.at), attempt],
    ),
    set.take(wantedBy(entry, change.expects, world.pseudonym), { held: true, besides: [SYSTEM, ...subjectsOf(entry)] }),
  ])
  if (!fresh) {
    const [before] = await tx.query<{ attempt: string }>('select attempt from messages where key = $1', [entry.message])
    return before?.attempt === attempt ? 'committed' : 'duplicate'
  }
  const isNow = ({ record, version }: Change['expects'][number]): boolean =>
    versionOf(set.state, record, (id) => talkKey(world.pseudonym, id)) === version
  const isTaken = entry.events.some(({ type, of }) => type === 'registered' && set.state.appeals.get(of))
  if (isTaken || !change.expects.every(isNow)) throw new Moved()

  await set.keyring.ensure(subjectsOf(entry))
  await takeLinesOf(world, tx, set, entry.deliveries)
  const apply = set.state.stage(entry)
  const sealed = sealEntry(entry, set.keyring)
  apply(0)
  putBack(tx, set, { instance: world.instance, now: '' })
  ownFor(world, tx, set)
  await world.forgetting.turn(tx, entry.at)
  append(tx, sealed, { instance: world.instance, numbers: appealsOf(entry) })
  return 'committed'
}

/** It was decided on what is so no more. */
class Moved extends Error {}

const appealsOf = ({ events }: CommitEntry): readonly string[] =>
  events.flatMap(({ stream, of }) => (stream === 'appeal' ? [of] : []))

const KIND_OF: Readonly<Record<Exclude<RecordName['kind'], 'appeal'>, Kind>> = {
  person: 'people',
  conversation: 'conversations',
  gap: 'gaps',
  entry: 'entries',
  push: 'pushes',
  staff: 'staff',
  place: 'places',
}

/** Every record that it reads or writes. */
function wantedBy(entry: CommitEntry, expects: Change['expects'], pseudonym: Keyring['pseudonym']): Wanted {
  const named = expects.map(({ record }) => record)
  const expected = named.flatMap(({ kind, id }): RecordId[] =>
    kind === 'appeal' ? [] : [{ kind: KIND_OF[kind], id: kind === 'conversation' ? talkKey(pseudonym, id) : id }],
  )
  const touched = entry.events.flatMap((event): RecordId[] => [
    ...(event.stream === 'appeal' ? [] : [{ kind: KIND_OF[event.stream], id: event.of }]),
    ...gapsTouched(event).map((id): RecordId => ({ kind: 'gaps', id })),
  ])
  return {
    records: [
      ...expected,
      ...touched,
      ...(entry.person ? [{ kind: 'people', id: entry.person.id } as const] : []),
      ...(entry.conversation ? [{ kind: 'conversations', id: entry.conversation.key } as const] : []),
    ].filter((one, i, all) => all.findIndex(({ kind, id }) => kind === one.kind && id === one.id) === i),
    appeals: [...new Set([...named.flatMap(({ kind, id }) => (kind === 'appeal' ? [id] : [])), ...appealsOf(entry)])],
  }
}

/** Holds the lines that these are put into; what is new comes behind all that is there. */
async function takeLinesOf(
  world: World,
  tx: Transaction,
  set: WorkingSet,
  deliveries: readonly KeyedDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return
  const channels = new Map(
    deliveries.map(({ payload }): [string, ChannelName] => [
      addressKey(world.pseudonym, addressOf({ payload })),
      payload.kind === 'job' ? 'jobs' : payload.reply.to.channel,
    ]),
  )
  const addresses = [...channels.keys()].sort()
  tx.send(
    `insert into addresses (address, channel) select * from unnest($1::text[], $2::text[]) order by 1 on conflict do nothing`,
    [addresses, addresses.map((address) => channels.get(address))],
  )
  tx.send(HOLD, [addresses])
  await set.takeOfLines(
    addresses,
    { order: 'anew', claimedAt: world.claimedAt() },
    {
      keys: deliveries.map(({ key }) => key),
      cards: deliveries.flatMap(({ payload }) => {
        const card = replyOf({ payload })?.card
        return card === undefined ? [] : [cardKey(world.pseudonym, card)]
      }),
    },
  )
}

function ownFor(world: World, tx: Transaction, { loaded }: WorkingSet): void {
  const channels = world.serving()
  if (channels.length === 0 || loaded.lines.size === 0) return
  tx.send('update addresses set owner = $1, owned_until = $2 where address = any($3) and channel = any($4)', [
    world.instance,
    plusMs(world.clock.there(world.now()), OWN_MS),
    [...loaded.lines.keys()],
    channels,
  ])
}
