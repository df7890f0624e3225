export { copyLedger } from './copy.ts'
export { type OpenOptions, openPostgres, type PostgresLedger, readPostgres } from './open.ts'
export { lookAtDatabase } from './refuse.ts'
export { migrateDatabase, verifyDatabase } from './upkeep.ts'
