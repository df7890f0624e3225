import { z } from 'zod'
import { type Env, type Secret, secretOf } from './kinds.ts'

const Postgres = z
  .string()
  .trim()
  .refine(
    (text) => /^postgres(?:ql)?:\/\//.test(text) && URL.canParse(text) && new URL(text).pathname.length > 1,
    'is no address of a database: give postgres://USER:PASSWORD@HOST:5432/NAME',
  )

/** It has the name that every platform gives it; the file is for a secret that is mounted. */
export const databaseSettings = {
  DATABASE_URL: Postgres.optional(),
  DATABASE_URL_FILE: z.string().trim().min(1, 'is empty: give the file it stands in, or leave it out').optional(),
} as const
type Read = z.infer<z.ZodObject<typeof databaseSettings>>

/** A PostgreSQL that holds the ledger instead of the data folder. The address holds a password: it is in no line and no error. */
export const databaseOf = ({ DATABASE_URL: given, DATABASE_URL_FILE: file }: Read): Secret | undefined =>
  secretOf(given, file)

export const isDatabase = (text: string): boolean => Postgres.safeParse(text).success

export function databaseMismatched(env: Env): string[] {
  return env['DATABASE_URL'] !== undefined && env['DATABASE_URL_FILE'] !== undefined
    ? ['DATABASE_URL and DATABASE_URL_FILE are both given: leave one out']
    : []
}
