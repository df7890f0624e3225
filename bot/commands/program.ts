import { Command, CommanderError } from 'commander'
import { scrub, scrubForeign } from '../../adapters/log/scrub.ts'
import { Fault } from '../model/fault.ts'
import { addAppeals } from './appeals/appeals.ts'
import { addReport } from './appeals/report.ts'
import { addAsk } from './ask.ts'
import { addBackup } from './backup-command.ts'
import { addChat } from './chat.ts'
import { addCity } from './city.ts'
import { addConsole } from './console.ts'
import { addData } from './data.ts'
import { addDatabase } from './database.ts'
import { addDoctor } from './doctor.ts'
import { type Io, isBrokenPipe, write } from './io.ts'
import { addKb } from './kb.ts'
import { addMigrateStore } from './migrate-store.ts'
import { version } from './paths.ts'
import { addRestore } from './restore.ts'
import { addServe } from './serve.ts'
import { addStaff } from './staff.ts'
import { addTriage } from './triage.ts'

/** Runs one command and returns the exit code: 0 done, 1 it could not be done, 2 it was not asked for rightly. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const helped: Promise<void>[] = []
  const program = new Command('qinqing')
    .description('亲清: policy answers and appeals for entrepreneurs. With no command given, see the list below.')
    .version(version())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => helped.push(write(io.stdout, text)),
      writeErr: (text) => io.stderr.write(text),
    })
    .configureHelp({
      commandDescription: wrapped,
      subcommandDescription: (command) => command.summary() || wrapped(command),
    })
    .showHelpAfterError('(add --help for how it is used)')
  for (const add of [
    addChat,
    addServe,
    addConsole,
    addAsk,
    addTriage,
    addKb,
    addAppeals,
    addReport,
    addStaff,
    addData,
    addBackup,
    addRestore,
    addDoctor,
    addDatabase,
    addMigrateStore,
    addCity,
  ])
    add(program, io)

  try {
    await program.parseAsync([...argv], { from: 'user' }).catch(unlessHelp)
    await Promise.all(helped)
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return 2
    if (isBrokenPipe(error)) return 0
    io.stderr.write(`${told(error, io)}\n`)
    return error instanceof Fault && error.code === 'usage' ? 2 : 1
  }
}

/** The description without our line breaks: commander makes its own, as wide as the screen is. */
const wrapped = (command: Command): string => command.description().replace(/\s*\n\s*/g, ' ')

/** Commander throws when it has shown the help or the version that was asked for. */
function unlessHelp(error: unknown): void {
  if (!(error instanceof CommanderError && error.exitCode === 0)) throw error
}

function told(error: unknown, io: Io): string {
  if (io.env['QINQING_DEBUG'] === '1' && error instanceof Error) return error.stack ?? error.message
  if (error instanceof Fault) return `qinqing: ${error.message.split('\n').map(scrub).join('\n')}`
  const reason = scrubForeign(error instanceof Error ? error.message : String(error))
  return `qinqing: something unforeseen: ${reason} (QINQING_DEBUG=1 shows where)`
}
