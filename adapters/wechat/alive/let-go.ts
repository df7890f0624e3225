import type { Puppet } from 'wechaty-puppet'
import type { Clock } from '../../../bot/ports/clock.ts'
import { atMost } from '../at-most.ts'

/** So long a puppet may take to stop; then it is left to itself. */
const LONGEST_MS = 2_000

/** What a service puppet holds on to, as far as it is needed here. */
interface Manager {
  readonly eventStream?: { cancel?(): void } | undefined
  stopStream?(): void
  destroyClient?(): void
}

/**
 * Lets go of a puppet, bounded in time. Never rejects, and what still fails in it is nobody's error any more.
 *
 * Of a gateway only the connection is given up, so that the account stays logged in there. Its event stream has to be
 * cancelled: to stop and to destroy it, as the library does, leaves it open at the gateway, which then leaves the next
 * client deaf. `started` is the puppet's start, which may get a stream long after it was given up.
 */
export async function letGo(puppet: Puppet, started: Promise<unknown>, clock: Clock): Promise<void> {
  puppet.on('error', ignored)
  const manager: Manager | undefined = '_grpcManager' in puppet ? (puppet._grpcManager ?? undefined) : undefined
  const hangUp = () => {
    attempt(() => manager?.eventStream?.cancel?.())
    attempt(() => manager?.stopStream?.())
    attempt(() => manager?.destroyClient?.())
  }
  if (manager && '_grpcManager' in puppet) puppet._grpcManager = undefined
  hangUp()
  const late = started.then(hangUp, hangUp).then(() => stop(puppet))
  await atMost(clock, LONGEST_MS, Promise.all([late, stop(puppet)]), undefined)
}

async function stop(puppet: Puppet): Promise<void> {
  try {
    if (puppet.state.active()) await puppet.stop()
  } catch {
    // It is given up all the same.
  }
}

function attempt(what: () => void): void {
  try {
    what()
  } catch {
    // A part that is gone already.
  }
}

const ignored = () => {}
