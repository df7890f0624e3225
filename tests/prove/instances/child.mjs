import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { bareWorld, clockOf, compiled, everyStaff } from '../../crash/bare-world.mjs'

/**
 * One of two compiled bots on one database, with a channel of JSON lines (as tests/crash/child.mjs has it): `child.mjs {url,
 * name, began, variant}`. `{id, who, text}` comes in; `{ready}`, `{ack: id, outcome}` once it is durable, `{key, chat, text}`
 * for what is said, `{out: key}` once that is written down go out. Its clock runs fast, so that the leases of one that was
 * killed are soon over. Made to be killed.
 */
const { url, name, began, hurry, migrations, variant } = JSON.parse(process.argv[2] ?? '{}')
const [{ openPostgres }, { createApp }, { folds }, { catalog }, { plain }] = await Promise.all(
  [
    'adapters/store/postgres/index.js',
    'bot/app.js',
    'bot/appeal/history.js',
    'bot/catalog/index.js',
    'bot/model/reply.js',
  ].map(compiled),
)

const write = (line) => writeSync(1, `${JSON.stringify(line)}\n`)
/** A Monday, ten in the morning in Shanghai: nobody's quiet hours. */
const MONDAY = Date.parse('2026-11-23T02:00:00.000Z')
const now = () => new Date(MONDAY + (Date.now() - began) * hurry).toISOString()
const ledger = await openPostgres({
  url,
  migrations,
  masterKey: Buffer.alloc(32, 7).toString('base64'),
  keyFolder: '/nonexistent',
  folds,
  instance: name,
  now,
})
const VARIANTS = {
  /** What is to be said is written in a transaction of its own. */
  split: async (change) => {
    const outcome = await ledger.appeals.commit({ ...change, deliveries: [] })
    const rest = { message: `${change.message} said`, at: change.at, expects: [], events: [] }
    if (outcome === 'committed') await ledger.appeals.commit({ ...rest, deliveries: change.deliveries })
    return outcome
  },
  /** Acknowledged before it is known to be durable. */
  'ack-early': async (change) => {
    void ledger.appeals.commit(change).catch(() => {})
    return 'committed'
  },
}

const stop = new AbortController()
const app = createApp({
  ...bareWorld(catalog),
  store: { ...ledger.appeals, ...(VARIANTS[variant] && { commit: VARIANTS[variant] }) },
  outbox: {
    ...ledger.outbox,
    async delivered(id, receipts, at) {
      await ledger.outbox.delivered(id, receipts, at)
      write({ out: id })
    },
  },
  files: ledger.files,
  directory: everyStaff(ledger),
  clock: clockOf(now, hurry),
  channels: [
    {
      name: 'terminal',
      async listen(receive) {
        for await (const line of createInterface({ input: process.stdin })) {
          const { id, who, text } = JSON.parse(line)
          const from = { channel: 'terminal', chat: who }
          const said = { kind: 'said', id, from, sender: who, text, attachments: [], at: now() }
          void receive(said).then(
            ({ outcome }) => write({ ack: id, outcome }),
            (error) => write({ trouble: String(error) }),
          )
        }
      },
      send: (reply, key) => {
        write({ key, chat: reply.to.chat, text: plain(reply.text) })
        return Promise.resolve({ kind: 'sent', receipts: [] })
      },
    },
  ],
  peers: ledger.peers,
  reach: () => [{ channel: 'terminal', chat: 'room' }],
  onTrouble: (error) => write({ trouble: String(error) }),
})
write({ ready: true })
await app.run(stop.signal)
await ledger.close()
