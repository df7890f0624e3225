import type { Health } from '../../bot/ports/channel.ts'

/** Tells how a road is when that changes, and writes a line of it. */
export interface Pulse {
  up(): void
  /** `reason` names no person and no secret. A network that fails now in this way and now in that is one outage. */
  down(reason: string): void
  /** Why it is down; undefined where it is up, or nobody has tried yet. */
  readonly reason: string | undefined
  readonly isUp: boolean
}

/** What may be either of the two at every try. */
export const AWAY = { unreached: 'no connection', unclear: 'no proper answer' } as const
const isAway = (reason: string): boolean => Object.values<string>(AWAY).includes(reason)

export function createPulse(label: string, onHealth: (health: Health) => void, log: (line: string) => void): Pulse {
  let state: Health | undefined
  const tell = (health: Health, line: string) => {
    state = health
    log(`${label}: ${line}`)
    onHealth(health)
  }
  return {
    up() {
      if (state?.state !== 'up') tell({ state: 'up' }, state ? 'connected again' : 'connected')
    },
    down(reason) {
      const isSame = state?.state === 'down' && (state.reason === reason || (isAway(state.reason) && isAway(reason)))
      if (!isSame) tell({ state: 'down', reason }, `${reason}; trying again`)
    },
    get reason() {
      return state?.state === 'down' ? state.reason : undefined
    },
    get isUp() {
      return state?.state === 'up'
    },
  }
}
