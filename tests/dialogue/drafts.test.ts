import { expect, test } from 'vitest'
import { plain } from '../../bot/model/reply.ts'
import { createStage, numberOf } from '../transcripts/stage.ts'

const TOLD =
  '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'
const OWNER = '企业·唐宁'
const WANG = '王芳'

/** A case at the intake desk, where 王芳 works in her own chat. */
async function begin() {
  const stage = await createStage({ staff: [{ name: WANG, roles: ['clerk'] }] })
  await stage.say(OWNER, TOLD)
  await stage.say(OWNER, '确认')
  const [appeal] = await stage.ledger()
  if (!appeal) throw new Error('nothing was registered')
  const { telegram } = stage
  const number = numberOf(appeal)
  const replies = (text: string, more = {}) => telegram.says(WANG, text, { to: number, ...more })
  const preview = () => telegram.in(WANG, '', '取消')
  /** A press whose button was made by hand. */
  const forges = (pressed: string) => {
    const message = preview() ?? telegram.card(WANG)
    const replyTo = { channel: 'telegram', chat: WANG, message: message?.id ?? '' } as const
    return telegram.says(WANG, '', { pressed, replyTo })
  }
  const reached = (heard: readonly { chat: string; text: string }[], chat: string) =>
    heard.filter((one) => one.chat === chat).map(({ text }) => text)
  return { stage, telegram, appeal, number, replies, preview, forges, reached }
}

test('what was shown is what is sent: a button from before the last change shows the preview once more', async () => {
  const { telegram, appeal, replies, preview, forges, reached } = await begin()
  await replies('周四来核查')
  const old = preview()?.reply.choices?.[0]?.id ?? ''
  await replies('带上营业执照')
  expect(reached(await forges(old), OWNER)).toEqual([])
  expect(telegram.flashed.at(-1)).toMatchObject({ alert: true, text: expect.stringContaining('内容后来又改过') })
  expect(plain(preview()?.reply.text ?? [])).toContain('周四来核查\n带上营业执照')
  expect(old).toMatch(new RegExp(`^draft:${appeal.number}:reply:[0-9a-z]{8}$`))
  expect(reached(await telegram.presses(WANG, '发给企业'), OWNER).join()).toContain('带上营业执照')
})

test('buttons made by hand do nothing', async () => {
  const { appeal, replies, preview, forges, reached } = await begin()
  await replies('周四来核查')
  const stamp = preview()?.reply.choices?.[0]?.id.split(':').at(-1) ?? ''
  const made = [
    `draft:${appeal.number}:shout:${stamp}`,
    'draft:QQ22222222:reply:x',
    'draft:x:reply:x',
    `use-case:${appeal.number}:QQ22222222`,
    `use-case:${appeal.number}:x`,
    `use-article:${appeal.number}:99`,
  ]
  for (const id of made) expect(reached(await forges(id), OWNER), id).toEqual([])
})

test('files that did not come through are named, and the rest is not held up', async () => {
  const { replies } = await begin()
  const lost = [{ name: '全套图纸.zip', why: 'too-large' as const }]
  const [told] = await replies('图纸见附件', { lost })
  expect(told?.text).toContain('将发给企业')
  expect(told?.text).toContain('没有收到：全套图纸.zip')
})

test('of six cases written about the newest five are kept, each by itself', async () => {
  const { stage, telegram } = await begin()
  for (const [i, what] of ['路灯坏了', '窨井盖缺失', '门口积水', '噪音扰民', '油烟扰民'].entries()) {
    const who = `企业·${i}`
    await stage.say(
      who,
      `我要求助，我是云州市第${i}家商行的店主，电话1380000333${i}，在西河区，店门口${what}，希望处理，不用保密`,
    )
    for (const line of ['跳过', '跳过', '跳过', '确认']) await stage.say(who, line)
  }
  const appeals = await stage.ledger()
  expect(appeals.length).toBeGreaterThanOrEqual(6)
  for (const [i, one] of appeals.slice(0, 6).entries())
    await telegram.says(WANG, `答复${i}`, { to: `${numberOf(one)} 待受理` })
  const sent = async (i: number) =>
    (await telegram.presses(WANG, '发给企业', { of: `答复${i}` })).some(({ chat, text }) => {
      return chat.startsWith('企业') && text.includes(`答复${i}`)
    })
  expect(await sent(5)).toBe(true)
  expect(await sent(1)).toBe(true)
  expect(await sent(0)).toBe(false)
})

test('a case is found by the end of its number', async () => {
  const { telegram, number } = await begin()
  const find = async (words: string) => (await telegram.says(WANG, `/find ${words}`))[0]?.text ?? ''
  expect(await find(number.slice(-4))).toContain('找到 1 件')
  expect(await find('ZZZZ')).toContain('没有找到')
})
