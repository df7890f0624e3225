import { describe, expect, test } from 'vitest'
import { Fault } from '../../bot/model/fault.ts'
import type { AppealStore, Change } from '../../bot/ports/appeal-store.ts'
import { change, historyOf, pushed } from '../store/samples.ts'
import { createStage, numberOf } from '../transcripts/stage.ts'

const COMPLAINT =
  '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'

describe('router', () => {
  test('a message that arrives twice is answered once and counts once', async () => {
    const stage = await createStage()
    await stage.say('企业·周敏', COMPLAINT, { id: 'a' })
    const first = await stage.say('企业·周敏', '确认', { id: 'b' })
    const second = await stage.say('企业·周敏', '确认', { id: 'b' })
    expect(first.length).toBeGreaterThan(0)
    expect(second).toEqual([])
    expect(await stage.ledger()).toHaveLength(1)
  })

  test('lines of one person are taken in the order they came, however many come at once', async () => {
    const stage = await createStage()
    const from = { channel: 'terminal' as const, chat: '企业·周敏' }
    const said = (id: string, text: string, pressed?: string) =>
      stage.app.receive({
        kind: 'said',
        id,
        from,
        sender: from.chat,
        text,
        ...(pressed !== undefined && { pressed }),
        attachments: [],
        at: '2026-11-23T02:00:00.000Z',
      })
    await Promise.all([
      said('1', COMPLAINT),
      said('2', '', 'consent:yes'),
      said('3', '电话改成13900003333'),
      said('4', '确认'),
    ])
    const [appeal] = await stage.ledger()
    expect(appeal?.personal?.particulars.phone).toBe('13900003333')
  })

  test('two who press at once: one wins, the other is told how it stands', async () => {
    const stage = await createStage()
    await stage.say('企业·周敏', COMPLAINT)
    await stage.say('企业·周敏', '确认')
    const [appeal] = await stage.ledger()
    if (!appeal) throw new Error('not registered')
    const press = (who: string, id: string) =>
      stage.app.receive({
        kind: 'said',
        id,
        from: { channel: 'terminal', chat: who },
        sender: who,
        text: `受理 ${numberOf(appeal)}`,
        attachments: [],
        at: '2026-11-23T02:10:00.000Z',
      })
    await Promise.all([press('工作人员·王芳', 'x'), press('工作人员·李强', 'y')])
    await stage.app.settle()
    const told = stage.heard.filter(({ chat }) => chat.startsWith('工作人员')).map(({ text }) => text.split('\n')[0])
    expect(told.sort()).toEqual(
      [`${numberOf(appeal)} 已受理。`, `${numberOf(appeal)} 现在是“待派单”，不能受理。`].sort(),
    )
    const events = await historyOf(stage.store.appeals, appeal.number)
    expect(events.filter(({ type }) => type === 'accepted')).toHaveLength(1)
  })

  test('when nothing can be kept the person is told to try later, and nothing is in effect', async () => {
    const stage = await createStage()
    await stage.say('企业·周敏', COMPLAINT)
    const commit = stage.store.appeals.commit.bind(stage.store.appeals)
    const full = stage.store.appeals as { commit: AppealStore['commit'] }
    full.commit = (_: Change) => Promise.reject(new Fault('storage', 'disk full'))
    await expect(stage.say('企业·周敏', '确认', { id: 'z' })).rejects.toThrow('disk full')
    expect(stage.heard.at(-1)?.text).toContain('没有生效')
    full.commit = commit
    expect(await stage.ledger()).toHaveLength(0)
    await stage.say('企业·周敏', '确认', { id: 'z' })
    expect(await stage.ledger()).toHaveLength(1)
  })
})

describe('what a decision rests on', () => {
  test('also the pushes of the week that were counted: two approvals at once do not both see the same room', async () => {
    const stage = await createStage()
    const { appeals } = stage.store
    const [one, two] = ['push-aaaaaaaaaaaa', 'push-bbbbbbbbbbbb'] as const
    for (const [i, event] of [
      pushed(one, 'push-proposed'),
      pushed(one, 'push-approved'),
      pushed(two, 'push-proposed'),
    ].entries())
      await appeals.commit(change(`seed${i}`, { events: [event] }))
    const commit = appeals.commit.bind(appeals)
    const expected: Change['expects'][] = []
    Object.assign(appeals, {
      commit: (one: Change) => {
        expected.push(one.expects)
        return commit(one)
      },
    })
    await stage.say('受理员·王芳', '', { pressed: `push:${two}:yes` })
    expect(expected[0]).toContainEqual({ record: { kind: 'push', id: one }, version: 2 })
  })
})
