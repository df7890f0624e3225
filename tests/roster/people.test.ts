import { describe, expect, it } from 'vitest'
import { showNumber } from '../../bot/appeal/reference.ts'
import type { Member } from '../../bot/model/staff.ts'
import { createStage, type OnTelegram } from '../transcripts/stage.ts'

const LI: OnTelegram = { name: '李明', roles: ['administrator'] }
const CHEN: OnTelegram = { name: '陈刚', roles: ['handler'], units: ['transport'] }
const WU: OnTelegram = { name: '吴桐', roles: ['handler'], units: ['transport', 'tax'] }
const WANG: OnTelegram = { name: '王芳', roles: ['clerk'] }

async function house(...staff: readonly OnTelegram[]) {
  const stage = await createStage({ staff: [LI, ...staff] })
  const { telegram } = stage
  return {
    ...stage,
    says: telegram.says,
    /** Presses a button of the administrator's page, and tells how the page then stands. */
    async press(label: string, who = '李明') {
      await telegram.presses(who, label)
      return telegram.card(who)
    },
    page: (who = '李明') => {
      const card = telegram.card(who)
      return card ? telegram.shown(card) : ''
    },
    last: (who: string) => telegram.shown(telegram.in(who) ?? never()),
    async member(name: string): Promise<Member> {
      const { members } = await stage.store.appeals.read({ kind: 'staff' })
      return members.map(({ value }) => value).find((one) => one.name === name) ?? never()
    },
  }
}

function never(): never {
  throw new Error('it is not there')
}

describe('/staff', () => {
  it('lists everybody in the administrator’s own chat, and opens one', async () => {
    const { says, press, page } = await house(CHEN, WANG)
    await says('李明', '/staff')
    expect(page()).toContain('人员 3 位，已加入 3 位')
    expect(page()).toContain('陈刚 承办（交通局）')
    await press('陈刚 承办（交通局）')
    expect(page()).toMatch(/^陈刚 承办（交通局）/u)
  })

  it('is one page, edited as its buttons are pressed; a new command opens a new one', async () => {
    const { says, press, telegram } = await house(WANG)
    await says('李明', '/staff')
    await press('王芳 受理员')
    await press('角色')
    expect(telegram.standing.filter(({ chat }) => chat === '李明')).toHaveLength(1)
    await says('李明', '/staff')
    expect(telegram.standing.filter(({ chat }) => chat === '李明')).toHaveLength(2)
  })

  it('finds one by name', async () => {
    const { says, page } = await house(WANG)
    await says('李明', '/staff 王芳')
    expect(page()).toMatch(/^王芳 受理员/u)
  })

  it('is for administrators, in private', async () => {
    const { says, last } = await house(WANG)
    await says('王芳', '/staff')
    expect(last('王芳')).toContain('需要管理员身份')
    await says('李明', '/staff', { room: '某群' })
    expect(last('某群')).toContain('私聊')
    expect(last('某群')).not.toContain('王芳')
  })

  it('is not what somebody writes for a case', async () => {
    const { says, last } = await house(WANG, { name: '周倩', roles: ['administrator', 'clerk'] })
    await says('王芳', '人员 已经到位')
    expect(last('王芳')).toContain('没看懂')
    await says('周倩', '人员')
    expect(last('周倩')).toContain('人员 3 位')
  })

  it('a button pressed by one who is no administrator any more is refused', async () => {
    const { says, press, telegram, member } = await house({ name: '周倩', roles: ['administrator', 'clerk'] }, WANG)
    await says('周倩', '/staff 王芳')
    await says('李明', '/staff 周倩')
    await press('角色')
    await press('✓ 管理员')
    await press('角色', '周倩')
    expect(telegram.flashed.at(-1)).toMatchObject({ who: '周倩', alert: true })
    expect((await member('王芳')).roles).toEqual(['clerk'])
  })
})

