import { join } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import type { Folds } from '../../../bot/ports/appeal-store.ts'
import { unsealEntry } from '../entry.ts'
import type { Keyring } from '../keyring.ts'
import { createState, type State } from '../state.ts'
import type { Disk } from './disk.ts'
import { createDrawers, type Drawer } from './drawers.ts'
import { createSnapshots, type Snapshots } from './snapshot.ts'
import { hasNothing, type Position, type Replayed, replay, START, segmentsOf } from './walk.ts'

export interface Loaded {
  readonly state: State
  readonly drawers: readonly Drawer[]
  readonly snapshots: Snapshots
  /** Where the snapshot ends; the journal up to there was not read. */
  readonly from: Position
  readonly journal: Replayed
}

/** After so many entries of a long replay. */
const REST_AFTER = 20_000

/** Builds the state from the newest whole snapshot and what the journal holds after it. Changes nothing on the disk. */
export async function loadState(options: {
  readonly disk: Disk
  readonly folder: string
  readonly folds: Folds
  readonly keyring: Keyring
  /** Whether anybody has, or had, a key: then there are entries. */
  readonly inUse: boolean
  readonly notice: (text: string) => void
}): Promise<Loaded> {
  const { disk, folder, folds, keyring, inUse, notice } = options
  const state = createState(folds, keyring)
  const drawers = createDrawers(state, keyring)
  const snapshots = createSnapshots(disk, folder, folds.version)
  // A ledger that has not begun has no snapshot, and nothing is wrong with that.
  const begun = (await segmentsOf(disk, folder)).length > 0
  const told: string[] = []
  const from = (await snapshots.load(drawers, (text) => told.push(text))) ?? START
  state.index()
  let replayed = 0
  const journal = await replay(disk, folder, from, (entry, place) => {
    state.stage(unsealEntry(entry, keyring))(place)
    replayed += 1
    if (replayed % REST_AFTER === 0) for (const drawer of drawers) drawer.rest()
  })
  if (inUse && hasNothing(journal.end))
    throw new Fault('damaged', `${join(folder, 'journal')} is empty, and was not: restore the folder from the backup`)
  // That the rest was enough is known only now.
  if (begun) for (const text of told) notice(text)
  return { state, drawers, snapshots, from, journal }
}
