import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { folds } from '../../appeal/history.ts'
import { migrationsFolder } from '../paths.ts'
import { keyToRestore, type Restored, type Restoring } from './restored.ts'
import { unpackInto } from './unpack.ts'

/**
 * Restores a backup into a database that holds no ledger: unpacked and checked in a temporary folder first, then copied
 * in one transaction and compared. @throws Fault those of `unpackInto`, and of `copyLedger`.
 */
export async function restoreToDatabase(how: Restoring, url: string): Promise<Restored> {
  const { master } = await keyToRestore(how, how.data)
  const folder = await mkdtemp(join(tmpdir(), 'qinqing-restore-'))
  try {
    const restored = await unpackInto(folder, how.backup, master)
    const { copyLedger } = await import('../../../adapters/store/postgres/index.ts')
    await copyLedger({
      from: { folder },
      to: { url },
      folds,
      migrations: migrationsFolder,
      masterKey: master.toString('base64'),
      keyFolder: folder,
    })
    return restored
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
