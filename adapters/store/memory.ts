import { randomBytes } from 'node:crypto'
import type { Folds } from '../../bot/ports/appeal-store.ts'
import type { SealedEntry } from './entry.ts'
import { createMemoryShelf } from './files.ts'
import { createKeyring } from './keyring.ts'
import { createLedger, type Ledger } from './ledger.ts'
import type { Journal } from './reading.ts'
import { createState } from './state.ts'

/** A ledger that ends with its process: for tests and trials. It keeps every rule of the one on disk, sealing included. */
export function createMemoryStore({ folds }: { readonly folds: Folds }): Ledger {
  const file = { name: 'memory', add: async () => {}, replace: async () => {} }
  const keyring = createKeyring({ master: randomBytes(32), file })
  const state = createState(folds, keyring)
  return createLedger({ state, keyring, journal: createMemoryJournal(), shelf: createMemoryShelf() })
}

function createMemoryJournal(): Journal {
  const entries: SealedEntry[] = []
  return {
    async append(added) {
      const places = added.map((_, i) => entries.length + i)
      entries.push(...added)
      return places
    },
    async entryAt(place) {
      const entry = entries[place]
      if (!entry) throw new Error(`no entry ${place}`)
      return entry
    },
    async *entries() {
      yield entries.slice()
    },
  }
}
