export type { Ledger } from './ledger.ts'
export { openLedger } from './lowdb/open.ts'
export { readLedger, verifyJournal } from './lowdb/read.ts'
export { createMemoryStore } from './memory.ts'
