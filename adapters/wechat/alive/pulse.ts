import type { Health } from '../../../bot/ports/channel.ts'
import { REASON, type Reason } from './trouble.ts'

/** Tells how the account is when that changes, and writes a line of it. */
export interface Pulse {
  up(): void
  /** A gateway that fails now in this way and now in that is one outage, and one line. */
  down(reason: Reason): void
  readonly reason: Reason
}

const AWAY: ReadonlySet<Reason> = new Set([
  REASON.unreachable,
  REASON.silent,
  REASON.taken,
  REASON.broken,
  REASON.failing,
])

export function createPulse(onHealth: (health: Health) => void, log: (line: string) => void): Pulse {
  let last: string | undefined
  let reason: Reason = REASON.connecting
  const tell = (state: string, health: Health, line: string) => {
    if (state === last) return
    last = state
    log(line)
    onHealth(health)
  }
  return {
    up: () => tell('up', { state: 'up' }, last === undefined ? 'wechat: connected' : 'wechat: connected again'),
    down(why) {
      reason = why
      const isAway = AWAY.has(why)
      tell(isAway ? 'away' : why, { state: 'down', reason: why }, `wechat: ${why}${isAway ? '; trying again' : ''}`)
    },
    get reason() {
      return reason
    },
  }
}
