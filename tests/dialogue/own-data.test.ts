import { describe, expect, test } from 'vitest'
import { createStage, numberOf } from '../transcripts/stage.ts'

const OWNER = '企业·周敏'
const TROUBLE =
  '我要投诉，我是云州顺达物流有限公司的周敏，电话13800002222，在西河区，城管天天来查车，一个月罚了五次，影响我们经营，要求停止乱罚，不用保密'

async function withAppeal() {
  const stage = await createStage()
  for (const line of [TROUBLE, '西河区城市管理局', '确认']) await stage.say(OWNER, line)
  const [appeal] = await stage.ledger()
  if (!appeal) throw new Error('nothing was registered')
  const tell = async (who: string, text: string, pressed?: string) =>
    (await stage.say(who, text, pressed ? { pressed } : {})).map((one) => `${one.chat}：${one.text}`).join('\n')
  return { ...stage, appeal, tell }
}

describe('consent', () => {
  test('nothing is registered and nobody is told before he agrees', async () => {
    const { say, ledger } = await createStage({ agreeing: false })
    const told = await say(OWNER, TROUBLE)
    expect(told.map(({ chat }) => chat)).toEqual([OWNER])
    expect(await ledger()).toHaveLength(0)
  })

  test('it is kept with the version of the notice, and asked once', async () => {
    const { store, say } = await createStage({ agreeing: false })
    await say(OWNER, TROUBLE)
    await say(OWNER, '同意')
    const id = store.pseudonym(OWNER)
    const { person } = await store.appeals.open({ id, roles: [], units: [] }, `${id}@terminal:${OWNER}`)
    expect(person.value.consent?.version).toBe('2026-11')
  })
})

describe('buttons pressed at the wrong time', () => {
  test.each([
    'consent:yes',
    'consent:no',
    'apart',
    'add:QQ22222222',
    'forget:yes',
    'mine:else',
    'follow:QQ22222222',
    'lodge',
  ])('%s', async (pressed) => {
    const { tell, ledger } = await withAppeal()
    expect(await tell(OWNER, '', pressed)).toContain('已经过时')
    expect(await ledger()).toHaveLength(1)
  })

  test.each(['reopen', 'show', 'nudge', 'supplement', 'withdraw', 'withdraw-yes'])('%s of another', async (verb) => {
    const { tell, appeal } = await withAppeal()
    expect(await tell('企业·别人', '', `${verb}:${appeal.number}`)).toContain('没有找到您名下')
  })

  test('a district nobody looks after', async () => {
    const { tell } = await withAppeal()
    expect(await tell(OWNER, '', 'steward:火星区')).toContain('12345')
  })

  test('a deletion confirmed after something new was registered', async () => {
    const { tell, appeal } = await withAppeal()
    await tell(OWNER, `撤回 ${numberOf(appeal)} 因为弄错了`)
    expect(await tell(OWNER, '删除我的信息')).toContain('确认删除')
    await tell(OWNER, '人工')
    expect(await tell(OWNER, '', 'forget:yes')).toContain('过时')
  })
})
