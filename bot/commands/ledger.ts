import type { Reading } from '../../adapters/store/index.ts'
import type { Io } from './io.ts'
import { configWithData } from './options.ts'

/** The ledger to look into, beside the process that owns it. */
export async function openReading(io: Io, flags: { readonly data?: string }): Promise<Reading> {
  const config = configWithData(io, flags)
  const [{ readLedger }, { folds }] = await Promise.all([
    import('../../adapters/store/index.ts'),
    import('../appeal/history.ts'),
  ])
  return readLedger({
    folder: config.data,
    folds,
    ...(config.masterKey && { masterKey: config.masterKey }),
  })
}
