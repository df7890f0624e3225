import { createHash, randomInt, randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { App } from '../app.ts'
import { composeCode } from '../appeal/reference.ts'
import { invitedUntil } from '../dialogue/office/inviting.ts'
import { Instant } from '../model/instant.ts'
import type { Ordered } from '../model/message.ts'
import type { Response, StaffOrder } from './control.ts'

/** Whoever holds the ledger, as an order about staff needs him. */
export interface House {
  readonly app: Pick<App, 'receive' | 'roster'>
  readonly now: () => Instant
  /** The bot's name in Telegram; null where it cannot be had. */
  readonly username: () => Promise<string | null>
}

/** What one who was invited needs; the code is told once, and only its digest is kept. */
export const Invitation = z.strictObject({ code: z.string(), until: Instant, link: z.string().optional() })
export type Invitation = z.infer<typeof Invitation>

/** The link that opens the bot in Telegram and joins by this code. */
export function invitationLink(username: string, code: string): string {
  return `https://t.me/${username}?start=${code}`
}

/**
 * Does what the server's command line orders about staff: as a message like any other, so that it is decided, and kept, as
 * everything else is. `found` is an `Invitation` where somebody was invited.
 */
export async function orderStaff(house: House, order: StaffOrder): Promise<Response> {
  return order.do === 'invite' ? invite(house, order) : remove(house, order.name)
}

async function invite(house: House, order: StaffOrder & { do: 'invite' }): Promise<Response> {
  const code = newCode()
  const at = house.now()
  const until = invitedUntil(at)
  const digest = createHash('sha256').update(code).digest('hex')
  if (!(await taken(house, at, { ...order, code: digest, until })))
    return refused(`${order.name} is the last administrator, and must stay one: invite another first`)
  const username = await house.username()
  const link = username === null ? undefined : invitationLink(username, code)
  return { ok: true, lines: [], found: { code, until, ...(link && { link }) } satisfies Invitation }
}

async function remove(house: House, name: string): Promise<Response> {
  if (await taken(house, house.now(), { do: 'remove', name })) return { ok: true, lines: [`removed ${name}`] }
  const isThere = house.app.roster().members.some((one) => one.name === name && one.state !== 'removed')
  return refused(isThere ? `${name} is the last administrator: invite another first` : `nobody is called ${name}`)
}

async function taken({ app }: House, at: Instant, order: Ordered['order']): Promise<boolean> {
  const { outcome } = await app.receive({ kind: 'ordered', id: `ordered:${randomUUID()}`, order, at })
  return outcome === 'committed'
}

const refused = (line: string): Response => ({ ok: false, lines: [line] })

/** Sixty bits, in characters that are not mistaken for one another. */
function newCode(): string {
  const six = () => composeCode(Array.from({ length: 6 }, () => randomInt(0x1_0000_0000)))
  return `${six()}${six()}`
}
