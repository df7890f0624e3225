import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPeople, type People } from '../../adapters/wechat/people.ts'
import { Address } from '../../bot/model/message.ts'

function open(passing: boolean): People {
  let seed = 1
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  return createPeople({ passing, random })
}

describe('where ids last', () => {
  it('a chat is the contact’s id, at every login', () => {
    const people = open(false)
    expect(people.known('wxid_li')).toEqual({ chat: 'wxid_li', sender: 'wxid_li' })
    people.login()
    expect(people.contactOf('wxid_li')).toBe('wxid_li')
  })

  it('nothing can be claimed', () => {
    const people = open(false)
    people.claim('wxid_mallory', 'wxid_li')
    expect(people.contactOf('wxid_li')).toBe('wxid_li')
    expect(people.known('wxid_mallory').chat).toBe('wxid_mallory')
  })
})

describe('where ids pass', () => {
  it('a chat is good for one login', () => {
    const people = open(true)
    const { chat, sender } = people.known('@abc')
    expect(sender).toBe(chat)
    expect(people.contactOf(chat)).toBe('@abc')
    people.login()
    expect(people.contactOf(chat)).toBeUndefined()
    expect(people.known('@abc').chat).not.toBe(chat)
  })

  it('a new process knows nobody', () => {
    const seeded = createPeople({ passing: true, random: Math.random })
    const { chat } = seeded.known('@abc')
    expect(createPeople({ passing: true, random: Math.random }).contactOf(chat)).toBeUndefined()
  })

  it('whoever proves who he is speaks from home, and is reached there', () => {
    const people = open(true)
    const { chat: home } = people.known('@abc')
    people.login()
    const { chat: here } = people.known('@new')
    people.claim('@new', home)
    expect(people.known('@new')).toEqual({ chat: home, sender: home })
    expect(people.contactOf(home)).toBe('@new')
    // What was to go to where he was first is his as well.
    expect(people.contactOf(here)).toBe('@new')
    people.login()
    expect(people.contactOf(home)).toBeUndefined()
  })

  it('the last who proves it is it, and the other is nobody known', () => {
    const people = open(true)
    people.claim('@first', 'home:@x')
    people.claim('@second', 'home:@x')
    expect(people.contactOf('home:@x')).toBe('@second')
    expect(people.known('@first').chat).toMatch(/^[a-z2-9]{16}:@first$/)
  })

  it('who had two homes is reached at both, and speaks from the one proved last', () => {
    const people = open(true)
    people.claim('@new', 'a:@x')
    people.claim('@new', 'b:@y')
    expect([people.contactOf('a:@x'), people.contactOf('b:@y')]).toEqual(['@new', '@new'])
    expect(people.known('@new').chat).toBe('b:@y')
  })
})

const contactId = fc
  .tuple(fc.string({ unit: 'binary', minLength: 1 }), fc.constantFrom(1, 2, 60))
  .map(([part, times]) => part.repeat(times))

it('takes any id for somebody of his own, as the ledger can hold it', () => {
  fc.assert(
    fc.property(fc.boolean(), fc.uniqueArray(contactId, { maxLength: 6 }), (passing, ids) => {
      const people = open(passing)
      const chats = ids.map((id) => people.known(id).chat)
      expect(new Set(chats).size).toBe(ids.length)
      expect(chats.map(people.contactOf)).toEqual(ids)
      for (const chat of chats) Address.parse({ channel: 'wechat', chat })
    }),
    { numRuns: 60 },
  )
})

it('remembers of whom it was told that nothing reaches him, until he is heard from', () => {
  const people = open(false)
  people.lose('li')
  expect(people.isLost('li')).toBe(true)
  people.heard('li', 5)
  expect(people.isLost('li')).toBe(false)
  expect(people.heardAt('li')).toBe(5)
})

it('forgets the first of very many', () => {
  const people = open(false)
  for (let i = 0; i < 10_001; i++) people.heard(`person-${i}`, i)
  expect(people.heardAt('person-0')).toBeUndefined()
  expect(people.heardAt('person-10000')).toBe(10_000)
})
