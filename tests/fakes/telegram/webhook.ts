import type { Fault } from './faults.ts'
import type { Update } from './types.ts'
import type { UpdateQueue } from './updates.ts'
import type { World } from './world.ts'

export interface Hook {
  readonly url: string
  readonly secret: string
  readonly connections: number
}

export interface WebhookPace {
  /** The first retry comes at once, the second after twice this, and so on up to sixty times. A `Retry-After` is kept. */
  readonly retryMs: number
  readonly timeoutMs: number
}

/** One delivery of an update, as it went. */
export interface Delivered {
  readonly update: number
  /** Of the answer; 0 where there was none in time. */
  readonly status: number
}

export interface Webhook {
  readonly hook: Hook | undefined
  readonly deliveries: readonly Delivered[]
  readonly lastError: { readonly date: number; readonly message: string } | undefined
  set(hook: Hook | undefined): void
  wake(): void
  stop(): void
}

/**
 * Posts updates to the bot: those of a chat one after another, others beside them, and again until it is answered
 * with 2xx. What the bot answers may be a call (`execute`).
 */
export function createWebhook(
  world: World,
  updates: UpdateQueue,
  pace: WebhookPace,
  execute: (call: Record<string, unknown>) => void,
  strike: (update: Update) => Fault | undefined,
): Webhook {
  let hook: Hook | undefined
  let lastError: Webhook['lastError']
  let over = new AbortController()
  const deliveries: Delivered[] = []
  const busy = new Set<string>()
  const underWay = new Set<number>()

  function wake(): void {
    if (!hook) return
    for (const update of updates.pending) {
      const queue = queueOf(update)
      if (busy.size >= hook.connections) return
      if (busy.has(queue) || underWay.has(update.update_id)) continue
      busy.add(queue)
      underWay.add(update.update_id)
      const ended = over.signal
      bring(hook, update, ended)
        .catch(() => undefined)
        .finally(() => {
          if (ended.aborted) return
          busy.delete(queue)
          underWay.delete(update.update_id)
          wake()
        })
    }
  }

  async function bring(to: Hook, update: Update, ended: AbortSignal): Promise<void> {
    let delay = pace.retryMs
    for (let failures = 0; !ended.aborted; failures++) {
      const failure = await attempt(to, update, ended)
      if (ended.aborted) return
      if (failure === null) return updates.confirm(update.update_id)
      lastError = { date: world.seconds(), message: failure.message }
      world.changed()
      if (failures > 0) delay = Math.min(delay * 2, pace.retryMs * 60)
      await pause(failure.retryAfterMs || (failures > 0 ? delay : 0), ended)
    }
  }

  async function attempt(to: Hook, update: Update, ended: AbortSignal): Promise<Failure | null> {
    const fault = strike(update)
    const lost = fault && { message: 'Connection reset by peer', retryAfterMs: 0 }
    if (lost && !('executed' in fault && fault.executed)) return lost
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (to.secret) headers['x-telegram-bot-api-secret-token'] = to.secret
    const signal = AbortSignal.any([AbortSignal.timeout(pace.timeoutMs), ended])
    try {
      const response = await fetch(to.url, { method: 'POST', headers, body: JSON.stringify(update), signal })
      const answer = await response.text()
      deliveries.push({ update: update.update_id, status: response.status })
      const retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1000
      const said = `Wrong response from the webhook: ${response.status} ${response.statusText}`.trim()
      if (lost) return lost
      if (!response.ok) return { message: said, retryAfterMs }
      if (answer.startsWith('{')) takeUp(JSON.parse(answer) as Record<string, unknown>)
      return null
    } catch (error) {
      if (!ended.aborted) deliveries.push({ update: update.update_id, status: 0 })
      const late = error instanceof Error && error.name === 'TimeoutError'
      return { message: late ? 'Read timeout expired' : 'Connection refused', retryAfterMs: 0 }
    }
  }

  function takeUp(call: Record<string, unknown>): void {
    const method = String(call['method'] ?? '').toLowerCase()
    if (method !== '' && !/^(?:get|setwebhook$|deletewebhook$|close$|logout$)/.test(method)) execute(call)
  }

  function halt(): void {
    over.abort()
    over = new AbortController()
    busy.clear()
    underWay.clear()
  }

  return {
    get hook() {
      return hook
    },
    get lastError() {
      return lastError
    },
    deliveries,
    set(next) {
      halt()
      hook = next
      lastError = undefined
      wake()
    },
    wake,
    stop: halt,
  }
}

interface Failure {
  readonly message: string
  readonly retryAfterMs: number
}

/** Messages of one chat keep their order, and so do the presses of one person; but a press may overtake a message. */
function queueOf({ message, edited_message, callback_query, inline_query, my_chat_member }: Update): string {
  if (message) return `message ${message.chat.id}`
  if (edited_message) return `edited ${edited_message.chat.id}`
  if (callback_query) return `press ${callback_query.from.id}`
  if (inline_query) return `inline ${inline_query.from.id}`
  return `standing ${my_chat_member?.chat.id ?? 0}`
}

function pause(ms: number, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    timer.unref()
    ended.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
