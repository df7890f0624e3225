import type { Update } from 'grammy/types'
import type { Clock } from '../../bot/ports/clock.ts'
import type { Client } from './client.ts'
import type { Pulse } from './health.ts'
import { WANTED } from './hear.ts'
import { TelegramError } from './trouble.ts'
import { persistently } from './waiting.ts'

export interface PollOptions {
  readonly client: Client
  readonly clock: Clock
  readonly pulse: Pulse
  /** Resolves when the update is done with; rejects when it is to come again at the next start. */
  readonly take: (update: Update) => Promise<void>
  /** How long Telegram may hold a request while there is nothing new. */
  readonly seconds: number
}

/** Telegram gives no more at once. */
const MOST = 100
/** Whoever asks again for the same within half a second is given one update only. */
const AGAIN_MS = 700
/** An answer may take so much longer than Telegram was asked to wait. */
const GRACE_MS = 15_000
/** What has not ended so long after it was told to stop comes again at the next start. */
const DRAIN_MS = 10_000
/** A confirmation takes effect as it arrives; whoever asks twice for the same is answered seconds later. */
const CONFIRM_MS = 1_000

/**
 * Asks Telegram for updates until told to stop. To ask for an update is to confirm all before it: so it is always asked
 * from the oldest that is not done with, and what is killed half way comes again. Those under way are not taken twice,
 * and hold up nobody else's.
 */
export async function poll({ client, clock, pulse, take, seconds }: PollOptions, stop: AbortSignal): Promise<void> {
  /** All that may come again: those under way, those given back, and those done with but behind one that is not. */
  const known = new Map<number, 'running' | 'given back' | 'done'>()
  /** Behind the last there was; 0 where all was confirmed, and asks for whatever there is. */
  let next = 0
  /** All before it is confirmed. */
  let asked = 0
  let settled: () => void = () => {}

  const isRunning = () => [...known.values()].includes('running')
  const ended = (id: number, how: 'done' | 'given back') => () => {
    known.set(id, how)
    if (!isRunning()) settled()
  }

  function start(update: Update): void {
    const id = update.update_id
    known.set(id, 'running')
    next = Math.max(next, id + 1)
    take(update).then(ended(id, 'done'), ended(id, 'given back'))
  }

  /** The oldest that is not done with, or what comes next. */
  function offset(): number {
    const open = [...known].flatMap(([id, state]) => (state === 'done' ? [] : [id]))
    return open.reduce((oldest, id) => Math.min(oldest, id), next)
  }

  async function ask(limit: number, timeout: number, limits: { ms: number; stop?: AbortSignal }) {
    const from = offset()
    const want = { offset: from, limit, timeout, allowed_updates: WANTED }
    const updates = await client.ask('getUpdates', (api, signal) => api.getUpdates(want, signal), areUpdates, limits)
    asked = from
    for (const id of known.keys()) if (id < from) known.delete(id)
    return updates.filter(isUpdate)
  }

  async function askOnce(): Promise<readonly Update[]> {
    // The first answer after a silence is not waited for: that there is one is news.
    const timeout = pulse.isUp ? seconds : 0
    try {
      return await ask(MOST, timeout, { ms: timeout * 1000 + GRACE_MS, stop })
    } catch (error) {
      if (!(error instanceof TelegramError && error.trouble.kind === 'conflict' && error.trouble.webhook)) throw error
      await client.ask('deleteWebhook', (api, signal) => api.deleteWebhook({}, signal), Boolean, { stop })
      return []
    }
  }

  /** Resolves when nothing is under way any more, or after so long. */
  async function rest(ms: number, stop: AbortSignal): Promise<void> {
    const nap = new AbortController()
    settled = () => nap.abort()
    if (!isRunning() || stop.aborted) return
    stop.addEventListener('abort', settled)
    await clock.sleep(ms, nap.signal)
    stop.removeEventListener('abort', settled)
  }

  while (!stop.aborted) {
    const since = Date.parse(clock.now())
    const updates = await persistently(askOnce, { clock, pulse, stop })
    if (updates === undefined) break
    pulse.up()
    for (const update of updates) if (!known.has(update.update_id)) start(update)
    // Numbers begin anew after a week of silence: nothing is asked for by its number without need.
    if (updates.length === 0 && known.size === 0) next = 0
    await rest(AGAIN_MS - Math.max(0, Date.parse(clock.now()) - since), stop)
  }

  await rest(DRAIN_MS, new AbortController().signal)
  // What is done with need not come again.
  if (offset() > asked) await ask(1, 0, { ms: CONFIRM_MS }).catch(() => undefined)
}

const isUpdate = (update: Partial<Update> | null): boolean => Number.isSafeInteger(update?.update_id)

/** One that has no number is passed over with the next that has one. */
function areUpdates(updates: readonly Update[]): boolean {
  return Array.isArray(updates) && (updates.length === 0 || updates.some(isUpdate))
}
