import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { bareWorld, clockOf, compiled, everyStaff } from './bare-world.mjs'
import { openVariant } from './variants.mjs'

/**
 * The compiled bot itself (compiled, because it is started so often), on a real ledger, with a channel of JSON lines:
 * `child.mjs {folder, variant?, shelf?}`. It loads, waits for `{go: true}`, opens and says `{ready}`; then `{id, who, text}`
 * comes in and `{ack: id, outcome}` goes out once it is durable, `{key, chat, text}` for everything it says and `{out: key}`
 * once that is written down. `{writing: true}` is said before the journal is written, `{writing: false}` when it is flushed.
 * With a shelf it goes on putting generations there, and says `{shelf: n}` for each. `{go: 'look'}` only tells what is
 * found. Made to be killed.
 */
const { folder, variant = 'ours', shelf } = JSON.parse(process.argv[2] ?? '{}')
const [{ createApp }, { folds }, { catalog }, { plain }] = await Promise.all(
  ['bot/app.js', 'bot/appeal/history.js', 'bot/catalog/index.js', 'bot/model/reply.js'].map(compiled),
)
const keepGenerations = shelf && (await import('./generations.mjs')).keepGenerations

const write = (line) => writeSync(1, `${JSON.stringify(line)}\n`)
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const { go } = JSON.parse((await lines.next()).value)

const generations = shelf && (await keepGenerations(shelf, variant, (number) => write({ shelf: number })))
const ledger = await openVariant(variant, { folder, folds, onWriting: (writing) => write({ writing }) })
if (go === 'look') await look()
else await live()

/** All that is kept, as far as the kill loops know of it. */
async function look() {
  const { appeals } = await ledger.appeals.read({ kind: 'appeals', where: {} })
  for (const { value } of appeals) {
    const { events } = await ledger.appeals.read({ kind: 'history', number: value.number })
    const [types, thread] = [events.map(({ type }) => type), value.personal?.thread.map(({ text }) => text)]
    write({ appeal: value.number, home: value.personal?.home.chat, state: value.state, types, thread })
  }
  write({ looked: true, waiting: (await ledger.appeals.read({ kind: 'outbox' })).summary })
  process.exit(0)
}

async function live() {
  const stop = new AbortController()
  const app = createApp({
    ...bareWorld(catalog),
    store: ledger.appeals,
    outbox: {
      ...ledger.outbox,
      async delivered(id, receipts, at) {
        await ledger.outbox.delivered(id, receipts, at)
        write({ out: id })
      },
    },
    files: ledger.files,
    directory: everyStaff(ledger),
    clock: clockOf(() => new Date().toISOString()),
    channels: [
      {
        name: 'terminal',
        async listen(receive) {
          for await (const line of lines) {
            const { id, who, text } = JSON.parse(line)
            const from = { channel: 'terminal', chat: who }
            const said = { kind: 'said', id, from, sender: who, text, attachments: [], at: new Date().toISOString() }
            // What is refused, on a disk that is gone, is said again to the next child.
            void receive(said).then(
              ({ outcome }) => write({ ack: id, outcome }),
              () => {},
            )
          }
        },
        send: (reply, key) => {
          write({ key, chat: reply.to.chat, text: plain(reply.text) })
          return Promise.resolve({ kind: 'sent', receipts: [] })
        },
      },
    ],
    reach: () => [{ channel: 'terminal', chat: 'room' }],
    onTrouble: (error) => process.stderr.write(`${String(error)}\n`),
  })
  write({ ready: true, notices: ledger.notices })
  generations?.begin().catch(() => {})
  await app.run(stop.signal)
  generations?.end()
  await ledger.close()
}
