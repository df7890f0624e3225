import { createHash } from 'node:crypto'
import { getEventListeners } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createClock, STEP_MS } from './clock.mjs'

/**
 * Ninety days of a small city with the compiled bot: `child.mjs {home, days, flaw?, knowledge?}`. Its own loops run on a
 * clock that is put forward minute by minute; the ledger is on the disk, documents change and are read anew every day,
 * entrepreneurs ask and appeal, staff work, reports are drawn. Says after each week what stands in memory, and at the end
 * what is still open; then it must end by itself.
 */
const { home, days, flaw, knowledge: withKnowledge = true } = JSON.parse(process.argv[2] ?? '{}')
const compiled = (path) => import(new URL(`../../../dist/${path}`, import.meta.url).href)
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
const [
  { openLedger },
  { createApp },
  { folds },
  { catalog },
  { createOffice },
  { publishedHolidays },
  library,
  { createRecordIndex },
] = await Promise.all(
  [
    'adapters/store/index.js',
    'bot/app.js',
    'bot/appeal/history.js',
    'bot/catalog/index.js',
    'adapters/office/index.js',
    'adapters/calendar/index.js',
    'knowledge/index.js',
    'knowledge/approved/records.js',
  ].map(compiled),
)
// They are opened when they are first asked for.
for (const pipe of [process.stdout, process.stderr]) pipe.write('')
const openAtFirst = process.getActiveResourcesInfo()

const DAY_STEPS = 86_400_000 / STEP_MS
const clock = createClock('2026-11-22T16:00:00.000Z') // midnight in Shanghai, before a Monday
const documents = join(home, 'documents')
mkdirSync(documents, { recursive: true })
const policy = (day) =>
  Array.from({ length: 40 }, (_, i) => `## 第${i}批无人机补贴多少？\n每架补贴${100 + day}元，向工信局申请。`).join('\n')
const change = (day) => writeFileSync(join(documents, '无人机.md'), `---\ntitle: 无人机补贴办法\n---\n${policy(day)}\n`)
change(0)

const nothing = {
  ask: () => ({ kind: 'unsure', confidence: 0, passages: [] }),
  status: () => ({ generation: 1, documents: 0, passages: 0, faulty: 0, overdue: 0 }),
  reload: async () => ({ ok: true, lines: [] }),
  rollback: async () => ({ ok: true, lines: [] }),
  learn: () => {},
  close: async () => {},
}
const ledger = await openLedger({ folder: join(home, 'data'), folds, now: clock.now, snapshotEvery: 200 })
const knowledge = withKnowledge
  ? await library.createKnowledgeBase({ folder: documents, shelf: join(home, 'shelf'), now: clock.now })
  : nothing
const stop = new AbortController()
const troubles = []
let heard = 0
const heardBy = new Map()

const ROLES = { 受理员: ['clerk'], 承办: ['handler'], 领导: ['leader'], 管理员: ['administrator'] }
const app = createApp({
  store: ledger.appeals,
  outbox: ledger.outbox,
  files: ledger.files,
  office: createOffice(),
  directory: {
    async identify(_, sender) {
      const [post, name] = sender.split('·')
      const [role, unit] = post.split('@')
      const id = ledger.pseudonym(sender)
      return ROLES[role] ? { id, roles: ROLES[role], units: unit ? [unit] : [], name } : { id, roles: [], units: [] }
    },
  },
  knowledge,
  questions: createRecordIndex({ cut: withKnowledge ? library.cut : (text) => [...text] }),
  cut: withKnowledge ? library.cut : (text) => [...text],
  simplify: library.simplify,
  catalog: { ...catalog, pace: { messages: 1_000_000, seconds: 60 } },
  holidays: publishedHolidays(),
  clock,
  channels: [
    {
      name: 'terminal',
      listen: (_, until) => new Promise((resolve) => until.addEventListener('abort', resolve, { once: true })),
      async send({ to, text }) {
        heard += 1
        heardBy.set(to.chat, text.map((part) => (typeof part === 'string' ? part : (part.text ?? ''))).join(''))
        return { kind: 'sent', receipts: [] }
      },
    },
  ],
  reach: () => [{ channel: 'terminal', chat: '工作组' }],
  digest: (text) => createHash('sha256').update(text).digest('hex'),
  random: (below) => Math.floor(Math.random() * below),
  onTrouble: (error) => troubles.push(String(error)),
})

