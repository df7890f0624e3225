import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import exceljs from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../adapters/store/index.ts'
import { chained, type Head, showHead } from '../../bot/appeal/chain.ts'
import { folds } from '../../bot/appeal/history.ts'
import { showNumber } from '../../bot/appeal/reference.ts'
import { run } from '../../bot/commands/program.ts'
import type { AppealEvent } from '../../bot/model/event.ts'
import { closing, deadline, eventsOf, numberAt, type Story } from '../report/ledger.ts'
import { world } from './world.ts'

const told = {
  matter: '=甲方拖欠云州市腾达机械有限公司货款，陈小明13900001234',
  enterprise: '云州市腾达机械有限公司',
  contact: '陈小明',
  phone: '13900001234',
}
const due = (day: string) => ({ deadlines: [deadline('result', day)] })
const stories: readonly Story[] = [
  {
    n: 1,
    on: '11-16',
    data: { ...due('11-18'), area: '东湖区' },
    told,
    since: closing('11-16', '11-17', '11-18', 'satisfied'),
  },
  { n: 2, on: '11-17', data: { ...due('11-19'), category: 'tax', unit: 'tax', kind: 'help' }, told },
  { n: 3, on: '10-12', data: { ...due('10-19'), kind: 'tip-off' }, told },
]
const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/** As a turn chains them. */
function tied(events: readonly AppealEvent[]): AppealEvent[] {
  let head: Head | undefined
  return events.map((event) => {
    const next = chained(event, head, digest, 'ab'.repeat(16))
    head = next.chain
    return next
  })
}

const histories = stories.map((story) => tied(eventsOf(story)))
const [first, second, third] = [numberAt(1), numberAt(2), numberAt(3)]

async function ledgerOf(events: readonly AppealEvent[]): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), 'qinqing-ledger-'))
  folders.push(data)
  const ledger = await openLedger({ folder: data, folds })
  await ledger.appeals.commit({ message: 'm1', at: '2026-11-20T04:00:00.000Z', expects: [], events, deliveries: [] })
  await ledger.close()
  return data
}

const folders: string[] = []
let data: string
let out: string
beforeAll(async () => {
  data = await ledgerOf(histories.flat())
  out = await mkdtemp(join(tmpdir(), 'qinqing-out-'))
  folders.push(out)
})
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

async function qinqing(...argv: string[]) {
  const io = world({ env: { QINQING_DATA: data } })
  const code = await run(argv, io)
  return { code, out: io.out(), err: io.err() }
}

describe('appeals list', () => {
  it.each([
    [
      ['--state', 'open'],
      [second, third],
    ],
    [
      ['--state', 'registered,resolved'],
      [first, second, third],
    ],
    [['--kind', 'help'], [second]],
    [['--category', '税费'], [second]],
    [['--unit', '税务局'], [second]],
    [['--area', '东湖'], [first]],
    [
      ['--from', '2026-11-01'],
      [first, second],
    ],
    [['--from', '2026-11-17', '--to', '2026-11-17'], [second]],
    [['--overdue'], [second, third]],
    [['--overdue', '--limit', '1'], [third]],
  ])('%j narrows it', async (filter, numbers) => {
    const { out: shown } = await qinqing('appeals', 'list', ...filter, '--json')
    const listed = JSON.parse(shown).map(({ number }: { number: string }) => number)
    expect(listed.toSorted()).toEqual(numbers.toSorted())
    expect(shown).not.toMatch(/陈小明|139|腾达/)
  })

  it.each([
    [['--state', 'gone'], 'there is no state gone: there are open, registered'],
    [['--unit', 'nobody'], 'there is no unit nobody: there are private-economy'],
    [['--category', 'x'], 'there is no category x: there are arrears'],
    [['--area', '月球'], 'there is no area 月球: there are '],
    [['--from', '2026-02-30'], '2026-02-30 is no day: one reads 2026-11-01'],
  ])('%j is told what there is', async (filter, problem) => {
    const { code, err } = await qinqing('appeals', 'list', ...filter)
    expect(code).toBe(2)
    expect(err).toContain(problem)
  })
})

