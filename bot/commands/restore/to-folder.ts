import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../../../adapters/archive/index.ts'
import { Fault } from '../../model/fault.ts'
import { keyToRestore, type Restored, type Restoring } from './restored.ts'
import { unpackInto } from './unpack.ts'

const MASTER_KEY = 'master.key'
/** What a folder may hold and still be taken for a new one: its key, and what a file system puts into its topmost. */
const HARMLESS = [MASTER_KEY, 'lost+found']
/** Where it stands until it is whole. */
const PART = 'restoring.part'

/**
 * Restores a backup into a folder that is new, or empty but for its master key. It is written and checked within that
 * folder (which may be a mounted one, in a folder that is not ours), and put in place when all of it is right; else what
 * was made of it is gone again.
 *
 * @throws Fault `config` where something stands there, `storage`, and those of `unpackInto`.
 */
export async function restoreToFolder(how: Restoring, to: string): Promise<Restored> {
  const isNew = await refuseOccupied(to)
  const { master, isFrom } = await keyToRestore(how, to)
  const made = isNew
    ? await mkdir(to, { recursive: true, mode: 0o700 }).catch((error) => refuseUnmade(error, to))
    : undefined
  const part = join(to, PART)
  const placed: string[] = []
  try {
    await rm(part, { recursive: true, force: true })
    await mkdir(part, { mode: 0o700 })
    const restored = await unpackInto(part, how.backup, master)
    // The journal comes last: what has none yet is no ledger.
    for (const name of (await readdir(part)).sort((a, b) => order(a) - order(b))) {
      placed.push(join(to, name))
      await rename(join(part, name), join(to, name))
    }
    await rmdir(part)
    const wroteKey = isFrom === 'file' ? join(to, MASTER_KEY) : undefined
    if (wroteKey) await writeKey(wroteKey, master)
    for (const folder of [to, dirname(to)]) await syncFolder(folder).catch(() => {})
    return { ...restored, ...(wroteKey && { wroteKey }), ...(isFrom !== 'setting' && { hasKey: true }) }
  } catch (error) {
    for (const path of [part, ...placed]) await rm(path, { recursive: true, force: true }).catch(() => {})
    if (made) await rm(made, { recursive: true, force: true }).catch(() => {})
    throw error instanceof Fault ? error : asStorage(error, to)
  }
}

const order = (name: string): number => (name === 'journal' ? 1 : 0)

async function writeKey(path: string, master: Buffer): Promise<void> {
  await rm(path, { force: true })
  await writeFile(path, `${master.toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
}

/** Whether there is nothing of that name yet. @throws Fault `config` */
async function refuseOccupied(to: string): Promise<boolean> {
  const names = await readdir(to).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new Fault('config', `cannot restore into ${to}: ${error.message}; give a new folder with --to`)
  })
  const found = names?.find((name) => !HARMLESS.includes(name) && name !== PART)
  if (found === undefined) return names === null
  throw new Fault(
    'config',
    `${to} is not empty (there is ${found}): give a new folder with --to; nothing is written over what may be a ledger`,
  )
}

function refuseUnmade(error: NodeJS.ErrnoException, to: string): never {
  const remedy = 'make it for this user (install -d -m 0700 -o USER), or give another with --to'
  throw new Fault('config', `cannot make ${to}: ${error.code}: ${remedy}`, { cause: error })
}

function asStorage(error: unknown, to: string): Fault {
  const reason = error instanceof Error ? error.message : String(error)
  return new Fault('storage', `cannot restore into ${to}: ${reason}; free or repair the disk`, { cause: error })
}