let said = 0
const flaws = {
  /** Whoever waits for the end, for each message anew, and never leaves. */
  listener: (message) => stop.signal.addEventListener('abort', () => void message),
  /** Remembered for ever, with a picture of its size. */
  hoard: (message) => kept.push([message, Buffer.alloc(80_000)]),
  /** A timer for each that nobody clears. */
  timer: (message) => setTimeout(() => void message, 3_600_000),
}
const kept = []

async function tell(who, text) {
  said += 1
  const from = { channel: 'terminal', chat: who }
  const message = { kind: 'said', id: `m${said}`, from, sender: who, text, attachments: [], at: clock.now() }
  flaws[flaw]?.(message)
  await app.receive(message)
  for (let steps = 0; steps < 2; steps++) await clock.step()
}

const APPEAL = '云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'

/** The life of one case on one day. */
async function appeal(n) {
  const owner = `企业·${n % 40}`
  await tell(owner, `我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，${APPEAL}`)
  for (const text of ['同意', '另外登记', '跳过', '确认提交']) await tell(owner, text)
  const { appeals } = await ledger.appeals.read({ kind: 'appeals', where: { states: ['registered'] } })
  const number = appeals.at(-1)?.value.number
  if (!number) return
  await tell('受理员·王芳', `受理 ${number}`)
  await tell('受理员·王芳', `派单 ${number} 工信局`)
  await tell('承办@industry·陈刚', `签收 ${number}`)
  await tell('承办@industry·陈刚', `办结 ${number} 已解决 对方已全部付清`)
  await tell(owner, '满意')
}

async function day(n) {
  for (let step = 0; step < DAY_STEPS * (9 / 24); step++) await clock.step()
  const begun = clock.now()
  change(n)
  const { ok } = await app.reload({ by: '管理员·何平' })
  if (!ok && withKnowledge) troubles.push(`day ${n}: not reloaded`)
  for (let i = 0; i < 20; i++) await tell(`企业·${(n * 7 + i) % 40}`, `第${i}批无人机补贴多少？`)
  for (let i = 0; i < 2; i++) await appeal(n * 2 + i)
  await tell('领导·周岚', '待办')
  if (n % 7 === 0) for (const line of ['周报', '导出 本月']) await tell('领导·周岚', line)
  const left = DAY_STEPS * (15 / 24) - (Date.parse(clock.now()) - Date.parse(begun)) / STEP_MS
  for (let step = 0; step < left; step++) await clock.step()
}

function weigh(week) {
  for (let i = 0; i < 3; i++) globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  const listeners = getEventListeners(stop.signal, 'abort').length
  say({ week, heap: heapUsed + external, listeners, sleeping: clock.sleeping(), heard, said })
}

const running = app.run(stop.signal)
for (let n = 1; n <= days; n++) {
  await day(n)
  if (n % 7 === 0 || n === days) weigh(Math.ceil(n / 7))
}
const { appeals } = await ledger.appeals.read({ kind: 'appeals', where: {} })
const states = {}
for (const { value } of appeals) states[value.state] = (states[value.state] ?? 0) + 1
stop.abort()
// What is under way has its time to end, by the clock on the wall; then that of the city goes on for whoever waits on it.
const over = running.then(() => true)
async function inTime() {
  const timer = new AbortController()
  const late = wait(5000, false, { signal: timer.signal }).catch(() => false)
  return Promise.race([over, late]).finally(() => timer.abort())
}
while (!(await inTime())) await clock.step()
await ledger.close()
await knowledge.close()
const before = [...openAtFirst]
const left = process.getActiveResourcesInfo().filter((name) => {
  const at = before.indexOf(name)
  if (at >= 0) before.splice(at, 1)
  return at < 0
})
say({ over: true, left, sleeping: clock.sleeping(), states, troubles: troubles.slice(0, 3) })
