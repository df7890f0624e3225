import { createInterface } from 'node:readline'
import { openLedger } from '../../adapters/store/index.ts'
import { createApp } from '../../bot/app.ts'
import { fold } from '../../bot/appeal/history.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { plain } from '../../bot/model/reply.ts'

/**
 * The bot itself, on a real ledger, with a channel of JSON lines: `{id, who, text}` in, `{ack: id}` once it is durable,
 * `{key, chat, text}` for everything it says. Made to be killed.
 */
const [folder = ''] = process.argv.slice(2)
const ledger = await openLedger({ folder, folds: { appeal: fold }, snapshotEvery: 20 })
const write = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const stop = new AbortController()

const app = createApp({
  store: ledger.appeals,
  outbox: ledger.outbox,
  directory: {
    identify: (_, sender) =>
      Promise.resolve({
        id: ledger.pseudonym(sender),
        role: sender.startsWith('staff') ? ('staff' as const) : ('entrepreneur' as const),
        name: sender,
      }),
  },
  knowledge: {
    ask: () => ({ kind: 'unsure', confidence: 0, near: [] }),
    status: () => ({ generation: 1, documents: 0, passages: 0, faulty: 0 }),
    reload: () => Promise.resolve({ ok: true, lines: [] }),
  },
  cut: (text) => [...text],
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
          const { id, who, text } = JSON.parse(line) as { id: string; who: string; text: string }
          const from = { channel: 'terminal' as const, chat: who }
          await receive({ kind: 'said', id, from, sender: who, text, attachments: [], at: new Date().toISOString() })
          write({ ack: id })
        }
      },
      send: (reply, key) => {
        write({ key, chat: reply.to.chat, text: plain(reply.text) })
        return Promise.resolve({ channel: 'terminal', chat: reply.to.chat, message: key })
      },
    },
  ],
  staffRoom: { channel: 'terminal', chat: 'room' },
  random: (below) => Math.floor(Math.random() * below),
  onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
})

write({ ready: true, notices: ledger.notices })
await app.run(stop.signal)
await ledger.close()
