import { expect, test } from 'vitest'
import { createStage, numberOf } from '../transcripts/stage.ts'

const STAFF = [
  { name: '王芳', roles: ['clerk'] },
  { name: '陈刚', roles: ['handler'], units: ['transport'] },
] as const
const PDF = { ref: 'file-1', name: '唐宁身份证.pdf', type: 'application/pdf' }

test('once somebody has had himself forgotten, no message of the bot in Telegram tells of him any more', async () => {
  const stage = await createStage({ staff: STAFF, groups: { 受理组: 'intake', 交通组: 'unit:transport' } })
  const { telegram } = stage
  const 唐宁 = (text: string, attachments = [PDF].slice(1)) => stage.say('企业·唐宁', text, { attachments })
  await 唐宁(
    '我要求助，我是云州烛龙物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密',
  )
  await 唐宁('确认')
  await 唐宁('补充 报告丢在唐宁家里了', [PDF])
  const [appeal] = await stage.ledger()
  const number = appeal ? numberOf(appeal) : ''
  await telegram.says('王芳', `派单 ${number} 交通局`, { room: '受理组' })
  // Each looks at all there is, in the group and by himself, and twice.
  for (const look of ['', '历史', '看内容', '附件', '附件 1', '联系方式', '联系方式', '看内容', '']) {
    await telegram.says('陈刚', `${look} ${number}`)
    await telegram.says('王芳', `${look} ${number}`, { room: '受理组' })
  }
  // What he is written, and what nobody sent in the end.
  await telegram.says('陈刚', '唐宁您好，请重开报告', { to: number })
  await telegram.presses('陈刚', '发给企业')
  await telegram.says('王芳', '请唐宁来领', { to: number, room: '受理组' })
  await telegram.says('陈刚', `接管 ${number}`)
  await 唐宁('我唐宁再去开一张，烛龙物流盖章', [PDF])
  await telegram.says('陈刚', `办结 ${number} 已解决 许可证已办好，请来领取`)
  await 唐宁('满意')

  const tells = /唐|烛龙|138\*|13800002222|云州\*|报告|身份证|退件/u
  const told = () => telegram.standing.filter((one) => tells.test(telegram.shown(one)))
  expect(told().length).toBeGreaterThan(8)
  await 唐宁('删除我的信息')
  await 唐宁('是')
  expect(told().map((one) => telegram.shown(one))).toEqual([])
  expect(telegram.standing.filter(({ reply }) => reply.files?.length)).toEqual([])
})
