import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createStage, numberOf } from '../transcripts/stage.ts'

const GROUP = '商会群'
const A = '微信·周敏',
  B = '微信·唐宁',
  X = '微信·黑客'
const TOLD = (n: string, firm: string, phone: string) =>
  `我要投诉，我是云州${firm}物流有限公司的${n}，电话${phone}，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费26万元，要求马上付款，不用保密`
const VERBS = [
  'show',
  'withdraw',
  'withdraw-yes',
  'nudge',
  'supplement',
  'reopen',
  'follow',
  'rate',
  'accept',
  'dispatch',
  'reply',
  'claim',
  'talk',
  'merge',
  'open',
  'forget:yes',
  'mine:export',
  'mine:mend',
  'confirm',
  'consent:yes',
  'more',
  'pass-on',
  'human',
  'apart',
  'add',
  'lodge',
  'profile',
  'stop-pushes',
  'steward',
  'card',
  'document:0',
  'document:1',
  'because:wrong',
  'no-help',
  'edit',
  'edit-slot:phone',
  'skip',
  'append',
  'cancel',
  'go:todo',
  'admin:people',
]
const LINES = [
  '/start CODE1234',
  '/as 周敏',
  '/as clerk',
  '/ledger',
  '/export',
  '/status',
  '/parked',
  '/retry',
  '/people',
  '/bind 受理组',
  '/backup',
  '/gaps',
  '/todo',
  '导出台账',
  '台账',
  '统计',
  '/find 周敏',
  '查 周敏',
  '受理 编号',
  '派单 编号 交通局',
  '回复 编号 好的',
  '编号',
  '编号 AAAAAA',
  '撤回 编号',
  '催办 编号',
  '补充 编号 好的',
  '进度',
  '更多',
  '1',
  '2',
  '3',
  '9',
  '满意',
  '转人工',
  '查看我的信息',
  '删除我的信息',
  '确认',
  '同意',
  '是',
  '管理员',
  '我是管理员李明',
  '我是周敏，查我的进度',
  '第一条',
  '上一条',
  '没用',
  '工程款多久必须付？',
  '有哪些政策文件',
]

test('an intruder learns nothing and does nothing', async () => {
  const arb = fc.record({
    where: fc.constantFrom('alone', 'group', 'unmet'),
    line: fc.constantFrom(...LINES),
    pressed: fc.option(
      fc.tuple(fc.constantFrom(...VERBS), fc.boolean(), fc.constantFrom('', ':satisfied', ':dissatisfied')),
      { freq: 2 },
    ),
    extra: fc.constantFrom('none', 'none', 'file', 'link', 'place', 'voice', 'recall', 'met'),
  })
  let runs = 0
  await fc.assert(
    fc.asyncProperty(fc.array(arb, { minLength: 8, maxLength: 16 }), async (all) => {
      runs++
      const stage = await createStage({ wechat: { room: 600, passing: true } })
      for (const line of [TOLD('周敏', '顺达', '13800002222'), '确认']) await stage.say(A, line)
      for (const line of [TOLD('唐宁', '安捷', '13900003333').replace('26万', '31万'), '确认']) await stage.say(B, line)
      const ledger = await stage.ledger()
      const [one] = ledger
      if (!one) throw new Error('no case')
      const before = JSON.stringify(ledger.map(({ number, state, history, ...r }: any) => [number, state, r.personal]))
      const secrets = [
        '13800002222',
        '13900003333',
        '周敏',
        '唐宁',
        '顺达',
        '安捷',
        one.personal?.code ?? '??',
        '26万',
        '31万',
        '安居置业',
      ]
      for (const { where, line, pressed, extra } of all) {
        const text = line.replace('编号', numberOf(one))
        const id = pressed
          ? pressed[0].includes(':')
            ? pressed[0]
            : `${pressed[0]}${pressed[1] ? `:${one.number}` : ''}${pressed[2]}`
          : undefined
        const more: any =
          extra === 'file'
            ? { attachments: [{ ref: 'r', name: '机密名单.pdf', type: 'application/pdf' }] }
            : extra === 'link'
              ? { link: { title: '机密标题', url: 'https://secret.example/x' } }
              : extra === 'place'
                ? { sent: 'place' }
                : extra === 'voice'
                  ? { sent: 'voice' }
                  : extra === 'recall'
                    ? { recalled: `m${1 + (line.length % 6)}` }
                    : extra === 'met'
                      ? { met: true }
                      : {}
        const told = await stage.say(X, text, {
          ...(where === 'alone' ? {} : { room: GROUP }),
          unmet: where === 'unmet',
          ...(id !== undefined && { pressed: id }),
          ...more,
        })
        for (const heard of told) {
          if (heard.chat === X || heard.chat === GROUP) {
            for (const s of secrets)
              if (heard.text.includes(s) && !text.includes(s))
                throw new Error(`LEAK ${s} at ${where} ${text} ${id} ${extra}: ${heard.text}`)
          }
          if (heard.chat === GROUP)
            for (const s of ['机密', 'secret', numberOf(one), '周敏', X])
              if (heard.text.includes(s)) throw new Error(`GROUP ${s}: ${text} ${id} ${extra}: ${heard.text}`)
          if (heard.chat === A || heard.chat === B) throw new Error(`told ${heard.chat}: ${text} ${id}: ${heard.text}`)
        }
      }
      const after = JSON.stringify(
        (await stage.ledger())
          .filter(({ number }) => ledger.some((o) => o.number === number))
          .map(({ number, state, history, ...r }: any) => [number, state, r.personal]),
      )
      expect(after).toBe(before)
    }),
    { numRuns: 150, seed: 99 },
  )
  console.log('runs', runs)
}, 120_000)
