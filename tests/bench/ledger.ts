/**
 * The store with a hundred thousand appeals: how long a start takes, a durable commit, a list, a report, and how much
 * memory all of it needs. Ends with 1 where a target is missed.
 *
 *     npm run bench:ledger [-- FOLDER [APPEALS]]
 *
 * The ledger is made through the store itself, which takes minutes; in FOLDER it is kept and used again.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Ledger, openLedger, readLedger } from '../../adapters/store/index.ts'
import { verifyChain } from '../../bot/appeal/chain.ts'
import { reportFrom, reportOf } from '../../bot/appeal/figures/report.ts'
import { folds } from '../../bot/appeal/history.ts'
import { periodAt } from '../../bot/appeal/time/periods.ts'
import { type Appeal, AppealState } from '../../bot/model/appeal.ts'
import { dateOf, plusMs } from '../../bot/model/instant.ts'
import type { AppealFilter } from '../../bot/ports/appeal-store.ts'
import { part, timeOfAsync } from './figures.ts'
import { createTeller, draws, livesOf, turnsOf, UNITS } from './ledger-lives.ts'

const UNTIL = '2026-11-20T02:00:00.000Z'
const AT_ONCE = 100
const COMMITS = 2500
const CLOSED = new Set<string>(['declined', 'resolved', 'archived', 'merged', 'withdrawn', 'transferred', 'terminated'])
const OPEN = AppealState.options.filter((state) => !CLOSED.has(state))

const seconds = (ms: number): string => (ms / 1000).toFixed(1)
const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024)

/** Every turn of every life is a commit of its own, as a bot would have made it; some replies are still waiting. */
async function build(folder: string, count: number): Promise<void> {
  const begun = performance.now()
  const turns = turnsOf(livesOf(count, UNTIL), UNTIL)
  const teller = createTeller()
  const ledger = await openLedger({
    folder,
    folds,
    snapshotEvery: 50_000,
    now: () => turns[0]?.life.registered ?? UNTIL,
  })
  let events = 0
  for (let i = 0; i < turns.length; i += AT_ONCE) {
    const changes = turns.slice(i, i + AT_ONCE).map(({ life, step }) => teller.change(life, step))
    const results = await Promise.all(changes.map((change) => ledger.appeals.commit(change)))
    if (results.some((result) => result !== 'committed')) throw new Error('a commit was refused')
    const sent = changes.flatMap(({ deliveries, at }) => deliveries.map(({ id }) => ({ id, at })))
    await Promise.all(sent.map(({ id, at }) => ledger.outbox.delivered(id, [], at)))
    events += changes.reduce((sum, change) => sum + change.events.length, 0)
  }
  await ledger.close()
  console.log(
    `made: ${count} appeals, ${events} events, ${turns.length} commits in ${seconds(performance.now() - begun)} s`,
  )
}

