import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { APPEAL, openTown } from './life-world.ts'

test('a stranger is told once, whatever he sends and presses; nothing of it is kept, fetched or sent', async () => {
  const { fake, store, log, 受理组, 唐宁 } = await openTown()
  const number = await 唐宁.registers(APPEAL)
  const card = await 受理组.until(number)
  const eve = fake.person('伊芙')
  eve.says('在吗')
  const told = await eve.chat.until('工作人员')
  await fake.idle(150)
  const commit = vi.spyOn(store.appeals, 'commit')
  const sent = { ...fake.counts }

  for (let i = 0; i < 60; i++) eve.says(`${i}${'闹'.repeat(4000)}`)
  for (let i = 0; i < 60; i++) eve.starts(`GUESS${String(i).padStart(7, '0')}`)
  for (const name of ['炸弹.zip', '../../etc/passwd']) {
    eve.sends({ name, bytes: new Uint8Array(1000), as: 'document' })
  }
  for (const data of [`accept:${number}`, 'staff:list', '__proto__', 'staff:remove:x', 'draft:::', 'x'.repeat(64)]) {
    expect(await eve.forges(data, told)).toMatchObject({ alert: true })
    expect(await eve.in(受理组).forges(data, card)).toMatchObject({ alert: true })
  }
  await fake.idle(300)
  expect(eve.chat.fromBot).toEqual([told])
  expect(commit).not.toHaveBeenCalled()
  expect(fake.counts['sendMessage']).toBe(sent['sendMessage'])
  expect(fake.counts['getFile'] ?? 0).toBe(sent['getFile'] ?? 0)
  expect(log.filter((line) => /given up|could not be taken/.test(line))).toEqual([])
})

const VERBS = [
  'accept reject dispatch claim conclude reply ask-back note talk end-talk contact files merge extend transfer close open',
  'card history alike reference said templates template apply apply-yes more-actions list draft use-case use-article',
  'staff place push gap gaps gap-dismiss gap-answer entry entry-approve entry-retire entry-answer report kb doc system',
  '__proto__ constructor toString hasOwnProperty valueOf',
].flatMap((line) => line.split(' '))

test('rubbish behind a button does nothing, and breaks nothing', async () => {
  const { fake, store, log, 李明, 王芳, 陈刚, 受理组, 交通组, 唐宁 } = await openTown({ queryMs: 3_000 })
  const number = await 唐宁.registers(APPEAL)
  const card = await 受理组.until(number)
  const others = [number.toLowerCase(), 'QQ22222222', '__proto__', 'constructor', '', '../..', '0', '-1', '1e9', 'NaN']
  const part = fc.oneof(fc.constantFrom(...VERBS), fc.constantFrom(...others), fc.string({ maxLength: 8, unit: 'binary' }))
  const data = fc
    .tuple(fc.constantFrom(...VERBS), fc.constantFrom(...others), fc.array(part, { maxLength: 3 }))
    .map((parts) => parts.flat().join(':').slice(0, 64))
    .filter((text) => !/\p{Surrogate}/u.test(text) && Buffer.byteLength(text) <= 64)
  const before = await store.appeals.read({ kind: 'appeals', where: {} })
  for (const forged of fc.sample(data, 120)) {
    const who = [王芳, 陈刚, 李明][forged.length % 3] ?? 王芳
    expect(await who.in(who === 陈刚 ? 交通组 : 受理组).forges(forged, card), forged).not.toBeNull()
  }
  await fake.idle(200)
  const after = await store.appeals.read({ kind: 'appeals', where: {} })
  expect(after).toEqual(before)
  expect(log).toEqual(['telegram: connected'])
})
