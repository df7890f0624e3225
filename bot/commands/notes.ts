import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Memo } from '../ports/channel.ts'

/** A note of an adapter in the data folder: written aside and put in place, so that it is whole or as it was. */
export function noteIn(data: string, name: string): Memo {
  const folder = join(data, 'notes')
  const file = join(folder, name)
  return {
    read: () => readFile(file, 'utf8').catch(() => null),
    async write(text) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const aside = `${file}.${randomBytes(4).toString('hex')}`
      await writeFile(aside, text, { mode: 0o600 })
      await rename(aside, file)
    },
  }
}
