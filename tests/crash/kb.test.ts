import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { openKeeper } from '../../knowledge/index.ts'
import { folderWith } from '../knowledge/folder.ts'
import { ensureBuilt } from '../terminal/program.ts'

beforeAll(ensureBuilt)

const KILLS = Number(process.env['QINQING_KILLS'] ?? 2)
const CHILD = new URL('./kb-child.mjs', import.meta.url).pathname
const TODAY = '2026-03-01'

/** Starts the child, kills it a moment after it is ready, and gives what it had said. */
async function runAndKill(folder: string, shelf: string, from: number, ms: number): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, folder, shelf, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  const closed = new Promise((done) => child.once('close', done))
  const ready = new Promise<void>((done) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line)
      if (line === 'ready') done()
    })
  })
  await Promise.race([ready, closed])
  await Promise.race([wait(ms), closed])
  child.kill('SIGKILL')
  await closed
  return said
}

const numbers = (said: readonly string[], word: string) =>
  said.flatMap((line) => (line.startsWith(`${word} `) ? [Number(line.split(' ')[1])] : []))

test(`killed ${KILLS} times while it builds or swaps: a restart answers from one whole generation`, {
  timeout: 60_000 + 6_000 * KILLS,
}, async () => {
  const [folder, data] = [folderWith({}), folderWith({})]
  const shelf = join(data, 'knowledge')
  let next = 100
  for (let kill = 1; kill <= KILLS; kill++) {
    const said = await runAndKill(folder, shelf, next, Math.random() * 80)
    expect(said.filter((line) => line.startsWith('notice'))).toEqual([])
    const acknowledged = Math.max(...numbers(said, 'ack'))
    const begun = Math.max(...numbers(said, 'begun'))
    const notices: string[] = []
    const knowledge = await openKeeper({ folder, shelf, onNotice: (line) => notices.push(line) })
    const { passages } = knowledge.ask('无人机补贴多少元', TODAY)
    const versions = new Set(passages.map(({ text }) => Number(/(\d+)元/.exec(text)?.[1])))
    expect([notices, versions.size, passages.length > 1]).toEqual([[], 1, true])
    const [version = 0] = versions
    expect(version).toBeGreaterThanOrEqual(acknowledged)
    expect(version).toBeLessThanOrEqual(begun)
    next = begun + 1
  }
})
