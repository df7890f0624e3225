import { describe, expect, test } from 'vitest'
import { catalog } from '../../bot/catalog/index.ts'
import { bytesOf } from '../../bot/model/spoken.ts'
import { createStage, type Heard, numberOf } from '../transcripts/stage.ts'

const OWNER = '企业·周敏'
const OTHER = '企业·唐宁'
const CLERK = '受理员·王芳'
const HANDLER = '承办@transport·陈刚'
const CHIEF = '督办·赵强'
const TOLD =
  '我要求助，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'
const ALSO =
  '我要求助，我是云州安达运输有限公司的唐宁，电话13800003333，在西河区，办道路运输经营许可证窗口总退件，批不下来，希望尽快办好，不用保密'
/** What staff write stands in notices as they wrote it; it is left out of what is measured. */
const WORDS = '〔工作人员写的话〕'

type Stage = Awaited<ReturnType<typeof createStage>>
type Case = Stage & { number: string; also: string }

async function registered(): Promise<Case> {
  const stage = await createStage()
  for (const line of [TOLD, '确认']) await stage.say(OWNER, line)
  for (const line of [ALSO, '确认']) await stage.say(OTHER, line)
  const [one, other] = await stage.ledger()
  if (!one || !other) throw new Error('nothing was registered')
  return { ...stage, number: numberOf(one), also: numberOf(other) }
}

/** What somebody says, or how many days go by. */
type Happening = readonly [who: string, line: string] | number

const given: readonly Happening[] = [
  [CLERK, '派单 # 交通局'],
  [HANDLER, '签收 #'],
]
/** By what it tells, and all that happens until then. */
const LIVES: Readonly<Record<string, readonly Happening[]>> = {
  已受理: [[CLERK, '受理 #']],
  转市交通运输局办理: [[CLERK, '派单 # 交通局']],
  已改由: [...given, [HANDLER, `退单 # ${WORDS}不归我们管`], [CLERK, '派单 # 营商局']],
  经核对属于: [[CLERK, '改类别 # 政府信息公开']],
  不予受理: [
    [CLERK, '不予受理 #'],
    [CLERK, '1'],
    ['受理员·李强', '批准 #'],
  ],
  已转送: [
    [CLERK, '转送 #'],
    [CLERK, '行政复议机关'],
  ],
  已终止办理: [...given, [HANDLER, '终止 #'], [HANDLER, '1'], [CHIEF, '批准 #']],
  有答复: [...given, [HANDLER, `回复 # ${WORDS}`]],
  需要您补充: [...given, [HANDLER, `补正 # ${WORDS}`]],
  还在等您补充: [...given, [HANDLER, `补正 # ${WORDS}`], 13, 0.5],
  补充材料的期限已过: [...given, [HANDLER, `补正 # ${WORDS}`], 16, 0.5],
  不用再补充: [...given, [HANDLER, `补正 # ${WORDS}`], [HANDLER, '继续办理 #']],
  经批准延期: [
    [CLERK, '改类别 # 政府信息公开'],
    ...given,
    [HANDLER, '延期 #'],
    [HANDLER, `20天 ${WORDS}`],
    [CHIEF, '批准 #'],
  ],
  办理结果: [...given, [HANDLER, `办结 # 已解决 ${WORDS}`]],
  '按“未评价”办结': [...given, [HANDLER, `办结 # 已解决 ${WORDS}`], 20, 0.5],
  已列入督办: [...given, [CHIEF, `督办 # ${WORDS}`]],
  合并办理: [[CLERK, '并单 # +']],
  改为单独办理: [
    [CLERK, '并单 # +'],
    [CLERK, '拆单 #'],
  ],
  直接和您对话: [...given, [HANDLER, '接管对话 #']],
  人工对话已结束: [...given, [HANDLER, '接管对话 #'], [HANDLER, '结束对话 #']],
}

async function live({ say, wait, number, also }: Case, life: readonly Happening[]): Promise<Heard[]> {
  let told: Heard[] = []
  for (const happening of life) {
    if (typeof happening === 'number') told = [...told, ...(await wait(happening))]
    else told = [...told, ...(await say(happening[0], happening[1].replace('#', number).replace('+', also)))]
  }
  return told.filter(({ chat }) => chat === OWNER)
}

describe('a notice stands alone', () => {
  test.each(Object.entries(LIVES))('%s', async (what, life) => {
    const stage = await registered()
    const told = await live(stage, life)
    const { text } = told.findLast((one) => one.text.includes(what)) ?? {}
    if (text === undefined) throw new Error(`nothing said “${what}”: ${told.map((one) => one.text).join('\n---\n')}`)
    const own = text.replaceAll(WORDS, '')
    expect(own).toContain(stage.number)
    const abouts = [...catalog.categories.map(({ name }) => name), '求助']
    expect(abouts.some((about) => own.includes(`${stage.number}（${about}）`))).toBe(true)
    expect(own).toMatch(/您/u)
    // What is next, and what he can do about it.
    expect(own).toMatch(
      /接下来|前(?:答复|补充|转交|发来|没有回复|随时回复)|告诉您|在这里答复您|继续办理|直接转给|依法处理|就到这里/u,
    )
    expect(own).toMatch(/[发说]“[^”]{2,6}”|回复“[^”]{2,6}”|直接发|满意|您不用做什么/u)
    expect(own).not.toMatch(/1380000|顺达|周敏/u)
    expect(bytesOf(own)).toBeLessThanOrEqual(1_900)
    expect(own.split('\n').length).toBeLessThanOrEqual(14)
  })

  test('when nobody of the staff has said a word for a day, and he writes', async () => {
    const stage = await registered()
    await live(stage, [...given, [HANDLER, '接管对话 #']])
    await stage.wait(1.5)
    const [told] = await stage.say(OWNER, '在吗')
    expect(told?.text).toContain(`${stage.number}（交通物流）`)
    expect(told?.text).toContain('转回机器人答复')
  })

  test('of those whose case went with another when that one was withdrawn', async () => {
    const stage = await registered()
    await stage.say(CLERK, `并单 ${stage.number} ${stage.also}`)
    const told = (
      await live(stage, [
        [OTHER, '撤回'],
        [OTHER, '是'],
      ])
    )
      .map(({ text }) => text)
      .join()
    expect(told).toContain(`${stage.number}（交通物流）改为单独办理`)
  })

  test('that his data are deleted', async () => {
    const stage = await registered()
    await stage.say(OWNER, '撤回')
    await stage.say(OWNER, '是')
    await stage.say(OWNER, '删除我的信息')
    const told = await stage.say(OWNER, '确认删除')
    expect(told.map(({ text }) => text).join()).toContain('重新登记')
  })
})
