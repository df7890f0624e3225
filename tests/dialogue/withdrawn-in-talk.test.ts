import { expect, test } from 'vitest'
import { createStage } from '../transcripts/stage.ts'

test('whoever withdraws by a button while somebody talks with him has ended the talk: both know, and the bot speaks again', async () => {
  const staff = [{ name: '王芳', roles: ['clerk'] }] as const
  const stage = await createStage({ staff, groups: { 受理组: 'intake' } })
  await stage.say(
    '企业·唐宁',
    '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密',
  )
  await stage.say('企业·唐宁', '确认')
  const [appeal] = await stage.ledger()
  await stage.telegram.says('王芳', `接管 ${appeal?.number}`)
  const told = await stage.say('企业·唐宁', '', { pressed: `withdraw-yes:${appeal?.number}` })
  const textTo = (chat: string) => told.flatMap((one) => (one.chat === chat ? [one.text] : [])).join('\n')
  expect(textTo('王芳')).toContain('企业结束了对话')
  expect(textTo('企业·唐宁')).toContain('已撤回，不再办理')
  const [after] = await stage.ledger()
  expect(after?.talk).toBeUndefined()
  const next = await stage.say('企业·唐宁', '谢谢')
  expect(next.map(({ text }) => text)).toEqual(['不客气，有事随时找我。'])
})
