import { compiled } from './bare-world.mjs'

const SNAPSHOT_EVERY = 20

/** The ledger of the child, as it is and broken in known ways, which the kill loops must catch. */
export async function openVariant(variant, { folder, folds, onWriting }) {
  if (variant === 'stock-lowdb') return openStock(folder, folds)
  const [{ openLedger }, { nodeDisk }] = await Promise.all(
    ['adapters/store/index.js', 'adapters/store/lowdb/disk.js'].map(compiled),
  )
  const disk = watched(nodeDisk, onWriting, variant === 'no-fsync')
  const ledger = await openLedger({ folder, folds, disk, snapshotEvery: SNAPSHOT_EVERY })
  const commit = COMMITS[variant]?.(ledger.appeals) ?? ledger.appeals.commit
  return { ...ledger, appeals: { ...ledger.appeals, commit } }
}

const COMMITS = {
  /** Acknowledged before it is known to be durable. */
  'ack-early': (store) => async (change) => {
    void store.commit(change).catch(() => {})
    return 'committed'
  },
  /** A message that comes again is not known again. */
  'no-duplicates': (store) => (change) => store.commit({ ...change, message: `${change.message} ${Math.random()}` }),
}

/** Tells when the journal is being written, and whether it is flushed. */
function watched(disk, onWriting, unflushed) {
  return {
    ...disk,
    async open(path) {
      const file = await disk.open(path)
      if (!path.includes('/journal/')) return file
      return {
        ...file,
        write(bytes, position) {
          onWriting(true)
          return file.write(bytes, position)
        },
        async sync() {
          if (!unflushed) await file.sync()
          onWriting(false)
        },
      }
    },
  }
}

/** lowdb as it comes in the place of the journal: one JSON file, written whole with every change, which nobody waits for. */
async function openStock(folder, folds) {
  const [{ Low }, { JSONFile }] = [await import('lowdb'), await import('lowdb/node')]
  const { mkdirSync } = await import('node:fs')
  const [{ createLedger }, { createState }, { createKeyring }, { unsealEntry }, { createMemoryShelf }] =
    await Promise.all(
      ['ledger', 'state', 'keyring', 'entry', 'files'].map((name) => compiled(`adapters/store/${name}.js`)),
    )
  mkdirSync(folder, { recursive: true })
  const db = new Low(new JSONFile(`${folder}/db.json`), { entries: [], keys: [] })
  await db.read()
  const keep = (into, added) => {
    into.push(...added)
    void db.write()
  }
  const file = { name: 'db.json', add: async (records) => keep(db.data.keys, records), replace: async () => {} }
  const keyring = createKeyring({ master: Buffer.alloc(32, 7), file, records: db.data.keys })
  const state = createState(folds, keyring)
  for (const [place, entry] of db.data.entries.entries()) state.stage(unsealEntry(entry, keyring))(place)
  const journal = {
    async append(added) {
      const first = db.data.entries.length
      keep(db.data.entries, added)
      return added.map((_, i) => first + i)
    },
    entryAt: async (place) => db.data.entries[place],
    async *entries() {
      yield db.data.entries.slice()
    },
  }
  return createLedger({ state, keyring, journal, shelf: createMemoryShelf() })
}
