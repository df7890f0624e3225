import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it, onTestFinished } from 'vitest'
import { createFakeTelegram } from '../fakes/telegram/index.ts'

const CHILD = new URL('./adapter-child.ts', import.meta.url).pathname
const MESSAGES = 40
/** A process may take its time to start where much else runs. */
const PATIENCE_MS = 40_000

it('loses nothing when it is killed again and again in the midst of work; and ends what it does when it is told to stop', async () => {
  const telegram = await createFakeTelegram({ conflictMs: 60 })
  const people = Array.from({ length: 4 }, (_, i) => telegram.person(`员工${i}`))
  for (let i = 0; i < MESSAGES; i++) people[i % people.length]?.says(`${i}`)
  let told: string[] = []

  const live = () => {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, telegram.apiRoot], {
      env: { ...process.env, TOKEN: telegram.token },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => told.push(...text.trim().split('\n')))
    onTestFinished(() => void child.kill('SIGKILL'))
    return { child, exited: once(child, 'exit') }
  }
  const done = () => new Set(told.flatMap((line) => (line.startsWith('done ') ? [line.slice(5)] : [])))

  for (const moreDone of [1, 26, 6]) {
    const { child, exited } = live()
    const before = done().size
    await telegram.until(() => done().size >= before + moreDone || done().size === MESSAGES, PATIENCE_MS)
    child.kill('SIGKILL')
    await exited
    // What was done with may come again; what was not must.
    const waiting = telegram.pending.map(({ message }) => message?.text)
    for (let i = 0; i < MESSAGES; i++) if (!done().has(`${i}`)) expect(waiting).toContain(`${i}`)
  }
  const { child, exited } = live()
  await telegram.until(() => done().size === MESSAGES && telegram.pending.length === 0, PATIENCE_MS)

  people[0]?.says('41')
  told = []
  await telegram.until(() => told.includes('begun 41'), PATIENCE_MS)
  child.kill('SIGTERM')
  expect((await exited)[0]).toBe(0)
  expect(told).toContain('done 41')
  expect(telegram.pending).toEqual([])
  await telegram.close()
}, 120_000)
