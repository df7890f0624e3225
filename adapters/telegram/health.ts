import { type Instant, plusMs } from '../../bot/model/instant.ts'
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

/** Two that poll take turns in losing: it is over when so long none has lost. */
const CONFLICT_MS = 60_000

export function createPulse(
  onHealth: (health: Health) => void,
  log: (line: string) => void,
  now: () => Instant,
): Pulse {
  let last: string | undefined
  let isUp = false
  let conflictUntil: Instant = ''
  const tell = (health: Health, state: string, line: string) => {
    if (state === last) return
    last = state
    log(line)
    onHealth(health)
  }
  return {
    up() {
      isUp = true
      if (now() < conflictUntil) return
      tell({ state: 'up' }, 'up', last === undefined ? 'telegram: connected' : 'telegram: connected again')
    },
    down(trouble) {
      isUp = false
      if (trouble.kind === 'conflict') conflictUntil = plusMs(now(), CONFLICT_MS)
      const reason = describe(trouble)
      const away = trouble.kind === 'unreached' || trouble.kind === 'unclear'
      tell({ state: 'down', reason }, away ? 'away' : `down ${reason}`, `telegram: ${reason}; trying again`)
    },
    slow: (ms) => log(`telegram: too many requests (429), again in ${Math.ceil(ms / 1000)} s`),
    get isUp() {
      return isUp
    },
  }
}
