import type { Command } from 'commander'
import { Fault } from '../model/fault.ts'
import type { Io } from './io.ts'
import { configWithData, dataOption } from './options.ts'

export function addServe(program: Command, io: Io): void {
  program
    .command('serve')
    .summary('serve the configured channels')
    .description('Serves the configured channels. This version has none to configure: it says so and exits with 1.')
    .addOption(dataOption())
    .action((flags: { readonly data?: string }) => {
      configWithData(io, flags)
      throw new Fault(
        'config',
        'cannot serve: no channel is configured, and this version has none but the terminal. ' +
          'Chat with npm start; to write a channel, see "Add a channel" in CONTRIBUTING.md.',
      )
    })
}
