import { basename, join } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'
import { type KeyFile, type KeyRecord, keyCheck } from '../keyring.ts'
import { type AppendLog, openAppendLog, reasonOf, TORN } from './append-log.ts'
import type { Disk } from './disk.ts'
import { newerFormat, parse, writeDurably } from './durable-file.ts'
import { type End, encodeLines, GENESIS, scanLines } from './line.ts'

const START: End = { offset: 0, hash: GENESIS }

export interface StoredKeys {
  readonly records: readonly KeyRecord[]
  readonly end: End
  /** Bytes after the last whole line. */
  readonly torn: number
}

export const keysPath = (folder: string): string => join(folder, 'keys.jsonl')

/** The persons' keys, wrapped; null if there is no such file. No earlier generation is kept: it would undo erasures. */
export async function readKeys(disk: Disk, folder: string, master: Buffer): Promise<StoredKeys | null> {
  const path = keysPath(folder)
  const bytes = await disk.read(path)
  if (bytes === null) return null
  const records: KeyRecord[] = []
  const { end, tail } = scanLines(bytes, START, ({ json, offset }) => {
    if (offset === 0) checkHeader(path, json, master)
    else records.push(JSON.parse(json) as KeyRecord)
  })
  if (tail.state === 'damaged' || end.offset === 0) {
    const line = tail.state === 'damaged' ? tail.line : 1
    throw new Fault(
      'damaged',
      `${path}, line ${line} is damaged: stop here, copy the folder, and restore this file from the backup`,
    )
  }
  return { records, end, torn: tail.state === 'torn' ? tail.bytes : 0 }
}

export async function makeKeys(disk: Disk, folder: string, master: Buffer): Promise<StoredKeys> {
  const { bytes, end } = encodeLines([header(master)], START)
  await writeDurably(disk, keysPath(folder), bytes)
  return { records: [], end, torn: 0 }
}

export interface DiskKeyFile extends KeyFile {
  /** Cuts what stands after the last whole line; until then, and until a key is added, nothing is changed. */
  open(): Promise<void>
  close(): Promise<void>
}

export function createKeyFile(disk: Disk, folder: string, master: Buffer, stored: StoredKeys): DiskKeyFile {
  const path = keysPath(folder)
  let log: AppendLog | undefined
  let { end } = stored

  /** What was set aside may hold a key, too. */
  async function removeTorn(): Promise<void> {
    const names = (await disk.list(folder)).filter((name) => name.startsWith(`${basename(path)}${TORN}`))
    for (const name of names) await disk.remove(join(folder, name))
    if (names.length > 0) await disk.syncFolder(folder)
  }

  return {
    name: stored.torn > 0 ? `${path}, whose last ${stored.torn} bytes cannot be read` : path,
    async open() {
      log ??= await openAppendLog(disk, path, end)
    },
    async add(records) {
      log ??= await openAppendLog(disk, path, end)
      await log.append(records.map((record) => JSON.stringify(record)))
    },
    async replace(records) {
      await log?.close()
      log = undefined
      const fresh = encodeLines([header(master), ...records.map((record) => JSON.stringify(record))], START)
      end = fresh.end
      try {
        await writeDurably(disk, path, fresh.bytes)
        await removeTorn()
      } catch (cause) {
        throw new Fault('storage', `cannot write ${path}: ${reasonOf(cause)}`, { cause })
      }
    },
    close: async () => log?.close(),
  }
}

function header(master: Buffer): string {
  return JSON.stringify({ format: 'qinqing-keys', v: 1, check: keyCheck(master) })
}

function checkHeader(path: string, json: string, master: Buffer): void {
  const head = parse(json)
  if (typeof head?.['v'] === 'number' && head['v'] > 1) throw newerFormat(path, head['v'])
  if (head?.['check'] !== keyCheck(master))
    throw new Fault('key', `${path} was made with another master key: give the one from the backup`)
}
