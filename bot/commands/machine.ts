import { statfs } from 'node:fs/promises'
import type { Health } from '../dialogue/desk.ts'
import type { Instant } from '../model/instant.ts'

const EVERY_MS = 30_000

/**
 * How the machine is, as it was found at most half a minute ago: a turn asks and does not wait, for a disk may. `look`
 * looks now, and resolves when it has.
 */
export function createMachine(options: {
  readonly data: string
  readonly lastBackup: () => Promise<Instant | undefined>
}): { readonly now: () => Pick<Health, 'disk' | 'backupAt'>; readonly look: () => Promise<void> } {
  let known: Pick<Health, 'disk' | 'backupAt'> = {}
  let lookedAt = Number.NEGATIVE_INFINITY

  async function look(): Promise<void> {
    lookedAt = performance.now()
    const [disk, backupAt] = await Promise.all([
      statfs(options.data).catch(() => undefined),
      options.lastBackup().catch(() => undefined),
    ])
    known = {
      ...(disk && { disk: { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize } }),
      ...(backupAt && { backupAt }),
    }
  }

  return {
    now() {
      if (performance.now() - lookedAt > EVERY_MS) void look()
      return known
    },
    look,
  }
}
