import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { APPEAL, openTown } from './life-world.ts'

const VERBS = [
  'accept reject dispatch claim conclude reply ask-back note talk end-talk contact files merge extend transfer close open',
  'card history alike reference said templates template apply apply-yes more-actions list draft use-case use-article',
  'staff place push gap gaps gap-dismiss gap-answer entry entry-approve entry-retire entry-answer report kb doc system',
  '__proto__ constructor toString hasOwnProperty valueOf',
].flatMap((line) => line.split(' '))

/** What a modified client may put behind a button; `numbers` are such as belong into one. */
function rubbish(numbers: readonly string[]): fc.Arbitrary<string> {
  const of = [...numbers, 'QQ22222222', '__proto__', 'constructor', '', '../..', '0', '-1', '1e9', 'NaN']
  const part = fc.oneof(fc.constantFrom(...VERBS, ...of), fc.string({ maxLength: 8, unit: 'binary' }))
  return fc
    .tuple(fc.constantFrom(...VERBS), fc.constantFrom(...of), fc.array(part, { maxLength: 3 }))
    .map((parts) => parts.flat().join(':').slice(0, 64))
    .filter((text) => !/\p{Surrogate}/u.test(text) && Buffer.byteLength(text) <= 64)
}

test('a stranger is told once, whatever he says, guesses, sends and presses: nothing is kept, fetched or sent', async () => {
  const { fake, store, log, 王芳, 受理组, 唐宁 } = await openTown()
  const number = await 唐宁.registers(APPEAL)
  const card = await 受理组.until(number)
  const eve = fake.person('伊芙')
  eve.says('在吗')
  const told = await eve.chat.until('工作人员')
  await fake.idle(100)
  const commit = vi.spyOn(store.appeals, 'commit')
  const sent = { ...fake.counts }

  for (let i = 0; i < 15; i++) eve.says(`${i}${'闹'.repeat(4000)}`)
  for (let i = 0; i < 15; i++) eve.starts(`GUESS${String(i).padStart(7, '0')}`)
  for (const name of ['炸弹.zip', '../../etc/passwd']) eve.sends({ name, bytes: new Uint8Array(9), as: 'document' })
  for (const data of [`accept:${number}`, 'staff:list', ...fc.sample(rubbish([number]), 4)]) {
    expect(await eve.forges(data, told)).toMatchObject({ alert: true })
    expect(await eve.in(受理组).forges(data, card)).toMatchObject({ alert: true })
  }
  expect(await eve.asksInline('补贴')).toEqual([])
  // Groups of his own count for nothing, however many.
  for (const title of ['甲', '乙']) eve.in(fake.group(title, { members: [eve] })).says('/help')
  await fake.idle(100)
  expect(eve.chat.fromBot).toEqual([told])
  expect(commit).not.toHaveBeenCalled()
  expect(fake.counts['sendMessage']).toBe(sent['sendMessage'])
  expect(fake.counts['getFile'] ?? 0).toBe(sent['getFile'] ?? 0)

  // One who says a word and blocks the bot is no alarm for anybody.
  const shy = fake.person('害羞')
  shy.starts()
  shy.blocks()
  await fake.until(() => fake.asked('sendMessage').some(({ params }) => params['chat_id'] === shy.id))
  await fake.idle(100)
  expect(await store.appeals.read({ kind: 'outbox' })).toMatchObject({ summary: { parked: 0 } })

  // Rubbish behind a button of one of the staff changes no case, and breaks nothing.
  const before = await store.appeals.read({ kind: 'appeals', where: {} })
  for (const data of fc.sample(rubbish([number.toLowerCase()]), 25)) {
    expect(await 王芳.in(受理组).forges(data, card), data).not.toBeNull()
  }
  expect(await store.appeals.read({ kind: 'appeals', where: {} })).toEqual(before)
  expect(log).toEqual(['telegram: connected'])
})

test('one removed in the midst of a talk is a stranger; what cannot be seen hides nothing; a code is for one, in private', async () => {
  const { fake, store, log, 李明, 王芳, 受理组, 唐宁, app, clock } = await openTown()
  const number = await 唐宁.registers(APPEAL)
  const card = await 受理组.until(number)

  // Most of what an enterprise writes cannot be seen, or turns the writing around: all the same it comes to its end.
  await 唐宁.says(`补充 头${'\u200b'.repeat(15_000)}尾，\u202e倒\u2067着\ud83d说😀`)
  const announced = await 受理组.until('企业补充了')
  await 王芳.in(受理组).presses('看内容', announced)
  await 受理组.until(/尾，.*倒.*着.*说😀/u, { after: announced })

  await 王芳.in(受理组).presses('受理', card)
  王芳.in(受理组).replies(card, '请稍等，我们在核实')
  const draft = await 受理组.until('将发给企业')
  王芳.in(受理组).replies(card, '接管')
  const begun = await 王芳.chat.until('接管')
  await app.receive({ kind: 'ordered', id: 'out', order: { do: 'remove', name: '王芳' }, at: clock.now() })
  await fake.idle(100)
  const before = await store.appeals.read({ kind: 'appeals', where: {} })
  expect(await 王芳.in(受理组).presses('发给企业', draft)).toMatchObject({ alert: true })
  王芳.replies(begun, '我还在')
  王芳.in(受理组).replies(draft, '再加一句')
  王芳.in(受理组).says(`/case ${number}`)
  await fake.idle(100)
  expect(await store.appeals.read({ kind: 'appeals', where: {} })).toEqual(before)
  expect(唐宁.told('我还在')).toBe(false)
  await 唐宁.says('你们还在吗')
  await fake.idle(100)
  expect(王芳.chat.fromBot.some(({ text }) => text.includes('你们还在吗'))).toBe(false)

  // Said before others a code brings nobody in; used, it is used up.
  const code = 'HUNTER2HUNTER2'
  const digest = createHash('sha256').update(code).digest('hex')
  const until = new Date(Date.parse(clock.now()) + 86_400_000).toISOString()
  const order = { do: 'invite' as const, name: '周岚', roles: ['leader' as const], units: [], code: digest, until }
  await app.receive({ kind: 'ordered', id: 'in', order, at: clock.now() })
  const [zhou, eve] = [fake.person('周'), fake.person('伊芙')]
  受理组.adds(zhou)
  zhou.in(受理组).says(`/start ${code}`)
  await fake.idle(100)
  expect(app.roster().members.find(({ name }) => name === '周岚')?.state).toBe('invited')
  zhou.starts(code.toLowerCase())
  await zhou.chat.until('已经加入')
  eve.starts(code)
  await eve.chat.until('工作人员')
  expect(app.roster().members.some(({ account }) => account?.sender === String(eve.id))).toBe(false)
  await 李明.chat.until('周岚')
  expect(log).toEqual(['telegram: connected'])
})
