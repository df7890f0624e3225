import { expect, test } from 'vitest'
import { types } from 'wechaty-puppet'
import { openHouse } from './house.ts'

const A_MINUTE = 60_000
const TOLD = '抱歉，刚才这条没有处理成，请再发一次。'
const failing = () => openHouse({ account: '@bot', receive: () => Promise.reject(new TypeError('a fault of ours')) })

test('whose message fails for good is told once to send it again, also when more of his fail', async () => {
  const { puppet, clock, lines } = await failing()
  for (const text of ['一', '二', '三']) puppet.says('wx-li', text)
  await clock.passes(5 * A_MINUTE)
  expect(puppet.textsTo('wx-li')).toEqual([TOLD])
  expect(lines.filter((line) => line.endsWith('is given up: TypeError'))).toHaveLength(3)
  await clock.passes(10 * A_MINUTE)
  puppet.says('wx-li', '四')
  await clock.passes(A_MINUTE)
  expect(puppet.textsTo('wx-li')).toEqual([TOLD, TOLD])
})

test('he is told where he said it, by his name in a group', async () => {
  const { puppet, clock } = await failing()
  puppet.room('1@chatroom', ['wx-li', '@bot'])
  puppet.says('wx-li', { to: '1@chatroom', text: '@亲清 怎么申请', mentions: ['@bot'] })
  await clock.passes(A_MINUTE)
  expect(puppet.sent).toMatchObject([{ to: '1@chatroom', text: `@wx-li\u2005${TOLD}`, mentions: ['wx-li'] }])
})

test('he is told when that can be done again, where the account was out meanwhile', async () => {
  const { puppet, clock } = await failing()
  puppet.says('wx-li', '一')
  await clock.passes(5_000)
  await puppet.logout('gone')
  await clock.passes(A_MINUTE)
  await puppet.as('@bot')
  await clock.passes(2 * A_MINUTE)
  expect(puppet.textsTo('wx-li')).toEqual([TOLD])
})

test('whoever took a message back, or only became a friend, has nothing to send again', async () => {
  const { puppet, clock } = await failing()
  puppet.says('wx-li', { type: types.Message.Recalled, text: 'm1' })
  puppet.confirms('wx-wang')
  await clock.passes(5 * A_MINUTE)
  expect(puppet.sent).toEqual([])
})
