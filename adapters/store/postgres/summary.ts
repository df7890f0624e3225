import type { AppealNumber } from '../../../bot/model/appeal.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { ChannelName } from '../../../bot/model/message.ts'
import type { OutboxSummary } from '../../../bot/ports/appeal-store.ts'
import { undelivered } from '../row.ts'
import { storable } from './appeal-form.ts'
import { ROW_COLUMNS, type StoredRow } from './lines.ts'
import { createWorkingSet } from './working-set.ts'
import type { World } from './world.ts'

/** What has no reason of its own waits for that of the one before it in its line. */
const WAITING = `
  with waiting as (
    select address, rank, since, why, count(why) over (partition by address order by rank) as reason_no
    from outbox where waits_from <= $1
  ), explained as (
    select address, rank, since, max(why) over (partition by address, reason_no) as why from waiting
  )
  select a.channel, e.why, count(*) as count, min(e.since collate "C") as since
  from explained e join addresses a using (address)
  group by a.channel, e.why order by min(e.since collate "C"), min(e.rank)`

/** So many of what was given up are told. */
const TOLD = 20

/** The outbox as it stands, counted by the database: only what is told one by one is opened, however much there is. */
export async function summaryIn(world: World, about?: AppealNumber): Promise<OutboxSummary> {
  const { db } = world
  const [[counts], given, of, waiting] = await Promise.all([
    db.query<{ pending: number; parked: number }>(
      'select count(*) filter (where not parked) as pending, count(*) filter (where parked) as parked from outbox',
    ),
    db.query<StoredRow>(`select ${ROW_COLUMNS} from outbox where parked order by since, rank limit ${TOLD}`),
    about === undefined
      ? []
      : db.query<StoredRow>(`select ${ROW_COLUMNS} from outbox where about = $1 order by rank`, [storable(about)]),
    db.query<{ channel: ChannelName; why: string | null; count: number; since: Instant }>(WAITING, [world.claimedAt()]),
  ])
  const [parked, concerned] = [createWorkingSet(db, world), createWorkingSet(db, world)]
  await Promise.all([parked.admitRows(given), concerned.admitRows(of)])
  const rows = [...concerned.state.rows.shelf.keys()].flatMap((key) => concerned.state.rows.shelf.get(key) ?? [])
  return {
    pending: counts?.pending ?? 0,
    parked: counts?.parked ?? 0,
    ...(about !== undefined && { undelivered: undelivered(rows, about) }),
    given: parked.state.rows.summary().given ?? [],
    waiting: waiting.map(({ channel, why, count, since }) => ({
      channel,
      ...(why !== null && { reason: why }),
      count,
      since,
    })),
  }
}
