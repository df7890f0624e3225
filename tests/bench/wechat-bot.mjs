import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { clockOf, compiled } from '../crash/bare-world.mjs'

/**
 * The compiled bot with one road for entrepreneurs, put together as `serve` does: a real ledger, real documents. Staff are
 * left out: what would come from them is pushed by a line.
 *
 *     ROAD=service|official|wecom SETTINGS={…} FOLDER=… DOCS=… HURRY=1 START=… node wechat-bot.mjs
 *     in:  {push: {chat, text}}
 *     out: {ready, port}, {unknown: text} where nobody could say whether that was out, {log}
 */
const { createHttp } = await compiled('adapters/http/index.js')
const { openLedger } = await compiled('adapters/store/index.js')
const { createApp } = await compiled('bot/app.js')
const { folds } = await compiled('bot/appeal/history.js')
const { catalog } = await compiled('bot/catalog/index.js')
const { plain } = await compiled('bot/model/reply.js')
const { createRecordIndex } = await compiled('knowledge/approved/records.js')
const { createKnowledgeBase, cut, simplify } = await compiled('knowledge/index.js')

const { ROAD, SETTINGS, FOLDER, DOCS, HURRY = '1', START = '0' } = process.env
const settings = JSON.parse(SETTINGS)
const hurry = Number(HURRY)
const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`)
const log = (text) => write({ log: String(text) })
const begun = Number(START)
const clock = clockOf(() => new Date(begun + (Date.now() - begun) * hurry).toISOString(), hurry)
const ledger = await openLedger({ folder: FOLDER, folds, onNotice: () => {} })
const note = join(FOLDER, 'note.json')
const common = {
  keep: (...file) => app.keep(...file),
  fetch: (ref) => ledger.files.get(ref),
  clock,
  onHealth: (health) => app.health(channel.name, health),
  log,
  memo: { read: () => readFile(note, 'utf8').catch(() => null), write: (text) => writeFile(note, text) },
}

async function openRoad() {
  if (ROAD !== 'service') {
    const { createOfficialAccount, createCustomerService } = await compiled('adapters/wechat-official/index.js')
    return (ROAD === 'official' ? createOfficialAccount : createCustomerService)({ ...common, ...settings })
  }
  const { createWeChat } = await compiled('adapters/wechat/index.js')
  const { loadPuppet } = await compiled('adapters/wechat/puppet.js')
  return createWeChat({
    ...common,
    puppet: await loadPuppet({ name: 'wechaty-puppet-service', options: settings }),
    passing: false,
    random: Math.random,
    pace: { gapMs: 0, perDay: 1_000_000, friendsPerDay: 10 },
    onAccount: () => {},
    show: () => {},
  })
}
const channel = await openRoad()
const watched = {
  ...channel,
  async send(reply, key, known) {
    try {
      return await channel.send(reply, key, known)
    } catch (error) {
      write({ unknown: plain(reply.text) })
      throw error
    }
  },
}
const app = createApp({
  store: ledger.appeals,
  outbox: ledger.outbox,
  files: ledger.files,
  office: {},
  directory: {
    identify: async (at, sender) => ({ id: ledger.pseudonym(`${at.channel}:${sender}`), roles: [], units: [] }),
  },
  knowledge: await createKnowledgeBase({ folder: DOCS }),
  questions: createRecordIndex({ cut }),
  cut,
  simplify,
  catalog: { ...catalog, pace: { messages: 1_000_000, seconds: 60 } },
  holidays: {},
  clock,
  channels: [watched],
  reach: () => [],
  digest: (text) => createHash('sha256').update(text).digest('hex'),
  random: (below) => Math.floor(Math.random() * below),
  onTrouble: (error) => log(error instanceof Error ? error.message : error),
})

let pushes = 0
const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const { chat, text } = JSON.parse(line).push
  const message = `push:${++pushes}`
  const to = { channel: channel.name, chat }
  const payload = { kind: 'reply', reply: { to, text: [text] } }
  const subject = ledger.pseudonym(`${channel.name}:${chat}`)
  ledger.appeals
    .commit({
      message,
      at: clock.now(),
      expects: [],
      events: [],
      deliveries: [{ id: `${message}#0`, subject, payload }],
    })
    .catch(log)
})

const http = channel.handler && createHttp({ host: '127.0.0.1', port: 0, routes: { '/wechat': channel.handler } })
const stop = new AbortController()
process.on('SIGTERM', () => stop.abort())
// Whoever started it is gone.
process.stdout.on('error', () => {})
lines.on('close', () => stop.abort())
const port = http && (await http.listen()).port
write({ ready: true, port })
await app.run(stop.signal)
await ledger.close()
process.exit(0)