describe('appeals export', () => {
  it('writes a workbook that tells nobody who somebody is, and runs nothing', async () => {
    const file = join(out, '台账.xlsx')
    const { code, out: said } = await qinqing('appeals', 'export', file)
    expect({ code, said }).toEqual({ code: 0, said: `${file}: 3 appeals, 1 of them sealed\n` })
    const book = new exceljs.Workbook()
    await book.xlsx.readFile(file)
    const text = JSON.stringify(book.worksheets[0]?.getSheetValues())
    expect(text).toContain('=甲方拖欠')
    expect(text).not.toMatch(/陈小明|13900001234|腾达机械/)
    expect(book.worksheets[0]?.getCell('G2').formula).toBeUndefined()
  })

  it('writes CSV, and keeps to the filters', async () => {
    const file = join(out, '台账.csv')
    await qinqing('appeals', 'export', file, '--unit', 'industry', '--from', '2026-11-01')
    const [head, row, ...rest] = (await readFile(file, 'utf8')).trimEnd().split('\r\n')
    expect(head).toMatch(/^\ufeff编号,登记日期,企业,/)
    expect(row).toMatch(new RegExp(`^${showNumber(first)},2026-11-16,.*,'=甲方拖欠.*,已办结,已解决,满意,`))
    expect(rest).toEqual([])
  })

  it('--reveal shows names to the owner of the file only, and never what is sealed', async () => {
    const file = join(out, '全部.csv')
    await qinqing('appeals', 'export', file, '--reveal')
    const text = await readFile(file, 'utf8')
    expect(text.match(/13900001234/g)).toHaveLength(4) // two appeals, each in its cell and in the matter
    expect(text).toContain('（保密）')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['台账.pdf', 2, '台账.pdf is neither .xlsx nor .csv'],
    ['/nowhere/at/all.csv', 1, 'cannot write /nowhere/at/all.csv: '],
  ])('%s cannot be written', async (file, code, problem) => {
    const told = await qinqing('appeals', 'export', file)
    expect(told.code).toBe(code)
    expect(told.err).toContain(problem)
  })
})

describe('appeals verify', () => {
  const hash = (event: AppealEvent | undefined) => event?.chain?.hash ?? ''
  const ends = (i: number) => showHead(hash(histories[i]?.at(-1)))

  it('finds all as it was written', async () => {
    const { code, out: said } = await qinqing('appeals', 'verify')
    expect(code).toBe(0)
    expect(said).toMatch(/^3 appeals, 8 events: all stand as they were written\ntogether: (\w{4}-){3}\w{4}\n$/)
  })

  it('prints where each chain ends', async () => {
    const { out: said } = await qinqing('appeals', 'verify', '--heads')
    expect(said).toContain(`${showNumber(first)}: 6 events, ${ends(0)}\n`)
    expect((await qinqing('appeals', 'verify', first)).out).toContain(ends(0))
  })

  it('knows which event a receipt is of', async () => {
    const receipt = showHead(hash(histories[0]?.[1]))
    const { code, out: said } = await qinqing('appeals', 'verify', showNumber(first), receipt)
    expect(code).toBe(0)
    expect(said).toBe(`${showNumber(first)}: this receipt is of event 2 of 6, and all stand as they were written\n`)
  })

  it.each([
    [first, '0000-0000-0000-0000', 1, 'no event of this appeal has the hash 0000-0000-0000-0000'],
    [first, '你好', 2, '你好 is not what a receipt shows'],
    ['QQ-1', '0000-0000-0000-0000', 2, 'QQ-1 is no appeal number'],
    [numberAt(9), '0000-0000-0000-0000', 1, 'there is no appeal QQ-'],
  ])('%s with %s is refused', async (number, receipt, code, problem) => {
    const told = await qinqing('appeals', 'verify', number, receipt)
    expect(told.code).toBe(code)
    expect(told.err).toContain(problem)
  })

  const edit = (i: number, change: (event: AppealEvent) => object): AppealEvent[] =>
    histories.flatMap((events, j) =>
      j === 0 ? events.map((one, k) => (k === i ? change(one) : one)) : events,
    ) as AppealEvent[]

  it.each([
    ['another time', edit(1, (one) => ({ ...one, at: '2026-11-16T03:00:00.000Z' })), 'event 2 was edited'],
    [
      'another text',
      edit(3, (one) => ({ ...one, personal: { text: '没办', attachments: [] } })),
      'event 4 was edited in its personal part',
    ],
    ['one left out', histories.flat().filter((_, i) => i !== 2), 'event 3 is not the one that follows'],
    ['one put in', edit(2, ({ chain: _, salt: __, ...one }) => one), 'event 3 is not tied to the one before it'],
  ])('finds %s', async (_, events, problem) => {
    const forged = await ledgerOf(events)
    const { code, out: said, err } = await qinqing('appeals', 'verify', '--data', forged)
    expect(code).toBe(1)
    expect(said).toContain(`${showNumber(first)}: ${problem}`)
    expect(err).toContain('1 of 3 histories do not stand as they were written')
  })

  it('says how many events are older than the chain', async () => {
    const [old = []] = stories.map(eventsOf)
    const before = await ledgerOf(old)
    const { code, out: said } = await qinqing('appeals', 'verify', '--data', before)
    expect(code).toBe(0)
    expect(said).toContain('6 of 6 events are older than the chain')
  })

  it('still verifies once somebody was erased', async () => {
    const folder = await ledgerOf(histories.flat())
    const ledger = await openLedger({ folder, folds })
    await ledger.appeals.erase('p1', '2026-11-21T00:00:00.000Z')
    await ledger.close()
    expect((await qinqing('appeals', 'verify', '--data', folder)).code).toBe(0)
  })
})

