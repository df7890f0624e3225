import { describe, expect, test } from 'vitest'
import type { Message } from '../../bot/model/message.ts'
import type { DueAlarm } from '../../bot/ports/appeal-store.ts'
import { createReminders } from '../../bot/reminders.ts'
import { createStage } from '../transcripts/stage.ts'
import { at } from './cases.ts'

const catalog = { quiet: { from: '21:00', to: '08:30' }, morning: '09:00' }
const alarm = (appeal: string, level: DueAlarm['level'] = 'red'): DueAlarm => {
  return { appeal, deadline: 'result', level, on: '2026-11-20', at: at('2026-11-23', '09:00') }
}

/** Rounds over a store whose alarms are given up once they are told of. */
function rounds(alarms: DueAlarm[], fails: (message: Message) => boolean = () => false) {
  let now = at('2026-11-23', '10:00')
  let left = alarms
  const told: Message[] = []
  const troubles: unknown[] = []
  const reminders = createReminders({
    store: { due: () => Promise.resolve(left) },
    clock: { now: () => now, sleep: () => new Promise(() => {}) },
    catalog,
    receive: (message) => {
      if (fails(message)) return Promise.reject(new Error('cannot be decided'))
      told.push(message)
      if (message.kind === 'due')
        left = left.filter(({ appeal }) => !message.alarms.some((one) => one.appeal === appeal))
      return Promise.resolve()
    },
    trouble: (error) => troubles.push(error),
  })
  const due = () =>
    told.flatMap((message) => (message.kind === 'due' ? [message.alarms.map(({ appeal }) => appeal)] : []))
  return { reminders, told, troubles, due, set: (instant: string) => (now = instant) }
}

describe('a round of reminders', () => {
  test('hands over all that is due at once, and what one appeal has together', async () => {
    const { reminders, due } = rounds([alarm('A', 'warning'), alarm('B'), alarm('A')])
    await reminders.check()
    await reminders.check()
    expect(due()).toEqual([['A', 'A', 'B']])
  })

  test('is not held in the quiet hours', async () => {
    const { reminders, told, due, set } = rounds([alarm('A')])
    set(at('2026-11-23', '23:00'))
    await reminders.check()
    expect(told).toEqual([])
    set(at('2026-11-24', '08:30'))
    await reminders.check()
    expect(due()).toEqual([['A']])
  })

  test('goes on for the others where one cannot be decided, and tries that one again', async () => {
    const { reminders, due, troubles } = rounds(
      [alarm('A'), alarm('B'), alarm('C'), alarm('D')],
      (message) => message.kind === 'due' && message.alarms.some(({ appeal }) => appeal === 'C'),
    )
    await reminders.check()
    expect(due().flat()).toEqual(['A', 'B', 'D'])
    expect(troubles).toHaveLength(1)
    await reminders.check()
    expect(troubles).toHaveLength(2)
  })

  test('begins each day once, in the morning', async () => {
    const { reminders, told, set } = rounds([])
    for (const time of ['08:45', '09:00', '09:01', '18:00']) {
      set(at('2026-11-24', time))
      await reminders.check()
    }
    expect(told).toEqual([{ kind: 'morning', id: 'morning:2026-11-24', at: at('2026-11-24', '09:00') }])
  })

  test('every round has an id of its own, so that what was not kept is given again', async () => {
    let fail = true
    const { reminders, told, set } = rounds([alarm('A')], (message) => fail && message.kind === 'due')
    await reminders.check()
    fail = false
    set(at('2026-11-23', '10:01'))
    await reminders.check()
    expect(told.map(({ id }) => id)).toContain('due:2026-11-23T02:01:00.000Z:A:result:red:1')
  })
})

describe('after a month without the bot', () => {
  const names = ['唐宁', '韩梅', '李立', '周舟', '陈晨', '何禾', '孙笋', '钱前', '吴无', '郑正', '冯峰', '褚楚']
  const matter = (name: string) =>
    `我要求助，我是云州顺达物流有限公司的${name}，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密`

  test('each room hears one digest, whatever there is, and hears it once', async () => {
    const stage = await createStage()
    for (const name of names) {
      await stage.say(`企业·${name}`, matter(name))
      await stage.say(`企业·${name}`, '确认')
    }
    const told = await stage.wait(31)
    expect(told.map(({ chat }) => chat).sort()).toEqual(['受理组', '督办组', '领导组'].sort())
    expect(told[0]?.text).toContain('【到期提醒】12 件诉求的 24 项期限：红牌 24 项')
    expect(told[0]?.text).toContain('另有 14 项')
    expect(told.map(({ text }) => text).join()).not.toContain('顺达')
    expect(await stage.wait(1)).toEqual([])
  })
})

describe('silence', () => {
  test('closes nothing whose result never reached its owner: staff are told, once', async () => {
    const stage = await createStage()
    await stage.say(
      '企业·唐宁',
      '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密',
    )
    await stage.say('企业·唐宁', '确认')
    const [appeal] = await stage.ledger()
    const number = appeal?.number ?? ''
    await stage.say('受理员·王芳', `办结 ${number} 已解决 许可证已办结，请到窗口领取。`)
    const reply = { to: { channel: 'terminal' as const, chat: '企业·唐宁' }, text: ['结果'], about: number }
    const waits = { ...reply, notBefore: '2030-01-01T00:00:00.000Z' }
    const deliveries = [{ id: 'r', subject: appeal?.subject ?? '', payload: { kind: 'reply' as const, reply: waits } }]
    const change = { message: 'r', at: appeal?.updatedAt ?? '', expects: [], events: [], deliveries }
    expect(await stage.store.appeals.commit(change)).toBe('committed')

    const told = await stage.wait(10)
    expect(told.map(({ chat }) => chat)).toEqual(['受理组'])
    expect(told[0]?.text).toContain('办理结果没有送达')
    expect((await stage.ledger())[0]?.state).toBe('follow-up')
    expect(await stage.wait(1)).toEqual([])
  })
})
