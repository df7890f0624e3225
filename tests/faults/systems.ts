import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { openLedger } from '../../adapters/store/index.ts'
import { type Disk, writeAll } from '../../adapters/store/lowdb/disk.ts'
import { writeDurably } from '../../adapters/store/lowdb/durable-file.ts'
import { folds } from '../../bot/appeal/history.ts'
import type { AppealEvent } from '../../bot/model/event.ts'
import { AT, at, CHEN, change, historyOf, LUO, registered, reply, TALK, told } from '../store/samples.ts'

/** Something that keeps data, as the fault tests see it. */
export interface System {
  /** What is done, in order; those in one group at once. */
  readonly session: readonly (readonly string[])[]
  open(disk: Disk): Promise<Running>
}

export interface Running {
  /** Resolves when it is acknowledged, rejects when it is refused. */
  act(name: string): Promise<void>
  /** What is in effect, as often as it is. */
  effects(): Promise<readonly string[]>
  close(): Promise<void>
}

const A = 'QQ22222222'
const FOLDER = '/sim'
/** What the file holds; it must stand nowhere readable. */
const CONTENT = '样例路八号'.repeat(200)
const SENT = { channel: 'terminal', chat: '陈样例', message: '1' } as const
const NEXT_MONTH = '2026-12-02T02:00:00.000Z'

/** The store of this project, with its snapshots, a new month, files, an erasure and the outbox. */
export const ours: System = {
  session: [
    ['register'],
    ['n1'],
    ['n2', 'n3', 'luo'],
    ['delivered', 'file'],
    ['n4-december'],
    ['erase-luo'],
    ['n5'],
    ['n6', 'n7'],
  ],
  open: (disk) => openOurs(disk),
}

async function openOurs(disk: Disk): Promise<Running> {
  const { appeals, outbox, files, close } = await openLedger({
    folder: FOLDER,
    folds,
    disk,
    lock: () => ({ release() {} }),
    now: () => AT,
    snapshotEvery: 3,
  })
  const summary = async () => {
    const found = await appeals.read({ kind: 'outbox' })
    return found.kind === 'outbox' ? found.summary : { pending: 0, parked: 0 }
  }
  /** It is out where nothing waits any more, and what is out is known by its message, and where its card stands. */
  async function delivered(registered: boolean): Promise<boolean> {
    const { sent } = await appeals.read({ kind: 'receipt', receipt: SENT })
    const { places } = await appeals.read({ kind: 'cards', number: A })
    const out = registered && (await summary()).pending === 0
    if (out !== (sent?.card === A)) throw new Error('what is out is not remembered, or remembered and still waits')
    if (places.length !== (registered ? 1 : 0)) throw new Error('a card is nowhere, or twice')
    return out
  }
  async function commit(...args: Parameters<typeof change>): Promise<void> {
    const result = await appeals.commit(change(...args))
    if (result !== 'committed') throw new Error(`${args[0]}: ${result}`)
  }
  return {
    async act(name) {
      if (name === 'register') {
        const person = { id: CHEN.id, value: { v: 1 as const, known: { contact: '陈样例' } } }
        await commit(name, {
          person,
          events: [registered(A)],
          deliveries: [reply('r', '陈样例', { about: A, card: A })],
        })
      } else if (name === 'luo') {
        await files.put(LUO.id, { name: 'x', type: 'x', bytes: Buffer.from('金丝雀贸易行') })
        await commit(name, { person: { id: LUO.id, value: { v: 1, known: { phone: '19900000001' } } } })
      } else if (name === 'file') {
        const kept = await files.put(CHEN.id, { name: 'x', type: 'x', bytes: Buffer.from(CONTENT) })
        const event = { ...told('noted', A, ''), personal: { text: name, attachments: [kept] } } as AppealEvent
        await commit(name, { events: [event] })
      } else if (name === 'afterwards') await commit(name)
      else if (name === 'erase-luo') await appeals.erase(LUO.id, AT)
      else if (name === 'delivered') {
        if ((await summary()).pending === 0) throw new Error('nothing to deliver')
        await outbox.delivered('r', [SENT], at(1))
      } else {
        const when = name.endsWith('december') ? NEXT_MONTH : AT
        await commit(name, { at: when, events: [told('noted', A, name, when)] })
      }
    },
    async effects() {
      const history = await historyOf(appeals, A)
      for (const event of history) {
        if (event.type !== 'noted') continue
        for (const { ref } of event.personal?.attachments ?? []) {
          const bytes = await files.get(ref)
          if (!bytes || Buffer.from(bytes).toString() !== CONTENT)
            throw new Error('a commit names a file that is not there')
        }
      }
      const notes = history.flatMap((event) => (event.type === 'noted' && event.personal ? [event.personal.text] : []))
      const chen = (await appeals.open(CHEN, TALK)).person.version > 0
      const registered = chen && history.some(({ type }) => type === 'registered')
      const luo = (await appeals.open(LUO, TALK)).person.version > 0
      return [
        ...(registered ? ['register'] : []),
        ...((await delivered(registered)) ? ['delivered'] : []),
        ...(luo ? ['luo'] : []),
        ...notes,
      ]
    },
    close,
  }
}

