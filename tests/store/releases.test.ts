import { cpSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { unsealEntry } from '../../adapters/store/entry.ts'
import { openLedger, readLedger, verifyJournal } from '../../adapters/store/index.ts'
import { createKeyring } from '../../adapters/store/keyring.ts'
import { Appeal } from '../../bot/model/appeal.ts'
import { Conversation } from '../../bot/model/conversation.ts'
import { AppealEvent } from '../../bot/model/event.ts'
import { Gap } from '../../bot/model/gap.ts'
import { Person } from '../../bot/model/person.ts'
import { folds, newFolder, openIn } from './folder.ts'
import { MASTER_KEY } from './make-fixture.ts'
import { appealOf, at, CHEN, change, historyOf, TALK, told } from './samples.ts'

/** Each was made by the release that first wrote its format (`make-fixture.ts`), and is never made again. */
describe('data of version 1 is opened', () => {
  function copy(): string {
    const folder = newFolder()
    cpSync('tests/fixtures/data-v1', folder, { recursive: true })
    return folder
  }

  test('by its owner: appeals, histories, people, questions, deliveries', async () => {
    const ledger = await openIn(copy(), { masterKey: MASTER_KEY })
    // Its states were folded by the first version of the rules.
    expect(ledger.notices.filter((notice) => !notice.includes('made by another version of the program'))).toEqual([])
    const found = await ledger.appeals.read({ kind: 'appeals', where: {} })
    const appeals = found.kind === 'appeals' ? found.appeals.map(({ value }) => Appeal.parse(value)) : []
    expect(appeals.map(({ number, state, unit }) => [number, state, unit])).toEqual([
      ['QQ44444444', 'registered', 'industry'],
      ['QQ22222222', 'follow-up', 'industry'],
      ['QQ33333333', 'registered', 'tax'],
    ])
    expect(appeals.map(({ personal }) => personal?.particulars.contact)).toEqual(['陈样例', '陈样例', undefined])
    const history = await historyOf(ledger.appeals, 'QQ22222222')
    expect(history.map((event) => AppealEvent.parse(event).type)).toEqual([
      'registered',
      'accepted',
      'replied',
      'concluded',
    ])
    expect(history.reduce<Appeal | undefined>(folds.appeal, undefined)).toEqual(appeals[1])
    const { groups } = await ledger.appeals.read({ kind: 'gaps', limit: 9 })
    expect(groups).toMatchObject([{ wordings: ['样例路能不能停货车'], times: 1, why: { refused: 1 } }])
    const { gaps } = await ledger.appeals.read({ kind: 'gap', id: groups[0]?.id ?? '' })
    expect(gaps.map(({ value }) => Gap.parse(value))).toEqual(gaps.map(({ value }) => value))
    const { person, conversation } = await ledger.appeals.open(CHEN, TALK)
    expect(Person.parse(person.value).known.contact).toBe('陈样例')
    expect(Conversation.parse(conversation.value).offered).toEqual([{ id: 'ok', label: '确认' }])
    expect((await ledger.appeals.due(at(60 * 24 * 60))).map(({ appeal, deadline }) => [appeal, deadline])).toEqual([
      ['QQ22222222', 'silence'],
      ['QQ33333333', 'result'],
    ])
    const claimed = await ledger.outbox.claim({ channels: ['terminal'], limit: 9, now: at(0), until: at(9) })
    expect(claimed.map(({ id }) => id)).toEqual(['m4:1', 'm4:2'])
    const { summary } = await ledger.appeals.read({ kind: 'outbox' })
    // It was given up before there was a place for why.
    expect(summary).toMatchObject({ pending: 2, parked: 1, given: [{ channel: 'terminal', reason: 'too many tries' }] })
    expect(await ledger.outbox.retry(at(9))).toBe(1)
    expect(await ledger.appeals.read({ kind: 'staff' })).toEqual({ kind: 'staff', members: [] })
    const receipt = { channel: 'terminal', chat: 'a', message: '1' } as const
    expect(await ledger.appeals.read({ kind: 'receipt', receipt })).toMatchObject({ sent: null })
  })

  test('whatever it said of a delivery: a receipt, or none', async () => {
    const file = { name: 'memory', add: async () => {}, replace: async () => {} }
    const keyring = createKeyring({ master: Buffer.alloc(32), file })
    await keyring.ensure([CHEN.id])
    const receipt = { channel: 'terminal', chat: 'a', message: '1' } as const
    const read = [null, receipt, [], [receipt, receipt]].map((written) => {
      const sealed = keyring.seal(CHEN.id, 'receipt/k', written)
      return unsealEntry({ kind: 'delivered', at: at(0), key: 'k', sealed }, keyring)
    })
    expect(read.map((entry) => 'receipts' in entry && entry.receipts)).toEqual([[], [receipt], [], [receipt, receipt]])
  })

  test('and folded anew where its states were folded by another version of the rules', async () => {
    const folder = copy()
    const ledger = await openLedger({ folder, masterKey: MASTER_KEY, folds: { ...folds, version: folds.version + 1 } })
    expect(ledger.notices.join()).toContain('made by another version of the program')
    const found = await ledger.appeals.read({ kind: 'appeals', where: {} })
    expect(found).toMatchObject({ total: 3 })
    await ledger.close()
    const again = await openLedger({ folder, masterKey: MASTER_KEY, folds: { ...folds, version: folds.version + 1 } })
    expect(again.notices.join()).not.toContain('another version')
    await again.close()
  })

  test('and gone on with: what was committed then is known now', async () => {
    const folder = copy()
    const ledger = await openIn(folder, { masterKey: MASTER_KEY })
    for (const message of ['m1', 'm5', 'm7']) expect(await ledger.appeals.commit(change(message))).toBe('duplicate')
    expect(await ledger.appeals.commit(change('m8', { events: [told('noted', 'QQ22222222', '备注')] }))).toBe(
      'committed',
    )
    await ledger.close()
    await verifyJournal(folder)
    expect(await appealOf((await openIn(folder, { masterKey: MASTER_KEY })).appeals, 'QQ22222222')).toMatchObject({
      events: 5,
    })
  })

  test('by a reader, without a change to any file', async () => {
    const reading = await readLedger({ folder: 'tests/fixtures/data-v1', folds, masterKey: MASTER_KEY })
    expect(await reading.read({ kind: 'appeals', where: { states: ['follow-up'] } })).toMatchObject({ total: 1 })
  })
})
