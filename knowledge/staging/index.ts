import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { FILE_BYTES } from '../generation/build.ts'
import { trouble } from '../read/faults.ts'
import { walk } from '../read/walk.ts'
import type { Report } from '../report.ts'
import { type Disk, nodeDisk, whyNot, writeWhole } from '../shelf/disk.ts'
import { createQueue } from '../shelf/keeper.ts'
import { createEntries, type Entry, idOf, sha256Of } from './entries.ts'
import { fileName } from './name.ts'
import * as words from './words.ts'

export interface StagingOptions {
  /** The folder of documents that files may join. */
  readonly folder: string
  /** Where they are kept aside; made when it is first needed. The folder above it must be there. */
  readonly staging: string
  /** The largest file that is taken, in bytes. */
  readonly fileBytes?: number
  /** Reads a folder as a reload would. What comes from outside is best read in a process of its own. */
  readonly check: (folder: string) => Promise<Pick<Report, 'ok' | 'documents' | 'faults'>>
  /** Why nothing may join, in a sentence for an administrator; what was understood of a file is told all the same. */
  readonly closed?: string
  /** The present instant. */
  readonly now?: () => string
  /** For tests. */
  readonly disk?: Disk
}

/** What became of a file that is to join the documents, in lines an administrator reads. */
export interface Staged {
  readonly ok: boolean
  /** It is kept aside under this id, and may join. */
  readonly id?: string
  readonly lines: readonly string[]
}

/** The way of a file into the folder of documents, and out again. Nothing of it rejects: what went wrong is told. */
export interface Staging {
  /** Keeps a file aside, reads it as a reload would, and tells what was understood of it. The same file has the same id. */
  stage(file: { readonly name: string; readonly bytes: Uint8Array }): Promise<Staged>
  /** It joins the folder, in the place of what had its name, which is kept. Done twice it is done once. */
  adopt(id: string): Promise<Staged>
  /** It leaves the folder again, and what had its name before is put back, unless somebody has changed it since. */
  withdraw(id: string): Promise<Staged>
  /** It is let go, before it ever joined or after it was withdrawn. */
  discard(id: string): Promise<Staged>
}

/** So long what it took the place of can be had back, and what was never confirmed is kept. */
const KEPT_DAYS = { joined: 365, waiting: 30 }
/** What nobody but us needs to write, and everybody may read. */
const PUBLIC = 0o644

