import type { Said } from '../../../bot/model/message.ts'
import type { Channel, Sent } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { texts } from '../texts.ts'

/** Of several messages that fail one after another he is told once. */
const QUIET_MS = 10 * 60_000
const TRIES = 5
const WAIT_MS = 60_000

/**
 * Tells whoever said something that could not be taken, and is not asked for again, to send it once more. It goes beside
 * the outbox, which may be what fails. Best effort; what this gives back never rejects.
 */
export function createRegret({
  send,
  clock,
}: {
  readonly send: Channel['send']
  readonly clock: Clock
}): (said: Said, stop: AbortSignal) => Promise<void> {
  const told = new Map<string, number>()

  function isTold({ from, sender }: Said): boolean {
    const now = Date.parse(clock.now())
    for (const [who, at] of told) if (Math.abs(now - at) >= QUIET_MS) told.delete(who)
    const who = `${from.chat} ${sender}`
    const before = told.has(who)
    if (!before) told.set(who, now)
    return before
  }

  return async (said, stop) => {
    const { id, from, sender, met, recalled } = said
    // Whoever said nothing yet has nothing to send again.
    if (met || recalled !== undefined || isTold(said)) return
    const reply = { to: from, asks: sender, text: [texts.notTaken] }
    for (let tries = 1; tries <= TRIES && !stop.aborted; tries++) {
      const sent: Sent | undefined = await send(reply, `${id}#not-taken`).catch(() => undefined)
      if (sent?.kind === 'sent' || sent?.kind === 'refused') return
      await clock.sleep(sent?.kind === 'later' ? Math.min(sent.afterMs, WAIT_MS) : WAIT_MS, stop)
    }
  }
}
