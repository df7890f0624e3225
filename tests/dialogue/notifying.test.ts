import { describe, expect, it } from 'vitest'
import type { Told } from '../../bot/app.ts'
import { createStage } from '../transcripts/stage.ts'

/** A stage from which another system is told. */
async function telling() {
  const told: Told[] = []
  const stage = await createStage({
    world: {
      async notify({ appeal, event, at }) {
        told.push({ appeal, event, at })
        return { kind: 'sent', receipts: [] }
      },
    },
  })
  return { stage, told, events: () => told.map(({ event }) => event) }
}

describe('another system is told', () => {
  it('of the stages of a case, and not of what staff say among themselves', async () => {
    const { stage, told, events } = await telling()
    for (const line of [
      '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，城管天天来查车，影响我们经营，要求停止乱罚，不用保密',
      '西河区城市管理局',
      '确认',
    ])
      await stage.say('企业·周敏', line)
    const [{ number = '' } = {}] = await stage.ledger()
    for (const line of ['受理', '派单 司法局', '签收', '备注 内部研究一下'])
      await stage.say(
        '工作人员·王芳',
        line.replace(/^\S+/, (verb) => `${verb} ${number}`),
      )
    await stage.say('工作人员·王芳', `办结 ${number} 已解决 已约谈执法队，不再重复检查`)
    await stage.say('企业·周敏', '满意')
    expect(events()).toEqual(['registered', 'accepted', 'dispatched', 'acknowledged', 'concluded', 'rated', 'resolved'])
    expect(new Set(told.map(({ appeal }) => appeal))).toEqual(new Set([number]))
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted())
  })

  it('of nothing that is sealed, and of no question', async () => {
    const { stage, events } = await telling()
    for (const line of [
      '稳岗补贴怎么申请',
      '我要举报，云山区有个科长办证时索要好处费，不给就卡着不办',
      '是',
      '云山区政务服务中心的王科长',
      '匿名',
      '确认',
    ])
      await stage.say('企业·某某', line)
    const [{ number = '' } = {}] = await stage.ledger()
    await stage.say('工作人员·王芳', `受理 ${number}`)
    expect((await stage.ledger()).map(({ kind, state }) => `${kind} ${state}`)).toEqual(['tip-off accepted'])
    expect(events()).toEqual([])
  })
})
