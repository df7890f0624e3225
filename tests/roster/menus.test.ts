import { describe, expect, it } from 'vitest'
import { plain } from '../../bot/model/reply.ts'
import { StaffRole } from '../../bot/model/role.ts'
import { changedMenus, commandsOf, menusOf } from '../../bot/roster/menus.ts'
import { COMMAND_ABOUT, type MenuCommand } from '../../bot/texts/zh-cn/menu.ts'
import { staffText } from '../../bot/texts/zh-cn.ts'
import { createStage } from '../transcripts/stage.ts'
import { chat, invited, member, place, rosterOf } from './who.ts'

const commandsAt = (of: string, roster: Parameters<typeof menusOf>[0]) =>
  menusOf(roster)
    .find(({ at }) => at.chat === of)
    ?.commands.map(({ command }) => command)

describe('the commands offered', () => {
  it('to each in his own chat, by all of his roles', () => {
    const roster = rosterOf([member('李明', ['administrator']), member('陈刚', ['handler'], { units: ['market'] })])
    expect(commandsAt('陈刚', roster)).toEqual(['list', 'mine', 'due', 'find', 'case', 'gaps', 'ledger', 'ask', 'help'])
    expect(commandsAt('李明', roster)).toEqual(
      'staff kb reload rollback status parked backup bind gaps report ledger ask help'.split(' '),
    )
    const both = rosterOf([member('李明', ['administrator', 'clerk'])])
    expect(commandsAt('李明', both)).toEqual(expect.arrayContaining(['mine', 'reload']))
  })

  it('to a group by the role that meets there, without what concerns one alone', () => {
    const roster = rosterOf(
      [],
      [place('unit:market', '市监局群'), place('administrators', '管理员群'), place('leaders')],
    )
    expect(commandsAt('市监局群', roster)).toEqual(['list', 'due', 'find', 'case', 'gaps', 'ask', 'help'])
    expect(commandsAt('管理员群', roster)).not.toContain('backup')
    expect(menusOf(roster)).toHaveLength(2)
  })

  it('to nobody who has not joined', () => {
    expect(menusOf(rosterOf([invited('陈刚', ['handler'])]))).toEqual([])
  })

  it('in Chinese, with names and lengths that Telegram takes', () => {
    const roster = rosterOf([member('李明', [...StaffRole.options])])
    const all = menusOf(roster).flatMap(({ commands }) => commands)
    expect(all).toHaveLength(18)
    for (const { command, about } of all) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/u)
      expect(about).toMatch(/^\p{Script=Han}.{2,39}$/u)
    }
  })

  it('the console where there is one, to each by himself', () => {
    const roster = rosterOf([member('周洋', ['leader']), member('王芳', ['clerk'])], [place('leaders', '领导群')])
    const offered = (console: boolean) =>
      menusOf(roster, console).filter(({ commands }) => commands.some(({ command }) => command === 'console'))
    expect(offered(true).map(({ at }) => at.chat)).toEqual(['周洋'])
    expect(offered(false)).toEqual([])
  })

  it('only those that changed are said again; where none are offered any more, that there are none', () => {
    const [wang, li] = [member('王芳', ['clerk']), member('李明', ['administrator'])]
    const before = menusOf(rosterOf([wang, li]))
    const after = menusOf(
      rosterOf([
        { ...wang, roles: ['handler'] },
        { ...li, state: 'removed' },
      ]),
    )
    expect(changedMenus(before, before)).toEqual([])
    expect(changedMenus(before, after).map(({ at, commands }) => [at.chat, commands.length])).toEqual([
      ['王芳', 9],
      ['李明', 0],
    ])
    expect(changedMenus([], after).map(({ at }) => at)).toEqual([chat('王芳')])
  })
})

describe('/help', () => {
  it.each(StaffRole.options)('tells a %s of the commands of his menu, and of no other', (role) => {
    const told = plain(staffText.staffHelp([role])).match(/^\/[a-z]+/gmu)
    expect(told).toEqual(commandsOf([role]).map((command) => `/${command}`))
  })

  it.each(StaffRole.options)('and whoever is a %s may use them, and no other of an administrator’s', async (role) => {
    const staff = [{ name: '李明', roles: [role], units: ['market'] }]
    const stage = await createStage({ staff, world: { console: (code) => `https://qinqing.example/${code}` } })
    const offered = commandsOf([role], true)
    for (const command of Object.keys(COMMAND_ABOUT) as MenuCommand[]) {
      const [told] = await stage.telegram.says('李明', `/${command}`)
      const refused = /需要管理员身份|供(?:受理、督办、领导|领导、督办)和管理员查看|没看懂/u.test(
        told?.text ?? '没看懂',
      )
      // An administrator is not refused to look for cases: he is shown none.
      if (role !== 'administrator' || offered.includes(command))
        expect([command, refused]).toEqual([command, !offered.includes(command)])
    }
  })

  it('tells of what may be done to a case, as the rules have it for the role', () => {
    const told = (...roles: StaffRole[]) => plain(staffText.staffHelp(roles))
    expect(told('clerk')).toContain('派单 单位')
    expect(told('clerk')).not.toContain('签收')
    expect(told('handler')).toContain('签收')
    expect(told('handler')).not.toContain('派单 单位')
    expect(told('handler', 'clerk')).toContain('派单 单位')
    expect(told('leader')).toContain('批示 内容')
    expect(told('leader')).not.toContain('联系方式')
    expect(told('administrator')).not.toContain('办一件诉求')
    expect(told('supervisor')).toContain('含联系方式')
  })
})
