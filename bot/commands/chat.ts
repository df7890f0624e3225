import { randomBytes, randomInt } from 'node:crypto'
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import type { Channel } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { TelegramSettings } from '../settings/telegram.ts'
import type { Bot } from './bot.ts'
import type { City } from './city/load.ts'
import { systemClock } from './clock.ts'
import { type Io, refuseFolder } from './io.ts'
import { openLog } from './log.ts'
import { cityOption, configWithData, dataOption, docsOption } from './options.ts'
import { receivedIn } from './paths.ts'
import { runBot } from './run.ts'
import type { Telegram } from './telegram.ts'

interface Flags {
  readonly as: string
  readonly data?: string
  readonly docs?: string
  readonly city?: string
}

export function addChat(program: Command, io: Io): void {
  program
    .command('chat')
    .summary('chat in the terminal, playing every role')
    .description(
      'Chats in the terminal, where one person plays every role. From a pipe, every line is a message.\n' +
        'With QINQING_TELEGRAM_TOKEN or QINQING_TELEGRAM_TOKEN_FILE staff work in Telegram meanwhile.',
    )
    .option(
      '--as <role[:name]>',
      'who begins: entrepreneur, staff, clerk, handler@UNIT, supervisor, leader or administrator, with a name or without; or a name of people.yaml',
      'entrepreneur',
    )
    .addOption(dataOption())
    .addOption(docsOption())
    .addOption(cityOption())
    .action((flags: Flags) => chat(flags, io))
}

async function chat(flags: Flags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  refuseFolder(io.stdin)
  const [{ loadCity }, { postNames, readPersona }] = await Promise.all([
    import('./city/load.ts'),
    import('../../adapters/terminal/persona.ts'),
  ])
  const city = await loadCity(config.city)
  const book = city.catalog
  const persona = readPersona(flags.as, book)
  if ('wrong' in persona) {
    throw new Fault(
      'usage',
      `nobody is ${flags.as}: there are ${postNames.join(', ')}; a handler has a unit (handler@ID)`,
    )
  }

  const { openBot } = await import('./bot.ts')
  const { createTerminal } = await import('../../adapters/terminal/channel.ts')
  const { createMovableClock } = await import('../../adapters/terminal/clock.ts')
  const { terminalRooms } = await import('../../adapters/terminal/rooms.ts')
  const { createTerminalDirectory } = await import('../../adapters/terminal/directory.ts')
  const keyboard = Boolean(io.stdin.isTTY && io.stdout.isTTY)
  const clock = createMovableClock(systemClock)
  const terminal = createTerminal({
    input: io.stdin,
    output: io.stdout,
    keyboard,
    styled: keyboard && !io.env['NO_COLOR'],
    persona,
    book,
    clock,
    session: randomBytes(6).toString('hex'),
    // Whoever sits here does not wait for what goes elsewhere.
    settled: () => bot.app.settle(['terminal']),
    keep: (at, sender, file) => bot.app.keep(at, sender, file),
    fetch: (ref) => bot.files.get(ref),
    received: receivedIn(config.data),
    interrupt: () => io.exit(130),
  })
  const left = new AbortController()
  const sitting: Channel = { ...terminal, listen: (...how) => terminal.listen(...how).finally(() => left.abort()) }
  const log = openLog(config, io.stderr)
  const telegram = config.telegram && (await telegramBeside(config.telegram, { clock, log: log.warn, bot: () => bot }))
  const bot = await openBot(config, {
    clock,
    channels: [sitting, ...(telegram ? [telegram.channel] : [])],
    city,
    directory: ({ pseudonym }) => createTerminalDirectory({ pseudonym, book }),
    reach: terminalRooms,
    random: (below) => randomInt(below),
    log,
    ...(telegram && { invitation: telegram.invitation, username: telegram.username }),
    stderr: io.stderr,
  })
  await runBot(bot, {
    config,
    serves: telegram ? ['Telegram'] : [],
    routes: telegram?.routes ?? {},
    ...(config.http.asked && (await statusOf(bot, config, city))),
    signals: ['SIGTERM'],
    left: left.signal,
    io,
    log: log.info,
  })
}

/** Loaded only where there is a token: a chat without one starts no slower for it. */
async function telegramBeside(
  settings: TelegramSettings,
  world: { readonly clock: Clock; readonly log: (line: string) => void; readonly bot: () => Bot },
): Promise<Telegram> {
  const { openTelegram } = await import('./telegram.ts')
  const { clock, log, bot } = world
  return openTelegram(settings, { app: () => bot().app, files: () => bot().files, clock, log })
}

/** For whoever asked for a server. */
async function statusOf(bot: Bot, config: Config, { catalog }: City) {
  const { operatorRoutes } = await import('./routes-of-operators.ts')
  const { ledger, knowledge, app } = bot
  const world = { ledger, writable: ledger.writable, knowledge, app, catalog, clock: systemClock }
  return { status: (stop: AbortSignal) => operatorRoutes(config, { ...world, stop }) }
}
