import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Appeal } from '../../bot/model/appeal.ts'
import { Conversation } from '../../bot/model/conversation.ts'
import { AppealEvent } from '../../bot/model/event.ts'
import { Entry, Gap } from '../../bot/model/gap.ts'
import type { Said } from '../../bot/model/message.ts'
import { Person } from '../../bot/model/person.ts'
import { Reply } from '../../bot/model/reply.ts'
import { reportText } from '../../bot/texts/zh-cn.ts'
import { historyOf } from '../store/samples.ts'
import { createStage, numberOf } from '../transcripts/stage.ts'

const PEOPLE = ['企业·甲', '企业·甲', '企业·乙', '工作人员·丙', '管理员·丁']
const TROUBLE =
  '我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密'
const LINES = [
  TROUBLE,
  '确认',
  '确认',
  '受理 编号1',
  '派单 编号1 工信局',
  '办结 编号1 已解决 好了',
  '补正 编号1 要合同',
  '回复 编号1 在办',
  '编号1',
  '编号1 催办',
  '编号1 撤回',
  '/start',
  '你好',
  '工程款多久必须付？',
  '那逾期利息怎么算',
  '宏远建设拖欠我们工程款38万',
  '我要举报有人索要好处费',
  '我是云州顺达物流有限公司的周敏，电话13800002222，在西河区',
  '云州宏远建设集团有限公司',
  '38万',
  '去年3月',
  '张三 13900001111',
  '1390000',
  '跳过',
  '确认',
  '修改',
  '取消',
  '算了',
  '是',
  '不是',
  '1',
  '2',
  '3',
  '7',
  '99',
  '电话改成13900003333',
  '第2项不对',
  '进度',
  '催办',
  '补充 合同在这',
  '补充',
  '撤回',
  '满意',
  '不满意，没解决',
  '基本满意',
  '人工',
  '同意',
  '不同意',
  '重新办理',
  '没解决，又拖着不给',
  '加到这件',
  '另外登记',
  '欠钱那件',
  '隐私说明',
  '我的信息',
  '电话改成13900004444',
  '更正我的信息 电话13900005555',
  '导出我的信息',
  '删除我的信息',
  '确认删除',
  '撤回同意',
  '我们是江北区的小微软件企业，专精特新，想看补贴',
  '订阅政策',
  '停止推送',
  '我的管家是谁',
  '江北区',
  '更多',
  '有人要跳楼',
  '谢谢',
  '他妈的',
  '',
  '😂',
  'hello',
  '待办',
  '受理',
  '派单',
  '派单 工信局',
  '签收',
  '退单 不归我们',
  '补正 要合同',
  '回复 正在办',
  '办结 已解决 好了',
  '办结',
  '备注 记一下',
  '不予受理',
  '历史',
  '联系方式',
  '/reload',
  '/status',
  '/gaps',
  '/gaps 1',
  '/gaps 1 答复 目前没有这样的补贴，有效期半年',
  '/gaps 2 答复',
  '/entries',
  '核准',
  '改答复 目前没有这样的补贴，明年再看',
  '改问法 养猫有没有补贴',
  '驳回 再问问清楚',
  '停用',
  '我们公司想养一只猫有没有饲料补贴？',
  '公司养猫有饲料补助吗',
  '没帮上忙',
  '__proto__',
  'a'.repeat(3000),
  '补'.repeat(2500),
  '\u202e\u0000',
] // prettier-ignore

