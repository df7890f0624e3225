import type { Context } from 'hono'
import { dateOf, type Instant, timeOf } from '../../bot/model/instant.ts'
import type { Asked } from '../../bot/ports/overview.ts'
import * as text from './texts.ts'

/** The texts of a form; files and lists are none of ours. */
export async function formOf(c: Context): Promise<Asked> {
  const body = await c.req.parseBody().catch(() => ({}))
  return Object.fromEntries(Object.entries(body).filter((one): one is [string, string] => typeof one[1] === 'string'))
}

/**
 * A browser that says so was sent here by another site. The token decides where it says nothing: under `no-referrer` the
 * Origin of our own forms is `null`, and old browsers have no Sec-Fetch-Site.
 */
export function isFromElsewhere(c: Context): boolean {
  const site = c.req.header('sec-fetch-site')
  return site !== undefined && site !== 'same-origin'
}

/** Where a request comes from, as the proxy in front of us wrote it; all the same without one. */
export function whence(c: Context): string {
  return c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim().slice(0, 45) ?? ''
}

/** What was asked for, for the log: ids and dates, never a text. */
export function conditions(asked: Asked): string {
  const told = Object.entries(asked).filter(
    ([name, value]) => /^[a-z]{1,12}$/u.test(name) && /^[\w-]{1,40}$/u.test(value),
  )
  return told.length === 0 ? '' : ` (${told.map(([name, value]) => `${name}=${value}`).join(' ')})`
}

/** 21:30, or 次日 02:10. */
export function untilWhen(until: number, now: Instant): string {
  const at = new Date(until).toISOString()
  return dateOf(at) === dateOf(now) ? timeOf(at) : text.nextDay(timeOf(at))
}
