import type { Health } from '../../bot/ports/channel.ts'
import { describe, type Trouble } from './trouble.ts'

/** Tells how Telegram is when that changes, and writes a line of it. */
export interface Pulse {
  up(): void
  /** A network that fails now in this way and now in that is one outage, and one line. */
  down(trouble: Trouble): void
  /** Telegram is there, and wants to be asked less often. */
  slow(ms: number): void
  readonly isUp: boolean
}

export function createPulse(onHealth: (health: Health) => void, log: (line: string) => void): Pulse {
  let last: string | undefined
  const tell = (health: Health, now: string, line: string) => {
    if (now === last) return
    last = now
    log(line)
    onHealth(health)
  }
  return {
    up: () => tell({ state: 'up' }, 'up', last === undefined ? 'telegram: connected' : 'telegram: connected again'),
    down(trouble) {
      const reason = describe(trouble)
      const away = trouble.kind === 'unreached' || trouble.kind === 'unclear'
      tell({ state: 'down', reason }, away ? 'away' : `down ${reason}`, `telegram: ${reason}; trying again`)
    },
    slow: (ms) => log(`telegram: too many requests (429), again in ${Math.ceil(ms / 1000)} s`),
    get isUp() {
      return last === 'up'
    },
  }
}
