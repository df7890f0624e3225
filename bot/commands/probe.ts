import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'

const BYTES = 4096

/** Rejects where nothing durable can be written to the folder now: it writes a little, flushes it and takes it away. */
export function probeOf(folder: string): () => Promise<void> {
  const path = join(folder, `.probe-${process.pid}`)
  return async () => {
    const file = await open(path, 'w', 0o600)
    try {
      await file.write(Buffer.alloc(BYTES, ' '))
      await file.datasync()
    } finally {
      await file.close()
      await rm(path, { force: true })
    }
  }
}
