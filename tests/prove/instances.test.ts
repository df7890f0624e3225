import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Reply } from '../../bot/model/reply.ts'
import type { NewDelivery } from '../../bot/ports/appeal-store.ts'
import { openOn, tamper } from '../postgres/ledgers.ts'
import { sharedServer } from '../postgres/server.ts'
import { halves } from './instances/check.ts'
import { scaleOf } from './row.ts'
import { row } from './rows/instances.ts'

const AT = '2026-11-23T02:00:00.000Z'
const isLong = Boolean(process.env['QINQING_LONG'])

/** A ledger with one message in effect. */
async function begun(): Promise<string> {
  const url = await (await sharedServer()).database()
  const { appeals } = await openOn(url)
  const invited = { stream: 'staff', of: 's1', subject: 's1', at: AT, by: { role: 'system', id: 'system' } } as const
  const data = { name: '李明', roles: ['clerk' as const], units: [], code: createHash('sha256').digest('hex') }
  const event = { ...invited, type: 'invited', data } as const
  const reply: Reply = { to: { channel: 'terminal', chat: '李明' }, text: ['您好'] }
  const delivery: NewDelivery = { id: 'm1#0', subject: 's1', payload: { kind: 'reply', reply } }
  await appeals.commit({ message: 'm1', at: AT, expects: [], events: [event], deliveries: [delivery] })
  return url
}

test('the records are what the entries fold to; half a transaction is seen, whichever half', async () => {
  const url = await begun()
  expect(await halves(url)).toEqual({ entries: 1, wrong: [] })
  for (const half of ["records where kind = 'staff'", 'outbox', 'messages']) await tamper(url, `delete from ${half}`)
  const lacks = (table: string) => expect.stringContaining(`${table} lacks what the entries fold to`)
  expect((await halves(url)).wrong).toEqual([lacks('records'), lacks('messages'), lacks('outbox')])

  await tamper(url, 'alter table entries disable trigger all', 'delete from entries')
  expect((await halves(url)).wrong).toHaveLength(1)
})

test.skipIf(!isLong)('two instances, a kill or two', { timeout: 120_000 }, async () => {
  expect(await row.run(scaleOf(0.04))).toMatchObject({ ok: true })
})

test.skipIf(!isLong).each(row.bites)('it bites: $name', { timeout: 300_000 }, async ({ run }) => {
  expect(await run(1)).toMatchObject({ caught: true })
})
