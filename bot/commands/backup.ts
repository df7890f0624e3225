import { mkdir, readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Ledger } from '../../adapters/store/index.ts'
import { Fault } from '../model/fault.ts'
import { dateOf, type Instant, timeOf } from '../model/instant.ts'

/** So many are kept in the data folder. */
const KEPT = 7
/** As the city's clocks show it, `2026-11-23-101500`: names sort as the backups were made. */
const NAME = /^\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?$/
/** What `copy` makes, before it is whole. */
const PART = '.part'

export interface Backups {
  /** Makes one, after those asked for before, lets the oldest go, and tells in lines for an administrator where it is and what is not in it. */
  make(): Promise<readonly string[]>
  /** When the last one was made; nothing where there is none. */
  last(): Promise<Instant | undefined>
}

/**
 * Backups of the data folder, beside what they are of: carrying them to another machine is for whoever looks after this
 * one. `copy` makes a folder that is not there yet, in one step, consistent while the process goes on (`Ledger.backup`).
 */
export function createBackups(options: {
  readonly data: string
  readonly copy: (to: string) => ReturnType<Ledger['backup']>
  readonly now: () => Instant
}): Backups {
  const { copy, now } = options
  const folder = join(resolve(options.data), 'backups')

  /** What was left half made by a process that died is no backup. */
  async function sweep(): Promise<void> {
    for (const name of await namesIn(folder))
      if (name.endsWith(PART)) await rm(join(folder, name), { recursive: true, force: true })
  }

  async function freeName(): Promise<string> {
    const taken = await namesIn(folder)
    const at = now()
    const name = `${dateOf(at)}-${timeOf(at).replace(':', '')}${at.slice(17, 19)}`
    let free = name
    for (let more = 2; taken.includes(free); more++) free = `${name}-${more}`
    return free
  }

  async function make(): Promise<readonly string[]> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await sweep()
    const name = await freeName()
    const { files, bytes } = await copy(join(folder, name)).catch((error: unknown) => {
      throw isFull(error) ? new Fault('storage', FULL, { cause: error }) : error
    })
    const made = (await backupsIn(folder)).sort()
    const old = made.slice(0, -KEPT)
    for (const one of old) await rm(join(folder, one), { recursive: true, force: true })
    return [
      `备份好了：${join(folder, name)}，${files.length} 个文件，${size(bytes)}。`,
      '里面没有主密钥，也没有政策文件：主密钥请另外保管，少了它备份打不开；政策文件请连同文件夹另外备份。',
      `请把它复制到另一台机器上。这里留着最近 ${Math.min(made.length, KEPT)} 份${old.length > 0 ? `，更早的 ${old.length} 份已删去` : ''}。`,
    ]
  }

  let latest: Promise<unknown> = Promise.resolve()
  return {
    make() {
      const made = latest.then(make, make)
      latest = made.catch(() => {})
      return made
    },
    async last() {
      const [newest] = (await backupsIn(folder)).sort().reverse()
      return newest === undefined ? undefined : instantOf(newest)
    },
  }
}

const FULL = '磁盘满了，没有备份成；原来的备份还在。请在服务器上腾出空间，再发 /backup。'

/** The copy says what went wrong, and why stands behind that. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT' || isFull(error.cause)
}

async function backupsIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => NAME.test(name))
}

async function namesIn(folder: string): Promise<string[]> {
  return await readdir(folder).catch(() => [])
}

function instantOf(name: string): Instant {
  const [date, time = ''] = [name.slice(0, 10), name.slice(11, 17)]
  const shanghai = `${date}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}+08:00`
  return new Date(shanghai).toISOString()
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`
}
