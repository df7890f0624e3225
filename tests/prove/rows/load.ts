import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause, setImmediate } from 'node:timers/promises'
import type { Said } from '../../../bot/model/message.ts'
import { part } from '../../bench/figures.ts'
import type { Life } from '../../bench/ledger-lives.ts'
import { broken } from '../lib/broken.ts'
import { type Draw, drawsOf, pick } from '../lib/draws.ts'
import { makeLedger, openBot } from '../lib/loaded.ts'
import type { Row } from '../row.ts'

const APPEALS = 20_000
/** Messages arrive at this pace whether or not those before are done with: nobody waits for another. */
const PER_SECOND = 205
const SECONDS = 30
/** What is gone through after a start, such as the whole chain of the journal and the cases that are alike, is done by then. */
const BEGIN_SECONDS = 30
const WARM_SECONDS = 4
const LEAST_PER_SECOND = 200
const MOST_MS = 50

/** What comes in: entrepreneurs ask, add and chase; staff reply, note and look. */
const SAID: readonly (readonly [by: 'owner' | 'staff' | 'stranger', line: string])[] = [
  ['owner', '进度'],
  ['owner', '补充 # 送货单在会计那里，明天发来'],
  ['owner', '催办 #'],
  ['owner', '#'],
  ['stranger', '你好'],
  ['stranger', '工程款多久必须付？'],
  ['stranger', '小额贷款怎么申请'],
  ['staff', '备注 # 已电话沟通'],
  ['staff', '回复 # 已约谈对方，下周给答复'],
  ['staff', '#'],
  ['staff', '历史 #'],
  ['staff', '看内容 #'],
]

function message(n: number, lives: readonly Life[], draw: Draw, at: string): Said {
  const [by, line] = pick(draw, SAID)
  const life = pick(draw, lives)
  const sender = by === 'owner' ? life.subject : by === 'staff' ? `s-${life.unit}-${draw(20)}` : `q-${draw(4_000)}`
  const from = { channel: 'wechat' as const, chat: `wxid_${sender}` }
  return { kind: 'said', id: `load${n}`, from, sender, text: line.replace('#', life.number), attachments: [], at }
}

interface Loaded {
  readonly times: readonly number[]
  readonly failed: readonly string[]
  readonly seconds: number
  readonly committed: number
}

/** From the moment each should have arrived to when it is durable. */
async function load(folder: string, lives: readonly Life[], seconds: number, seed: number): Promise<Loaded> {
  const bot = await openBot(folder)
  const draw = drawsOf(seed)
  const times: number[] = []
  const failed: string[] = []
  let committed = 0
  let n = 0
  async function arrive(due: number, counts: boolean): Promise<void> {
    try {
      const { outcome } = await bot.app.receive(message(n++, lives, draw, bot.clock.now()))
      if (!counts) return
      times.push(performance.now() - due)
      if (outcome === 'committed') committed += 1
    } catch (error) {
      failed.push(String(error))
    }
  }
  async function come(forSeconds: number, counts: boolean): Promise<number> {
    const begun = performance.now()
    const all: Promise<void>[] = []
    for (let i = 0; i < forSeconds * PER_SECOND; i++) {
      const due = begun + (i * 1_000) / PER_SECOND
      while (performance.now() < due) await pause(1)
      // Each by itself, as through a socket: those that are late do not come all at once.
      await setImmediate()
      all.push(arrive(due, counts))
    }
    await Promise.all(all)
    return (performance.now() - begun) / 1_000
  }
  try {
    // The dictionary is loaded with the first.
    await arrive(performance.now(), false)
    await pause(1_000 * Math.min(BEGIN_SECONDS, seconds))
    await come(Math.min(WARM_SECONDS, seconds), false)
    return { seconds: await come(seconds, true), times, failed, committed }
  } finally {
    await bot.close()
  }
}

export const row: Row = {
  alone: true,
  minutes: 6,
  async run({ of, share, seed, tell }) {
    const home = mkdtempSync(join(tmpdir(), 'qinqing-load-'))
    try {
      const begun = performance.now()
      const count = Math.max(200, of(APPEALS))
      const lives = await makeLedger(join(home, 'data'), count)
      tell(
        `${count} appeals made in ${Math.round((performance.now() - begun) / 1_000)} s, ${lives.length} of them open`,
      )
      const seconds = Math.max(2, Math.round(SECONDS * Math.min(1, share * 4)))
      const { times, failed, seconds: took, committed } = await load(join(home, 'data'), lives, seconds, seed)
      const perSecond = times.length / took
      const [p50, p99] = [part(times, 0.5), part(times, 0.99)]
      const ok =
        failed.length === 0 && perSecond >= LEAST_PER_SECOND && p99 <= MOST_MS && committed > times.length * 0.5
      const more = failed.length > 0 ? `; ${failed.length} failed: ${failed[0]}` : ''
      const saw = `${count.toLocaleString('en')} appeals; ${perSecond.toFixed(0)} acknowledged a second of ${PER_SECOND} offered for ${seconds} s (${times.length.toLocaleString('en')} messages, ${committed.toLocaleString('en')} of them commits), from arrival to durable p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, longest ${Math.max(...times).toFixed(0)} ms${more}`
      return { saw, ok }
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  },
  bites: [
    broken({
      name: 'every flush to the disk takes 60 ms longer',
      file: 'adapters/store/lowdb/disk.ts',
      find: 'sync: () => handle.datasync(),',
      put: 'sync: () => new Promise((done) => setTimeout(done, 60)).then(() => handle.datasync()),',
      row: 'load',
      share: 0.02,
      tells: /p99 (?:[6-9]\d|\d{3,})\.\d ms/u,
    }),
    broken({
      name: 'no group commit: each message is flushed by itself, on a disk that takes 5 ms',
      file: 'adapters/store/lowdb/append-log.ts',
      find: '        await file.sync()\n',
      put: '        for (const _ of jsons) await new Promise((done) => setTimeout(done, 5)).then(() => file.sync())\n',
      row: 'load',
      share: 0.02,
      tells: /p99 (?:[6-9]\d|\d{3,})\.\d ms/u,
    }),
  ],
}
