import { randomBytes, randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { Fault } from '../model/fault.ts'
import { systemClock } from './clock.ts'
import { type Io, refuseFolder } from './io.ts'
import { cityOption, configWithData, dataOption, docsOption } from './options.ts'
import { receivedIn } from './paths.ts'

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
    .description('Chats in the terminal, where one person plays every role. From a pipe, every line is a message.')
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
    settled: () => bot.app.settle(),
    keep: (at, sender, file) => bot.app.keep(at, sender, file),
    fetch: (ref) => bot.files.get(ref),
    received: receivedIn(config.data),
    interrupt: () => io.exit(130),
  })
  const bot = await openBot(config, {
    clock,
    channels: [terminal],
    city,
    directory: ({ pseudonym }) => createTerminalDirectory({ pseudonym, book }),
    reach: terminalRooms,
    random: (below) => randomInt(below),
    stderr: io.stderr,
  })
  try {
    await bot.app.run(new AbortController().signal)
  } finally {
    await bot.close()
  }
}