export function createStaging(options: StagingOptions): Staging {
  const { check, closed, disk = nodeDisk, fileBytes = FILE_BYTES, now = () => new Date().toISOString() } = options
  const folder = resolve(options.folder)
  const entries = createEntries(disk, resolve(options.staging))
  const inTurn = createQueue()
  const inFolder = (path: string) => join(folder, path)

  async function stage(given: { readonly name: string; readonly bytes: Uint8Array }): Promise<Staged> {
    const name = fileName(given.name)
    const { bytes } = given
    if (bytes.length === 0) return refused(words.fault({ path: name, ...trouble.empty() }))
    if (bytes.length > fileBytes)
      return refused(words.fault({ path: name, ...trouble.tooLarge(bytes.length, fileBytes) }))
    await forgetOld()
    const { ok, documents, faults } = await readAlone(name, bytes)
    const wrong = faults.filter(({ path }) => path === name || path.startsWith(`${name}#`)).map(words.fault)
    if (!ok) return refused(...(wrong.length > 0 ? wrong : [words.nothing(name)]))

    const sha256 = sha256Of(bytes)
    const id = idOf(name, sha256)
    const { path, others } = await placeOf(name)
    const present = await disk.read(inFolder(path))
    const told = [...words.understood(documents, now()), ...wrong]
    if (present && sha256Of(present) === sha256) return { ok: true, lines: [...told, words.isThere(path)] }
    if (closed !== undefined) return { ok: true, lines: [...told, closed] }
    await entries.keep(id, 'file', bytes)
    await entries.write(id, { v: 1, path, sha256, joined: false, at: now() })
    const place = present ? [words.wouldReplace(path)] : others.length > 0 ? [words.sameNames(path, others)] : []
    return { ok: true, id, lines: [...told, ...place] }
  }

  /** By itself, in a folder of its own: the folder of documents is not looked at again for every file. */
  async function readAlone(name: string, bytes: Uint8Array): Promise<Pick<Report, 'ok' | 'documents' | 'faults'>> {
    const alone = await mkdtemp(join(tmpdir(), 'qinqing-staging-'))
    try {
      await writeFile(join(alone, name), bytes, { mode: 0o600 })
      return await check(alone)
    } finally {
      await rm(alone, { recursive: true, force: true })
    }
  }

  /** Where the one file of this name lies; at the top where there is none of it yet, or more than one. */
  async function placeOf(name: string): Promise<{ readonly path: string; readonly others: readonly string[] }> {
    const { files } = await walk(folder)
    const same = files.map(({ path }) => path).filter((path) => path.split('/').at(-1)?.normalize('NFC') === name)
    const [only] = same
    if (only !== undefined && same.length === 1) return { path: only, others: [] }
    return { path: name, others: same.filter((path) => path !== name) }
  }

  async function adopt(id: string): Promise<Staged> {
    const entry = await entries.read(id)
    const file = await entries.kept(id, 'file')
    if (!entry || !file) return refused(words.gone)
    const { path, sha256 } = entry
    if (closed !== undefined) return { ok: false, id, lines: [closed] }
    const present = await disk.read(inFolder(path))
    const stands = present ? sha256Of(present) : null
    if (stands === sha256) {
      // A crash may have come between the file's joining and our noting it.
      if (entry.before !== undefined && !entry.joined) await entries.write(id, { ...entry, joined: true })
      return { ok: true, id, lines: [words.joined(path, false)] }
    }
    if (present) await entries.keep(id, 'before', present)
    const noted: Entry = { ...entry, before: stands, joined: false, at: now() }
    await entries.write(id, noted)
    await put(path, file)
    await entries.write(id, { ...noted, joined: true })
    return { ok: true, id, lines: [words.joined(path, present !== null)] }
  }

  async function withdraw(id: string): Promise<Staged> {
    const entry = await entries.read(id)
    if (!entry) return refused(words.gone)
    const { path, sha256, before, joined } = entry
    const present = await disk.read(inFolder(path))
    const stands = present ? sha256Of(present) : null
    // Noted before it is put there: what stands there without that is not of our doing.
    if (before === undefined || (!joined && stands !== sha256)) return { ok: true, id, lines: [words.notJoined(path)] }
    const isOut = stands === before
    if (stands !== sha256 && !isOut) return { ok: false, id, lines: [words.changedSince(path)] }
    const old = before ? await entries.kept(id, 'before') : null
    if (before && !old) return { ok: false, id, lines: [words.lostBefore(path)] }
    if (!isOut && old) await put(path, old)
    if (!isOut && !old) await takeOut(path)
    const { before: _, ...rest } = entry
    await entries.write(id, { ...rest, joined: false, at: now() })
    return { ok: true, id, lines: [words.withdrawn(path, old !== null)] }
  }

  async function discard(id: string): Promise<Staged> {
    const entry = await entries.read(id)
    if (!entry) return { ok: true, lines: [words.letGo()] }
    if (entry.joined) return { ok: false, id, lines: [words.isJoined(entry.path)] }
    await entries.remove(id)
    return { ok: true, lines: [words.letGo(entry.path)] }
  }

  /** Whole or not at all: under a name that no reader looks at, then renamed. */
  async function put(path: string, bytes: Uint8Array): Promise<void> {
    const at = dirname(inFolder(path))
    const aside = join(at, `.${sha256Of(bytes).slice(0, 16)}.joining`)
    await writeWhole(disk, aside, bytes, PUBLIC)
    await disk.rename(aside, inFolder(path))
    await disk.syncFolder(at)
  }

  async function takeOut(path: string): Promise<void> {
    await disk.remove(inFolder(path))
    await disk.syncFolder(dirname(inFolder(path)))
  }

  async function forgetOld(): Promise<void> {
    for (const id of await entries.ids()) {
      const entry = await entries.read(id)
      const days = entry?.joined ? KEPT_DAYS.joined : KEPT_DAYS.waiting
      if (entry && Date.parse(entry.at) + days * 86_400_000 < Date.parse(now())) await entries.remove(id)
    }
  }

  /** One after another, and never a rejection: an administrator reads why not. */
  const told = (step: () => Promise<Staged>, known?: { readonly id: string }) =>
    inTurn(() =>
      step().catch((error: unknown): Staged => ({ ok: false, ...known, lines: [words.failed(whyNot(error))] })),
    )

  return {
    stage: (file) => told(() => stage(file)),
    adopt: (id) => told(() => adopt(id), { id }),
    withdraw: (id) => told(() => withdraw(id), { id }),
    discard: (id) => told(() => discard(id), { id }),
  }
}

const refused = (...lines: readonly string[]): Staged => ({ ok: false, lines })