describe('roles, units, sealed cases', () => {
  it('roles are put on and off; a handler is asked for his units at once', async () => {
    const { says, press, page, member } = await house(WANG)
    await says('李明', '/staff 王芳')
    await press('角色')
    await press('承办')
    expect(page()).toContain('为哪些单位承办')
    await press('市监局')
    await press('税务局')
    await press('✓ 市监局')
    expect(await member('王芳')).toMatchObject({ roles: ['clerk', 'handler'], units: ['tax'] })
    await press('返回')
    expect(page()).toContain('受理员、承办（税务局）')
  })

  it('nobody is left without a role, and no handler without a unit', async () => {
    const { says, press, page, member } = await house(CHEN)
    await says('李明', '/staff 陈刚')
    await press('角色')
    await press('✓ 承办')
    expect(page()).toContain('至少要有一个角色')
    await press('单位')
    await press('✓ 交通局')
    expect(page()).toContain('至少要有一个单位')
    expect(await member('陈刚')).toMatchObject({ roles: ['handler'], units: ['transport'] })
  })

  it('the mark of those whom sealed cases are sent to', async () => {
    const { says, press, page, member } = await house(WANG)
    await says('李明', '/staff 王芳')
    await press('设为涉密经办')
    expect(page()).toContain('涉密经办')
    expect((await member('王芳')).sealed).toBe(true)
    await press('取消涉密经办')
    expect((await member('王芳')).sealed).toBe(false)
  })

  it('what a role may use follows at once: commands and help', async () => {
    const { says, press, telegram, last } = await house(WANG)
    await says('李明', '/staff 王芳')
    await press('角色')
    await press('管理员')
    await says('王芳', '/help')
    expect(last('王芳')).toContain('/staff')
    expect(telegram.menus.find(({ at }) => at.chat === '王芳')?.commands.map(({ command }) => command)).toContain(
      'staff',
    )
  })

  it('the last administrator stays one', async () => {
    const { says, press, page, member } = await house(WANG)
    await says('李明', '/staff 李明')
    await press('角色')
    await press('受理员')
    await press('✓ 管理员')
    expect(page()).toContain('最后一位管理员')
    await press('移除')
    expect(page()).toContain('最后一位管理员')
    expect(await member('李明')).toMatchObject({ state: 'active', roles: ['clerk', 'administrator'] })
  })
})

const NEED = '在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'
const TELLS = `我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，${NEED}`

/** An appeal that the transport bureau’s handler works on. */
async function withCase(...others: readonly OnTelegram[]) {
  const all = await house(CHEN, WANG, ...others)
  await all.say('企业·唐宁', TELLS)
  await all.say('企业·唐宁', '确认')
  const [{ number } = never()] = await all.ledger()
  await all.says('王芳', `派单 ${showNumber(number)} 交通局`)
  await all.says('陈刚', `签收 ${showNumber(number)}`)
  return { ...all, number: showNumber(number), appeal: async () => (await all.ledger())[0] ?? never() }
}

describe('leave', () => {
  it('hands open cases over to the deputy, who is told and may go on', async () => {
    const { says, press, page, appeal, telegram, member, number } = await withCase(WU)
    await says('李明', '/staff 陈刚')
    expect(page()).toContain('在办 1 件')
    await press('休假')
    await press('7天')
    expect(page()).toContain('交给谁')
    await press('交给吴桐')
    expect(page()).toContain('1 件交给吴桐')
    expect(page()).toContain('休假到11月29日（周日），由吴桐代办')
    expect(page()).not.toContain('在办')
    expect((await appeal()).handler).toMatchObject({ name: '吴桐', unit: 'transport' })
    expect(telegram.shown(telegram.in('吴桐', '交给您') ?? never())).toContain(number)
    expect((await member('陈刚')).leave).toMatchObject({ from: '2026-11-23', until: '2026-11-29' })
    await says('吴桐', `开始办理 ${number}`)
    expect((await appeal()).state).toBe('in-progress')
  })

  it('without a deputy, or where nobody could be, they go back to the unit', async () => {
    const { says, press, page, appeal } = await withCase()
    await says('李明', '/staff 陈刚')
    await press('休假')
    await press('回来为止')
    expect(page()).toContain('1 件交回单位')
    expect((await appeal()).handler).toBeUndefined()
  })

  it('what comes while he is away is told the others of his unit; when he is back, him too', async () => {
    const all = await house(CHEN, WANG, WU)
    const { says, press, telegram, ledger } = all
    await says('李明', '/staff 陈刚')
    await press('休假')
    await press('3天')
    await press('交给吴桐')
    await all.say('企业·唐宁', TELLS)
    await all.say('企业·唐宁', '确认')
    const [{ number } = never()] = await ledger()
    await says('王芳', `派单 ${showNumber(number)} 交通局`)
    expect(telegram.in('吴桐', showNumber(number))).toBeDefined()
    expect(telegram.in('陈刚', showNumber(number))).toBeUndefined()
    await press('销假')
    expect(telegram.shown(telegram.card('李明') ?? never())).toContain('已销假')
  })
})

