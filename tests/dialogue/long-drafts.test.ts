import { expect, test } from 'vitest'
import { plain } from '../../bot/model/reply.ts'
import { createStage } from '../transcripts/stage.ts'

const APPEAL =
  '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'

async function atHerDesk() {
  const stage = await createStage({ staff: [{ name: '王芳', roles: ['clerk'] }] })
  await stage.say('企业·唐宁', APPEAL)
  await stage.say('企业·唐宁', '确认')
  const told = (who: string) => stage.heard.filter(({ chat }) => chat === who).map(({ reply }) => plain(reply.text))
  const preview = () => plain(stage.telegram.in('王芳', '将发给企业')?.reply.text ?? [])
  return { ...stage, told, preview }
}

test('what is too long for one message is looked at by both its ends, and goes out whole', async () => {
  const { telegram, told, preview } = await atHerDesk()
  const text = `开头。${'说明'.repeat(2_000)}。结尾`
  await telegram.says('王芳', text, { to: '新诉求' })
  expect(preview()).toContain('开头。')
  expect(preview()).toContain('（全文 4006 字，这里没有显示中间 1506 字，会一起发出）')
  expect(preview()).toMatch(/。结尾\n还要补充/u)
  expect(preview().length).toBeLessThan(4_000)
  await telegram.presses('王芳', '发给企业')
  expect(told('企业·唐宁').join()).toContain(text)
})

test('what Telegram cut into two messages is one draft again', async () => {
  const { telegram, told, preview } = await atHerDesk()
  await telegram.says('王芳', '甲'.repeat(4_096), { to: '新诉求' })
  await telegram.says('王芳', '乙'.repeat(300))
  expect(preview()).toContain('全文 4397 字')
  await telegram.presses('王芳', '发给企业')
  expect(told('企业·唐宁').join()).toContain(`甲\n${'乙'.repeat(300)}`)
})
