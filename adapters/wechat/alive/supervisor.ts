import type { Puppet } from 'wechaty-puppet'
import { Fault } from '../../../bot/model/fault.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { type Ears, live } from './life.ts'
import type { Pulse } from './pulse.ts'
import { REASON, type Reason, readLogout } from './trouble.ts'

export interface SupervisorOptions {
  readonly build: () => Puppet
  readonly clock: Clock
  /** 0..1 */
  readonly random: () => number
  readonly pulse: Pulse
  readonly log: (line: string) => void
  readonly heard: Omit<Ears, 'login' | 'logout' | 'answered' | 'gone'> & {
    /** Says why this account cannot be spoken with, if it cannot. */
    login(puppet: Puppet, contactId: string): Reason | undefined
    logout(reason: Reason): void
  }
  /** What is under way is ended, before the last puppet is let go of. */
  readonly farewell: () => Promise<unknown>
}

export interface Supervisor {
  /** Keeps a puppet alive until told to stop. Rejects with a `Fault` where it cannot even be made. */
  run(stop: AbortSignal): Promise<void>
  /** The puppet through which is spoken; undefined while nobody is logged in, or nothing is there. */
  now(): Puppet | undefined
}

const LONGEST_MS = 60_000
/** After a life of this length it begins again with one second. */
const QUIET_MS = 60_000

/**
 * Reconnecting is not left to the library, which stays deaf after an outage: what is in doubt is dropped, and made anew
 * after 1, 2, 4 … 60 seconds.
 */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { build, clock, random, pulse, log, heard, farewell } = options
  let current: Puppet | undefined
  /** Why nobody is logged in, as long as nobody is. */
  let away: Reason = REASON.loggedOut
  let answers = 0

  const tell = () => {
    if (!current) pulse.down(away)
    else if (answers > 0) pulse.up()
  }
  const ears: Ears = {
    ...heard,
    scan(payload) {
      tell()
      return heard.scan(payload)
    },
    login(puppet, contactId) {
      const objection = heard.login(puppet, contactId)
      if (objection) away = objection
      current = objection ? undefined : puppet
      tell()
    },
    logout(words) {
      current = undefined
      away = readLogout(words)
      tell()
      heard.logout(away)
    },
    answered() {
      answers += 1
      // The first is there before the login, even where somebody is logged in.
      if (current || answers > 1) tell()
    },
    gone(reason) {
      current = undefined
      if (reason) pulse.down(reason)
    },
  }

  /** Whether it has answered at all. */
  async function liveOnce(stop: AbortSignal, leave: () => Promise<unknown>): Promise<boolean> {
    away = REASON.loggedOut
    answers = 0
    try {
      await live({ puppet: build(), ears, clock, log }, stop, leave)
    } catch (error) {
      if (error instanceof Fault) throw error
      pulse.down(REASON.broken)
    }
    return answers > 0
  }

  return {
    async run(stop) {
      let leaving: Promise<unknown> | undefined
      const leave = () => {
        leaving ??= farewell()
        return leaving
      }
      for (let failures = 0; !stop.aborted; failures++) {
        const begun = Date.parse(clock.now())
        const answered = await liveOnce(stop, leave)
        if (answered && Date.parse(clock.now()) - begun >= QUIET_MS) failures = 0
        await clock.sleep(Math.min(1_000 * 2 ** failures, LONGEST_MS) * (0.75 + random() / 2), stop)
      }
      // Also where just then there was no puppet to let go of.
      await leave()
    },
    now: () => current,
  }
}
