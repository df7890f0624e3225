import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Ledger } from '../../adapters/store/index.ts'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import { dateOf, type Instant, timeOf } from '../model/instant.ts'
import { archiveKeysOf } from './backup-key.ts'
import { version } from './paths.ts'

/** So many are kept where no setting says how many. */
const KEPT = 7
/** As the city's clocks show it, `qinqing-2026-11-23-101500.tar.age`; before they were sealed, a folder of the bare time. */
const NAME = /^(?:qinqing-)?(\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?)(?:\.tar\.age)?$/
const ENDING = '.tar.age'
/** What is not whole yet has this after its name; untouched for so long, nobody is at work on it. */
const PART = '.part'
const ABANDONED_MS = 3_600_000

export interface Backups {
  /**
   * Makes one, after those asked for before, lets the oldest go, and tells in lines for an administrator where it is. `to`:
   * into another folder, where nothing is let go.
   */
  make(to?: string): Promise<readonly string[]>
  /** When the last one was made; nothing where there is none. */
  last(): Promise<Instant | undefined>
}

/** The backups of a deployment, as its settings have them. `ledger` is copied while work goes on. */
export function backupsOf(
  config: Pick<Config, 'data' | 'masterKey' | 'operators'>,
  ledger: Pick<Ledger, 'backup'>,
  now: () => Instant,
): Backups {
  const { to, keep = KEPT } = config.operators.backup ?? {}
  return createBackups({
    data: config.data,
    ...(to && { to }),
    keep,
    now,
    copy: (folder) => ledger.backup(folder),
    async pack(folder, archive) {
      const { packArchive } = await import('../../adapters/archive/index.ts')
      const about = { at: now(), program: version() }
      return packArchive({ folder, to: archive, about, keys: await archiveKeysOf(config) })
    },
  })
}

/**
 * Backups, each one sealed file. `copy` makes a folder of the ledger as it is at one moment; that is packed, checked, and
 * goes again. They lie in `to`, which must be there (it may be another machine's, and not mounted now), or in `backups`
 * of the data folder.
 */
export function createBackups(options: {
  readonly data: string
  readonly to?: string
  readonly keep?: number
  readonly copy: (folder: string) => Promise<unknown>
  readonly pack: (folder: string, archive: string) => Promise<{ readonly bytes: number }>
  readonly now: () => Instant
}): Backups {
  const { copy, pack, now, keep = KEPT } = options
  const own = join(resolve(options.data), 'backups')
  const home = options.to === undefined ? own : resolve(options.to)
  /** One of this name is nobody else's: a process that died with our number is gone. */
  const making = join(own, `making-${process.pid}`)

  async function make(asked: string | undefined): Promise<readonly string[]> {
    const folder = asked === undefined ? home : resolve(asked)
    if (folder !== own) await refuseMissing(folder)
    await mkdir(own, { recursive: true, mode: 0o700 })
    await sweep(own, folder)
    const archive = join(folder, await freeName(folder, now()))
    const { bytes } = await pressed(archive).catch((error: unknown) => {
      throw isFull(error) ? new Fault('storage', FULL, { cause: error }) : error
    })
    const old = folder === home ? (await backupsIn(home)).slice(0, -keep) : []
    for (const one of old) await rm(join(home, one), { recursive: true, force: true })
    return [
      `备份好了：${archive}，${size(bytes)}，已加密，并且读回检查过。`,
      '打开它要用主密钥：主密钥不在里面，请另外保管，不要和备份放在一起。政策文件也不在里面，请连同文件夹另外备份。',
      ...(folder === home ? [await keptLine(old.length)] : []),
    ]
  }

  async function pressed(archive: string): Promise<{ readonly bytes: number }> {
    try {
      await copy(making)
      return await pack(making, archive)
    } finally {
      await rm(making, { recursive: true, force: true })
    }
  }

  async function keptLine(gone: number): Promise<string> {
    const kept = (await backupsIn(home)).length
    const carry = home === own ? '请把它复制到另一台机器上。' : ''
    return `${carry}这里留着最近 ${kept} 份${gone > 0 ? `，更早的 ${gone} 份已删去` : ''}。`
  }

  let latest: Promise<unknown> = Promise.resolve()
  return {
    make(to) {
      const made = latest.then(
        () => make(to),
        () => make(to),
      )
      latest = made.catch(() => {})
      return made
    },
    async last() {
      const newest = (await backupsIn(home)).at(-1)
      return newest === undefined ? undefined : instantOf(newest)
    },
  }
}

/** Where the backups of a deployment lie. */
export function backupsFolder({ data, operators }: Pick<Config, 'data' | 'operators'>): string {
  return resolve(operators.backup?.to ?? join(data, 'backups'))
}

/** The names of the backups in a folder, the oldest first. */
export async function backupsIn(folder: string): Promise<readonly string[]> {
  const key = (name: string): string => NAME.exec(name)?.[1] ?? ''
  const names = (await namesIn(folder)).filter((name) => NAME.test(name))
  return names.sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

/** When a backup was made, as its name says. */
export function instantOf(name: string): Instant {
  const at = NAME.exec(name)?.[1] ?? ''
  const [date, time] = [at.slice(0, 10), at.slice(11, 17)]
  const shanghai = `${date}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4, 6)}+08:00`
  return new Date(shanghai).toISOString()
}

async function refuseMissing(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory())
    throw new Fault('config', `there is no folder ${folder} for backups: make it, or mount what it stands for`)
}

/** What processes that died left half made is no backup. */
async function sweep(own: string, folder: string): Promise<void> {
  for (const name of await namesIn(own)) {
    const pid = Number(/^making-(\d+)(?:\.part)?$/.exec(name)?.[1] ?? 0)
    if (pid > 0 && (pid === process.pid || !isRunning(pid))) await rm(join(own, name), { recursive: true, force: true })
  }
  for (const name of await namesIn(folder)) {
    const path = join(folder, name)
    const touched = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0
    const isOurs = name.endsWith(PART) && NAME.test(name.slice(0, -PART.length))
    if (isOurs && Date.now() - touched > ABANDONED_MS) await rm(path, { recursive: true, force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function freeName(folder: string, at: Instant): Promise<string> {
  const taken = await namesIn(folder)
  const name = `qinqing-${dateOf(at)}-${timeOf(at).replace(':', '')}${at.slice(17, 19)}`
  const isTaken = (one: string) => taken.some((other) => other === one + ENDING || other === one + ENDING + PART)
  let free = name
  for (let more = 2; isTaken(free); more++) free = `${name}-${more}`
  return free + ENDING
}

const FULL = '磁盘满了，没有备份成；原来的备份还在。请在服务器上腾出空间，再发 /backup。'

/** The copy says what went wrong, and why stands behind that. */
function isFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT' || isFull(error.cause)
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => [])
}

export function size(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`
}
