import { waitingIn } from '../dialogue/office/waiting.ts'
import { dateOf, daysBetween } from '../model/instant.ts'
import type { Block, Cell, Figure, Table } from '../ports/overview.ts'
import { CHANNEL } from '../texts/zh-cn/alarms.ts'
import { reasonText } from '../texts/zh-cn/reasons.ts'
import { overviewText as text } from '../texts/zh-cn.ts'
import type { World } from './world.ts'

/** A backup of longer ago is none, in days. */
const OLD = 7

/** How the channels are, what waits to be sent and what was given up, and how the machine is. Of no message what it says or to whom. */
export async function channelsPage(world: World): Promise<readonly Block[]> {
  const { store, health, today } = world
  const { summary } = await store.read({ kind: 'outbox' })
  const { parked, given = [] } = summary
  const waiting = waitingIn(summary, health ?? { channels: [] })
  const state = (up: boolean): Cell => (up ? { text: text.UP, tone: 'good' } : { text: text.DOWN, tone: 'bad' })
  return [
    { kind: 'figures', figures: figuresOf(world, summary.pending, parked) },
    table(
      text.CHANNELS_HEADING,
      text.CHANNEL_COLUMNS,
      (health?.channels ?? []).map(({ name, state: is, since, reason }) => [
        CHANNEL[name],
        state(is === 'up'),
        text.timed(since, today),
        reason ? reasonText(reason) : text.NONE,
      ]),
      text.CHANNELS_NONE,
    ),
    {
      ...table(
        text.WAITING_HEADING,
        text.WAITING_COLUMNS,
        waiting.map(({ channel, count, since, reason }) => [
          CHANNEL[channel],
          String(count),
          text.timed(since, today),
          reasonText(reason),
        ]),
        text.WAITING_NONE,
      ),
      note: text.WAITING_IS,
    },
    {
      ...table(
        text.GIVEN_HEADING,
        text.GIVEN_COLUMNS,
        given.map(({ channel, since, reason }) => [CHANNEL[channel], text.timed(since, today), reasonText(reason)]),
        text.GIVEN_NONE,
      ),
      ...(parked > 0 && { note: text.givenNote(parked, given.length) }),
    },
  ]
}

function figuresOf({ health, today, now }: World, pending: number, parked: number): readonly Figure[] {
  const { disk, backupAt } = health ?? {}
  const days = backupAt ? daysBetween(dateOf(backupAt), dateOf(now)) : 0
  const isOld = health !== undefined && (backupAt === undefined || days >= OLD)
  return [
    { label: text.C.pending, value: text.messages(pending), note: text.pendingNow },
    {
      label: text.C.parked,
      value: text.messages(parked),
      note: text.parkedNow,
      ...(parked > 0 && { tone: 'bad' as const }),
    },
    ...(health
      ? [
          {
            label: text.C.backup,
            value: backupAt ? text.timed(backupAt, today) : text.noBackup,
            note: days >= OLD ? text.backupOld(days) : text.backupIs,
            ...(isOld && { tone: 'warn' as const }),
          },
        ]
      : []),
    ...(disk
      ? [
          {
            label: text.C.disk,
            value: text.gigabytes(disk.freeBytes),
            note: text.diskIs(text.gigabytes(disk.totalBytes)),
            ...(isScarce(disk) && { tone: 'bad' as const }),
          },
        ]
      : []),
  ]
}

/** As the bot's own status has it. */
const isScarce = ({ freeBytes, totalBytes }: { readonly freeBytes: number; readonly totalBytes: number }): boolean =>
  (totalBytes > 0 ? freeBytes / totalBytes : 1) < 0.1 || freeBytes < 2e9

function table(heading: string, columns: readonly string[], rows: Table['rows'], empty: string): Table {
  return {
    kind: 'table',
    heading,
    columns: columns.map((name) => (name === '条数' ? { name, kind: 'number' as const } : { name })),
    rows,
    empty,
  }
}
