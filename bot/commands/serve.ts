import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { Fault } from '../model/fault.ts'
import { homesOf, membersOf } from '../roster/reach.ts'
import { systemClock } from './clock.ts'
import { type Io, print } from './io.ts'
import { cityOption, configWithData, dataOption, docsOption } from './options.ts'
import { runBot } from './run.ts'

interface Flags {
  readonly data?: string
  readonly docs?: string
  readonly city?: string
}

export function addServe(program: Command, io: Io): void {
  program
    .command('serve')
    .summary('serve the configured channels')
    .description(
      'Serves the configured channels until it is told to stop (SIGTERM or Ctrl-C): then it finishes what is under way and\n' +
        'exits with 0. Staff work in Telegram, with QINQING_TELEGRAM_TOKEN or QINQING_TELEGRAM_TOKEN_FILE.',
    )
    .addOption(dataOption())
    .addOption(docsOption())
    .addOption(cityOption())
    .action((flags: Flags) => serve(flags, io))
}

async function serve(flags: Flags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  if (!config.telegram) {
    throw new Fault(
      'config',
      'cannot serve: no channel is configured. For Telegram give QINQING_TELEGRAM_TOKEN, or QINQING_TELEGRAM_TOKEN_FILE; ' +
        'to try it all in the terminal, npm start. To write a channel, see "Add a channel" in CONTRIBUTING.md.',
    )
  }
  const log = (line: string) => void print(io.stderr, `qinqing: ${line}`).catch(() => {})
  const [{ loadCity }, { openTelegram }, { openBot }] = await Promise.all([
    import('./city/load.ts'),
    import('./telegram.ts'),
    import('./bot.ts'),
  ])
  const city = await loadCity(config.city)
  const telegram = await openTelegram(config.telegram, {
    app: () => bot.app,
    files: () => bot.files,
    clock: systemClock,
    log,
  })
  const bot = await openBot(config, {
    clock: systemClock,
    channels: [telegram.channel],
    city,
    // Who is not of the staff is an entrepreneur, whatever the channel.
    directory: ({ pseudonym }) => ({
      identify: async (at, sender) => ({ id: pseudonym(`${at.channel}:${sender}`), roles: [], units: [] }),
    }),
    // What nobody is there for must not be lost: those who appoint staff hear of it.
    reach: () => homesOf(membersOf(bot.app.roster(), { room: 'administrators' })),
    random: (below) => randomInt(below),
    invitation: telegram.invitation,
    username: telegram.username,
    stderr: io.stderr,
  })
  await runBot(bot, { config, telegram, signals: ['SIGTERM', 'SIGINT'], io, log })
}