describe('appeals show', () => {
  it('tells what the life of an appeal added', async () => {
    const { out: said } = await qinqing('appeals', 'show', first)
    expect(said).toMatch(/chain +event 6, /)
    expect(said).toMatch(/dispatched +王芳 +industry/)
    expect(said).toMatch(/concluded +王芳 +solved: 已办好/)
    expect(said).toMatch(/satisfaction +satisfied/)
    // With the salt, what is masked could be found by trying.
    expect((await qinqing('appeals', 'show', first, '--json')).out).not.toContain('"salt"')
    expect((await qinqing('appeals', 'show', third)).out).toMatch(/sealed +yes/)
    for (const reveal of [[], ['--reveal'], ['--reveal', '--json']]) {
      const { out } = await qinqing('appeals', 'show', third, ...reveal)
      expect(out).not.toMatch(/matter|enterprise|phone|salt/)
    }
  })
})

describe('report', () => {
  it('prints the figures of a period', async () => {
    const { code, out: said } = await qinqing('report', 'week', '--of', '2026-W47')
    expect(code).toBe(0)
    expect(said).toContain('亲清诉求周报 2026年第47周（11月16日—11月22日）')
    expect(said).toContain('收到 2 件')
    expect(said).not.toMatch(/陈小明|13900001234|腾达/)
  })

  it('prints them for a program, and draws them', async () => {
    const folder = join(out, 'charts', 'deep')
    const { out: said } = await qinqing('report', 'month', '--of', '2026-10', '--json', '--out', folder)
    expect(JSON.parse(said)).toMatchObject({ received: { now: 1 }, overdue: [{ number: third, due: '2026-10-19' }] })
    expect(await readdir(folder)).toEqual(['2026-10-1-收到与办结.png', '2026-10-2-类型.png', '2026-10-3-领域.png'])
  })

  it.each([
    [['week', '--of', '2026-11'], '2026-11 is no week: one reads 2026-W47'],
    [['month', '--of', '2999-01'], '2999-01 has not begun yet'],
    [['year'], 'Allowed choices are week, month, quarter'],
  ])('%j is not understood', async (argv, problem) => {
    const { code, err } = await qinqing('report', ...argv)
    expect(code).toBe(2)
    expect(err).toContain(problem)
  })
})
