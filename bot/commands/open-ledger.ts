import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { type Ledger, openLedger } from '../../adapters/store/index.ts'
import type { Exchange, GenerationFacts } from '../../knowledge/index.ts'
import { folds } from '../appeal/history.ts'
import type { Config } from '../config.ts'
import type { Peers } from '../ports/peers.ts'
import { databaseUrlOf } from './database-url.ts'
import { migrationsFolder } from './paths.ts'

/** The ledger as it is configured, and what belongs to it where others work on it too. */
export interface OpenedLedger {
  readonly ledger: Ledger
  readonly peers?: Peers
  /** Where the generations of the documents are shared. */
  readonly exchange?: Exchange
  /** Rejects where it does not take a write now; without it, that shows when something is written. */
  readonly writable?: () => Promise<void>
  close(): Promise<void>
}

/**
 * Opens the ledger, in the data folder or in a database. Either way this process owns the data folder from then on: one
 * that works on a database keeps there its notes, what it has fetched, and where none is given, the master key.
 */
export async function openLedgerOf(
  config: Pick<Config, 'data' | 'database' | 'masterKey'>,
  onNotice: (line: string) => void,
): Promise<OpenedLedger> {
  const { data, masterKey } = config
  const url = databaseUrlOf(config)
  const key = masterKey ? { masterKey } : {}
  if (url === undefined) {
    const ledger = await openLedger({ folder: data, folds, onNotice, ...key })
    return { ledger, close: () => ledger.close() }
  }
  const [{ openPostgres }, { createSharedGenerations }, { nodeDisk }, { lockFolder }] = await Promise.all([
    import('../../adapters/store/postgres/open.ts'),
    import('../../adapters/store/postgres/generations.ts'),
    import('../../adapters/store/lowdb/disk.ts'),
    import('../../adapters/store/lowdb/lock.ts'),
  ])
  const folder = resolve(data)
  await nodeDisk.makeFolder(folder)
  const lock = lockFolder(folder)
  try {
    const ledger = await openPostgres({
      url,
      migrations: migrationsFolder,
      keyFolder: folder,
      folds,
      instance: `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`,
      onNotice,
      ...key,
    })
    return {
      ledger,
      peers: ledger.peers,
      exchange: createSharedGenerations<GenerationFacts>(ledger.db),
      writable: ledger.writable,
      close: () => ledger.close().finally(() => lock.release()),
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
