import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { connectPg } from '../../adapters/store/postgres/connect.ts'
import type { PostgresLedger } from '../../adapters/store/postgres/index.ts'
import { createTurns } from '../../adapters/store/postgres/turns.ts'
import type { Event } from '../../bot/model/event.ts'
import { A, live } from '../store/folder.ts'
import { AT, CHEN, change, done, registered } from '../store/samples.ts'
import { openOn, tamper } from './ledgers.ts'
import { wayTo } from './proxy.ts'
import { PASSWORD, sharedServer } from './server.ts'

const database = async () => (await sharedServer()).database()

/** Follows the others until the test ends; what was told, in order. */
function following({ peers }: PostgresLedger): string[] {
  const told: string[] = []
  const stop = new AbortController()
  const say = (event: Event) => told.push(`${event.type} ${'of' in event ? event.of : ''}`)
  const followed = peers.follow(
    {
      took: async (events) => events.forEach(say),
      erased: async (person) => void told.push(`erased ${person}`),
    },
    stop.signal,
  )
  onTestFinished(async () => {
    stop.abort()
    await followed
  })
  return told
}

const lodge = ({ appeals }: PostgresLedger, number: string) =>
  appeals.commit(change(`lodged ${number}`, { events: [registered(number)] }))

test('each is told what the others do, in order, and not what it did itself', async () => {
  const url = await database()
  const [one, two] = [await openOn(url, { instance: 'one' }), await openOn(url, { instance: 'two' })]
  // Before anybody follows: it is told what came after it was opened.
  await live(one)
  const [byOne, byTwo] = [following(one), following(two)]
  await two.appeals.commit(change('resolved', { events: [done('accepted', A)] }))
  await lodge(one, 'QQ33333333')
  await one.appeals.erase(CHEN.id, AT)
  await Promise.all([one.peers.caughtUp(), two.peers.caughtUp()])
  // What was just on its way either may be told, too, though it was his own: whether that took effect shows only then.
  expect(byOne.filter((told) => told !== 'registered QQ33333333')).toEqual([`accepted ${A}`])
  expect(byTwo.filter((told) => told !== `accepted ${A}`)).toEqual([
    `registered ${A}`,
    expect.any(String),
    'registered QQ33333333',
    `erased ${CHEN.id}`,
  ])
})

test('whoever is erased meanwhile is told of without what was personal', async () => {
  const url = await database()
  const [one, two] = [await openOn(url, { instance: 'one' }), await openOn(url, { instance: 'two' })]
  await lodge(one, A)
  await one.appeals.erase(CHEN.id, AT)
  const stop = new AbortController()
  const seen: Event[] = []
  const followed = two.peers.follow(
    { took: async (events) => void seen.push(...events), erased: async () => stop.abort() },
    stop.signal,
  )
  await followed
  expect(seen).toMatchObject([{ type: 'registered', of: A }])
  expect(JSON.stringify(seen)).not.toMatch(/陈样例|19900000001/)
})

test('it wakes at once, and where the waking is lost it looks by itself', async () => {
  const url = await database()
  const [one, two] = [await openOn(url, { instance: 'one' }), await openOn(url, { instance: 'two' })]
  const told = following(two)
  await expect.poll(() => tamper(url, "select pid from pg_stat_activity where query like 'listen%'")).toHaveLength(1)
  await lodge(one, A)
  await expect.poll(() => told, { timeout: 1_500, interval: 20 }).toHaveLength(1)
  // Cuts every connection there is, the listening one too.
  await tamper(
    url,
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'qinqing %'",
  )
  await expect.poll(() => lodge(one, 'QQ33333333').catch(() => 'failed'), { timeout: 5_000 }).toBe('committed')
  await expect.poll(() => told, { timeout: 5_000 }).toEqual([`registered ${A}`, 'registered QQ33333333'])
})

test('through an outage of the database nothing is missed', async () => {
  const way = await wayTo(await database())
  onTestFinished(() => way.close())
  const { url } = way
  const [one, two] = [await openOn(url, { instance: 'one' }), await openOn(url, { instance: 'two' })]
  const told = following(two)
  await lodge(one, A)
  way.close()
  await expect(lodge(one, 'QQ33333333')).rejects.toMatchObject({ code: 'storage' })
  await expect(one.writable()).rejects.toMatchObject({
    code: 'storage',
    message: 'the database does not take a write',
  })
  await way.reopen()
  await one.writable()
  expect(await lodge(one, 'QQ33333333')).toBe('committed')
  await expect.poll(() => told, { timeout: 10_000 }).toEqual([`registered ${A}`, 'registered QQ33333333'])
})