describe('removal', () => {
  it('is asked once more; then he is a stranger, and his cases are another’s', async () => {
    const { says, press, page, appeal, last, member, number } = await withCase(WU)
    await says('李明', '/staff 陈刚')
    await press('移除')
    expect(page()).toContain('确定移除')
    expect((await member('陈刚')).state).toBe('active')
    await press('交给吴桐')
    expect(page()).toContain('已移除 陈刚。1 件交给吴桐')
    expect(await member('陈刚')).toMatchObject({ state: 'removed' })
    expect((await member('陈刚')).account).toBeUndefined()
    expect((await appeal()).handler?.name).toBe('吴桐')
    await says('陈刚', `${number}`)
    expect(last('陈刚')).toContain('只供工作人员使用')
  })

  it('may be left', async () => {
    const { says, press, member } = await house(WANG)
    await says('李明', '/staff 王芳')
    await press('移除')
    await press('取消')
    expect((await member('王芳')).state).toBe('active')
  })
})

describe('a button that means nothing any more', () => {
  /** As if the button of another time, or a forged one, were pressed on the page that is open. */
  async function pressing(pressed: string, ...staff: readonly OnTelegram[]) {
    const all = await house(...staff)
    await all.says('李明', '/staff')
    const page = all.telegram.card('李明') ?? never()
    const replyTo = { channel: 'telegram', chat: '李明', message: page.id } as const
    await all.says('李明', '', { pressed, replyTo })
    return all
  }

  it.each(['staff:m:nobody', 'staff:fire:staff-王芳', 'staff:as:clerk', 'staff:remove:staff-nobody:none'])(
    '%s says so',
    async (pressed) => {
      const { page, store } = await pressing(pressed, WANG)
      expect(page()).toContain('已经过时')
      const { members } = await store.appeals.read({ kind: 'staff' })
      expect(members.map(({ value }) => value.state)).toEqual(['active', 'active'])
    },
  )

  it.each([
    ['staff:role:staff-王芳:boss', '角色'],
    ['staff:unit:staff-王芳:nowhere', '为哪些单位承办'],
    ['staff:leave:staff-王芳:soon', '从今天起休假'],
    ['staff:back:staff-王芳', '已销假'],
  ])('%s changes nothing', async (pressed, shows) => {
    const { page, member } = await pressing(pressed, WANG)
    expect(page()).toContain(shows)
    expect(await member('王芳')).toMatchObject({ roles: ['clerk'], units: [], events: 2 })
  })

  it('in a group nothing is done', async () => {
    const { says, telegram, member } = await house(WANG)
    await says('李明', '/bind', { room: '某群' })
    const message = telegram.in('某群') ?? never()
    const replyTo = { channel: 'telegram', chat: '某群', message: message.id } as const
    await says('李明', '', { room: '某群', pressed: 'staff:sealed:staff-王芳', replyTo })
    expect(telegram.flashed.at(-1)).toMatchObject({ text: expect.stringContaining('私聊'), alert: true })
    await says('李明', '', { room: '某群', pressed: 'place:set:unit:nowhere', replyTo })
    expect((await member('王芳')).sealed).toBe(false)
  })
})
