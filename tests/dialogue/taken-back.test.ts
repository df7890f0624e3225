import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Said } from '../../bot/model/message.ts'
import { createStage } from '../transcripts/stage.ts'

/** Stands in what is taken back, and nowhere else. */
const MARK = '暗号'
const PICTURE = { ref: 'file-暗号', name: '合同.jpg', type: 'image/jpeg' }

type Line = Pick<Said, 'text'> & Partial<Pick<Said, 'attachments' | 'sent' | 'link'>>

const TAKEN_BACK: readonly Line[] = [
  { text: '暗号建设公司欠我们货款8万' },
  { text: '暗号补贴多久到账' },
  { text: '我们公司暗号养猫有没有补贴呢' },
  { text: '甲方暗号公司拖欠工程款多久必须付' },
  { text: '暗号健设' },
  { text: '暗号有限公司，西河区' },
  { text: '企业名称改成暗号有限公司' },
  { text: '跟您说一下暗号这个事情' },
  { text: '', attachments: [PICTURE] },
  { text: '暗号欠条', attachments: [PICTURE] },
  { text: '暗号补贴怎么申请', attachments: [PICTURE] },
  { text: '暗号路8号', sent: 'place' },
  { text: '暗号公司欠我们货款八万', sent: 'voice' },
  { text: '', link: { title: '暗号公司又中标了', url: 'https://mp.weixin.qq.com/s/a1' } },
  { text: 'the company anhao 暗号 owes us money' },
]

const BEFORE = [
  '宏远建设拖欠我们工程款38万',
  '同意',
  '去年3月',
  '顺达物流有限公司，西河区',
  '周敏 13900001111',
  '工程款多久必须付',
  '社保能缓交吗',
  '跳过',
  '金额改成40万',
  '在吗',
  '1',
  '2',
  '取消',
  '公司养狗有没有补贴呢',
  '[图片]',
]

/** Whatever would register what waits. */
const AFTER = [
  '同意',
  '1',
  '帮我登记',
  '是',
  '跳过',
  '确认',
  '提交',
  '人工',
  '2',
  '更多',
  '没用',
  '宏远建设拖欠我们工程款38万',
]

test('what was taken back is in no state, and nothing he says later registers it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...BEFORE), { maxLength: 8 }),
      fc.constantFrom(...TAKEN_BACK),
      // Numbers and courtesies have no words of their own: what was said before them can still be taken back.
      fc.array(fc.constantFrom('同意', '1', '在吗', '工程款多久必须付'), { maxLength: 2 }),
      fc.array(fc.constantFrom(...AFTER), { maxLength: 8 }),
      async (before, line, between, after) => {
        const stage = await createStage({ agreeing: false })
        const kept = async () => JSON.stringify(await stage.ledger())
        for (const text of before) await says(stage, text)
        await stage.say(WHO, line.text, { ...line, id: 'taken-back' })
        for (const text of between) await says(stage, text)
        fc.pre(!(await kept()).includes(MARK))
        const told = await stage.say(WHO, '', { recalled: 'taken-back' })
        // What others lines built on stays, and he is told so.
        fc.pre(!told.some(({ text }) => text.includes('所以还在')))
        const party = { id: stage.store.pseudonym(WHO), roles: [], units: [] }
        const { conversation, person } = await stage.store.appeals.open(party, `${party.id}@terminal:${WHO}`)
        expect(JSON.stringify([conversation.value, person.value])).not.toContain(MARK)
        for (const text of after) await says(stage, text)
        expect(await kept()).not.toContain(MARK)
      },
    ),
    { numRuns: 15 },
  )
}, 60_000)

const WHO = '企业·甲'

function says(stage: Awaited<ReturnType<typeof createStage>>, text: string) {
  const picture = { ref: 'file-1', name: '合同.jpg', type: 'image/jpeg' }
  return text === '[图片]' ? stage.say(WHO, '', { attachments: [picture] }) : stage.say(WHO, text)
}
