import { expect, it } from 'vitest'
import { openBench } from './adapter.ts'

/** A gate that is shut until it is opened. */
function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

it('confirms nothing that is not done with: killed in the midst of it, it comes again', async () => {
  const bench = await openBench()
  const { telegram, said } = bench
  const [wang, li] = [telegram.person('王芳'), telegram.person('李娜')]
  const never = gate()
  bench.answer = (message) =>
    message.kind === 'said' && message.text === '慢' ? never.opened.then(() => ({})) : Promise.resolve({})
  wang.says('慢')
  li.says('快')
  await telegram.until(() => said().length === 2)
  // Time for it to ask again, and by that to confirm what is done with.
  await new Promise((resolve) => setTimeout(resolve, 700))
  expect(telegram.pending.map(({ message }) => message?.text)).toEqual(['慢', '快'])

  // What a killed process leaves behind: another begins, and knows of nothing.
  const again = await openBench({ token: telegram.token, apiRoot: telegram.apiRoot })
  await telegram.until(() => again.said().length === 2)
  expect(again.said().map(({ text, id }) => [text, id])).toEqual(said().map(({ text, id }) => [text, id]))
  await telegram.until(() => telegram.pending.length === 0)
})

it('does not let what is slow hold up a button of somebody else, and takes it once', async () => {
  // Telegram gives one update only to whoever asks again too soon, by its clock.
  const bench = await openBench({ hurry: 1 })
  const { telegram, said, channel } = bench
  const [wang, li] = [telegram.person('王芳'), telegram.person('李娜')]
  const group = telegram.group('受理组', { members: [wang, li] })
  await telegram.until(() => telegram.counts['getUpdates'] !== undefined)
  await channel.send(
    { to: { channel: 'telegram', chat: `${group.id}` }, text: ['卡'], choices: [{ id: 'a', label: '受理' }] },
    'k',
  )
  const slow = gate()
  bench.answer = async (message) => {
    if (message.kind !== 'said' || message.pressed === undefined) await slow.opened
    return { notice: { text: '已受理' } }
  }
  wang.in(group).says('/ask 一般纳税人怎么登记')
  await telegram.until(() => said().length === 1)
  const began = performance.now()
  expect(await li.in(group).presses('受理')).toMatchObject({ text: '已受理' })
  expect(performance.now() - began).toBeLessThan(2500)
  // Over several polls in which it comes again and again, it is under way once.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  expect(telegram.counts['getUpdates']).toBeGreaterThan(3)
  slow.open()
  await telegram.until(() => telegram.pending.length === 0)
  expect(said().map(({ pressed, text }) => pressed ?? text)).toEqual(['/ask 一般纳税人怎么登记', 'a'])
})

it("keeps each person's order, also where a file takes its time", async () => {
  const { telegram, said } = await openBench({
    keep: async (_at, _sender, { name, type }) => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      return { ref: name, name, type }
    },
  })
  const [wang, li] = [telegram.person('王芳'), telegram.person('李娜')]
  wang.sends({ name: '一.txt', bytes: Buffer.from('一'), caption: '一' })
  wang.says('二')
  li.says('甲')
  wang.says('三')
  await telegram.until(() => said().length === 4)
  expect(said().flatMap(({ text, sender }) => (sender === `${wang.id}` ? [text] : []))).toEqual(['一', '二', '三'])
  expect(said()[0]?.text).toBe('甲')
})

it('takes a burst of updates, each once and in order', async () => {
  const bench = await openBench()
  const { telegram, said } = bench
  bench.answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, 2))
    return {}
  }
  const people = Array.from({ length: 20 }, (_, i) => telegram.person(`员工${i}`))
  for (let i = 0; i < 30; i++) for (const person of people) person.says(`${i}`)
  await telegram.until(() => said().length >= 600, 20_000)
  await telegram.idle()
  expect(said()).toHaveLength(600)
  for (const { id } of people) {
    expect(said().flatMap(({ sender, text }) => (sender === `${id}` ? [text] : []))).toEqual(
      Array.from({ length: 30 }, (_, i) => `${i}`),
    )
  }
})

it('ends what is under way before it stops, and has it confirmed', async () => {
  const bench = await openBench()
  const { telegram, said } = bench
  const slow = gate()
  const done: string[] = []
  bench.answer = async (message) => {
    await slow.opened
    done.push(message.id)
    return {}
  }
  telegram.person('王芳').says('等一下')
  await telegram.until(() => said().length === 1)
  const stopped = bench.stop()
  setTimeout(slow.open, 200)
  await stopped
  expect(done).toHaveLength(1)
  expect(telegram.pending).toEqual([])
})

it('stops after ten seconds though something hangs; that comes again', async () => {
  const bench = await openBench()
  const { telegram, said } = bench
  bench.answer = () => new Promise(() => {})
  telegram.person('王芳').says('永远')
  await telegram.until(() => said().length === 1)
  const began = performance.now()
  await bench.stop()
  // The bot's clock goes five times as fast.
  expect(performance.now() - began).toBeGreaterThan(1500)
  expect(performance.now() - began).toBeLessThan(8000)
  expect(telegram.pending).toHaveLength(1)
})

it('stops at once where Telegram cannot be reached at all', async () => {
  const bench = await openBench({ apiRoot: 'http://127.0.0.1:1' })
  await bench.telegram.until(() => bench.health.length > 0)
  const began = performance.now()
  await bench.stop()
  expect(performance.now() - began).toBeLessThan(3000)
  expect(bench.lines).toEqual(['telegram: no connection to Telegram (ECONNREFUSED); trying again'])
})

it('hears again after a silence in which the numbers began anew', async () => {
  const { telegram, said } = await openBench({ pollSeconds: 1 })
  const wang = telegram.person('王芳')
  wang.says('之前')
  await telegram.until(() => said().length === 1)
  await telegram.idle()
  // All is confirmed; from then on nothing is asked for by its number.
  const before = telegram.counts['getUpdates'] ?? 0
  await telegram.until(() => (telegram.counts['getUpdates'] ?? 0) > before + 1, 15_000)
  expect(telegram.asked('getUpdates').at(-1)?.params).toMatchObject({ offset: 0 })
})
