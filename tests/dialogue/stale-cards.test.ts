import { expect, test } from 'vitest'
import { plain } from '../../bot/model/reply.ts'
import { createStage } from '../transcripts/stage.ts'

const APPEAL =
  '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'

test('a case that is opened again is not left standing above as it once was', async () => {
  const stage = await createStage({ staff: [{ name: '王芳', roles: ['clerk'] }] })
  await stage.say('企业·唐宁', APPEAL)
  await stage.say('企业·唐宁', '确认')
  const [appeal] = await stage.ledger()
  const { telegram } = stage
  const live = () => telegram.standing.filter(({ reply }) => reply.card === appeal?.number && reply.choices?.length)

  await telegram.says('王芳', '待办')
  const [list] = telegram.in('王芳', '待办 1 件')?.reply.choices ?? []
  await telegram.presses('王芳', list?.label ?? '')
  expect(live()).toHaveLength(1)
  expect(telegram.in('王芳', '的卡片移到下面了')?.edits).toBe(1)

  await telegram.presses('王芳', '受理')
  expect(live()).toHaveLength(1)
  expect(plain(live()[0]?.reply.text ?? [])).toContain('待派单')
})
