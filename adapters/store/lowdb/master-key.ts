import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import type { Disk } from './disk.ts'
import { writeDurably } from './durable-file.ts'

export const MASTER_KEY_FILE = 'master.key'

/** The key that was given, else the one in the folder; null if there is neither. */
export async function findMasterKey(disk: Disk, folder: string, given: string | undefined): Promise<Buffer | null> {
  if (given !== undefined)
    return parseKey(
      'the master key',
      given,
      'give the one this folder was begun with; only a new folder takes a new one',
    )
  const path = join(folder, MASTER_KEY_FILE)
  const kept = await disk.read(path)
  return (
    kept && parseKey(path, kept.toString('utf8'), 'restore your copy; do not make a new one, it opens nothing here')
  )
}

export async function makeMasterKey(disk: Disk, folder: string): Promise<Buffer> {
  const key = randomBytes(32)
  await writeDurably(disk, join(folder, MASTER_KEY_FILE), Buffer.from(`${key.toString('base64')}\n`))
  return key
}

function parseKey(name: string, text: string, remedy: string): Buffer {
  const trimmed = text.trim()
  const key = Buffer.from(trimmed, /^[0-9a-f]{64}$/i.test(trimmed) ? 'hex' : 'base64')
  if (key.length !== 32 || !/^[\w+/=-]+$/.test(trimmed))
    throw new Fault('key', `${name} is not 32 bytes in base64 or hexadecimal: ${remedy}`)
  return key
}
