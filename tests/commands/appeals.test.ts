import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { composeNumber, showNumber } from '../../bot/appeal/reference.ts'
import { run } from '../../bot/commands/program.ts'
import type { AppealEvent } from '../../bot/model/event.ts'
import { world } from './world.ts'

const [first, second] = [composeNumber([1, 2, 3, 4, 5, 6, 7]), composeNumber([7, 6, 5, 4, 3, 2, 1])]
const staff = { role: 'staff', id: 's1', name: '王芳' } as const

function registered(number: string, subject: string, unit: string, due: string): AppealEvent {
  const deadline = { name: 'result', due, basis: '本平台承诺', provisional: false } as const
  return {
    stream: 'appeal',
    of: number,
    subject,
    type: 'registered',
    at: '2026-11-20T02:00:00.000Z',
    by: { role: 'entrepreneur', id: subject },
    data: {
      number,
      kind: 'complaint',
      category: 'arrears',
      unit,
      confidential: false,
      urgent: false,
      deadlines: [deadline],
    },
    personal: {
      code: 'K7M3XP',
      home: { channel: 'terminal', chat: 'entrepreneur:陈小明' },
      particulars: {
        matter: '云州市腾达机械有限公司的货款一直不给陈小明，我的电话13900001234\u001b[2J',
        respondent: '云州市大禹建设集团',
        wish: '请联系陈小明',
        enterprise: '云州市腾达机械有限公司',
        contact: '陈小明',
        phone: '13900001234',
        attachments: [],
      },
    },
  }
}

let data: string
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'qinqing-appeals-'))
  const ledger = await openLedger({ folder: data, folds })
  const events: AppealEvent[] = [
    registered(first, 'p1', 'industry', '2026-11-27'),
    registered(second, 'p2', 'tax', '2026-11-25'),
    {
      stream: 'appeal',
      of: first,
      subject: 'p1',
      type: 'accepted',
      at: '2026-11-20T03:00:00.000Z',
      by: staff,
      data: {},
    },
    {
      stream: 'appeal',
      of: first,
      subject: 'p1',
      type: 'replied',
      at: '2026-11-20T04:00:00.000Z',
      by: staff,
      data: {},
      personal: { text: '已联系陈小明13900001234（云州市腾达机械有限公司）', attachments: [] },
    },
  ]
  await ledger.appeals.commit({ message: 'm1', at: '2026-11-20T04:00:00.000Z', expects: [], events, deliveries: [] })
  await ledger.close()
})
afterAll(() => rm(data, { recursive: true }))

async function appeals(...argv: string[]) {
  const io = world({ env: { QINQING_DATA: data } })
  const code = await run(['appeals', ...argv], io)
  return { code, out: io.out(), err: io.err() }
}

describe('appeals list', () => {
  it('shows the earliest deadline first, and nothing personal', async () => {
    const { code, out } = await appeals('list')
    expect(code).toBe(0)
    const [head, ...rows] = out.trimEnd().split('\n')
    expect(head).toMatch(/^number +state +kind +category +unit +due +registered$/)
    expect(rows.map((row) => row.split(/ +/))).toEqual([
      [showNumber(second), 'registered', 'complaint', 'arrears', 'tax', '2026-11-25', '2026-11-20'],
      [showNumber(first), 'accepted', 'complaint', 'arrears', 'industry', '2026-11-27', '2026-11-20'],
    ])
  })

  it.each([
    ['--state', 'accepted'],
    ['--unit', 'industry'],
  ])('%s %s narrows it', async (...filter) => {
    const { out } = await appeals('list', ...filter, '--json')
    expect(JSON.parse(out)).toEqual([expect.objectContaining({ number: first })])
    expect(out).not.toMatch(/陈小明|139|K7M3XP/)
  })

  it('--limit says how many more there are', async () => {
    const { out, err } = await appeals('list', '--limit', '1')
    expect(out.trimEnd().split('\n')).toHaveLength(2)
    expect(err).toBe('1 of 2; --limit shows more\n')
  })

  it('of an empty ledger says that there are none', async () => {
    expect(await appeals('list', '--state', 'resolved')).toMatchObject({ code: 0, out: 'no appeals\n' })
  })
})

describe('appeals show', () => {
  it('shows an appeal with its history; what tells who somebody is, is masked', async () => {
    const { code, out } = await appeals('show', showNumber(first).toLowerCase())
    expect(code).toBe(0)
    expect(out).toMatch(/state +accepted\n/)
    expect(out).toMatch(/due: result +2026-11-27 \(本平台承诺\)\n/)
    expect(out).toMatch(/matter +云州\*+有限公司的货款一直不给陈\*\*，我的电话139\*{4}1234/)
    expect(out).toMatch(/wish +请联系陈\*\*\n/)
    expect(out).toMatch(/contact +陈\*\*\n/)
    expect(out).toMatch(/2026-11-20 12:00 +replied +王芳 +已联系陈\*\*139\*{4}1234（云州\*+有限公司）\n/)
    expect(out).not.toMatch(/13900001234|陈小明|腾达机械|K7M3XP|\u001b/)
  })

  it('--reveal shows them', async () => {
    const { out } = await appeals('show', first, '--reveal')
    expect(out).toMatch(/phone +13900001234\n/)
    expect(out).toMatch(/enterprise +云州市腾达机械有限公司\n/)
  })

  it('--json is masked in the same way', async () => {
    const { out } = await appeals('show', first, '--json')
    const { appeal, history } = JSON.parse(out)
    expect(appeal).toMatchObject({ number: first, state: 'accepted' })
    expect(appeal.personal.thread).toHaveLength(1)
    expect(history.map(({ type }: { type: string }) => type)).toEqual(['registered', 'accepted', 'replied'])
    expect(out).not.toMatch(/13900001234|陈小明|腾达机械|K7M3XP/)
  })

  it('says so when there is no such appeal', async () => {
    const { code, err } = await appeals('show', composeNumber([9, 9, 9, 9, 9, 9, 9]))
    expect(code).toBe(1)
    expect(err).toMatch(/there is no appeal QQ-/)
  })
})

describe('a ledger that cannot be read', () => {
  it('is told as the chat tells it', async () => {
    const copy = join(await mkdtemp(join(tmpdir(), 'qinqing-appeals-')), 'data')
    await cp(data, copy, { recursive: true })
    await rm(join(copy, 'keys.jsonl'))
    const listed = await appeals('list', '--data', copy)
    const io = world({ env: { QINQING_DATA: copy } })
    expect(await run(['chat'], io)).toBe(1)
    expect(listed).toMatchObject({ code: 1, err: io.err() })
    expect(listed.err).toBe(`qinqing: ${copy}/keys.jsonl is missing: restore it from the newest backup that has it\n`)
    await rm(join(copy, '..'), { recursive: true })
  })
})
