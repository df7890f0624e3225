import { createHmac } from 'node:crypto'

const PREFIX = 'whsec_'

/**
 * The secrets of a hook, for as many as are given with blanks between them: while one takes the place of another, both
 * sign. As Standard Webhooks write one, `whsec_` and base64; any other text is a secret as it stands.
 */
export function secretsOf(text: string): readonly Buffer[] {
  return text
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one) => (one.startsWith(PREFIX) ? Buffer.from(one.slice(PREFIX.length), 'base64') : Buffer.from(one)))
}

/** `webhook-signature` of Standard Webhooks 1.0.0: HMAC-SHA256 over `id.timestamp.body`, one for each secret. */
export function signatureOf(secrets: readonly Buffer[], id: string, seconds: number, body: string): string {
  return secrets
    .map((secret) => `v1,${createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64')}`)
    .join(' ')
}
