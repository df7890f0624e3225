/** The bot's mouth as a process that can be killed: outbox, delivery loop and the adapters' sending, on the ledger in FOLDER. */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { openLedger } from '../../../adapters/store/index.ts'
import { createTelegram } from '../../../adapters/telegram/index.ts'
import { createPeople } from '../../../adapters/wechat/people.ts'
import { createSender } from '../../../adapters/wechat/sending/send.ts'
import { createTally } from '../../../adapters/wechat/tally.ts'
import { createOfficialAccount } from '../../../adapters/wechat-official/index.ts'
import { folds } from '../../../bot/appeal/history.ts'
import { createDelivery } from '../../../bot/delivery.ts'
import type { Channel, Memo } from '../../../bot/ports/channel.ts'
import { RecordingPuppet } from '../../fakes/wechat-puppet/index.ts'
import { hurried } from '../../telegram/hurried.ts'
import type { Order, Setting } from './setting.ts'

const setting = JSON.parse(process.argv[2] ?? '{}') as Setting
const clock = hurried(setting.hurry)
const tell = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`)
const log = (): void => {}
const nothing: Memo = { read: () => Promise.resolve(null), write: () => Promise.resolve() }
const ledger = await openLedger({ folder: setting.folder, folds, snapshotEvery: 2_000 })

const telegram = createTelegram({
  ...setting.telegram,
  keep: () => Promise.reject(new Error('nothing is kept here')),
  lookUp: () => Promise.resolve([]),
  fetch: () => Promise.resolve(null),
  clock,
  onHealth: () => {},
  log,
})
const official = createOfficialAccount({
  ...setting.official,
  keep: () => Promise.reject(new Error('nothing is kept here')),
  fetch: () => Promise.resolve(null),
  clock,
  onHealth: () => {},
  log,
})

const puppet = new RecordingPuppet()
puppet.sleep = (ms) => clock.sleep(ms, new AbortController().signal)
/** What came out is known before the call is answered: whoever is killed in between cannot take it back. */
Object.assign(puppet.sent, {
  push: (what: { to: string; text?: string }) => {
    tell({ out: what.text ?? '', at: Date.now() })
    return 0
  },
})
let odds = 0
let executed = false
puppet.mishap = ({ text = '' }) => {
  if (odds === 0 || Math.random() >= odds) return undefined
  if (executed) tell({ lost: text, at: Date.now() })
  return { error: new Error('the connection was reset'), ...(executed && { executed: true }) }
}
await puppet.as('bot')
const people = createPeople({ passing: false, random: Math.random })
const wechat: Channel = {
  name: 'wechat',
  listen: () => Promise.resolve(),
  send: createSender({
    now: () => (puppet.isLoggedIn ? puppet : undefined),
    why: () => 'logged out',
    people,
    fetch: () => Promise.resolve(null),
    clock,
    random: Math.random,
    pace: { gapMs: 0, perDay: 1_000_000 },
    tally: createTally({ memo: nothing, clock, log }),
    log,
  }),
}

/** An answer that comes so late has been given up: the other side may have done it all the same. */
const LATE_MS = 1_200

/** What was given up because nobody answered is known, as what was reset is. */
function watched(channel: Channel): Channel {
  return {
    ...channel,
    async send(reply, key, known) {
      const begun = Date.now()
      try {
        return await channel.send(reply, key, known)
      } finally {
        if (Date.now() - begun > LATE_MS) tell({ lost: key, at: begun })
      }
    },
  }
}

const channels: readonly Channel[] = [wechat, telegram, official].map(watched)
const delivery = createDelivery({
  outbox: ledger.outbox,
  channels,
  runJob: () => Promise.resolve(),
  clock,
  trouble: () => {},
})
const stop = new AbortController()
const loops = [delivery.run(stop.signal), official.listen(() => Promise.resolve({}), stop.signal)]

/** As turns do: up to twenty in a commit, each under its own key. */
async function commit({ batch, notices }: Order & { readonly do: 'commit' }): Promise<void> {
  const turns = Array.from({ length: Math.ceil(notices.length / 20) }, (_, i) => notices.slice(i * 20, i * 20 + 20))
  const at = clock.now()
  const changes = turns.map((some, i) =>
    ledger.appeals.commit({
      message: `m${batch}-${i}`,
      at,
      expects: [],
      events: [],
      deliveries: some.map(({ id, to }) => ({
        id,
        subject: `p-${to.chat}`,
        payload: { kind: 'reply', reply: { to, text: [`${id} 您的诉求有新的进展。`] } },
      })),
    }),
  )
  await Promise.all(changes)
  delivery.wake()
  tell({ committed: batch })
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const order = JSON.parse(line) as Order
  if (order.do === 'mishap') [odds, executed] = [order.odds, order.executed]
  if (order.do === 'commit') void commit(order)
  if (order.do === 'retry') void ledger.outbox.retry(clock.now()).then(() => delivery.wake())
  if (order.do === 'count')
    void ledger.appeals.read({ kind: 'outbox' }).then(({ summary: { pending, parked } }) => tell({ pending, parked }))
  if (order.do === 'stop') {
    stop.abort()
    void Promise.all(loops)
      .then(() => ledger.close())
      .then(() => process.exit(0))
  }
})
tell({ ready: true })
