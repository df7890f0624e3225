import { writeSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openLedger } from '../../adapters/store/index.ts'
import { nodeDisk } from '../../adapters/store/lowdb/disk.ts'
import { folds } from '../../bot/appeal/history.ts'
import { AT, at, CHEN, change, registered, reply, TALK, told } from '../store/samples.ts'
import { withoutWaiting } from './systems.ts'

/**
 * The process that the kill loop kills: `kill-child FOLDER FROM`. It tells on its output what was acknowledged: a
 * message that took effect (`ack 7`), one that came again (`again 7`), a reply that is out (`sent r7`), and at the start
 * the replies that wait (`waits r7`). Messages from FROM on are sent as a channel would that saw no answer.
 */
export const NUMBERS = ['QQ22222222', 'QQ33333333', 'QQ44444444']

async function main(folder: string, from: number): Promise<void> {
  const say = (line: string): unknown => writeSync(1, `${line}\n`)
  const { appeals, outbox } = await openLedger({
    folder,
    folds,
    snapshotEvery: 40,
    now: () => AT,
    ...(process.env['QINQING_BITE'] === 'no-await' && { disk: withoutWaiting(nodeDisk, 30) }),
  })
  for (const number of NUMBERS) await appeals.commit(change(`register ${number}`, { events: [registered(number)] }))
  const waiting = await outbox.claim({ channels: ['terminal'], limit: 1e6, now: AT, until: AT })
  for (const { id } of waiting) say(`waits ${id}`)
  say('ready')

  async function turn(n: number): Promise<void> {
    const number = NUMBERS[n % NUMBERS.length] ?? ''
    const result = await appeals.commit(
      change(`m${n}`, {
        at: at(n * 60),
        person: { id: CHEN.id, value: { v: 1, known: { contact: '陈样例' } } },
        conversation: { id: TALK, subject: CHEN.id, value: { v: 1, offered: [] } },
        events: [told('noted', number, `n${n}`, at(n * 60))],
        deliveries: [reply(`r${n}`, `chat-${n}`)],
      }),
    )
    say(`${result === 'duplicate' ? 'again' : 'ack'} ${n}`)
    if (n % 2 === 0) return
    await outbox.delivered(`r${n}`, [{ channel: 'terminal', chat: `chat-${n}`, message: String(n) }], AT)
    say(`sent r${n}`)
  }
  for (let n = from; ; n += 3) await Promise.all([turn(n), turn(n + 1), turn(n + 2)])
}

const [, program, folder, from] = process.argv
if (program === fileURLToPath(import.meta.url) && folder && from) await main(folder, Number(from))