const line = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...LINES) },
  { weight: 2, arbitrary: fc.nat(99).map((i) => `编号${i}`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
)
const button = fc.oneof(
  fc.constantFrom(
    'more',
    'no',
    'rephrase',
    'confirm',
    'edit',
    'edit-slot:phone',
    'edit-slot:__proto__',
    'skip',
    'cancel',
    'human',
    'lodge',
    'pass-on',
    'consent:yes',
    'consent:no',
    'apart',
    'forget:yes',
    'mine:export',
    'mine:mend',
    'mine:forget',
    'steward:江北区',
    'profile',
    'stop-pushes',
  ),
  fc
    .tuple(
      fc.constantFrom(
        'rate',
        'show',
        'nudge',
        'supplement',
        'withdraw',
        'accept',
        'dispatch',
        'conclude',
        'decline',
        'withdraw-yes',
        'reopen',
        'follow',
        'add',
        'open',
      ),
      fc.nat(3),
    )
    .map(([verb, i]) => `${verb}@${i}`),
)
const pressed = fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: button })
/** What comes besides text; by an id, what was said before is taken back. */
const besides: fc.Arbitrary<Partial<Omit<Said, 'unmet'>>> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({}) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<Partial<Omit<Said, 'unmet'>>>(
      { sent: 'voice' },
      { sent: 'sticker' },
      { sent: 'money' },
      { sent: 'place' },
      { sent: 'card' },
      { met: true },
      { link: { title: '一图读懂｜信访工作条例', url: 'https://mp.weixin.qq.com/s/a1' } },
      { lost: [{ name: '合同.pdf', why: 'too-large' }] },
    ),
  },
  { weight: 2, arbitrary: fc.nat(45).map((i) => ({ recalled: `m${i}` })) },
)
const said = fc.record({
  who: fc.constantFrom(...PEOPLE),
  text: line,
  pressed,
  picture: fc.constantFrom(false, false, false, true),
  more: besides,
  days: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 3, 20),
})

/** Whatever is said, by whom and in which order: nothing throws, and all that is kept reads back as it was. */
test('any sequence of messages keeps every state whole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 40 }), async (lines) => {
      const stage = await createStage({ agreeing: false })
      await stage.say('企业·甲', TROUBLE)
      await stage.say('企业·甲', '同意')
      for (const { who, text, pressed, picture, more, days } of lines) {
        if (days > 0) await stage.wait(days)
        const ledger = await stage.ledger()
        const nth = (i: string) => ledger[Number(i) % Math.max(1, ledger.length)]
        const shown = text.replace(/编号(\d+)/u, (all, i) => {
          const appeal = nth(i)
          return appeal ? numberOf(appeal) : all
        })
        const button = pressed?.replace(/@(\d)/u, (_, i) => `:${nth(i)?.number ?? 'QQ22222222'}:solved`)
        const attachments = picture ? [{ ref: 'r', name: '图.jpg', type: 'image/jpeg' }] : []
        const told = await stage.say(who, shown, { attachments, ...(button && { pressed: button }), ...more })
        await expectWhole(stage, who, told.length === 0 || told.some((one) => one.text === reportText.erased))
      }
      await expectAnswersWhole(stage)
      for (const { reply, text } of stage.heard) {
        expect(Reply.parse(again(reply))).toEqual(reply)
        expect(text).not.toMatch(/undefined|\[object|NaN/u)
      }
    }),
    { numRuns: 100 },
  )
}, 120_000)

/** What is kept of the one who spoke, and every appeal, reads back as it was. */
async function expectWhole(
  stage: Awaited<ReturnType<typeof createStage>>,
  who: string,
  erased: boolean,
): Promise<void> {
  const id = stage.store.pseudonym(who)
  const party = { id, roles: [], units: [] }
  const { person, conversation } = await stage.store.appeals.open(party, `${id}@terminal:${who}`)
  // Of whoever has just been erased nothing is kept, nor of what was nothing.
  if (!erased) expect(conversation.version).toBeGreaterThan(0)
  expect(Person.parse(again(person.value))).toEqual(person.value)
  expect(Conversation.parse(again(conversation.value))).toEqual(conversation.value)
  for (const appeal of await stage.ledger()) {
    expect(Appeal.parse(again(appeal))).toEqual(appeal)
    for (const event of await historyOf(stage.store.appeals, appeal.number))
      expect(AppealEvent.parse(again(event))).toEqual(event)
  }
}

/** Every answer of staff and every question without one reads back as it was; nobody approved what he wrote. */
async function expectAnswersWhole({ store }: Awaited<ReturnType<typeof createStage>>): Promise<void> {
  const { groups, total } = await store.appeals.read({ kind: 'gaps', limit: 99 })
  expect(groups).toHaveLength(total)
  for (const { id } of groups)
    for (const { value } of (await store.appeals.read({ kind: 'gap', id })).gaps)
      expect(Gap.parse(again(value))).toEqual(value)
  for (const { value } of (await store.appeals.read({ kind: 'entries', where: {} })).entries) {
    expect(Entry.parse(again(value))).toEqual(value)
    expect(value.approver?.id).not.toBe(value.writer.id)
  }
}

const again = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
