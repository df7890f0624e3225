export { copyLedger } from './copy.ts'
export { lookAtDatabase } from './look.ts'
export { type OpenOptions, openPostgres, type PostgresLedger, readPostgres } from './open.ts'
export { migrateDatabase, verifyDatabase } from './upkeep.ts'