async function use(folder: string): Promise<boolean> {
  const lag = monitorEventLoopDelay({ resolution: 1 })
  let ledger: Ledger | undefined
  const start = await timeOfAsync(async () => {
    ledger = await openLedger({ folder, folds })
  })
  if (!ledger) return false
  const atStart = process.memoryUsage().rss
  const { appeals } = ledger
  const now = plusMs(UNTIL, 60_000)

  const lists: [string, AppealFilter][] = [
    ['all', { limit: 50 }],
    ['open', { states: OPEN, limit: 50 }],
    ['of a unit', { unit: UNITS[1] ?? '', categories: ['tax', 'land'], limit: 50 }],
    [
      'seen by a unit, of a quarter',
      { seenBy: [UNITS[2] ?? ''], registered: { from: '2026-04-01', to: '2026-06-30' }, limit: 50 },
    ],
  ]
  const listed: [string, number][] = []
  for (const [name, where] of lists) {
    const times = [1, 2, 3].map(() => timeOfAsync(() => appeals.read({ kind: 'appeals', where })))
    listed.push([name, part(await Promise.all(times), 0.5)])
  }
  for (const entry of listed) {
    const where = lists.find(([name]) => name === entry[0])?.[1] ?? {}
    const times: number[] = []
    for (let i = 0; i < 5; i++) times.push(await timeOfAsync(() => appeals.read({ kind: 'appeals', where })))
    entry[1] = part(times, 0.5)
  }

  const month = periodAt('month', dateOf(now))
  const report = await timeOfAsync(async () => {
    const from = reportFrom(month)
    const wheres: AppealFilter[] = [{ registered: { from } }, { closed: { from } }, { states: OPEN }]
    const found = await Promise.all(
      wheres.map((where) => appeals.read({ kind: 'appeals', where: { ...where, openly: true } })),
    )
    const each = new Map(found.flatMap((one) => one.appeals.map(({ value }) => [value.number, value])))
    reportOf([...each.values()], month, now, { topics: [], gaps: { total: 0, top: [] } })
  })
  const whole = await timeOfAsync(() =>
    appeals.read({ kind: 'appeals', where: { registered: { from: month.from, to: month.to } } }),
  )
  const due = await timeOfAsync(() => appeals.due(now))
  const all = (await appeals.read({ kind: 'appeals', where: { openly: true } })).appeals.map(({ value }) => value)
  const draw = draws(Date.now())
  const dossiers: number[] = []
  const histories: number[] = []
  for (let i = 0; i < 300; i++) {
    const { subject, number } = all[draw(all.length)] as Appeal
    dossiers.push(await timeOfAsync(() => appeals.open({ id: subject, roles: [], units: [] }, 'x')))
    histories.push(await timeOfAsync(() => appeals.read({ kind: 'history', number })))
  }

  const open = all.filter(({ closedAt }) => closedAt === undefined)
  const teller = createTeller()
  for (const { number, head } of open) teller.follow(number, head)
  lag.enable()
  const commits: number[] = []
  for (let i = 0; i < COMMITS; i++) {
    const { number, subject, unit, registeredAt } = open[draw(open.length)] as Appeal
    const life = { number, subject, unit, registered: registeredAt, steps: [] }
    const change = teller.word(life, i, now, `${process.pid}-${i}-${now}-${Date.now()}`)
    commits.push(
      await timeOfAsync(async () => {
        if ((await appeals.commit(change)) !== 'committed') throw new Error('a commit was refused')
      }),
    )
    for (const { id } of change.deliveries) await ledger.outbox.delivered(id, [], now)
    // A channel does not send without end: time for what goes on beside it.
    if (i % 20 === 0) await setTimeout(5)
  }
  await setTimeout(1500)
  lag.disable()
  const after = process.memoryUsage().rss
  const peak = process.resourceUsage().maxRSS * 1024
  const close = await timeOfAsync(() => ledger?.close() ?? Promise.resolve())

  const rows: [string, string, number, number | null][] = [
    ['start', 's', start / 1000, 5],
    ['commit, durable, median', 'ms', part(commits, 0.5), null],
    ['commit, durable, p99', 'ms', part(commits, 0.99), 20],
    ['commit, durable, longest', 'ms', Math.max(...commits), null],
    ...listed.map(([name, time]): [string, string, number, number] => [`list, 50: ${name}`, 's', time / 1000, 1]),
    ['report of a month', 's', report / 1000, 1],
    ['the appeals of a month, opened', 's', whole / 1000, 1],
    ['alarms due', 's', due / 1000, 1],
    ['dossier of a person, p99', 'ms', part(dossiers, 0.99), null],
    ['history of an appeal, p99', 'ms', part(histories, 0.99), null],
    ['others held up by snapshots and commits, longest', 'ms', lag.max / 1e6, 100],
    ['memory after the start', 'MB', megabytes(atStart), 1024],
    ['memory after the commits', 'MB', megabytes(after), 1024],
    ['memory, peak', 'MB', megabytes(peak), 1024],
    ['close, with a snapshot', 's', close / 1000, null],
  ]
  return print(rows)
}

async function verify(folder: string): Promise<boolean> {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex')
  let good = 0
  let events = 0
  const time = await timeOfAsync(async () => {
    const ledger = await readLedger({ folder, folds })
    for await (const history of ledger.histories()) {
      events += history.events.length
      if ('head' in verifyChain(history.events, digest)) good += 1
    }
  })
  console.log(`verified: ${good} appeals, ${events} events`)
  return print([
    ['verify all chains', 's', time / 1000, 120],
    ['memory of it, peak', 'MB', megabytes(process.resourceUsage().maxRSS * 1024), null],
  ])
}

/** Whether every target is met. */
function print(rows: readonly [name: string, unit: string, measured: number, atMost: number | null][]): boolean {
  let met = true
  for (const [name, unit, measured, atMost] of rows) {
    const good = atMost === null || measured <= atMost
    met &&= good
    const figure = `${measured.toFixed(unit === 'MB' ? 0 : unit === 's' ? 2 : 1)} ${unit}`
    const target = atMost === null ? '' : `at most ${atMost} ${unit}: ${good ? 'reached' : 'NOT REACHED'}`
    console.log(`  ${name.padEnd(50)} ${figure.padStart(10)}   ${target}`.trimEnd())
  }
  return met
}

/** In a process of its own, so that its memory is its own. */
function run(phase: string, folder: string, count: number): boolean {
  const args = [...process.execArgv, fileURLToPath(import.meta.url), folder, String(count), phase]
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0
}

const [given, appeals = '100000', phase] = process.argv.slice(2)
const count = Number(appeals)
if (phase === 'build' && given) await build(given, count)
else if (phase === 'use' && given) process.exitCode = (await use(given)) ? 0 : 1
else if (phase === 'verify' && given) process.exitCode = (await verify(given)) ? 0 : 1
else {
  const home = given ? undefined : mkdtempSync(join(tmpdir(), 'qinqing-bench-'))
  const folder = given ?? join(home ?? '', 'data')
  const load = loadavg().map((one) => one.toFixed(1))
  console.log(`${count} appeals; load of the machine before: ${load.join(' ')}`)
  const made = existsSync(join(folder, 'journal')) || run('build', folder, count)
  const met = made && [run('use', folder, count), run('verify', folder, count)].every(Boolean)
  if (home) rmSync(home, { recursive: true, force: true })
  process.exitCode = met ? 0 : 1
}
