import type { Reading } from '../../adapters/store/index.ts'
import type { Place } from '../../adapters/store/postgres/copy.ts'
import type { Config } from '../config.ts'
import { databaseUrlOf } from './database-url.ts'
import type { Io } from './io.ts'
import { configWithData } from './options.ts'
import { migrationsFolder } from './paths.ts'

/** The ledger to look into, beside the process that owns it, or those that work on it. */
export async function openReading(io: Io, flags: { readonly data?: string }): Promise<Reading> {
  const config = configWithData(io, flags)
  const url = databaseUrlOf(config)
  return readAt(url === undefined ? { folder: config.data } : { url }, config)
}

/** The one in a folder or a database; its key is the one given, or lies in the folder, or in the data folder. */
export async function readAt(place: Place, { data, masterKey }: Pick<Config, 'data' | 'masterKey'>): Promise<Reading> {
  const { folds } = await import('../appeal/history.ts')
  const key = masterKey ? { masterKey } : {}
  if ('url' in place) {
    const { readPostgres } = await import('../../adapters/store/postgres/index.ts')
    return readPostgres({ url: place.url, migrations: migrationsFolder, keyFolder: data, folds, ...key })
  }
  const { readLedger } = await import('../../adapters/store/index.ts')
  return readLedger({ folder: place.folder, folds, ...key })
}
