import type { Health as DeskHealth } from './dialogue/desk.ts'
import { type Instant, plusMs } from './model/instant.ts'
import type { ChannelName, Message } from './model/message.ts'
import type { AppealStore } from './ports/appeal-store.ts'
import type { Health } from './ports/channel.ts'
import type { Clock } from './ports/clock.ts'

/** What is over sooner is no alarm. */
const LASTING_MS = 2 * 60_000
const EVERY_MS = 30_000
/** So much longer another process waits: by then who leads has told. */
const LATER_MS = 60_000

/** A channel fails in hearing, as it says itself, or in sending, as the outbox finds. */
export type Side = 'hearing' | 'sending'

export interface Watch {
  /** How a side of a channel is; a name that was never heard of is well. */
  report(name: ChannelName, health: Health, side: Side): void
  channels(): DeskHealth['channels']
  /** It says itself that it cannot be reached. */
  isDown(name: ChannelName): boolean
  /** Raises the alarms whose time has come, and ends those that are over. Rejects where that cannot be kept. */
  check(): Promise<void>
  run(stop: AbortSignal): Promise<void>
}

interface Watched {
  readonly state: 'up' | 'down'
  readonly since: Instant
  /** Why each side that fails does. */
  readonly reasons: ReadonlyMap<Side, string>
  /** Since when the outage lasts, or lasted, that the administrators were told of and not yet told the end of. */
  readonly told?: Instant
  /** An earlier process may have told of one. */
  readonly unsure: boolean
}

/**
 * Watches what administrators have to know of at once, and lets it take a turn: a channel that cannot be reached for two
 * minutes, and deliveries that were given up. Each is told once, and once when it is over; whether an earlier process told
 * of it stands in the ledger, as the card that says so.
 */
export function createWatch(options: {
  readonly store: Pick<AppealStore, 'read'>
  readonly clock: Clock
  readonly receive: (message: Message) => Promise<unknown>
  /** Whether of several processes this one leads; without it there is one alone. */
  readonly leads?: (() => boolean) | undefined
  /** Told when something failed; the loop goes on with the next round. */
  readonly trouble: (error: unknown) => void
}): Watch {
  const { store, clock, receive, trouble, leads = () => true } = options
  const isShared = options.leads !== undefined
  const watched = new Map<ChannelName, Watched>()
  /** What was told last of what was given up; undefined where that was an earlier process. */
  let parked: string | undefined

  function report(name: ChannelName, health: Health, side: Side): void {
    const before = watched.get(name)
    const reasons = new Map(before?.reasons)
    if (health.state === 'up') reasons.delete(side)
    else reasons.set(side, health.reason)
    const state = reasons.size > 0 ? 'down' : 'up'
    const since = before?.state === state ? before.since : clock.now()
    const { told, unsure = true } = before ?? {}
    watched.set(name, { state, since, reasons, unsure, ...(told && { told }) })
  }

  async function checkChannel(name: ChannelName, before: Watched): Promise<void> {
    const { state, since, reasons, told, unsure } = before
    const at = clock.now()
    if (state === 'down') {
      if (told !== undefined || plusMs(since, leads() ? LASTING_MS : LASTING_MS + LATER_MS) > at) return
      // Another process has told of it.
      if (isShared && (await stands(`channel:${name}`))) return settled(name, { told: since })
      const [reason] = reasons.values()
      const said = { channel: name, state, since, ...(reason && { reason }), at }
      await receive({ kind: 'channel', id: `channel:${name}:down:${since}`, ...said })
      return settled(name, { told: since })
    }
    const begun = told ?? (unsure && (await stands(`channel:${name}`)) ? since : undefined)
    if (begun !== undefined && (leads() || (await stands(`channel:${name}`)))) {
      const said = { channel: name, state, since: begun, at: since }
      await receive({ kind: 'channel', id: `channel:${name}:up:${begun}`, ...said })
    }
    settled(name, {})
  }

  /** What was told is over or has begun; what has changed meanwhile stays. */
  function settled(name: ChannelName, { told }: { readonly told?: Instant }): void {
    const now = watched.get(name)
    if (!now) return
    const { told: _, ...rest } = now
    watched.set(name, { ...rest, unsure: false, ...(told && { told }) })
  }

  /** Its oldest names an alarm: those given up later belong to it; those given up once more are another. */
  async function checkParked(): Promise<void> {
    if (!leads()) {
      parked = undefined
      return
    }
    const { summary } = await store.read({ kind: 'outbox' })
    const { parked: count, given = [] } = summary
    const at = clock.now()
    const [oldest] = given
    const name = count === 0 ? 'none' : oldest ? `${oldest.key}:${oldest.since}` : 'some'
    if (name === parked) return
    if (count > 0) await receive({ kind: 'parked', id: `parked:${oldest ? name : at}`, count, at })
    else if (parked !== undefined || (await stands('parked'))) {
      await receive({ kind: 'parked', id: `parked:over:${at}`, count, at })
    }
    parked = name
  }

  /** Whether a card of this name stands before anybody, or is on its way. */
  async function stands(card: string): Promise<boolean> {
    return (await store.read({ kind: 'cards', number: card })).places.length > 0
  }

  async function check(): Promise<void> {
    for (const [name, before] of [...watched]) await checkChannel(name, before)
    await checkParked()
  }

  return {
    report,
    channels: () =>
      [...watched].map(([name, { state, since, reasons }]) => {
        const [reason] = reasons.values()
        return { name, state, since, ...(reason && { reason }) }
      }),
    isDown: (name) => watched.get(name)?.reasons.has('hearing') === true,
    check,
    async run(stop) {
      while (!stop.aborted) {
        await check().catch(trouble)
        await clock.sleep(EVERY_MS, stop)
      }
    },
  }
}
