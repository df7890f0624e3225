import { describe, expect, test } from 'vitest'
import { Entry, Gap } from '../../bot/model/gap.ts'
import { Choice } from '../../bot/model/reply.ts'
import { createStage, type Heard } from '../transcripts/stage.ts'

const CAT = '我们公司想养一只猫有没有饲料补贴？'
const NONE = '目前没有养猫的饲料补贴。'
const WANG = '工作人员·王芳'
const LI = '工作人员·李强'

/** Somebody has asked what no document says, and staff have written an answer to it. */
async function withDraft(who = '企业·甲') {
  const stage = await createStage()
  const tell = async (from: string, text: string) => textsOf(await stage.say(from, text))
  const press = async (from: string, pressed: string) => textsOf(await stage.say(from, '', { pressed }))
  await tell(who, CAT)
  await tell(WANG, `/gaps 1 答复 ${NONE}`)
  const { entries } = await stage.store.appeals.read({ kind: 'entries', where: {} })
  const entry = entries[0]?.value
  if (!entry) throw new Error('nothing was proposed')
  const stampOf = async (from: string) => {
    await press(from, `entry:${entry.id}`)
    const choices = stage.heard.at(-1)?.reply.choices ?? []
    return choices.find(({ id }) => id.startsWith('entry-approve:'))?.id ?? ''
  }
  const state = async () => (await stage.store.appeals.read({ kind: 'entry', id: entry.id })).entry?.value.state
  return { ...stage, entry, tell, press, stampOf, state, person: stage.store.pseudonym(who) }
}

const textsOf = (heard: readonly Heard[]) => heard.map(({ chat, text }) => `${chat}：${text}`).join('\n')

test('what is kept of a question, and of an answer, reads back as it was', async () => {
  const { store, entry, stampOf, press } = await withDraft()
  await press(LI, await stampOf(LI))
  const found = await store.appeals.read({ kind: 'entry', id: entry.id })
  expect(Entry.parse(found.entry?.value)).toEqual(found.entry?.value)
  expect(found.entry?.value).toMatchObject({ state: 'approved', told: 1, approver: { name: '李强' } })
  await press(LI, `entry-retire:${entry.id}`)
  const { gaps } = await store.appeals.read({ kind: 'gap', id: entry.group })
  expect(gaps.map(({ value }) => Gap.parse(value))).toEqual(gaps.map(({ value }) => value))
})

test('every button fits into Telegram', async () => {
  const { heard, stampOf, press, tell, entry } = await withDraft()
  for (const command of ['/gaps', '/gaps 1', '/entries']) await tell(LI, command)
  await press(LI, await stampOf(LI))
  await press(LI, `entry:${entry.id}`)
  const choices = heard.flatMap(({ reply }) => reply.choices ?? [])
  expect(choices.length).toBeGreaterThan(12)
  for (const choice of choices) {
    expect(Choice.safeParse(choice).success).toBe(true)
    expect(Buffer.byteLength(choice.id)).toBeLessThanOrEqual(64)
  }
})

describe('buttons that are stale or forged do no harm', () => {
  test.each([
    'gap:gap-NONE',
    'gap-answer:gap-NONE',
    'gap-dismiss:gap-NONE',
    'entry:ent-NONE',
    'entry-approve:ent-NONE:x',
    'entry-retire',
  ])('%s of what is not there', async (pressed) => {
    const { press, state } = await withDraft()
    expect(await press(LI, pressed)).toMatch(/已经有答复|没有这条答复/)
    expect(await state()).toBe('proposed')
  })

  test('nobody approves his own words, nor with a stamp of something else', async () => {
    const { press, entry, stampOf, state } = await withDraft()
    const stamp = await stampOf(LI)
    expect(await press(WANG, stamp)).toContain('由另一位同事核准')
    expect(await press(LI, `entry-approve:${entry.id}:other`)).toContain('请看过再核准')
    expect(await press(LI, `entry-approve:${entry.id}`)).toContain('请看过再核准')
    expect(await state()).toBe('proposed')
  })

  test('an administrator does not approve his own either', async () => {
    const stage = await createStage()
    await stage.say('企业·甲', CAT)
    await stage.say('管理员·周主任', `/gaps 1 答复 ${NONE}`)
    const { entries } = await stage.store.appeals.read({ kind: 'entries', where: {} })
    const pressed = `entry-approve:${entries[0]?.value.id}:x`
    expect(textsOf(await stage.say('管理员·周主任', '', { pressed }))).toContain('由另一位同事核准')
  })

  test('what is approved is not approved, changed or rejected again', async () => {
    const { press, entry, stampOf, state } = await withDraft()
    const stamp = await stampOf(LI)
    await press(LI, stamp)
    for (const pressed of [stamp, `entry-reanswer:${entry.id}`, `entry-reject:${entry.id}`])
      expect(await press('工作人员·赵', pressed)).toContain('现在是“在用”')
    expect(await state()).toBe('approved')
    await press(LI, `entry-retire:${entry.id}`)
    expect(await press(LI, `entry-retire:${entry.id}`)).toContain('现在是“已停用”')
    expect(await press(LI, `gap:${entry.group}`)).toContain('已经有答复')
    expect(await press(LI, `gap-answer:${entry.group}`)).toContain('已经有答复')
  })

  test('an entrepreneur presses what is for staff', async () => {
    const { press, entry, stampOf, state } = await withDraft()
    const stamp = await stampOf(LI)
    for (const pressed of [stamp, `gap:${entry.group}`, `entry-retire:${entry.id}`])
      expect(await press('企业·甲', pressed)).toContain('已经过时')
    expect(await state()).toBe('proposed')
  })
})

