import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLedger, verifyJournal } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { historyOf } from '../store/samples.ts'
import { ensureBuilt } from '../terminal/program.ts'

beforeAll(ensureBuilt)

const KILLS = Number(process.env['QINQING_KILLS'] ?? 20)
/** So many appeals are to go through all of it: a busy machine takes more kills for that, and longer between them. */
const LIVES = Math.min(6, Math.ceil(KILLS / 8))
const CHILD = new URL('./child.mjs', import.meta.url).pathname
const folder = mkdtempSync(join(tmpdir(), 'qinqing-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Line {
  readonly id: string
  readonly who: string
  readonly text: (number: string) => string
}

const NUMBER = /QQ-[0-9A-Z]{4}-[0-9A-Z]{4}/u

/** The life of one appeal, as lines of an entrepreneur and of staff. Each line leaves a mark that can be counted. */
function life(n: number): Line[] {
  const who = `owner${n}`
  const line = (i: number, by: string, text: (number: string) => string): Line => ({ id: `${who}-${i}`, who: by, text })
  return [
    line(
      0,
      who,
      () =>
        '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密',
    ),
    line(1, who, () => '同意'),
    line(2, who, () => '确认'),
    line(3, 'staff', (number) => `受理 ${number}`),
    line(4, 'staff', (number) => `回复 ${number} 回复标记${n}`),
    line(5, who, (number) => `补充 ${number} 补充标记${n}`),
    line(6, 'staff', (number) => `办结 ${number} 已解决 结果标记${n}`),
    line(7, who, () => '满意'),
  ]
}

/** Drives the child through its script and kills it again and again; a line that was not acknowledged is said again. */
class Driver {
  readonly acknowledged = new Set<string>()
  readonly said = new Map<string, string>()
  readonly heard = new Map<string, string>()
  readonly notices: string[] = []
  #child: ChildProcess | undefined
  #wake: () => void = () => {}

  async start(): Promise<void> {
    const child = spawn(process.execPath, [CHILD, folder], { stdio: ['pipe', 'pipe', 'pipe'] })
    this.#child = child
    const errors: string[] = []
    child.stderr?.on('data', (chunk) => errors.push(String(chunk)))
    const ready = new Promise<void>((resolve, reject) => {
      child.on('exit', (code) =>
        code ? reject(new Error(`the child ended with ${code}: ${errors.join('')}`)) : resolve(),
      )
      if (!child.stdout) return
      createInterface({ input: child.stdout }).on('line', (line) => {
        const told = JSON.parse(line) as { ready?: true; notices?: string[]; ack?: string; key?: string; text?: string }
        if (told.ready) resolve()
        if (told.notices) this.notices.push(...told.notices)
        if (told.ack) this.acknowledged.add(told.ack)
        if (told.key) this.heard.set(told.key, told.text ?? '')
        this.#wake()
      })
    })
    await ready
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  /** Says a line and waits until it is acknowledged and answered; false when the time is up first. */
  async say(line: Line, number: string, until: number): Promise<boolean> {
    this.said.set(line.id, line.text(number))
    this.#child?.stdin?.write(`${JSON.stringify({ id: line.id, who: line.who, text: line.text(number) })}\n`)
    return this.#until(() => this.acknowledged.has(line.id), until)
  }

  async number(n: number, until: number): Promise<string> {
    const confirmed = () => [...this.heard].find(([key]) => key.startsWith(`terminal:owner${n}-2#`))?.[1]
    await this.#until(() => confirmed() !== undefined, until)
    return NUMBER.exec(confirmed() ?? '')?.[0] ?? ''
  }

  async #until(happened: () => boolean, until: number): Promise<boolean> {
    while (!happened()) {
      const left = until - Date.now()
      if (left <= 0) return false
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return true
  }
}

test(`killed ${KILLS} times at random moments: what was acknowledged is in effect, once`, {
  timeout: 120_000 + 3_000 * KILLS,
}, async () => {
  const driver = new Driver()
  let kills = 0
  let n = 0
  let at = 0
  await driver.start()
  const enough = () => kills >= KILLS && n >= LIVES
  while (!enough() || at > 0) {
    const last = enough()
    const slow = Math.max(1, kills / KILLS)
    const until = Date.now() + (last ? 20_000 : 5 + Math.random() * 120 * slow ** 2)
    for (;;) {
      const number = at >= 3 ? await driver.number(n, until) : ''
      const line = life(n)[at]
      if (!line || (at >= 3 && number === '') || !(await driver.say(line, number, until))) break
      at += 1
      if (at < life(n).length) continue
      at = 0
      n += 1
      if (last) break
    }
    if (last) break
    await driver.kill()
    kills += 1
    await driver.start()
  }
  await driver.kill()

  const ledger = await openLedger({ folder, folds })
  const found = await ledger.appeals.read({ kind: 'appeals', where: {} })
  const appeals = found.kind === 'appeals' ? found.appeals.map(({ value }) => value) : []
  const histories = await Promise.all(appeals.map(({ number }) => historyOf(ledger.appeals, number)))
  await ledger.close()

  expect((await verifyJournal(folder)).lines).toBeGreaterThan(0)
  expect(driver.notices.filter((notice) => /damaged|missing/u.test(notice))).toEqual([])
  expect(n).toBeGreaterThanOrEqual(LIVES)
  expect(appeals).toHaveLength(n)
  for (const [i, appeal] of appeals.entries()) {
    expect(appeal.state).toBe('resolved')
    expect(histories[i]?.map(({ type }) => type)).toEqual([
      'registered',
      'accepted',
      'replied',
      'supplemented',
      'concluded',
      'rated',
      'resolved',
    ])
    expect(appeal.personal?.thread.map(({ text }) => text.replace(/标记\d+/u, ''))).toEqual(['回复', '补充', '结果'])
  }
  const marks = appeals.map(({ personal }) => /标记(\d+)/u.exec(personal?.thread[0]?.text ?? '')?.[1])
  expect(new Set(marks).size).toBe(n)
})
