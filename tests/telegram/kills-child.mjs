import { createInterface } from 'node:readline'
import { bareWorld, clockOf, compiled } from '../crash/bare-world.mjs'

/**
 * The compiled bot itself (compiled, because it is started two hundred times), put together as `serve` does: a real
 * ledger, staff in Telegram. Entrepreneurs have a telephone of JSON lines. Made to be killed.
 *
 *     TOKEN=… API=… FOLDER=… BEGAN=… node kills-child.mjs
 *     in:  {"said": {id, who, text}} or {"message": …}, as the app takes it
 *     out: {ready}, {ack: id} once it is durable, {key, who, text} for all that the telephone says, {log}
 *
 * `BEGAN`: so many milliseconds it is later than the real clock has it, `HURRY`: so much faster it sleeps.
 */
const { openLedger } = await compiled('adapters/store/index.js')
const { createTelegram } = await compiled('adapters/telegram/index.js')
const { createApp } = await compiled('bot/app.js')
const { folds } = await compiled('bot/appeal/history.js')
const { catalog } = await compiled('bot/catalog/index.js')
const { plain } = await compiled('bot/model/reply.js')
const { homesOf, membersOf } = await compiled('bot/roster/reach.js')

const { TOKEN, API, FOLDER, BEGAN = '0', HURRY = '1' } = process.env
const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
const log = (text) => write({ log: String(text) })
const ledger = await openLedger({ folder: FOLDER, folds, snapshotEvery: 60, onNotice: log })
const clock = clockOf(() => new Date(Date.now() + Number(BEGAN)).toISOString(), Number(HURRY))

const telephone = {
  name: 'wechat',
  async listen(receive, stop) {
    const lines = createInterface({ input: process.stdin })
    stop.addEventListener('abort', () => lines.close())
    for await (const line of lines) {
      const { said, message } = JSON.parse(line)
      const at = clock.now()
      const from = { channel: 'wechat', chat: said?.who }
      const whole = said && { kind: 'said', ...said, from, sender: said.who, attachments: [], at }
      if (whole) delete whole.who
      receive(whole ?? { ...message, at }).then(
        () => write({ ack: (said ?? message).id }),
        (error) => log(error),
      )
    }
  },
  send(reply, key) {
    write({ key, who: reply.to.chat, text: plain(reply.text) })
    return Promise.resolve({ kind: 'sent', receipts: [] })
  },
}

const telegram = createTelegram({
  token: TOKEN,
  apiRoot: API,
  keep: (...file) => app.keep(...file),
  lookUp: (...question) => app.lookUp(...question),
  fetch: (ref) => ledger.files.get(ref),
  clock,
  onHealth: (health) => app.health('telegram', health),
  log,
})

const app = createApp({
  ...bareWorld(catalog),
  store: ledger.appeals,
  outbox: ledger.outbox,
  files: ledger.files,
  directory: { identify: async (_, sender) => ({ id: ledger.pseudonym(sender), roles: [], units: [] }) },
  clock,
  channels: [telephone, telegram],
  reach: () => homesOf(membersOf(app.roster(), { room: 'administrators' })),
  onTrouble: (error) => log(error instanceof Error ? error.message : error),
})

const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
write({ ready: true })
await app.run(stop.signal)
await ledger.close()
process.exit(0)
