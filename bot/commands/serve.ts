import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { Fault } from '../model/fault.ts'
import { homesOf, membersOf } from '../roster/reach.ts'
import { systemClock } from './clock.ts'
import { type Io, print } from './io.ts'
import { openLog } from './log.ts'
import { cityOption, dataOption, docsOption } from './options.ts'
import { preflight } from './preflight.ts'
import { runBot } from './run.ts'

interface Flags {
  readonly data?: string
  readonly docs?: string
  readonly city?: string
  readonly staffOnly?: true
}

export function addServe(program: Command, io: Io): void {
  program
    .command('serve')
    .summary('serve the configured channels')
    .description(
      'Serves the configured channels until it is told to stop (SIGTERM or Ctrl-C): then it finishes what is under way and\n' +
        'exits with 0. Staff work in Telegram; entrepreneurs come by WeChat (WECHATY_PUPPET), an official account\n' +
        '(QINQING_OFFICIAL_…) or the customer service of WeCom (QINQING_WECOM_…), or by several of them.',
    )
    .option('--staff-only', 'serve Telegram alone, as long as there is no road for entrepreneurs')
    .addOption(dataOption())
    .addOption(docsOption())
    .addOption(cityOption())
    .action((flags: Flags) => serve(flags, io))
}

async function serve(flags: Flags, io: Io): Promise<void> {
  const config = await preflight(io, flags)
  const { telegram: settings } = config
  if (!settings) throw new Fault('config', 'staff have no channel: give QINQING_TELEGRAM_TOKEN')
  const log = openLog(config, io.stderr)
  const [{ loadCity }, { openTelegram }, { openRoads }, { openBot }, { openMetrics }, { operated }] = await Promise.all(
    [
      import('./city/load.ts'),
      import('./telegram.ts'),
      import('./roads.ts'),
      import('./bot.ts'),
      import('./metrics.ts'),
      import('./operators.ts'),
    ],
  )
  const city = await loadCity(config.city)
  const world = { app: () => bot.app, files: () => bot.files, clock: systemClock, log: log.warn }
  const telegram = await openTelegram(settings, world)
  // A drawing is no line for a program.
  const isRead = config.operators.log.format === 'text'
  const show = (code: string) => void (isRead && print(io.stderr, code).catch(() => {}))
  const roads = flags.staffOnly ? [] : await openRoads(config, { ...world, show })
  const channels = [...roads.map(({ channel }) => channel), telegram.channel]
  const metrics = openMetrics()
  const operators = operated(config, { city, channels, metrics, log })
  const bot = await openBot(config, {
    clock: systemClock,
    channels,
    metering: metrics,
    log,
    city,
    // Who is not of the staff is an entrepreneur, whatever the channel.
    directory: ({ pseudonym }) => ({
      identify: async (at, sender) => ({ id: pseudonym(`${at.channel}:${sender}`), roles: [], units: [] }),
    }),
    // What nobody is there for must not be lost: those who appoint staff hear of it.
    reach: () => homesOf(membersOf(bot.app.roster(), { room: 'administrators' })),
    random: (below) => randomInt(below),
    invitation: telegram.invitation,
    console: operators.console,
    username: telegram.username,
    stderr: io.stderr,
  })
  await runBot(bot, {
    config,
    serves: ['Telegram', ...roads.map(({ label }) => label)],
    routes: Object.assign({}, telegram.routes, ...roads.map(({ routes }) => routes), operators.routes(bot)),
    status: (stop) => operators.status(bot, stop),
    signals: ['SIGTERM', 'SIGINT'],
    io,
    log: log.info,
  })
}
