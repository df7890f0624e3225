import type { Params } from './params.ts'
import { badRequest, conflict } from './refusal.ts'
import { readAllowed, type UpdateQueue } from './updates.ts'
import type { Webhook } from './webhook.ts'

export type Updating = Record<string, (params: Params, gone: AbortSignal) => unknown>

/** Methods by which a bot learns what happened. */
export function updatingMethods(updates: UpdateQueue, webhook: Webhook): Updating {
  return {
    getupdates(params, gone) {
      if (webhook.hook) {
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        )
      }
      const limit = params.number('limit') ?? 100
      return updates.poll(
        {
          offset: params.number('offset') ?? 0,
          limit: limit < 1 || limit > 100 ? 100 : limit,
          timeout: params.number('timeout') ?? 0,
          allowed: readAllowed(params.json('allowed_updates')),
        },
        gone,
      )
    },
    setwebhook(params) {
      const url = params.text('url')
      const secret = params.text('secret_token')
      if (url !== '') checkUrl(url)
      if (secret.length > 256) throw badRequest('secret token is too long')
      if (!/^[\w-]*$/.test(secret)) throw badRequest('secret token contains unallowed characters')
      updates.allow(readAllowed(params.json('allowed_updates')))
      if (params.flag('drop_pending_updates')) updates.drop()
      if (url !== '') updates.interrupt('terminated by setWebhook request')
      const connections = params.number('max_connections') ?? 40
      webhook.set(url === '' ? undefined : { url, secret, connections: Math.min(Math.max(connections, 1), 100) })
      return true
    },
    deletewebhook(params) {
      if (params.flag('drop_pending_updates')) updates.drop()
      webhook.set(undefined)
      return true
    },
    getwebhookinfo: () => ({
      url: webhook.hook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.pending.length,
      ...(webhook.hook && { max_connections: webhook.hook.connections }),
      ...(webhook.lastError && {
        last_error_date: webhook.lastError.date,
        last_error_message: webhook.lastError.message,
      }),
      ...(updates.allowed.length > 0 && { allowed_updates: updates.allowed }),
    }),
  }
}

/** Telegram posts over https only; to this machine itself the fake does without, as a local Bot API server does. */
function checkUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (!parsed) throw badRequest('bad webhook: invalid webhook URL specified')
  const here = ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname)
  if (parsed.protocol !== 'https:' && !here) throw badRequest('bad webhook: An HTTPS URL must be provided for webhook')
}