test('whoever waits to be caught up as it stops does not wait for ever', async () => {
  const url = await database()
  const [one, two] = [await openOn(url, { instance: 'one' }), await openOn(url, { instance: 'two' })]
  const stop = new AbortController()
  const followed = two.peers.follow({ took: async () => {}, erased: async () => {} }, stop.signal)
  await lodge(one, A)
  const waiting = two.peers.caughtUp()
  stop.abort()
  await followed
  await waiting
})

/** Holds a turn in a process of its own until it is killed. */
async function holder(url: string, name: string) {
  const here = new URL('./holder.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--import', 'tsx', here, url, name], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [said] = await once(child.stdout, 'data')
  expect(String(said)).toBe('mine\n')
  return child
}

test('of several that want a turn one has it, and the next within seconds of its end, however it ends', async () => {
  const url = await database()
  const [one, two] = [await openOn(url, { instance: 'one' }), await openOn(url, { instance: 'two' })]
  const order: string[] = []
  const stopOne = new AbortController()
  const stopTwo = new AbortController()
  const way = await wayTo(url)
  const killed = createTurns(connectPg({ url: way.url }))
  const gone = new AbortController()
  await new Promise<void>((resolve) => {
    const hold = (turn: AbortSignal) =>
      new Promise<void>((ended) => {
        resolve()
        turn.addEventListener('abort', () => ended())
      })
    const held = killed('poll', hold, gone.signal)
    onTestFinished(() => held)
  })
  const work = (who: string) => async (turn: AbortSignal) => {
    order.push(`${who} begins`)
    await new Promise((resolve) => turn.addEventListener('abort', resolve))
    order.push(`${who} ends`)
  }
  const first = one.peers.alone('poll', work('one'), stopOne.signal)
  await pause(100)
  expect(order).toEqual([])
  way.close()
  await expect.poll(() => order, { timeout: 5_000 }).toEqual(['one begins'])
  gone.abort()

  const second = two.peers.alone('poll', work('two'), stopTwo.signal)
  // Another name is another turn.
  await one.peers.alone('other', async () => void order.push('other'), stopOne.signal)
  stopOne.abort()
  await first
  await expect.poll(() => order, { timeout: 5_000 }).toEqual(['one begins', 'other', 'one ends', 'two begins'])
  stopTwo.abort()
  await second
})

const LONG = process.env['QINQING_LONG'] === '1'
test.skipIf(!LONG)('one that hangs loses its turn too', async () => {
  const url = await database()
  const { peers } = await openOn(url)
  const child = await holder(url, 'poll')
  child.kill('SIGSTOP')
  const hung = Date.now()
  await peers.alone('poll', async () => {}, new AbortController().signal)
  expect(Date.now() - hung).toBeGreaterThan(5_000)
  expect(Date.now() - hung).toBeLessThan(14_000)
  // When it wakes, it hears at once that its turn is over.
  child.kill('SIGCONT')
  const [said] = await once(child.stdout, 'data')
  expect(String(said)).toBe('lost\n')
})

test('whoever is told to stop has the turn until his work is over', async () => {
  const url = await database()
  const { peers } = await openOn(url)
  const stop = new AbortController()
  let finish = (): void => {}
  const work = () =>
    new Promise<void>((resolve) => {
      finish = resolve
      stop.abort()
    })
  const worked = peers.alone('poll', work, stop.signal)
  const beats = () =>
    tamper(url, "select query_start::text from pg_stat_activity join pg_locks using (pid) where locktype = 'advisory'")
  await expect.poll(beats).toHaveLength(1)
  const first = await beats()
  // Whoever is silent for ten seconds has lost it.
  await expect.poll(beats, { timeout: 4_000, interval: 200 }).not.toEqual(first)
  finish()
  await worked
  await expect.poll(beats).toEqual([])
})

test('a lost connection is a lost turn, which comes again; what the work throws is thrown', async () => {
  const url = await database()
  const { peers } = await openOn(url, { instance: 'one' })
  const stop = new AbortController()
  let turns = 0
  const worked = peers.alone(
    'poll',
    async (turn) => {
      turns += 1
      if (turns === 2) throw new Error('cannot work')
      await new Promise((resolve) => turn.addEventListener('abort', resolve))
    },
    stop.signal,
  )
  worked.catch(() => {})
  await expect.poll(() => turns).toBe(1)
  await tamper(url, "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'")
  await expect(worked).rejects.toThrow('cannot work')
})

test('the address of the database is in nothing that is told', async () => {
  const url = await database()
  const notices: string[] = []
  const ledger = await openOn(url, { onNotice: (text) => notices.push(text) })
  await live(ledger)
  expect(notices.join('\n')).not.toContain(PASSWORD)
  expect(await tamper(url, 'select application_name from pg_stat_activity')).not.toEqual(
    expect.arrayContaining([{ application_name: expect.stringContaining(PASSWORD) }]),
  )
})
