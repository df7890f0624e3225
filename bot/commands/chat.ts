import { randomBytes, randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { Fault } from '../model/fault.ts'
import { systemClock } from './clock.ts'
import { type Io, refuseFolder } from './io.ts'
import { configWithData, dataOption, docsOption } from './options.ts'

interface Flags {
  readonly as: string
  readonly data?: string
  readonly docs?: string
}

export function addChat(program: Command, io: Io): void {
  program
    .command('chat')
    .summary('chat in the terminal, playing every role')
    .description('Chats in the terminal, where one person plays every role. From a pipe, every line is a message.')
    .option(
      '--as <role[:name]>',
      'who begins: entrepreneur, staff or administrator, with a name or without',
      'entrepreneur',
    )
    .addOption(dataOption())
    .addOption(docsOption())
    .action((flags: Flags) => chat(flags, io))
}

async function chat(flags: Flags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  refuseFolder(io.stdin)
  const { parsePersona, roleNames } = await import('../../adapters/terminal/persona.ts')
  const persona = parsePersona(flags.as)
  if (!persona) throw new Fault('usage', `there is no role ${flags.as}: there are ${roleNames.join(', ')}`)

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
    clock,
    session: randomBytes(6).toString('hex'),
    settled: () => bot.app.settle(),
    interrupt: () => io.exit(130),
  })
  const bot = await openBot(config, {
    clock,
    channels: [terminal],
    directory: createTerminalDirectory,
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