test('an answer whose question was dismissed meanwhile is of use all the same; nobody is told', async () => {
  const { press, stampOf, entry, tell } = await withDraft()
  await press(LI, `gap-dismiss:${entry.group}`)
  expect(await press(LI, await stampOf(LI))).toContain('没有要通知的人')
  expect(await tell('企业·乙', CAT)).toContain(NONE)
})

test('staff whose name is not known are called by their id', async () => {
  const { tell, press, stampOf, store } = await withDraft()
  await press('工作人员', await stampOf('工作人员'))
  const id = store.pseudonym('工作人员')
  await tell('企业·甲', '楼顶种菜能申请阳光补贴吗？')
  await tell('工作人员', '/gaps 1 答复 没有这样的补贴。')
  expect(await tell(LI, '/gaps 1')).toContain(`${id}写的答复正等核准`)
  expect(await tell(LI, '/entries')).toContain('待核准 1 条，在用 1 条')
})

test('words that are too long are refused, and asked for again', async () => {
  const { tell, press, entry } = await withDraft()
  expect(await tell(WANG, `/gaps 1 答复 ${'补'.repeat(401)}`)).toContain('写了 401 字，最多 400 字')
  await press(WANG, `entry-reanswer:${entry.id}`)
  expect(await tell(WANG, '补'.repeat(500))).toContain('最多 400 字')
  expect(await tell(WANG, NONE.repeat(2))).toContain('已改好')
  await press(WANG, `entry-until:${entry.id}`)
  expect(await tell(WANG, '以后')).toContain('五年以内')
  for (const [said, until] of [
    ['两年', '2028年11月22日'],
    ['3个月', '2027年2月22日'],
    ['有效期半年', '2027年5月25日'],
    ['有效期至 2027.6.30', '2027年6月30日'],
  ]) {
    await press(WANG, `entry-until:${entry.id}`)
    expect(await tell(WANG, said ?? '')).toContain(`有效期至：${until}`)
  }
  for (const wrong of ['2027年2月30日', '2027-13-01', '2099-01-01', '2026-11-23', '九年']) {
    await press(WANG, `entry-until:${entry.id}`)
    expect(await tell(WANG, wrong)).toContain('五年以内')
  }
})

describe('a person whose data were erased', () => {
  test('is not told; his words are gone, and staff must put the question themselves', async () => {
    const { store, person, press, tell, stampOf, entry, state } = await withDraft()
    await store.appeals.erase(person, '2026-11-23T03:00:00.000Z')
    expect(await tell(LI, '/gaps')).toContain('没有答不上来的问题')
    const shown = await press(LI, `entry:${entry.id}`)
    expect(shown).toContain('请先写问法')
    expect(shown).not.toContain('养一只猫')
    expect(await press(LI, await stampOf(LI))).toContain('请先写问法再核准')
    await press(LI, `entry-question:${entry.id}`)
    await tell(LI, '公司养猫有没有饲料补贴')
    const told = await press(WANG, await stampOf(WANG))
    expect(told).toContain('没有要通知的人')
    expect(told).not.toContain('企业·甲')
    expect(await state()).toBe('approved')
    expect(await tell('企业·乙', '公司养猫有饲料补贴吗')).toContain(NONE)
  })

  test('after the approval the answer stays, in the wording that was confirmed', async () => {
    const { store, person, press, tell, stampOf, entry } = await withDraft()
    await press(LI, await stampOf(LI))
    await store.appeals.erase(person, '2026-11-23T03:00:00.000Z')
    expect(await press(LI, `entry:${entry.id}`)).toContain('养一只猫')
    expect((await store.appeals.read({ kind: 'entry', id: entry.id })).entry?.wordings).toEqual([])
    expect(await tell('企业·乙', CAT)).toContain(NONE)
  })
})

test('of two who approve at the same time one does, and everybody is told once', async () => {
  const { app, store, heard, entry, stampOf } = await withDraft()
  const stamps = [await stampOf(LI), await stampOf('工作人员·赵')]
  const before = heard.length
  await Promise.all(
    [LI, '工作人员·赵'].map((who, i) =>
      app.receive({
        kind: 'said',
        id: `both-${i}`,
        from: { channel: 'terminal', chat: who },
        sender: who,
        text: '',
        pressed: stamps[i],
        attachments: [],
        at: '2026-11-23T02:10:00.000Z',
      }),
    ),
  )
  await app.settle()
  const told = heard.slice(before)
  expect(told.filter(({ chat }) => chat === '企业·甲')).toHaveLength(1)
  expect(told.filter(({ text }) => text.includes('马上生效'))).toHaveLength(1)
  expect(told.filter(({ text }) => text.includes('现在是“在用”'))).toHaveLength(1)
  expect((await store.appeals.read({ kind: 'entry', id: entry.id })).entry?.value.told).toBe(1)
})

test('a bot that starts on the same ledger answers what was approved, and goes on with the groups there are', async () => {
  const first = await withDraft()
  await first.press(LI, await first.stampOf(LI))
  await first.tell('企业·甲', '楼顶种菜能申请阳光补贴吗？')
  const second = await createStage({ store: first.store })
  expect(textsOf(await second.say('企业·丁', CAT, { id: 's1' }))).toContain(NONE)
  await second.say('企业·丁', '楼顶种菜可不可以申请阳光补助', { id: 's2' })
  const { groups } = await first.store.appeals.read({ kind: 'gaps', limit: 9 })
  expect(groups).toMatchObject([{ people: 2, times: 2 }])
})
