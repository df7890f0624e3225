import { createStage } from '../../transcripts/stage.ts'
import { chance, pick } from '../lib/draws.ts'
import { anything, mutated, textFrom } from './inputs.ts'
import type { SlowTarget } from './target.ts'

const WHO = ['企业·甲', '企业·乙', '受理员·王芳', '承办@industry·陈刚', '督办·赵强', '管理员·何平'] as const
const PRESSED: readonly string[] = [
  ...'accept:QQ7K3M9XPF rate:QQ7K3M9XPF:satisfied list:todo:0 list:mine:-1 list:due:1e9 entry-approve:a:b gap:x push:x:yes kb:reload doc:adopt:0123abcd '.split(
    ' ',
  ),
  ...'staff:role:x:supervisor staff:leave:x:-3 place:set:unit:tax report:week draft:QQ7K3M9XPF:reply:1 template:QQ7K3M9XPF:contract consent:yes apply:a:b '.split(
    ' ',
  ),
  '__proto__:constructor',
  'toString:QQ7K3M9XPF',
]

/** The whole bot: whatever is said or pressed is answered or ignored, and nothing is thrown. */
export const talk: SlowTarget = {
  name: 'the whole dialogue: what is said, and what is pressed',
  weight: 0.3,
  async many(draw) {
    const stage = await createStage()
    const troubled =
      '我是云州市锦添烘焙有限公司的陈五，电话13900000001，在江北区。大禹集团从2025年3月起拖欠我们货款38万元，要求付清，不用保密'
    for (const line of [troubled, '确认']) await stage.say('企业·甲', line)
    const [appeal] = await stage.ledger()
    for (let i = 0; i < 100; i++) {
      const who = pick(draw, WHO)
      const text = textFrom(draw).replaceAll('QQ-7K3M-9XPF', appeal?.number ?? '')
      const id = pick(draw, PRESSED).replace('QQ7K3M9XPF', appeal?.number ?? '')
      const pressed = chance(draw, 3) ? mutated(draw, id).slice(0, 64) : chance(draw, 4) ? anything(draw, 5) : id
      if (chance(draw, 3)) await stage.say(who, '', { pressed })
      else await stage.say(who, text)
    }
    return { count: 100 }
  },
}
