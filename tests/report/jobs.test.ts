import exceljs from 'exceljs'
import { describe, expect, it } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createMemoryStore } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createWorkCalendar } from '../../bot/appeal/time/work-calendar.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { createJobs, type JobsOptions } from '../../bot/jobs.ts'
import { Fault } from '../../bot/model/fault.ts'
import type { Job } from '../../bot/model/reply.ts'
import { cut } from '../../knowledge/index.ts'
import { at, deadline, eventsOf, type Story } from './ledger.ts'

const answerTo = { channel: 'terminal', chat: '督办·赵强' } as const
const told = { matter: '腾达机械的货款', enterprise: '云州市腾达机械有限公司', contact: '陈小明', phone: '13900001234' }
const stories: readonly Story[] = [
  { n: 1, on: '11-16', data: { deadlines: [deadline('result', '11-18')] }, told },
  { n: 2, on: '11-17', data: { kind: 'tip-off' }, told },
]

async function desk(more: Partial<JobsOptions> = {}) {
  const ledger = createMemoryStore({ folds })
  const events = stories.flatMap(eventsOf)
  await ledger.appeals.commit({ message: 'm', at: at('11-17'), expects: [], events, deliveries: [] })
  const forgotten: string[] = []
  const troubles: unknown[] = []
  const jobs = createJobs({
    knowledge: { reload: async () => ({ ok: true, lines: ['载入'] }), rollback: async () => ({ ok: true, lines: [] }) },
    store: ledger.appeals,
    files: ledger.files,
    outbox: ledger.outbox,
    office: createOffice(),
    catalog,
    calendar: createWorkCalendar(publishedHolidays()),
    clock: { now: () => at('11-20') },
    cut,
    forget: (person) => void forgotten.push(person),
    trouble: (error) => troubles.push(error),
    ...more,
  })
  return { ledger, jobs, forgotten, troubles }
}

const exporting: Job = { kind: 'export', answerTo, by: '赵强', where: {}, format: 'xlsx', reveal: false }
const letters: Job = {
  kind: 'letters',
  answerTo,
  subject: 'p1',
  letters: [{ name: '催告函', title: '催告函', parts: [{ text: '请付款' }] }],
}

describe('an export', () => {
  it('is a workbook, and says what is in it', async () => {
    const { jobs, ledger } = await desk()
    const { ok, lines, files = [] } = await jobs.perform(exporting, 'k')
    expect({ ok, lines }).toEqual({
      ok: true,
      lines: ['台账已生成：2 件，企业名称、联系人和电话已隐去。其中 1 件举报或要求保密，内容和身份都不列出。'],
    })
    expect(files.map(({ name }) => name)).toEqual(['诉求台账-2026-11-20.xlsx'])
    const book = new exceljs.Workbook()
    const bytes = await ledger.files.get(files[0]?.ref ?? '')
    await book.xlsx.load(Uint8Array.from(bytes ?? []).buffer)
    expect(book.worksheets[0]?.rowCount).toBe(3)
  })

  it('of nothing makes no file', async () => {
    const { jobs } = await desk()
    expect(await jobs.perform({ ...exporting, where: { unit: 'tax' } }, 'k')).toEqual({
      ok: true,
      lines: ['没有符合条件的诉求，没有生成台账。'],
    })
  })

  it('cannot be read any more once one who may stand in it was erased', async () => {
    const { jobs, ledger } = await desk()
    const { files = [] } = await jobs.perform({ ...exporting, format: 'csv', reveal: true }, 'k')
    expect(new TextDecoder().decode((await ledger.files.get(files[0]?.ref ?? '')) ?? undefined)).toContain(
      '13900001234',
    )
    await jobs.perform({ kind: 'erase', answerTo, subject: 'p1' }, 'e')
    expect(await ledger.files.get(files[0]?.ref ?? '')).toBeNull()
    expect((await jobs.perform(exporting, 'k2')).ok).toBe(true)
  })
})

describe('a report', () => {
  it('is text and pictures, and holds nothing of a person', async () => {
    const { jobs, ledger } = await desk()
    const period = { kind: 'week', from: '2026-11-16', to: '2026-11-22' } as const
    const { lines, files = [] } = await jobs.perform({ kind: 'report', answerTo, by: '赵强', period }, 'k')
    expect(lines[0]).toBe('亲清诉求周报 2026年第47周（11月16日—11月22日）')
    expect(lines.join('\n')).not.toMatch(/腾达|陈小明|13900001234/)
    expect(files.map(({ name }) => name)).toEqual(['1-收到与办结.png', '2-类型.png', '3-领域.png'])
    const png = await ledger.files.get(files[0]?.ref ?? '')
    expect([...(png ?? []).slice(1, 4)]).toEqual([0x50, 0x4e, 0x47])
  })
})

describe('letters', () => {
  it('belong to the one they are about, and go with him', async () => {
    const { jobs, ledger } = await desk()
    const { files = [] } = await jobs.perform(letters, 'k')
    expect(files.map(({ name }) => name)).toEqual(['催告函.docx'])
    await jobs.perform({ kind: 'erase', answerTo, subject: 'p1' }, 'e')
    expect(await ledger.files.get(files[0]?.ref ?? '')).toBeNull()
  })
})

describe('an erasure', () => {
  it('destroys what is personal and what was learned, and may be done again', async () => {
    const { jobs, ledger, forgotten } = await desk()
    await jobs.perform({ kind: 'erase', answerTo, subject: 'p1' }, 'e')
    expect(await jobs.perform({ kind: 'erase', answerTo, subject: 'p1' }, 'e')).toEqual({ ok: true, lines: [] })
    expect(forgotten).toEqual(['p1', 'p1'])
    const { appeals } = await ledger.appeals.read({ kind: 'appeals', where: { person: 'p1' } })
    expect(appeals.map(({ value }) => value.personal)).toEqual([undefined])
  })
})

describe('an export under way', () => {
  it('is finished before anybody is erased, and goes with him', async () => {
    let go: () => void = () => {}
    const paper = createOffice()
    const office = {
      ...paper,
      xlsx: (...sheets: Parameters<typeof paper.xlsx>) =>
        new Promise<void>((resolve) => {
          go = resolve
        }).then(() => paper.xlsx(...sheets)),
    }
    const { jobs, ledger } = await desk({ office })
    const exported = jobs.perform({ ...exporting, reveal: true }, 'k')
    const erased = jobs.perform({ kind: 'erase', answerTo, subject: 'p1' }, 'e')
    await new Promise((resolve) => setTimeout(resolve, 50))
    go()
    const [{ files = [] }] = await Promise.all([exported, erased])
    expect(await ledger.files.get(files[0]?.ref ?? '')).toBeNull()
  })
})

describe('what goes wrong', () => {
  it('is told where trying again cannot help', async () => {
    const broken = { ...createOffice(), docx: async () => Promise.reject(new RangeError('no such font')) }
    const { jobs, troubles } = await desk({ office: broken })
    expect(await jobs.perform(letters, 'k')).toEqual({ ok: false, lines: [expect.stringMatching(/^没有做成/)] })
    expect(troubles).toHaveLength(1)
  })

  it('is tried again where it may', async () => {
    const full = { put: () => Promise.reject(new Fault('storage', 'the disk is full')), get: async () => null }
    const { jobs } = await desk({ files: full })
    await expect(jobs.perform(letters, 'k')).rejects.toThrow('the disk is full')
  })
})
