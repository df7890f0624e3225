import type { AppealNumber } from '../../bot/model/appeal.ts'
import type { Instant } from '../../bot/model/instant.ts'
import type { Address } from '../../bot/model/message.ts'
import type { Job, Reply } from '../../bot/model/reply.ts'
import type { OutboxSummary } from '../../bot/ports/appeal-store.ts'
import type { Delivery } from '../../bot/ports/outbox.ts'
import { compare } from './indexes.ts'

/** What waits to leave. `order` is the order of creation over all addresses. */
export interface Row extends Omit<Delivery, 'known'> {
  readonly key: string
  readonly order: number
  readonly parked: boolean
  readonly retryAt: Instant | null
  /** Of one whose last try failed: when that was and why. Those parked first of all have none. */
  readonly given?: { readonly since: Instant; readonly reason: string }
}

export function replyOf({ payload }: Pick<Row, 'payload'>): Reply | undefined {
  return payload.kind === 'reply' ? payload.reply : undefined
}

/** What leaves in order. Jobs on the documents take minutes, and another system may be away: they must not hold up the others. */
export function addressOf({ payload }: Pick<Row, 'payload'>): string {
  if (payload.kind === 'job') return lineOf(payload.job)
  return chatKey(payload.reply.to)
}

export const chatKey = ({ channel, chat }: Address): string => `${channel}/${chat}`

function lineOf({ kind }: Job): string {
  if (kind === 'notify') return 'jobs/notify'
  return OF_DOCUMENTS.has(kind) ? 'jobs/documents' : 'jobs'
}

const OF_DOCUMENTS: ReadonlySet<Job['kind']> = new Set([
  'reload',
  'rollback',
  'stage',
  'adopt',
  'withdraw-document',
  'discard',
])

export const hasPicture = ({ files = [] }: Reply): boolean => files.some(({ type }) => type.startsWith('image/'))

export const isAnew = (row: Row): boolean => replyOf(row)?.anew === true

export function withAnew(row: Row, wanted: boolean): Row {
  if (row.payload.kind !== 'reply') return row
  const { anew: _, ...reply } = row.payload.reply
  return { ...row, payload: { kind: 'reply', reply: { ...reply, ...(wanted && { anew: true }) } } }
}

/** So many of what was given up are told. */
const TOLD = 20

/** `about`: with where something of this appeal was to go. */
export function summaryOf(rows: readonly Row[], about?: AppealNumber): Omit<OutboxSummary, 'waiting'> {
  const parked = rows.filter((row) => row.parked)
  const given = parked.map((row) => {
    const { key, channel, createdAt, given: { since, reason } = { since: createdAt, reason: '' } } = row
    const { about, to } = replyOf(row) ?? {}
    return { key, channel, since, reason, ...(about !== undefined && { about }), ...(to && { to }) }
  })
  const oldest = given.sort((a, b) => compare(a.since, b.since)).slice(0, TOLD)
  return {
    pending: rows.length - parked.length,
    parked: parked.length,
    ...(about !== undefined && { undelivered: undelivered(rows, about) }),
    given: oldest,
  }
}

export const undelivered = (rows: readonly Row[], about: AppealNumber): readonly Address[] =>
  rows.flatMap((row) => {
    const reply = replyOf(row)
    return reply?.about === about ? [reply.to] : []
  })
