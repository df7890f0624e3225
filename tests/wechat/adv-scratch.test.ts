import { expect, test } from 'vitest'
import { types } from 'wechaty-puppet'
import { openWorld, TANG } from './privacy-world.ts'

const show = (w: Awaited<ReturnType<typeof openWorld>>, from: number) =>
  JSON.stringify(
    w.puppet.sent.slice(from).map(({ to, text }) => ({ to, text: text?.slice(0, 90) })),
    null,
    1,
  )

test('S1 claim of a live contact of this login', async () => {
  const world = await openWorld()
  const { number, code } = await world.lodges('tang', TANG)
  console.log('ZHOU', await world.says('zhou', `${number} ${code}`))
  const before = world.puppet.sent.length
  await world.says('tang', '查看我的信息')
  await world.says('zhou', '查看我的信息')
  console.log('S1', show(world, before))
})

test('S3 message of an earlier login taken in the new one', async () => {
  const world = await openWorld()
  const p = world.puppet
  let release = () => {}
  p.sleep = () =>
    new Promise<void>((r) => {
      release = () => r()
    })
  p.says('id1', {
    type: types.Message.Attachment,
    filename: 'a.pdf',
    file: { name: 'a.pdf', bytes: new Uint8Array([1, 2, 3]), ms: 5 },
  })
  p.says('id1', TANG)
  await world.clock.passes(500)
  p.sleep = () => Promise.resolve()
  await world.logsIn('bot')
  const before = p.sent.length
  release()
  await world.clock.passes(10_000)
  console.log('S3', show(world, before), world.lines.slice(-3))
})

test('S2 claim reply waits over a login', async () => {
  const world = await openWorld()
  const one = await world.lodges('tang', TANG)
  await world.logsIn()
  const two = await world.lodges(
    'tang2',
    TANG.replace('唐宁', '周敏').replace('三次退件', '一直拖着').replace('13800002222', '13900003333'),
  )
  world.puppet.mishap = () => ({ error: new Error('not logged in') })
  await world.says('tang2', `${one.number} ${one.code}`)
  world.puppet.mishap = () => undefined
  await world.logsIn()
  await world.clock.passes(120_000)
  const before = world.puppet.sent.length
  await world.says('yun', `${two.number} ${two.code}`)
  await world.clock.passes(60_000)
  await world.says('yun', `查看我的信息`)
  console.log('S2', show(world, before), world.lines.slice(-3))
  console.log(
    'S2',
    (await world.says('yun', `${one.number} ${one.code}`)).slice(0, 40),
    (await world.says('yun', `查看我的信息`)).slice(0, 40),
  )
})
