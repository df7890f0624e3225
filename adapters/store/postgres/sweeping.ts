import type { Db } from './db.ts'

/**
 * After an erasure the old version of the key's row still lies in its file until the table is swept: that is asked for at
 * once, and not left to the day on which the server thinks of it. What lies in its log of changes, or in backups, is
 * overwritten only in time.
 */
export interface Sweeping {
  /** Never rejects; of several that are asked for while one is under way, one more is made. */
  sweep(): Promise<void>
  settled(): Promise<void>
}

export function createSweeping(db: Pick<Db, 'query'>, onNotice: (text: string) => void = () => {}): Sweeping {
  let underWay: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined

  async function once(): Promise<void> {
    next = undefined
    try {
      await db.query('vacuum keys')
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      onNotice(`the place of an erased key was not swept (let the owner of the tables run VACUUM keys): ${reason}`)
    }
  }

  return {
    sweep() {
      if (!next) {
        next = underWay.then(once)
        underWay = next
      }
      return next
    },
    settled: () => underWay,
  }
}
