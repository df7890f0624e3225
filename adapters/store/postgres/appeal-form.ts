import { type Appeal, isSealed, type PersonId } from '../../../bot/model/appeal.ts'
import { dateOf } from '../../../bot/model/instant.ts'
import type { Folds } from '../../../bot/ports/appeal-store.ts'
import { deepFreeze } from '../freeze.ts'
import { urgencyOf } from '../indexes.ts'
import type { AppealRecord, State } from '../state.ts'

/** An appeal as it stands in its table: as JSON, and beside it what it is found by. */
export interface StoredAppeal {
  readonly number: string
  readonly version: number
  readonly subject: PersonId
  readonly open: string
  readonly sealed: Buffer | null
}

/** The columns that an appeal is found by. */
export interface AppealColumns {
  readonly state: string
  readonly kind: string
  readonly category: string
  readonly area: string | null
  readonly unit: string
  readonly co: readonly string[]
  readonly against: readonly string[]
  readonly confided: boolean
  readonly dispatched: boolean
  readonly pending: boolean
  readonly handler: string | null
  readonly registered_on: string
  readonly closed_on: string | null
  readonly updated_at: string
  readonly urgency: string
  readonly alarm_at: string | null
}

export function packAppeal(
  state: State,
  folds: Pick<Folds, 'owed' | 'alarms'>,
  { version, value, personal }: AppealRecord,
): StoredAppeal & AppealColumns {
  const { number, subject } = value
  return {
    number,
    version,
    subject,
    ...columnsOf(value, folds),
    open: JSON.stringify(value),
    sealed: personal ? state.cells.appeals.seal(subject, number, personal) : null,
  }
}

/** A text without what PostgreSQL cannot keep in one; the appeal itself is kept as JSON, which has another way to write it. */
export const storable = (text: string): string =>
  text.replaceAll('\u0000', '\uFFFD').replaceAll(/\p{Surrogate}/gu, '\uFFFD')

function columnsOf(appeal: Appeal, { owed, alarms }: Pick<Folds, 'owed' | 'alarms'>): AppealColumns {
  return {
    state: appeal.state,
    kind: appeal.kind,
    category: storable(appeal.category),
    area: appeal.area === undefined ? null : storable(appeal.area),
    unit: storable(appeal.unit),
    co: appeal.co.map(storable),
    against: appeal.against.map(storable),
    confided: isSealed(appeal),
    dispatched: appeal.dispatchedAt !== undefined,
    pending: appeal.pending !== undefined,
    handler: appeal.handler?.id ?? null,
    registered_on: dateOf(appeal.registeredAt),
    closed_on: appeal.closedAt === undefined ? null : dateOf(appeal.closedAt),
    updated_at: appeal.updatedAt,
    urgency: urgencyOf(appeal, owed),
    alarm_at: alarms(appeal)[0]?.at ?? null,
  }
}

/** Puts it on its shelf; what is personal only if it can still be read. Its places in the history are not known there. */
export function loadAppeal({ appeals, cells }: State, { number, version, open, sealed }: StoredAppeal): void {
  const personal = sealed ? cells.appeals.stored(number, sealed) : undefined
  const record = { version, value: deepFreeze(JSON.parse(open) as Appeal), personal, places: [] }
  appeals.load('appeals-0001', number, record)
}
