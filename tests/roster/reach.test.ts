import { describe, expect, it } from 'vitest'
import type { Reach } from '../../bot/dialogue/desk.ts'
import { reachIn } from '../../bot/roster/reach.ts'
import { chat, invited, member, place, rosterOf } from './who.ts'

const NOBODY = () => [chat('nobody of them')]
const names = (all: readonly { chat: string }[]) => all.map((one) => one.chat)
const intake: Reach = { room: 'intake' }
const market: Reach = { unit: 'market' }

describe('where staff are told', () => {
  it('in their group, where they have one', () => {
    const roster = rosterOf([member('王芳', ['clerk'])], [place('intake', '受理组'), place('unit:market', '市监局群')])
    const reach = reachIn(roster, NOBODY)
    expect(names(reach(intake))).toEqual(['受理组'])
    expect(names(reach(market))).toEqual(['市监局群'])
  })

  it('a unit without a group of its own in that of all units', () => {
    const reach = reachIn(rosterOf([], [place('unit:*', '承办群')]), NOBODY)
    expect(names(reach(market))).toEqual(['承办群'])
  })

  it('without a group, or where it was given up, each of the role in his own chat', () => {
    const roster = rosterOf(
      [member('王芳', ['clerk']), member('周倩', ['clerk', 'supervisor']), member('赵强', ['supervisor'])],
      [place('intake')],
    )
    const reach = reachIn(roster, NOBODY)
    expect(names(reach(intake))).toEqual(['王芳', '周倩'])
    expect(names(reach({ room: 'supervision' }))).toEqual(['周倩', '赵强'])
  })

  it('of a unit those who handle for it, or for all', () => {
    const roster = rosterOf([
      member('刘敏', ['handler'], { units: ['market', 'tax'] }),
      member('吴桐', ['handler'], { units: ['tax'] }),
      member('马俊', ['handler'], { units: ['*'] }),
      member('赵强', ['supervisor'], { units: ['market'] }),
    ])
    expect(names(reachIn(roster, NOBODY)(market))).toEqual(['刘敏', '马俊'])
  })

  it('nobody who was removed or has not joined; whom the roster does not know at all is told elsewhere', () => {
    const { account: _, ...gone } = member('孙涛', ['clerk'], { state: 'removed' })
    const reach = reachIn(rosterOf([invited('陈刚', ['clerk']), gone]), NOBODY)
    expect(names(reach(intake))).toEqual(['nobody of them'])
  })
})

describe('what is sealed', () => {
  const roster = rosterOf(
    [member('王芳', ['clerk'], { sealed: true }), member('周倩', ['clerk']), member('赵强', ['supervisor'])],
    [place('intake', '受理组'), place('supervision', '督办组')],
  )

  it('never comes into a group: only those named for it hear of it', () => {
    expect(names(reachIn(roster, NOBODY)(intake, true))).toEqual(['王芳'])
  })

  it('where none of the role is named for it, each of them', () => {
    expect(names(reachIn(roster, NOBODY)({ room: 'supervision' }, true))).toEqual(['赵强'])
  })

  it('one who is named and on leave is still told where nobody else is named', () => {
    const away = rosterOf([
      member('王芳', ['clerk'], { sealed: true, leave: { from: '2026-11-23' } }),
      member('周倩', ['clerk']),
    ])
    expect(names(reachIn(away, NOBODY)(intake, true))).toEqual(['王芳'])
  })
})

describe('whoever is on leave', () => {
  const leave = { from: '2026-11-23', until: '2026-11-25' }
  const two = rosterOf([member('王芳', ['clerk'], { leave }), member('周倩', ['clerk'])])

  it('is left alone while another is there', () => {
    expect(names(reachIn(two, NOBODY, '2026-11-25')(intake))).toEqual(['周倩'])
  })

  it('is told again from the day after its last', () => {
    expect(names(reachIn(two, NOBODY, '2026-11-26')(intake))).toEqual(['王芳', '周倩'])
  })

  it('and before its first', () => {
    expect(names(reachIn(two, NOBODY, '2026-11-22')(intake))).toEqual(['王芳', '周倩'])
  })

  it('is told where he is the only one', () => {
    const one = rosterOf([member('王芳', ['clerk'], { leave: { from: '2026-11-23' } })])
    expect(names(reachIn(one, NOBODY, '2026-12-31')(intake))).toEqual(['王芳'])
  })
})
