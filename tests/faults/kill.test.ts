import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readLedger, verifyJournal } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { appealOf } from '../store/samples.ts'
import { NUMBERS } from './kill-child.ts'
import { chosen } from './systems.ts'

const KILLS = Number(process.env['QINQING_KILLS'] ?? 20)

interface Told {
  readonly acknowledged: Set<number>
  readonly sent: Set<string>
}

/** Compiled once: a plain process starts in a tenth of the time and is killed in our code, not in a compiler. */
function compile(home: string): string {
  const flags =
    '--ignoreConfig --noCheck --target es2023 --module nodenext --rewriteRelativeImportExtensions --types node'
  const compiled = spawnSync(
    process.execPath,
    [
      'node_modules/typescript/bin/tsc',
      ...flags.split(' '),
      '--rootDir',
      '.',
      '--outDir',
      home,
      'tests/faults/kill-child.ts',
    ],
    { encoding: 'utf8' },
  )
  if (compiled.status !== 0) throw new Error(compiled.stdout + compiled.stderr)
  symlinkSync(resolve('node_modules'), join(home, 'node_modules'))
  writeFileSync(join(home, 'package.json'), '{"type":"module"}')
  return join(home, 'tests/faults/kill-child.js')
}

/** Starts the child, kills it a moment after it is ready, and gives what it had said. */
async function runAndKill(program: string, folder: string, from: number, ms: number, bite: string): Promise<string[]> {
  const env = { ...process.env, QINQING_BITE: bite }
  const child = spawn(process.execPath, [program, folder, String(from)], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  let complaint = ''
  const ended = new Promise((resolve) => child.on('close', resolve))
  const ready = new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      said += text
      if (said.includes('ready')) resolve()
    })
    child.stderr.on('data', (text) => {
      complaint += text
    })
  })
  await Promise.race([ready, ended])
  if (complaint) throw new Error(complaint)
  await Promise.race([setTimeout(ms), ended])
  child.kill('SIGKILL')
  await ended
  if (complaint) throw new Error(complaint)
  return said.split('\n').slice(0, -1)
}

/** Goes through the kills; stops at the first thing that is wrong, and says what. */
async function killLoop(program: string, home: string, kills: number, bite: string) {
  const folder = join(home, `data-${bite}`)
  const told: Told = { acknowledged: new Set(), sent: new Set() }
  for (let kill = 1; kill <= kills; kill++) {
    const next = Math.max(-1, ...told.acknowledged) + 1
    const lines = await runAndKill(program, folder, Math.max(0, next - 3), Math.random() * 60, bite).catch((e) => [
      `${e}`,
    ])
    const wrong = [...take(lines, told), ...(await inspect(folder, told))]
    if (wrong.length > 0) return { told, wrong: wrong.map((fault) => `after kill ${kill}: ${fault}`) }
  }
  return { told, wrong: [] }
}

function take(lines: readonly string[], told: Told): string[] {
  const waiting = new Set<string>()
  const before = { acknowledged: new Set(told.acknowledged), sent: new Set(told.sent) }
  const wrong: string[] = []
  for (const line of lines) {
    const [word, what = ''] = line.split(' ')
    if (word === 'ack' && told.acknowledged.has(Number(what))) wrong.push(`message ${what} took effect twice`)
    if (word === 'ack' || word === 'again') told.acknowledged.add(Number(what))
    else if (word === 'sent') told.sent.add(what)
    else if (word === 'waits') waiting.add(what)
    else if (word !== 'ready') wrong.push(line)
  }
  if (!lines.includes('ready')) return [...wrong, 'the child did not get ready']
  for (const n of before.acknowledged) if (!waiting.has(`r${n}`) && n % 2 === 0) wrong.push(`the reply r${n} is lost`)
  for (const id of before.sent) if (waiting.has(id)) wrong.push(`the reply ${id} was sent and waits again`)
  return wrong
}

async function inspect(folder: string, told: Told): Promise<string[]> {
  try {
    await verifyJournal(folder)
    const reading = await readLedger({ folder, folds })
    const appeals = await Promise.all(NUMBERS.map((number) => appealOf(reading, number)))
    const notes = appeals.flatMap((appeal) => appeal?.personal?.thread.map(({ text }) => text) ?? [])
    const wrong = reading.notices.map((notice) => `notice: ${notice}`)
    if (new Set(notes).size !== notes.length) wrong.push('a message is in effect twice')
    for (const n of told.acknowledged) if (!notes.includes(`n${n}`)) wrong.push(`message ${n} is lost`)
    return wrong
  } catch (error) {
    return [String(error)]
  }
}

describe('a process that is killed again and again', () => {
  let home = ''
  let program = ''
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'qinqing-kill-'))
    program = compile(home)
  }, 60_000)
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  // A kill leaves the kernel's buffers in place: it can tell an un-awaited write, but neither stock lowdb nor a missing flush.
  test.skipIf(['stock-lowdb', 'no-fsync'].includes(chosen))(
    `keeps every acknowledged change once, through ${KILLS} kills`,
    async () => {
      const { told, wrong } = await killLoop(program, home, KILLS, chosen)
      expect(wrong).toEqual([])
      expect(told.acknowledged.size).toBeGreaterThan(KILLS)
    },
    60_000 + 2_000 * KILLS,
  )

  test('the loop bites: an un-awaited write is caught', async () => {
    const { wrong } = await killLoop(program, home, 10, 'no-await')
    expect(wrong).not.toEqual([])
  })
})
