import { expect, test } from 'vitest'
import { type Instant, plusMs } from '../../bot/model/instant.ts'
import type { Message } from '../../bot/model/message.ts'
import { plain } from '../../bot/model/reply.ts'
import { createProgress } from '../../bot/progress.ts'
import { createStage } from '../transcripts/stage.ts'

const answerTo = { channel: 'telegram', chat: '周主任' } as const
const reload = { kind: 'reload', answerTo, by: '周主任' } as const
const staff = [{ name: '周主任', roles: ['administrator'] }] as const

/** A clock on which three seconds go by when the test says so. */
function world() {
  let now: Instant = '2026-11-23T02:00:00.000Z'
  let wake: (() => void) | undefined
  const told: Message[] = []
  const progressOf = createProgress({
    clock: {
      now: () => now,
      sleep: (ms, stop) =>
        new Promise((resolve) => {
          stop.addEventListener('abort', () => resolve())
          wake = () => {
            now = plusMs(now, ms)
            resolve()
          }
        }),
    },
    receive: async (message) => void told.push(message),
    trouble: (error) => {
      throw error
    },
  })
  const lines = () => told.flatMap((message) => (message.kind === 'progress' ? [message.line] : []))
  const pass = async () => {
    wake?.()
    await new Promise((next) => setImmediate(next))
  }
  return { progressOf, lines, told, pass }
}

test('how far a job has come is told every three seconds, the latest line, and no more when it has ended', async () => {
  const { progressOf, lines, told, pass } = world()
  const { tell, end } = progressOf(reload, 'm#job0')
  tell('读文件 1/9')
  tell('读文件 2/9')
  expect(lines()).toEqual([])
  await pass()
  tell('读文件 3/9')
  await pass()
  await pass()
  expect(lines()).toEqual(['读文件 2/9', '读文件 3/9'])
  tell('读文件 9/9')
  await end()
  await pass()
  expect(lines()).toHaveLength(2)
  expect(new Set(told.map(({ id }) => id)).size).toBe(2)
})

test('a job that is done at once tells nothing of how far it has come', async () => {
  const { progressOf, lines, pass } = world()
  const { tell, end } = progressOf(reload, 'm#job0')
  tell('读文件 1/1')
  await end()
  await pass()
  expect(lines()).toEqual([])
})

test('it is one line that is edited, and it says when it is over; what came of it is a message that rings', async () => {
  const stage = await createStage({ staff })
  const at = stage.now()
  const say = async (message: Message) => {
    const before = stage.heard.length
    await stage.app.receive(message)
    await stage.app.settle()
    return stage.heard.slice(before).map(({ text, edited = false }) => ({ text, edited }))
  }
  const progress = (n: number, line: string) =>
    say({ kind: 'progress', id: `progress:m#job0:${n}`, job: 'm#job0', to: answerTo, line, at })
  expect(await progress(1, '读文件 1/2')).toEqual([{ text: '读文件 1/2', edited: false }])
  expect(await progress(2, '读文件 2/2')).toEqual([{ text: '读文件 2/2', edited: true }])
  const lines = ['第 2 版']
  const done = { kind: 'job-done', id: 'done:m#job0', job: 'reload', to: answerTo, ok: true, lines, at } as const
  expect(await say({ ...done, lines: [...lines] })).toEqual([
    { text: '载入完成\n第 2 版', edited: false },
    { text: '办完了，结果见下一条消息。', edited: true },
  ])
  expect(stage.telegram.standing.map(({ reply }) => plain(reply.text))).toEqual([
    '办完了，结果见下一条消息。',
    '载入完成\n第 2 版',
  ])
})

test('in the terminal, where nothing is edited, only what came of it is told', async () => {
  const stage = await createStage()
  const to = { channel: 'terminal', chat: '管理员·周主任' } as const
  const line = { kind: 'progress', id: 'p', job: 'm#job0', to, line: '读文件 1/2', at: stage.now() } as const
  expect(await stage.app.receive(line)).toMatchObject({ outcome: 'ignored' })
})
