import type { PersonId } from '../../../bot/model/appeal.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { NewDelivery } from '../../../bot/ports/appeal-store.ts'
import { deliveryName } from '../entry.ts'
import { deepFreeze } from '../freeze.ts'
import type { Keeping } from '../keeping.ts'
import type { Keyring } from '../keyring.ts'
import { addressOf, type Row, replyOf } from '../row.ts'
import { cardKey } from '../sent.ts'
import { sinceOf } from '../waiting.ts'
import { storable } from './appeal-form.ts'

/** A row of the outbox as it stands in its table. */
export interface StoredRow {
  readonly key: string
  readonly address: string
  readonly subject: PersonId
  readonly parked: boolean
  readonly open: string
  readonly keeping: string | null
  readonly sealed: Buffer
}

export const ROW_COLUMNS = 'key, address, subject, parked, open, keeping, sealed'

/** Nobody else changes these lines until the transaction ends. */
export const HOLD = 'select 1 as one from addresses where address = any($1) order by address for update'

type Open = Pick<Row, 'channel' | 'attempts' | 'createdAt' | 'order' | 'retryAt' | 'given'>

/** An address, by a name that tells nothing. */
export const addressKey = (pseudonym: Keyring['pseudonym'], address: string): string => pseudonym(`address ${address}`)

/** A row as it is written, but for what is sealed. */
export interface PackedRow extends Omit<StoredRow, 'sealed'> {
  readonly card: string | null
  readonly about: string | null
  readonly waits_from: Instant | null
  readonly since: Instant
  readonly why: string | null
  readonly rank: number
  readonly not_before: Instant | null
}

export function packRow(row: Row, keeping: Keeping | undefined, keyring: Keyring): PackedRow {
  const { key, subject, parked, channel, attempts, createdAt, order, retryAt, given } = row
  const open: Open = { channel, attempts, createdAt, order, retryAt, ...(given && { given }) }
  const { card, about } = replyOf(row) ?? {}
  const why = (parked ? undefined : keeping?.wait?.reason) ?? given?.reason
  const isWaiting = !parked && !keeping?.lease
  return {
    key,
    address: addressKey(keyring.pseudonym, addressOf(row)),
    subject,
    card: card === undefined ? null : storable(cardKey(keyring.pseudonym, card)),
    about: about === undefined ? null : storable(about),
    parked,
    waits_from: isWaiting ? (attempts > 0 ? '' : (retryAt ?? '')) : null,
    since: parked ? (given?.since ?? createdAt) : sinceOf(row),
    why: why === undefined ? null : storable(why),
    rank: keeping?.rank ?? order,
    not_before: attempts === 0 && !keeping?.lease ? retryAt : null,
    open: JSON.stringify(open),
    keeping: keeping ? JSON.stringify(keeping) : null,
  }
}

/** What of a row is sealed: its id may hold the name of a chat. */
export const sealRow = ({ key, subject, id, payload }: Row, keyring: Keyring): Buffer =>
  keyring.sealBytes(subject, deliveryName(key), Buffer.from(JSON.stringify({ id, payload })))

/** Undefined where its person was erased. */
export function unpackRow(stored: StoredRow, keyring: Keyring): Row | undefined {
  const { key, subject, parked, open, sealed } = stored
  const bytes = keyring.unsealBytes(deliveryName(key), sealed)
  if (!bytes) return undefined
  const opened = JSON.parse(bytes.toString()) as Pick<NewDelivery, 'id' | 'payload'>
  return deepFreeze({ key, subject, parked, ...(JSON.parse(open) as Open), ...opened })
}

export const keepingIn = ({ keeping }: Pick<StoredRow, 'keeping'>): Keeping | undefined =>
  keeping === null ? undefined : (JSON.parse(keeping) as Keeping)
