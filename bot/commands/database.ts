import type { Command } from 'commander'
import { Fault } from '../model/fault.ts'
import { databaseUrlOf } from './database-url.ts'
import { type Io, print } from './io.ts'
import { configWithData, dataOption, jsonOption } from './options.ts'
import { migrationsFolder } from './paths.ts'

interface Flags {
  readonly data?: string
  readonly json?: true
}

export function addDatabase(program: Command, io: Io): void {
  const database = program.command('database').description('Looks after the PostgreSQL that DATABASE_URL names.')

  database
    .command('status')
    .description(
      'Says which PostgreSQL it is, which version its schema has, and how much is in it; lists what the bot would refuse\n' +
        'to work with and what to do, and exits with 1 where there is such a thing. Changes nothing.',
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => status(flags, io))

  database
    .command('migrate')
    .description(
      'Brings the schema to the version of this program, in one transaction: make a backup, stop every instance, migrate,\n' +
        'start them. In an empty database the bot does this itself.',
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .action((flags: Flags) => migrate(flags, io))
}

function settingsOf(flags: Flags, io: Io) {
  const config = configWithData(io, flags)
  const url = databaseUrlOf(config)
  if (url === undefined)
    throw new Fault('config', 'no database is configured: set DATABASE_URL, or DATABASE_URL_FILE, to its address')
  return { config, url }
}

async function status(flags: Flags, io: Io): Promise<void> {
  const { config, url } = settingsOf(flags, io)
  const { lookAtDatabase } = await import('../../adapters/store/postgres/index.ts')
  const { says, wrong } = await lookAtDatabase({
    url,
    migrations: migrationsFolder,
    keyFolder: config.data,
    ...(config.masterKey && { masterKey: config.masterKey }),
  })
  if (flags.json) await print(io.stdout, JSON.stringify({ says, wrong }))
  else await print(io.stdout, says, ...wrong.map((one) => `${one.says}: ${one.remedy}`))
  if (wrong.length > 0) throw new Fault('config', 'the bot would not start on this database: see above')
}

async function migrate(flags: Flags, io: Io): Promise<void> {
  const { url } = settingsOf(flags, io)
  const { migrateDatabase } = await import('../../adapters/store/postgres/index.ts')
  const made = await migrateDatabase({ url, migrations: migrationsFolder })
  if (flags.json) return print(io.stdout, JSON.stringify({ made }))
  await print(
    io.stdout,
    ...(made.length > 0 ? made.map((one) => `made: ${one}`) : ['nothing to do: the schema is of today']),
  )
}
