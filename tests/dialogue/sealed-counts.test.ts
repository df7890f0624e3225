import { expect, test } from 'vitest'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { composeNumber } from '../../bot/appeal/reference.ts'
import { change, registered } from '../store/samples.ts'
import { createStage } from '../transcripts/stage.ts'

const ACCUSED = 'market'

test('however many are sealed against his unit, a clerk of it counts none of them', async () => {
  const store = createMemoryStore({ folds })
  // More than are gone through at once.
  for (let i = 0; i < 230; i++) {
    const sealed = { kind: 'tip-off', against: [ACCUSED] } as const
    const number = composeNumber([1, 2, 3, 4, 5, Math.floor(i / 30), i % 30])
    const how = i === 0 ? {} : { ...sealed, against: [...sealed.against] }
    await store.appeals.commit(change(`m${i}`, { events: [registered(number, how)] }))
  }
  const staff = [
    { name: '钱进', roles: ['clerk', 'handler'], units: [ACCUSED] },
    { name: '王芳', roles: ['clerk'] },
  ] as const
  const stage = await createStage({ store, staff: [...staff] })
  const told = async (name: string) => (await stage.telegram.says(name, '/list')).map(({ text }) => text).join('\n')
  expect(await told('钱进')).toContain('待办 1 件（待受理派单）')
  expect(await told('王芳')).toContain('待办 230 件（待受理派单）')
})
