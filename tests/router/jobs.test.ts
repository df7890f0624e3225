import { describe, expect, test } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createWorkCalendar } from '../../bot/appeal/time/work-calendar.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { createJobs, type JobsOptions } from '../../bot/jobs.ts'
import type { AnsweredJob } from '../../bot/model/reply.ts'
import type { DocumentFolder, Staged } from '../../bot/ports/document-folder.ts'
import type { KnowledgeOutcome } from '../../bot/ports/knowledge-base.ts'

const NOW = '2026-11-23T02:00:00.000Z'
const answerTo = { channel: 'telegram', chat: '周主任' } as const
const asked = { answerTo, by: '周主任' } as const

/** Jobs over a memory store; `done` is what was done with the documents, in order. */
async function world(more: Partial<JobsOptions> = {}, moves: Partial<Record<string, Staged>> = {}) {
  const store = createMemoryStore({ folds })
  const done: string[] = []
  const step = (name: string) => async (what: string | { readonly name: string; readonly bytes: Uint8Array }) => {
    done.push(`${name} ${typeof what === 'string' ? what : `${what.name} ${new TextDecoder().decode(what.bytes)}`}`)
    return moves[name] ?? { ok: true, id: 'a1', lines: [`${name}好了`] }
  }
  const documents: DocumentFolder = {
    stage: step('stage'),
    adopt: step('adopt'),
    withdraw: step('withdraw'),
    discard: step('discard'),
  }
  const outcome: KnowledgeOutcome = { ok: true, lines: ['第 2 版'] }
  const jobs = createJobs({
    knowledge: {
      reload: async ({ force, progress }) => {
        done.push(force ? 'reload force' : 'reload')
        progress?.('读文件 1/1')
        return outcome
      },
      rollback: async () => outcome,
    },
    store: store.appeals,
    outbox: store.outbox,
    files: store.files,
    documents,
    office: createOffice(),
    catalog,
    calendar: createWorkCalendar(publishedHolidays()),
    clock: { now: () => NOW },
    cut: (text) => [text],
    forget: () => {},
    trouble: () => {},
    ...more,
  })
  return { store, jobs, done }
}

describe('a document that was sent', () => {
  const step = (kind: 'adopt' | 'withdraw-document' | 'discard'): AnsweredJob => ({ kind, ...asked, staged: 'a1' })

  test('is kept aside and read; it answers nothing yet', async () => {
    const { store, jobs, done } = await world()
    const bytes = new TextEncoder().encode('稳岗返还办法')
    const file = await store.files.put('staff-1', { name: '稳岗.txt', type: 'text/plain', bytes })
    expect(await jobs.perform({ kind: 'stage', ...asked, file }, 'k')).toEqual({
      ok: true,
      lines: ['stage好了'],
      staged: 'a1',
    })
    expect(done).toEqual(['stage 稳岗.txt 稳岗返还办法'])
  })

  test('that is gone meanwhile has to be sent again', async () => {
    const { jobs, done } = await world()
    const file = { ref: 'none', name: '稳岗.txt', type: 'text/plain' }
    expect(await jobs.perform({ kind: 'stage', ...asked, file }, 'k')).toEqual({
      ok: false,
      lines: ['“稳岗.txt”没有收到，请再发一次。'],
    })
    expect(done).toEqual([])
  })

  test('joins, and the documents are read anew', async () => {
    const { jobs, done } = await world()
    const told: string[] = []
    expect(await jobs.perform(step('adopt'), 'k', (line) => told.push(line))).toEqual({
      ok: true,
      lines: ['adopt好了', '第 2 版'],
      staged: 'a1',
    })
    expect({ done, told }).toEqual({ done: ['adopt a1', 'reload'], told: ['读文件 1/1'] })
  })

  test('that cannot join leaves everything as it is', async () => {
    const { jobs, done } = await world({}, { adopt: { ok: false, lines: ['磁盘满了'] } })
    expect(await jobs.perform(step('adopt'), 'k')).toEqual({ ok: false, lines: ['磁盘满了'], staged: 'a1' })
    expect(done).toEqual(['adopt a1'])
  })

  test('is taken out again, and the documents are read anew; or is let go before it ever joined', async () => {
    const { jobs, done } = await world()
    await jobs.perform(step('withdraw-document'), 'k')
    await jobs.perform(step('discard'), 'k')
    expect(done).toEqual(['withdraw a1', 'reload', 'discard a1'])
  })

  test('joins nothing where there is no folder', async () => {
    const { jobs } = await world({ documents: undefined })
    expect(await jobs.perform(step('adopt'), 'k')).toMatchObject({
      ok: false,
      lines: ['这里没有可以加入文件的文件夹。'],
    })
  })
})

describe('a backup', () => {
  test('tells where it is', async () => {
    const { jobs } = await world({ backup: async () => ['备份好了：/backups/2026-11-23'] })
    expect(await jobs.perform({ kind: 'backup', ...asked }, 'k')).toEqual({
      ok: true,
      lines: ['备份好了：/backups/2026-11-23'],
    })
  })

  test('that fails tells why, and is not tried again of itself', async () => {
    const { jobs } = await world({ backup: () => Promise.reject(new Error('磁盘满了')) })
    expect(await jobs.perform({ kind: 'backup', ...asked }, 'k')).toEqual({
      ok: false,
      lines: ['备份没有做成：', '磁盘满了'],
    })
  })

  test('is not to be had where none is set up', async () => {
    const { jobs } = await world()
    expect(await jobs.perform({ kind: 'backup', ...asked }, 'k')).toMatchObject({ ok: false })
  })
})

test('what was given up is tried again, and it is told how many that were', async () => {
  const { store, jobs } = await world()
  expect(await jobs.perform({ kind: 'retry', ...asked }, 'k')).toEqual({ ok: true, lines: ['没有搁置的消息。'] })
  const reply = { to: { channel: 'telegram' as const, chat: '王芳' }, text: ['您好'] }
  const row = { id: 'm#0', subject: 'p', payload: { kind: 'reply' as const, reply } }
  await store.appeals.commit({ message: 'm', at: NOW, expects: [], events: [], deliveries: [row] })
  await store.outbox.failed('m#0', null, '403')
  expect(await jobs.perform({ kind: 'retry', ...asked }, 'k')).toEqual({
    ok: true,
    lines: ['搁置的 1 条消息已重新排队发送；再发不出去会再提醒。'],
  })
  const want = { channels: ['telegram' as const], limit: 9, now: NOW, until: '2026-11-23T02:01:00.000Z' }
  expect(await store.outbox.claim(want)).toMatchObject([{ id: 'm#0', attempts: 0 }])
})
