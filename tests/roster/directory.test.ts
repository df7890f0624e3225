import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import type { Event } from '../../bot/model/event.ts'
import type { IdentityDirectory } from '../../bot/ports/identity-directory.ts'
import { createStaffDirectory, memberAt } from '../../bot/roster/directory.ts'
import { createRoster } from '../../bot/roster/roster.ts'
import { chat, invited, member, rosterOf } from './who.ts'

/** Believes everybody to be a clerk, as a terminal does. */
const others: IdentityDirectory = {
  identify: (at, sender) =>
    Promise.resolve({ id: `${at.channel}:${sender}`, roles: ['clerk'], units: ['*'], name: sender }),
}
const people = [
  member('陈刚', ['handler', 'leader'], { units: ['market'] }),
  member('赵强', ['supervisor'], { units: ['tax'] }),
]

describe('who speaks', () => {
  const directory = createStaffDirectory({ roster: () => rosterOf([...people, invited('王芳', ['clerk'])]), others })

  it('on Telegram: a member by his account, with his roles and, as a handler, his units', async () => {
    expect(await directory.identify(chat('受理组'), '陈刚')).toEqual({
      id: 'st-陈刚',
      name: '陈刚',
      roles: ['handler', 'leader'],
      units: ['market'],
    })
    expect(await directory.identify(chat('赵强'), '赵强')).toMatchObject({ units: [] })
  })

  it('on Telegram: everybody else is nobody, whatever the others believe of him', async () => {
    expect(await directory.identify(chat('王芳'), '王芳')).toEqual({ id: 'telegram:王芳', roles: [], units: [] })
  })

  it('elsewhere: whom the others know', async () => {
    const at = { channel: 'terminal', chat: '陈刚' } as const
    expect(await directory.identify(at, '陈刚')).toMatchObject({ id: 'terminal:陈刚', roles: ['clerk'] })
  })

  it('whose own chat one is', () => {
    expect(memberAt(rosterOf(people), chat('赵强'))?.name).toBe('赵强')
    expect(memberAt(rosterOf(people), chat('受理组'))).toBeUndefined()
  })
})

describe('the roster in memory', () => {
  const common = { at: '2026-11-23T02:00:00.000Z', by: { role: 'system', id: 'system' } } as const
  const of = { ...common, stream: 'staff', of: 'st-1', subject: 'st-1' } as const
  const joins: readonly Event[] = [
    { ...of, type: 'invited', data: { name: '王芳', roles: ['clerk'], units: [] } },
    { ...of, type: 'joined', data: {}, personal: { sender: '42', home: chat('42') } },
  ]
  const bound: Event = {
    ...common,
    stream: 'place',
    of: 'intake',
    subject: 'system',
    type: 'place-set',
    data: { at: chat('-7') },
  }

  it('is read anew when the ledger has something new of staff or places, and only then', async () => {
    const { appeals } = createMemoryStore({ folds })
    const roster = createRoster({ store: appeals })
    expect(roster.now()).toEqual({ members: [], places: [] })
    const change = { at: common.at, expects: [], deliveries: [] }
    await appeals.commit({ ...change, message: 'm1', events: joins })
    await roster.took([])
    expect(roster.now().members).toEqual([])
    await roster.took(joins)
    expect(roster.now().members).toMatchObject([{ name: '王芳', state: 'active', account: { sender: '42' } }])
    await appeals.commit({ ...change, message: 'm2', events: [bound] })
    await roster.took([bound])
    expect(roster.now().places).toMatchObject([{ id: 'intake', at: chat('-7') }])
  })

  it('stays as it was read last where it cannot be read, and says so', async () => {
    const { appeals } = createMemoryStore({ folds })
    await appeals.commit({ message: 'm1', at: common.at, expects: [], deliveries: [], events: joins })
    let broken = false
    const roster = createRoster({
      store: { read: (query) => (broken ? Promise.reject(new Error('disk')) : appeals.read(query)) },
    })
    await roster.load()
    broken = true
    await expect(roster.took(joins)).rejects.toThrow('disk')
    expect(roster.now().members).toHaveLength(1)
    broken = false
    await roster.load()
    expect(roster.now().members).toHaveLength(1)
  })
})
