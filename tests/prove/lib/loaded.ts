import { createHash, randomInt } from 'node:crypto'
import { publishedHolidays } from '../../../adapters/calendar/index.ts'
import { createOffice } from '../../../adapters/office/index.ts'
import { type Ledger, openLedger } from '../../../adapters/store/index.ts'
import { type Disk, nodeDisk } from '../../../adapters/store/lowdb/disk.ts'
import { createApp } from '../../../bot/app.ts'
import { folds } from '../../../bot/appeal/history.ts'
import { catalog } from '../../../bot/catalog/index.ts'
import { systemClock } from '../../../bot/commands/clock.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { Party } from '../../../bot/model/person.ts'
import type { Channel } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { createRecordIndex } from '../../../knowledge/approved/records.ts'
import { cut, simplify } from '../../../knowledge/index.ts'
import { createTeller, type Life, livesOf, turnsOf } from '../../bench/ledger-lives.ts'
import { shipped } from '../../transcripts/stage.ts'

const UNTIL: Instant = '2026-11-20T02:00:00.000Z'
const AT_ONCE = 2_000

/** A ledger that is only being made may be lost in a power cut. */
const careless: Disk = {
  ...nodeDisk,
  open: async (path) => ({ ...(await nodeDisk.open(path)), sync: async () => {} }),
  syncFolder: async () => {},
}

/** A ledger of so many appeals over three years, made through the store itself; those that are open at its end. */
export async function makeLedger(folder: string, count: number): Promise<readonly Life[]> {
  const lives = livesOf(count, UNTIL)
  const turns = turnsOf(lives, UNTIL)
  const teller = createTeller()
  const ledger = await openLedger({
    folder,
    folds,
    disk: careless,
    snapshotEvery: 100_000,
    now: () => turns[0]?.life.registered ?? UNTIL,
  })
  for (let i = 0; i < turns.length; i += AT_ONCE) {
    const changes = turns.slice(i, i + AT_ONCE).map(({ life, step }) => teller.change(life, step))
    const results = await Promise.all(changes.map((change) => ledger.appeals.commit(change)))
    if (results.some((result) => result !== 'committed')) throw new Error('a commit was refused')
    const sent = changes.flatMap(({ deliveries, at }) => deliveries.map(({ id }) => ({ id, at })))
    await Promise.all(sent.map(({ id, at }) => ledger.outbox.delivered(id, [], at)))
  }
  await ledger.close()
  const done = new Map<string, number>()
  for (const { life, step } of turns) done.set(life.number, step)
  return lives.filter(({ number, steps }) => {
    const last = done.get(number)
    return last !== undefined && last < steps.length - 3
  })
}

/** A clock that goes as fast as ours, and begins where the ledger ends. */
function clockFrom(begin: Instant): Clock {
  const offset = Date.parse(begin) - Date.now()
  return {
    now: () => new Date(Date.now() + offset).toISOString(),
    sleep: systemClock.sleep,
  }
}

/** The whole bot on that ledger, with its dictionary and documents; what it says goes nowhere, at once. */
export async function openBot(folder: string) {
  const ledger: Ledger = await openLedger({ folder, folds })
  const clock = clockFrom(UNTIL)
  let sent = 0
  const channel: Channel = {
    name: 'wechat',
    listen: (_, stop) => new Promise((end) => stop.addEventListener('abort', () => end(), { once: true })),
    send: () => {
      sent += 1
      return Promise.resolve({ kind: 'sent', receipts: [] })
    },
  }
  const app = createApp({
    store: ledger.appeals,
    outbox: ledger.outbox,
    files: ledger.files,
    office: createOffice(),
    directory: { identify: async (_, sender) => partyOf(sender) },
    knowledge: await shipped,
    questions: createRecordIndex({ cut }),
    cut,
    simplify,
    catalog,
    holidays: publishedHolidays(),
    clock,
    channels: [channel],
    reach: () => [],
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    random: (below) => randomInt(below),
  })
  const stop = new AbortController()
  const running = app.run(stop.signal)
  return {
    app,
    clock,
    sent: () => sent,
    async close() {
      stop.abort()
      await running
      await ledger.close()
    },
  }
}

/** `s-UNIT-7` works for a unit; everybody else is who he is in the ledger. */
function partyOf(sender: string): Party {
  const [kind, unit = ''] = sender.split('-')
  if (kind !== 's') return { id: sender, roles: [], units: [] }
  return { id: sender, roles: ['handler'], units: [unit], name: '王小样' }
}
