import { createLog, type Log } from '../../adapters/log/index.ts'
import type { Config } from '../config.ts'
import { systemClock } from './clock.ts'
import type { Io } from './io.ts'

export type { Log } from '../../adapters/log/index.ts'

/** The log as it is configured. It may be written to when nobody reads it any more. */
export function openLog({ operators, debug }: Pick<Config, 'operators' | 'debug'>, stderr: Io['stderr']): Log {
  // A reader that went away is told by an event, which would end the process if nobody listened.
  if (stderr.listenerCount('error') === 0) stderr.on('error', () => {})
  return createLog({ ...operators.log, ...(debug && { stacks: true }), to: stderr, now: () => systemClock.now() })
}
