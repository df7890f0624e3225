import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'

/**
 * The compiled bot itself (compiled, because it is started fifty times), on a real ledger, with a channel of JSON lines: `{id, who, text}` in, `{ack: id}` once it is durable,
 * `{key, chat, text}` for everything it says. Made to be killed.
 */
const compiled = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href)
const { openLedger } = await compiled('adapters/store/index.js')
const { createApp } = await compiled('bot/app.js')
const { folds } = await compiled('bot/appeal/history.js')
const { catalog } = await compiled('bot/catalog/index.js')
const { plain } = await compiled('bot/model/reply.js')

const [folder = ''] = process.argv.slice(2)
const ledger = await openLedger({ folder, folds, snapshotEvery: 20 })
const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
const stop = new AbortController()

const app = createApp({
  store: ledger.appeals,
  outbox: ledger.outbox,
  files: ledger.files,
  office: {},
  directory: {
    identify: (_, sender) =>
      Promise.resolve({
        id: ledger.pseudonym(sender),
        ...(sender.startsWith('staff')
          ? { roles: ['clerk', 'handler'], units: ['*'], name: sender }
          : { roles: [], units: [] }),
      }),
  },
  knowledge: {
    ask: () => ({ kind: 'unsure', confidence: 0, passages: [] }),
    status: () => ({ generation: 1, documents: 0, passages: 0, faulty: 0 }),
    reload: () => Promise.resolve({ ok: true, lines: [] }),
    rollback: () => Promise.resolve({ ok: true, lines: [] }),
    learn: () => {},
  },
  questions: { add: () => {}, remove: () => {}, alike: () => undefined },
  cut: (text) => [...text],
  simplify: (text) => text,
  catalog: { ...catalog, pace: { messages: 1_000_000, seconds: 60 } },
  holidays: {},
  clock: {
    now: () => new Date().toISOString(),
    sleep: (ms, until) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        until.addEventListener('abort', () => {
          clearTimeout(timer)
          resolve()
        })
      }),
  },
  channels: [
    {
      name: 'terminal',
      async listen(receive) {
        for await (const line of createInterface({ input: process.stdin })) {
          const { id, who, text } = JSON.parse(line)
          const from = { channel: 'terminal', chat: who }
          await receive({ kind: 'said', id, from, sender: who, text, attachments: [], at: new Date().toISOString() })
          write({ ack: id })
        }
      },
      send: (reply, key) => {
        write({ key, chat: reply.to.chat, text: plain(reply.text) })
        return Promise.resolve({ kind: 'sent', receipts: [] })
      },
    },
  ],
  reach: () => [{ channel: 'terminal', chat: 'room' }],
  digest: (text) => createHash('sha256').update(text).digest('hex'),
  random: (below) => Math.floor(Math.random() * below),
  onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
})

write({ ready: true, notices: ledger.notices })
await app.run(stop.signal)
await ledger.close()
