import type { Appeal, AppealNumber, PersonId } from '../../../bot/model/appeal.ts'
import type { AppealEvent, Event } from '../../../bot/model/event.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { AppealFilter, DueAlarm, Found, Query, Versioned } from '../../../bot/ports/appeal-store.ts'
import { type SealedEntry, unsealEvents } from '../entry.ts'
import { groupsIn } from '../gap-groups.ts'
import { compare } from '../indexes.ts'
import { createReading, type History, type Reading } from '../reading.ts'
import { restKey } from '../rest.ts'
import { cardKey, messageKey } from '../sent.ts'
import { type StoredAppeal, storable } from './appeal-form.ts'
import type { Sql } from './db.ts'
import { conditionOf } from './filter.ts'
import { PROFILED } from './forms.ts'
import { keysOf } from './keys.ts'
import { ROW_COLUMNS, type StoredRow } from './lines.ts'
import { summaryIn } from './summary.ts'
import { APPEAL_COLUMNS, createWorkingSet, type WorkingSet } from './working-set.ts'
import type { World } from './world.ts'

/** The half of the store that changes nothing: what a query needs is loaded, and answered by the code that answers it in memory. */
export function createPostgresReading(world: World): Reading {
  const { db, pseudonym, instance, folds } = world

  async function find(where: AppealFilter): Promise<{ appeals: readonly Versioned<Appeal>[]; total: number }> {
    const { sql, params } = conditionOf(where)
    const columns = where.openly ? APPEAL_COLUMNS.replace('sealed', 'null::bytea as sealed') : APPEAL_COLUMNS
    const limit = where.limit === undefined ? '' : ` limit ${Math.max(0, Math.trunc(where.limit))}`
    const found = await db.query<StoredAppeal & { total: number }>(
      `select ${columns}, count(*) over () as total from appeals where ${sql} order by urgency${limit}`,
      params,
    )
    const set = createWorkingSet(db, world)
    await set.admitAppeals(found)
    return {
      appeals: found.flatMap(({ number }) => set.state.appeal(number) ?? []),
      total: found[0]?.total ?? (limit === '' ? 0 : await count(sql, params)),
    }
  }

  async function count(sql: string, params: readonly unknown[]): Promise<number> {
    const [counted] = await db.query<{ total: number }>(`select count(*) as total from appeals where ${sql}`, params)
    return counted?.total ?? 0
  }

  async function take(set: WorkingSet, query: Query): Promise<void> {
    switch (query.kind) {
      case 'appeal':
        return set.take({ appeals: [query.number] })
      case 'gap':
        return set.take({ tagged: { kind: 'gaps', tags: [query.id] } })
      case 'entries':
      case 'entry':
        await set.take({ kinds: ['entries'] })
        return takeAsked(set)
      case 'pushes':
        return set.take({ kinds: ['pushes'] })
      case 'push':
        return set.take({ records: [{ kind: 'pushes', id: query.id }] })
      case 'profiles':
        return set.take({ tagged: { kind: 'people', tags: [PROFILED] } })
      case 'receipt':
        return set.take({ records: [{ kind: 'sent', id: messageKey(pseudonym, query.receipt) }] })
      case 'cards': {
        const card = cardKey(pseudonym, query.number)
        await set.take({ records: [{ kind: 'cards', id: card }] })
        const rows = await db.query<StoredRow>(`select ${ROW_COLUMNS} from outbox where card = $1`, [storable(card)])
        return set.admitRows(rows)
      }
      case 'cards-about':
        return set.take({ tagged: { kind: 'sent', tags: [query.number] } })
      case 'staff':
      case 'places':
        return set.take({ kinds: [query.kind] })
      case 'rest':
        return set.take({ records: [{ kind: 'rests', id: restKey(pseudonym, query.at) }] })
      case 'appeals':
      case 'history':
      case 'expired':
      case 'outbox':
      case 'gaps':
        return
    }
  }

  /** What the answers of staff in a working set answer, or are put forward for. */
  async function takeAsked(set: WorkingSet): Promise<void> {
    const answers = [...set.state.answers.keys()].flatMap((id) => set.state.answers.get(id)?.value ?? [])
    const [proposed, others] = [true, false].map((is) => answers.filter(({ state }) => (state === 'proposed') === is))
    await set.take({
      tagged: { kind: 'gaps', tags: (proposed ?? []).map(({ group }) => group) },
      answeredBy: (others ?? []).map(({ id }) => id),
    })
  }

  async function look(query: Query): Promise<Found> {
    switch (query.kind) {
      case 'appeals':
        return { ...query, ...(await find(query.where)) }
      case 'history':
        return { ...query, events: (await eventsOf([query.number])).get(query.number) ?? [] }
      case 'gaps': {
        const { ids, total } = await mostAsked(db, query.limit)
        const set = createWorkingSet(db, world)
        await set.take({ tagged: { kind: 'gaps', tags: ids } })
        return { ...query, groups: groupsIn(set.state, query.limit).groups, total }
      }
      case 'outbox':
        return { ...query, summary: await summaryIn(world, query.about) }
      case 'expired':
        return { ...query, persons: await expired(query.before, query.limit) }
      default: {
        const set = createWorkingSet(db, world)
        await take(set, query)
        return createReading({ state: set.state, keyring: set.keyring, journal: NO_JOURNAL }).read(query)
      }
    }
  }

  /** By what stands in the clear alone; whoever has something open, or was heard of since, is left out, and whoever was erased. */
  async function expired(before: Instant, limit: number): Promise<readonly PersonId[]> {
    const found = await db.query<{ subject: PersonId }>(
      `with heard as (
         select subject, case when closed_on is null then '9999' else updated_at end as at from appeals
         union all select subject, since from records where kind = 'gaps'
       )
       select subject from heard where exists (select from records where kind = 'people' and id = heard.subject)
       group by subject having max(at collate "C") < $1 order by max(at collate "C"), subject limit $2`,
      [before, limit],
    )
    return found.map(({ subject }) => subject)
  }

  /** The events of these appeals in order, as they were when the ledger was so long. */
  async function eventsOf(
    numbers: readonly AppealNumber[],
    until?: number,
  ): Promise<ReadonlyMap<AppealNumber, readonly AppealEvent[]>> {
    const found = await db.query<{ entry: string }>(
      `select entry from entries
       where place in (select place from appeal_entries where number = any($1)) and ($2::bigint is null or place <= $2)
       order by place`,
      [numbers.map(storable), until ?? null],
    )
    const events = new Map<AppealNumber, AppealEvent[]>(numbers.map((number) => [number, []]))
    for (const event of await opened(found.map(({ entry }) => JSON.parse(entry) as SealedEntry)))
      if (event.stream === 'appeal') events.get(event.of)?.push(event)
    return events
  }

  async function opened(entries: readonly SealedEntry[]): Promise<readonly Event[]> {
    const { keyring, learn } = keysOf(db, world.master)
    const sealed = entries.flatMap((entry) => (entry.kind === 'commit' ? entry.events : []))
    await learn(sealed.map(({ open }) => (open as Pick<Event, 'subject'>).subject))
    return entries.flatMap((entry) => unsealEvents(entry, keyring))
  }

  async function* histories(): AsyncGenerator<History> {
    const [head] = await db.query<{ place: number }>('select place from head')
    for (let last = ''; ; ) {
      const page: readonly { number: AppealNumber }[] = await db.query(
        'select number from appeals where number > $1 order by number limit $2',
        [last, A_PAGE],
      )
      const numbers = page.map(({ number }) => number)
      const found = await eventsOf(numbers, head?.place ?? 0)
      for (const [number, events] of found) if (events.length > 0) yield { number, events }
      const next = numbers.at(-1)
      if (next === undefined || numbers.length < A_PAGE) return
      last = next
    }
  }

  async function due(before: Instant, lease?: Instant): Promise<readonly DueAlarm[]> {
    if (lease !== undefined) await world.clock.look()
    const found = await (lease === undefined
      ? db.query<StoredAppeal>(`select ${APPEAL_COLUMNS} from appeals where alarm_at <= $1`, [before])
      : db.query<StoredAppeal>(
          `update appeals set leased_by = $2, leased_until = $3
           where number in (
             select number from appeals
             where alarm_at <= $1 and (leased_until is null or leased_until <= $4 or leased_by = $2)
             order by alarm_at, number for update skip locked
           ) returning ${APPEAL_COLUMNS}`,
          [before, instance, world.clock.there(lease), world.clock.there(before)],
        ))
    return found
      .flatMap(({ number, open }) =>
        folds.alarms(JSON.parse(open) as Appeal).map(({ deadline, level, at }) => ({
          ...{ appeal: number, deadline: deadline.name, level },
          ...{ on: deadline.due, at },
        })),
      )
      .filter(({ at }) => at <= before)
      .sort((a, b) => compare(a.at, b.at) || compare(a.appeal, b.appeal))
  }

  // Each kind of query finds its own kind, which the switch above shows and TypeScript does not follow.
  return { read: look as Reading['read'], due, histories }
}

