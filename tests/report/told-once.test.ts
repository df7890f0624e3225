import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { Fault } from '../../bot/model/fault.ts'
import { createStage, type Heard } from '../transcripts/stage.ts'

const CLERK = '受理员·王芳'
const texts = (heard: readonly Heard[]) => heard.map(({ text }) => text).join('\n')

/** A store whose process dies just after it did this for the first time: the job does not learn that it is done. */
function dying(after: 'delivered' | 'erase') {
  const store = createMemoryStore({ folds })
  let left = 1
  const die = () => {
    if (left-- > 0) throw new Fault('storage', 'the process was killed')
  }
  const delivered = store.outbox.delivered
  const erase = store.appeals.erase
  return {
    ...store,
    outbox: {
      ...store.outbox,
      async delivered(...row: Parameters<typeof delivered>) {
        if (after === 'delivered' && row[0].includes('#job')) die()
        return delivered(...row)
      },
    },
    appeals: {
      ...store.appeals,
      async erase(...whom: Parameters<typeof erase>) {
        await erase(...whom)
        if (after === 'erase' && whom[0] !== 'exports') die()
      },
    },
  }
}

describe('a job cut short', () => {
  it('is done again, and told once', async () => {
    const stage = await createStage({ store: dying('delivered') })
    const told = await stage.say(CLERK, '导出').catch(() => stage.heard)
    await stage.wait(1).catch(() => [])
    await stage.wait(1)
    expect(texts(told)).toContain('正在生成')
    expect(texts(stage.heard).match(/没有符合条件的诉求/g)).toHaveLength(1)
  })

  it('of an erasure is finished, and told, although the key was gone', async () => {
    const stage = await createStage({ store: dying('erase') })
    const person = '企业·唐宁'
    await stage.say(person, '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222')
    await stage.say(person, '取消')
    const asked = await stage.say(person, '删除我的信息')
    await stage.say(person, '1').catch(() => [])
    await stage.wait(1).catch(() => [])
    await stage.wait(1)
    expect(texts(asked)).toContain('删除')
    expect(texts(stage.heard).match(/您的个人信息已删除/g)).toHaveLength(1)
  })
})
