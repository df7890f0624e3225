import { createMemoryStore } from '../../adapters/store/memory.ts'
import { createPeople } from '../../adapters/wechat/people.ts'
import { createSender } from '../../adapters/wechat/sending/send.ts'
import { createTally } from '../../adapters/wechat/tally.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createDelivery } from '../../bot/delivery.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import { createVirtualClock } from '../wechat/virtual-clock.ts'

/**
 * So many pushes at once, to as many people, through the outbox and the adapter's sender, in simulated time: how long it
 * takes, how far apart they are, and whether each is out once.
 */
export async function pushBurst(count: number, gapMs: number): Promise<{ line: string; good: boolean }> {
  const clock = createVirtualClock()
  const store = createMemoryStore({ folds })
  const sent: { to: string; at: number }[] = []
  const mouth = {
    contactPayload: () => Promise.reject(new Error('nobody asks')),
    messageSendFile: () => Promise.reject(new Error('nobody asks')),
    async messageSendText(to: string) {
      sent.push({ to, at: Date.parse(clock.now()) })
      return `out-${sent.length}`
    },
  }
  const memo = { read: () => Promise.resolve(null), write: () => Promise.resolve() }
  const log = () => {}
  const send = createSender({
    now: () => mouth,
    why: () => '',
    people: createPeople({ passing: false, random: Math.random }),
    fetch: () => Promise.resolve(null),
    clock,
    random: Math.random,
    pace: { gapMs, perDay: 10_000 },
    tally: createTally({ memo, clock, log }),
    log,
  })
  const channel: Channel = { name: 'wechat', listen: () => Promise.resolve(), send }
  const trouble: string[] = []
  const delivery = createDelivery({
    outbox: store.outbox,
    channels: [channel],
    runJob: () => Promise.resolve(),
    clock,
    trouble: (error) => trouble.push(String(error)),
  })
  const at = clock.now()
  for (let i = 0; i < count; i++) {
    const reply = { to: { channel: 'wechat' as const, chat: `wx-${i}` }, text: [`通知${i}号`] }
    const payload = { kind: 'reply' as const, reply }
    const deliveries = [{ id: `push:${i}#0`, subject: store.pseudonym(`wechat:wx-${i}`), payload }]
    await store.appeals.commit({ message: `push:${i}`, at, expects: [], events: [], deliveries })
  }
  const stop = new AbortController()
  const running = delivery.run(stop.signal)
  const begun = Date.parse(at)
  const end = begun + 4 * count * gapMs
  while (sent.length < count && Date.parse(clock.now()) < end) await clock.passes(1_000)
  await clock.passes(120_000)
  stop.abort()
  await clock.passes(20_000)
  await running
  const gaps = sent.slice(1).map(({ at }, i) => at - (sent[i]?.at ?? 0))
  const whom = new Set(sent.map(({ to }) => to))
  const seconds = ((sent.at(-1)?.at ?? begun) - begun) / 1000
  const [lost, doubled] = [count - whom.size, sent.length - whom.size]
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)]
  return {
    good: lost + doubled === 0 && least >= gapMs && trouble.length === 0,
    line:
      `a burst of ${count} pushes at ${gapMs} ms, in simulated time: ${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s, ` +
      `gaps of ${least}–${most} ms, ${lost} lost, ${doubled} doubled, ${trouble.length} failures`,
  }
}