/** So many appeals at a time, that no ledger is too long. */
const A_PAGE = 200

const refuse = (): never => {
  throw new Error('the entries are in the database')
}
const NO_JOURNAL = { append: refuse, entryAt: refuse, entries: refuse }

/** What is read before a turn. */
export async function openRecords(sql: Sql, world: World, keys: { person: PersonId; talk: string; own: boolean }) {
  const set = createWorkingSet(sql, world)
  await set.take({
    records: [
      { kind: 'people', id: keys.person },
      { kind: 'conversations', id: keys.talk },
    ],
  })
  // In the order in which he lodged them.
  const own = keys.own
    ? await sql.query<StoredAppeal>(
        `select ${APPEAL_COLUMNS} from appeals a where subject = $1
         order by (select min(place) from appeal_entries e where e.number = a.number)`,
        [keys.person],
      )
    : []
  await set.admitAppeals(own)
  return {
    person: set.state.person(keys.person),
    conversation: set.state.conversation(keys.talk),
    own: own.flatMap(({ number }) => set.state.appeal(number) ?? []),
  }
}

/** The groups of gaps that nobody has answered: what most people asked first, and of these the latest, as `groupsIn` has them. */
async function mostAsked(sql: Sql, limit: number): Promise<{ ids: readonly string[]; total: number }> {
  const groups = await sql.query<{ id: string; total: number }>(
    `select tag as id, count(*) over () as total from records
     where kind = 'gaps' and open::json ->> 'entry' is null and open::json ->> 'dismissed' is null
     group by tag having bool_or(sealed is not null)
     order by count(distinct subject) desc, count(*) desc, max(since collate "C") desc, tag limit greatest($1, 1)`,
    [limit],
  )
  return { ids: groups.slice(0, limit).map(({ id }) => id), total: groups[0]?.total ?? 0 }
}
