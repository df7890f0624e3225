import { describe, expect, test } from 'vitest'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { createCasework } from '../../bot/casework.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { createLearning } from '../../bot/learning.ts'
import type { AppealStore } from '../../bot/ports/appeal-store.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import type { ApprovedAnswer } from '../../knowledge/passage.ts'
import { cut } from '../../knowledge/words/segment.ts'
import { approved, at, CHEN, change, LUO, proposed, retired, unanswered } from '../store/samples.ts'

const ASKED = '样例路能不能停货车'
const ALSO = '样例路可以停货车吗'

async function withStore() {
  const { appeals } = createMemoryStore({ folds })
  let broken = false
  let learned: readonly ApprovedAnswer[] = []
  const learn = (answers: readonly ApprovedAnswer[]) => {
    learned = answers
  }
  const troubles: unknown[] = []
  const read = ((query) => (broken ? Promise.reject(new Error('no disk')) : appeals.read(query))) as AppealStore['read']
  const learning = createLearning({
    store: { read },
    knowledge: { learn },
    questions: createRecordIndex({ cut }),
    casework: createCasework({ store: { read }, catalog, cut, now: () => at(0) }),
    trouble: (error) => void troubles.push(error),
  })
  const fail = (yes: boolean) => {
    broken = yes
  }
  let count = 0
  /** Lets it happen, and tells of it as the router does. */
  const happen = async (...events: Parameters<typeof learning.took>[0]) => {
    count += 1
    await appeals.commit(change(`m${count}`, { at: at(count), events }))
    await learning.took(events)
  }
  return { appeals, learning, happen, troubles, learned: () => learned, fail }
}

describe('what was learned stands in the ledger', () => {
  test('and is known at the start: answers with all their wordings, and questions by group', async () => {
    const { appeals, learning, learned } = await withStore()
    await appeals.commit(
      change('m1', { events: [unanswered('g1', ASKED), unanswered('g2', ALSO, { group: 'g1', subject: LUO.id })] }),
    )
    await appeals.commit(change('m2', { events: [unanswered('g3', '样例街的树谁来剪')] }))
    await appeals.commit(change('m3', { events: [proposed('e1', 'g1')] }))
    await appeals.commit(change('m4', { events: [approved('e1', ASKED, ['g1', 'g2'])] }))
    await learning.ready()
    expect(learned()).toEqual([
      {
        id: 'e1',
        questions: [ASKED, ALSO],
        answer: '可以停，晚八点以后',
        by: '王小样',
        on: '2026-11-20',
        until: '2027-11-20',
      },
    ])
    expect(learning.likeGap('谁来剪样例街的树')).toBe('g3')
    expect(learning.likeGap(ASKED)).toBeUndefined()
  })

  test('and is forgotten with whoever asked: the question goes, or stands in the words of the next', async () => {
    const { appeals, learning, happen, learned } = await withStore()
    await learning.ready()
    await happen(unanswered('g1', ASKED))
    await happen(unanswered('g2', ALSO, { group: 'g1', subject: LUO.id }))
    await happen(unanswered('g3', '样例街的树谁来剪'))
    await happen(unanswered('g4', '样例桥几点关灯'))
    await happen(proposed('e1', 'g4'))
    await happen(approved('e1', '路灯什么时候关', ['g4']))
    expect(learned()[0]?.questions).toEqual(['路灯什么时候关', '样例桥几点关灯'])
    await appeals.erase(CHEN.id, at(9))
    await learning.forget(CHEN.id)
    expect(learning.likeGap('谁来剪样例街的树')).toBeUndefined()
    expect(learning.likeGap(ALSO)).toBe('g1')
    expect(learned()[0]?.questions).toEqual(['路灯什么时候关'])
  })

  test('what could not be read at the start is read when it is needed again', async () => {
    const { learning, fail, happen, learned } = await withStore()
    fail(true)
    await expect(learning.ready()).rejects.toThrow('no disk')
    fail(false)
    await learning.ready()
    await happen(unanswered('g1', ASKED))
    expect(learning.likeGap(ALSO)).toBe('g1')
    expect(learned()).toEqual([])
  })
})

describe('what is committed is learned at once', () => {
  test('an approval and a retirement; what is answered begins a new group when it is asked again', async () => {
    const { learning, happen, learned } = await withStore()
    await learning.ready()
    await happen(unanswered('g1', ASKED))
    await happen(proposed('e1', 'g1'))
    expect(learned()).toEqual([])
    await happen(approved('e1', ASKED, ['g1']))
    expect(learned().map(({ id }) => id)).toEqual(['e1'])
    expect(learning.likeGap(ALSO)).toBeUndefined()
    await happen(retired('e1'))
    expect(learned()).toEqual([])
    await happen(unanswered('g2', ALSO))
    expect(learning.likeGap(ASKED)).toBe('g2')
  })

  test('where it cannot be read back, that is told, and nothing fails that was committed', async () => {
    const { learning, happen, troubles, fail, learned } = await withStore()
    await learning.ready()
    await happen(unanswered('g1', ASKED), proposed('e1', 'g1'))
    fail(true)
    await happen(approved('e1', ASKED, ['g1']))
    expect(troubles).toHaveLength(1)
    fail(false)
    await happen(retired('e1'))
    expect(learned()).toEqual([])
    expect(troubles).toHaveLength(1)
  })
})
