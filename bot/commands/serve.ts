import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
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
  const config = configWithData(io, flags)
  const { telegram: settings } = config
  if (!settings || !hasRoad(config, flags)) throw new Fault('config', whatIsMissing(config, flags))
  const log = (line: string) => void print(io.stderr, `qinqing: ${line}`).catch(() => {})
  const [{ loadCity }, { openTelegram }, { openRoads }, { openBot }] = await Promise.all([
    import('./city/load.ts'),
    import('./telegram.ts'),
    import('./roads.ts'),
    import('./bot.ts'),
  ])
  const city = await loadCity(config.city)
  const world = { app: () => bot.app, files: () => bot.files, clock: systemClock, log }
  const telegram = await openTelegram(settings, world)
  const show = (code: string) => void print(io.stderr, code).catch(() => {})
  const roads = flags.staffOnly ? [] : await openRoads(config, { ...world, show })
  const bot = await openBot(config, {
    clock: systemClock,
    channels: [...roads.map(({ channel }) => channel), telegram.channel],
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
  await runBot(bot, {
    config,
    serves: ['Telegram', ...roads.map(({ label }) => label)],
    routes: Object.assign({}, telegram.routes, ...roads.map(({ routes }) => routes)),
    signals: ['SIGTERM', 'SIGINT'],
    io,
    log,
  })
}

const hasRoad = ({ wechat, official, wecom }: Config, { staffOnly }: Flags): boolean =>
  staffOnly === true || wechat !== undefined || official !== undefined || wecom !== undefined

/** All of it at once. */
function whatIsMissing(config: Config, flags: Flags): string {
  const missing = [
    !config.telegram &&
      'staff have no channel: give QINQING_TELEGRAM_TOKEN, or QINQING_TELEGRAM_TOKEN_FILE (the token from @BotFather)',
    !hasRoad(config, flags) &&
      'entrepreneurs have no channel: set WECHATY_PUPPET to the package of a puppet (such as wechaty-puppet-service), or ' +
        'QINQING_OFFICIAL_ID and what belongs to it for an official account, or QINQING_WECOM_ID and what belongs to it for ' +
        'the customer service of WeCom; README says how, under WeChat. With --staff-only Telegram is served alone',
  ].filter((line) => typeof line === 'string')
  return ['cannot serve:', ...missing, 'To try it all in the terminal: npm start'].join('\n  ')
}