const PLAIN = { session: [['a'], ['b'], ['c'], ['d'], ['e'], ['f']] }

/** lowdb as it comes: one JSON file, written whole with every change. */
const stockLowdb: System = { ...PLAIN, open: (disk) => openStock(disk) }

async function openStock(disk: Disk): Promise<Running> {
  await disk.makeFolder(FOLDER)
  await disk.syncFolder('/')
  mount(disk)
  const db = new Low<string[]>(new JSONFile(`${FOLDER}/db.json`), [])
  await db.read()
  return {
    act: (name) => db.update((data) => data.push(name)),
    effects: async () => db.data,
    close: async () => {},
  }
}

let mounted: Disk | undefined

/** Leads Node's own file calls below `/sim` to this disk, for lowdb and steno, which know no other way. */
function mount(disk: Disk): void {
  const before = mounted
  mounted = disk
  if (before) return
  const { readFile, writeFile, rename } = fs
  const inside = (path: unknown): path is string => String(path).startsWith(FOLDER)
  Object.assign(fs, {
    async readFile(...args: Parameters<typeof readFile>) {
      if (!inside(args[0]) || !mounted) return readFile(...args)
      const bytes = await mounted.read(args[0])
      if (!bytes) throw Object.assign(new Error(`ENOENT: ${args[0]}`), { code: 'ENOENT' })
      return bytes.toString()
    },
    async writeFile(...args: Parameters<typeof writeFile>) {
      if (!inside(args[0]) || !mounted) return writeFile(...args)
      const file = await mounted.open(args[0])
      await file.truncate(0)
      await writeAll(file, Buffer.from(String(args[1])), 0)
      await file.close()
    },
    async rename(...args: Parameters<typeof rename>) {
      if (!inside(args[0]) || !inside(args[1]) || !mounted) return rename(...args)
      return mounted.rename(args[0], args[1])
    },
  })
  syncBuiltinESMExports()
}

/** Our store on a disk whose flushes do nothing. */
const noFsync: System = { ...ours, open: (disk) => openOurs(withoutFlush(disk)) }

function withoutFlush(disk: Disk): Disk {
  return {
    ...disk,
    syncFolder: async () => {},
    open: async (path) => ({ ...(await disk.open(path)), sync: async () => {} }),
  }
}

/** Our store with a journal whose writes and flushes are begun and not waited for. */
const noAwait: System = { ...ours, open: (disk) => openOurs(withoutWaiting(disk, 0)) }

export function withoutWaiting(disk: Disk, ms: number): Disk {
  const later = <T>(work: () => Promise<T>): void => {
    setTimeout(() => void work().catch(() => {}), ms)
  }
  return {
    ...disk,
    async open(path) {
      const file = await disk.open(path)
      if (!path.includes('/journal/')) return file
      return {
        ...file,
        async write(bytes, position) {
          later(() => file.write(bytes, position))
          return bytes.length
        },
        sync: async () => later(() => file.sync()),
        close: async () => later(() => file.close()),
      }
    },
  }
}

/** Our store on a disk whose folders are never flushed: files that were made or renamed may be gone. */
const noFolderSync: System = { ...ours, open: (disk) => openOurs({ ...disk, syncFolder: async () => {} }) }

/** Our store with a flush that is tried again when it failed: the kernel then reports success for what it has given up. */
const flushAgain: System = { ...ours, open: (disk) => openOurs(flushingAgain(disk)) }

function flushingAgain(disk: Disk): Disk {
  return {
    ...disk,
    async open(path) {
      const file = await disk.open(path)
      return { ...file, sync: () => file.sync().catch(() => file.sync()) }
    },
  }
}

/** Written whole and durably with every change, but in memory before it is on the disk: what was refused comes back. */
const memoryFirst: System = { ...PLAIN, open: (disk) => openMemoryFirst(disk) }

async function openMemoryFirst(disk: Disk): Promise<Running> {
  const path = `${FOLDER}/all.json`
  await disk.makeFolder(FOLDER)
  await disk.syncFolder('/')
  const all: string[] = JSON.parse(String((await disk.read(path)) ?? '[]'))
  return {
    async act(name) {
      all.push(name)
      await writeDurably(disk, path, Buffer.from(JSON.stringify(all)))
    },
    effects: async () => all,
    close: async () => {},
  }
}

export const SYSTEMS: Readonly<Record<string, System>> = {
  ours,
  'stock-lowdb': stockLowdb,
  'no-fsync': noFsync,
  'no-folder-sync': noFolderSync,
  'flush-again': flushAgain,
  'no-await': noAwait,
  'memory-first': memoryFirst,
}

/** The system under test; `QINQING_BITE=stock-lowdb` (or another of these) puts a broken one in its place. */
export const chosen = process.env['QINQING_BITE'] ?? 'ours'
