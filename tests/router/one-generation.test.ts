import { describe, expect, test } from 'vitest'
import { createKnowledgeBase } from '../../knowledge/index.ts'
import { folderWith, put } from '../knowledge/folder.ts'
import { createStage } from '../transcripts/stage.ts'

const OWNER = '唐宁'
const rules = (month: string) => ({
  '稳岗.txt': `云州市稳岗补贴办法\n\n第一条 稳岗补贴由人社局受理，十日内发放。\n第二条 申请稳岗补贴，应当在每年${month}底前提交材料。\n第三条 稳岗补贴按上年度失业保险费的六成发放。\n`,
  '扩岗.txt': `云州市扩岗补贴办法\n\n第一条 扩岗补贴每人一千五百元，十日内发放。\n第二条 申请扩岗补贴，应当签订一年以上合同。\n`,
})

async function asked() {
  const folder = folderWith(rules('九月'))
  const knowledge = await createKnowledgeBase({ folder })
  const stage = await createStage({ knowledge })
  await stage.say(OWNER, '申请稳岗补贴要什么时候提交材料')
  return {
    /** The documents say something else from now on. */
    async changes(documents: Readonly<Record<string, string>>) {
      put(folder, documents)
      expect(await knowledge.reload({ force: true })).toMatchObject({ ok: true })
    },
    says: async (text: string) => (await stage.say(OWNER, text)).map((heard) => heard.text),
  }
}

describe('the pages of an answer', () => {
  test('are of one generation: where the documents say something else by now, that is said, and it begins anew', async () => {
    const { says, changes } = await asked()
    await changes(rules('八月'))
    const [first] = await says('更多')
    expect(first).toMatch(/^政策文件刚更新过，这个问题查到的内容和刚才不一样了，从头给您看：[\s\S]*八月底前提交材料/u)
    const [next] = await says('更多')
    expect(next).not.toContain('政策文件刚更新过')
    expect(next).not.toContain('八月底前')
  })

  test('go on where what is shown has not changed, whatever else has', async () => {
    const { says, changes } = await asked()
    await changes({ '无人机.txt': '云州市无人机补贴办法\n\n第一条 每架无人机补贴一百元。\n' })
    expect((await says('更多')).join()).not.toContain('政策文件刚更新过')
  })

  test('backwards too', async () => {
    const { says, changes } = await asked()
    await says('更多')
    await changes(rules('八月'))
    expect((await says('上一条'))[0]).toContain('政策文件刚更新过')
  })
})
