import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { openLedger } from '../../adapters/store/index.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createFakeTelegram } from '../fakes/telegram/index.ts'
import { historyOf } from '../store/samples.ts'
import { ensureBuilt } from '../terminal/program.ts'
import { createMortal, type Mortal } from './kills-world.ts'

beforeAll(ensureBuilt, 60_000)

const APPEAL =
  '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'
const NOTES = 12
const CONFLICT = /^telegram: another instance polls with the same token \(409\); stop one of them; trying again$/

test('two with one token: whoever loses says why, the other goes on; when that one stops the loser takes over', async () => {
  const home = await mkdtemp(join(tmpdir(), 'qinqing-instances-'))
  const folders = [join(home, 'a'), join(home, 'b')] as const
  const fake = await createFakeTelegram({ conflictMs: 300, patienceMs: 30_000, remembered: 100_000 })
  const [first, second] = folders.map((folder) => createMortal(fake, { folder, hurry: 4 })) as [Mortal, Mortal]
  onTestFinished(async () => {
    await Promise.all([first.end(), second.end()])
    await fake.close()
    await rm(home, { recursive: true })
  })
  // A case that both ledgers know: somebody has copied the folder, and runs both.
  first.start()
  const 李明 = await first.joins('李明', { roles: ['administrator'] })
  const 王芳 = await first.joins('王芳', { roles: ['clerk'] })
  const 受理组 = await first.meets('受理组', '受理组', 李明, [王芳])
  const number = await first.entrepreneur('唐宁').registers(APPEAL)
  const card = await 受理组.until(number)
  await fake.idle()
  expect(await first.stop()).toBe(0)
  await cp(folders[0], folders[1], { recursive: true })

  const noted = () => 受理组.fromBot.filter(({ text }) => text.includes('已备注')).map(({ answers }) => answers)
  async function notes(i: number): Promise<void> {
    const { id } = 王芳.in(受理组).replies(card, `//记${i}`)
    await fake.until(() => noted().includes(id))
  }
  const lost = (one: Mortal) => one.log.filter((line) => CONFLICT.test(line)).length

  first.start()
  await notes(0)
  second.start()
  await fake.until(() => lost(first) === 1)
  for (let i = 1; i < NOTES; i++) await notes(i)
  // Each tries again after a while, and then it is the other that loses: nobody is without a bot meanwhile.
  await fake.until(() => lost(second) === 1)
  await notes(NOTES)
  expect(await second.stop()).toBe(0)
  await notes(NOTES + 1)
  // While they took turns that was one trouble, and one line.
  expect(lost(first)).toBe(1)
  await fake.idle()
  expect(await first.stop()).toBe(0)

  const kept = await Promise.all(
    folders.map(async (folder) => {
      const ledger = await openLedger({ folder, folds })
      const events = await historyOf(ledger.appeals, number.replaceAll('-', ''))
      await ledger.close()
      return events.flatMap((one) => (one.type === 'noted' ? [one.personal?.text] : []))
    }),
  )
  const all = Array.from({ length: NOTES + 2 }, (_, i) => `记${i}`)
  for (const own of kept) expect(own).toEqual(all.filter((text) => own.includes(text)))
  expect(all.filter((text) => !kept.flat().includes(text))).toEqual([])
  expect(kept[0]).toContain(all.at(-1))
}, 60_000)
