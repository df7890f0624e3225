import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openLedger } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import {
  AT,
  at,
  CHEN,
  change,
  concluded,
  deadline,
  done,
  LUO,
  registered,
  reply,
  TALK,
  told,
  unanswered,
  warned,
} from './samples.ts'

/**
 * Keeps a folder of the data as this release writes it, for every later release to open:
 *
 *     npx tsx tests/store/make-fixture.ts tests/fixtures/data-v1
 *
 * Run once, when a format's version goes up, into a new folder; what is there is never written over.
 */
export const MASTER_KEY = 'Zml4dHVyZSBtYXN0ZXIga2V5LCBub3QgYSBzZWNyZXQ=' // "fixture master key, not a secret"

async function make(target: string): Promise<void> {
  await mkdir(target)
  const folder = await mkdtemp(join(tmpdir(), 'qinqing-fixture-'))
  const open = () => openLedger({ folder, folds, masterKey: MASTER_KEY, now: () => AT })
  const december = '2026-12-02T02:00:00.000Z'

  const first = await open()
  const person = { id: CHEN.id, value: { v: 1 as const, known: { contact: '陈样例', phone: '19900000001' } } }
  const conversation = { id: TALK, subject: CHEN.id, value: { v: 1 as const, offered: [{ id: 'ok', label: '确认' }] } }
  await first.appeals.commit(
    change('m1', { person, conversation, events: [registered('QQ22222222')], deliveries: [reply('m1:0', 'a')] }),
  )
  await first.appeals.commit(change('m2', { events: [registered('QQ33333333', { subject: LUO.id, unit: 'tax' })] }))
  await first.appeals.commit(change('m3', { events: [unanswered('g1', '样例路能不能停货车')] }))
  await first.outbox.delivered('m1:0', [{ channel: 'terminal', chat: 'a', message: '1' }], at(1))
  await first.close()

  const second = await open()
  await second.appeals.erase(LUO.id, at(5))
  await second.appeals.commit(
    change('m4', {
      at: december,
      events: [done('accepted', 'QQ22222222', december), told('replied', 'QQ22222222', '正在核实', december)],
      deliveries: [reply('m4:0', 'a'), reply('m4:1', 'a'), reply('m4:2', 'b', { card: 'k' })],
    }),
  )
  await second.appeals.commit(
    change('m5', {
      at: december,
      events: [registered('QQ44444444', { at: december, deadlines: [deadline('accept', '2026-12-09')] })],
    }),
  )
  await second.close()

  // What comes now stands in the journal only: the copy is taken beside the open ledger.
  const third = await open()
  await third.appeals.commit(change('m6', { at: december, events: [warned('QQ44444444', 'accept')] }))
  await third.appeals.commit(
    change('m7', { at: december, events: [concluded('QQ22222222', deadline('silence', '2026-12-20'))] }),
  )
  await third.outbox.failed('m4:0', null, 'too many tries')
  await cp(folder, target, { recursive: true })
  await third.close()
  await rm(join(target, 'lock'))
  await rm(folder, { recursive: true })
}

const [, program, target] = process.argv
if (program === fileURLToPath(import.meta.url)) {
  if (target) await make(target)
  else console.error('usage: npx tsx tests/store/make-fixture.ts FOLDER')
}
