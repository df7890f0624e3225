import { describe, expect, test } from 'vitest'
import { createStage, numberOf } from '../transcripts/stage.ts'

const OWNER = '企业·周敏'
const TROUBLE =
  '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'
const HELP =
  '我要求助，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'

async function registered(text: string) {
  const stage = await createStage()
  for (const line of [text, '确认']) await stage.say(OWNER, line)
  const appeal = async () => {
    const [found] = await stage.ledger()
    if (!found) throw new Error('nothing was registered')
    return found
  }
  const due = async () => (await appeal()).deadlines.find(({ name }) => name === 'result')?.due
  return { ...stage, number: numberOf(await appeal()), appeal, due }
}

describe('while more is waited for', () => {
  test('a new telephone number ends the waiting as any supplement does: what stood still runs on with as much as it had', async () => {
    const { say, wait, number, appeal, due } = await registered(HELP)
    await say('受理员·王芳', `派单 ${number} 交通局`)
    await say('承办@transport·陈刚', `签收 ${number}`)
    await say('承办@transport·陈刚', `补正 ${number} 请提供退件通知`)
    const before = await due()
    await wait(4)
    await say(OWNER, '我的电话改成13900003333')
    expect((await appeal()).state).toBe('in-progress')
    expect(await due()).not.toBe(before)
  })

  test('what the desk asked for may still come once it is under supervision, and nobody is told twice that time is over', async () => {
    const { say, wait, number, appeal } = await registered(TROUBLE)
    await say('受理员·王芳', `补正 ${number} 请提供合同`)
    await say('督办·赵强', `督办 ${number} 三天内拿出意见`)
    expect((await appeal()).state).toBe('registered')
    await wait(20)
    const again = await wait(0.01)
    expect(again.filter(({ chat }) => chat === OWNER)).toEqual([])
  })
})

describe('a result given by the supervisor', () => {
  test('does not make him the one of the unit who took the case on', async () => {
    const { say, number, appeal } = await registered(HELP)
    await say('受理员·王芳', `派单 ${number} 交通局`)
    await say('督办·赵强', `办结 ${number} 已解决 许可证今天已经发了`)
    const { state, handler } = await appeal()
    expect({ state, handler }).toEqual({ state: 'follow-up', handler: undefined })
  })
})

describe('who took back his consent', () => {
  test('is shown the notice before a new appeal goes on from an old one', async () => {
    const stage = await createStage({ agreeing: false })
    for (const line of [HELP, '同意', '确认']) await stage.say(OWNER, line)
    const [old] = await stage.ledger()
    if (!old) throw new Error('nothing was registered')
    await stage.say('受理员·王芳', `办结 ${numberOf(old)} 已解决 许可证今天已经发了`)
    for (const line of ['满意', '撤回同意']) await stage.say(OWNER, line)
    await stage.wait(60)
    await stage.say(OWNER, `重新办理 ${numberOf(old)}`)
    const told = await stage.say(OWNER, '好')
    expect(told.map(({ text }) => text).join()).toContain('您是否同意')
    expect(await stage.ledger()).toHaveLength(1)
  })
})

describe('who takes it back in the midst of telling', () => {
  test('registers nothing, whatever he had told', async () => {
    const { say, ledger } = await createStage({ agreeing: false })
    for (const line of [HELP, '同意', '撤回同意', '确认']) await say(OWNER, line)
    expect(await ledger()).toHaveLength(0)
  })
})

describe('what is withdrawn', () => {
  test('is not among those that go with another any more', async () => {
    const stage = await createStage()
    for (const line of [TROUBLE, '确认']) await stage.say(OWNER, line)
    for (const line of [TROUBLE.replaceAll('周敏', '何平').replace('13800002222', '13800002223'), '确认'])
      await stage.say('企业·何平', line)
    const [main, other] = await stage.ledger()
    if (!main || !other) throw new Error('not both were registered')
    await stage.say('受理员·王芳', `并单 ${numberOf(other)} 并入 ${numberOf(main)}`)
    expect((await stage.ledger())[0]?.merged).toEqual([other.number])
    await stage.say('企业·何平', '', { pressed: `withdraw-yes:${other.number}` })
    const [after, gone] = await stage.ledger()
    expect({ merged: after?.merged, state: gone?.state }).toEqual({ merged: [], state: 'withdrawn' })
  })
})
