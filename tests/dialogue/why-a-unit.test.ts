import { expect, test } from 'vitest'
import { createStage, numberOf } from '../transcripts/stage.ts'

test('words learned from what people told are shown to staff, and never stand in the open half of an event', async () => {
  const stage = await createStage()
  for (const [i, area] of ['西河区', '东湖区', '江北区', '云山区'].entries()) {
    const owner = `企业·甲${i}`
    await stage.say(
      owner,
      `我要求助，我是云州甲${i}机械公司的赵立，电话1380000300${i}，在${area}，叉车作业证复审约不上，叉车停了，希望尽快安排，不用保密`,
    )
    await stage.say(owner, '确认')
    const appeal = (await stage.ledger()).at(-1)
    if (!appeal) throw new Error('nothing was registered')
    await stage.say('受理员·王芳', `改类别 ${numberOf(appeal)} 安全生产与消防`)
    const told = await stage.say('受理员·王芳', `派单 ${numberOf(appeal)} 应急局`)
    const { events } = await stage.store.appeals.read({ kind: 'history', number: appeal.number })
    const why = events.flatMap((event) => (event.type === 'dispatched' ? (event.data.why ?? []) : []))
    expect(why).toEqual(['职责：安全生产与消防由应急局负责'])
    if (i > 2) expect(told.map(({ text }) => text).join('\n')).toContain('学自办件')
  }
})
