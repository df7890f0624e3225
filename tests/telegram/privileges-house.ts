import { createMemoryStore } from '../../adapters/store/memory.ts'
import { folds } from '../../bot/appeal/history.ts'
import { showNumber } from '../../bot/appeal/reference.ts'
import type { Event } from '../../bot/model/event.ts'
import type { Address, Receipt, Said } from '../../bot/model/message.ts'
import { type Job, type Notice, plain, type Reply } from '../../bot/model/reply.ts'
import type { Change } from '../../bot/ports/appeal-store.ts'
import { createStage } from '../transcripts/stage.ts'

const MATTERS = ['甲子', '乙丑', '丙寅', '丁卯', '戊辰', '己巳', '庚午', '辛未', '壬申', '癸酉', '甲戌', '乙亥', '丙子', '丁丑', '戊寅', '己卯', '庚辰', '辛巳', '壬午', '癸未', '甲申', '乙酉', '丙戌', '丁亥', '戊子', '己丑']

async function openHouse() {
  const store = createMemoryStore({ folds })
  let taken: Change[] | undefined
  const appeals: typeof store.appeals = {
    ...store.appeals,
    commit(change) {
      if (!taken) return store.appeals.commit(change)
      taken.push(change)
      return Promise.resolve('committed')
    },
  }
  const stage = await createStage({
    store: { ...store, appeals },
    staff: [
      { name: '王芳', roles: ['clerk'] },
      { name: '陈刚', roles: ['handler'], units: ['industry'] },
    ],
    groups: { 受理组: 'intake', 工信组: 'unit:industry' },
  })
  return { stage }
}
const t0 = performance.now()
const { stage } = await openHouse()
console.log('stage', performance.now() - t0)
for (const m of MATTERS.slice(0,3)) {
  const who = `企业·${m}`
  const told = await stage.say(who, `我是云州${m}物流有限公司的张${m}，电话138000022${10+MATTERS.indexOf(m)}，在西河区，云州安居置业有限公司从2025年5月起拖欠我们${m}仓库运费26万元，要求马上付款，不用保密`)
  console.log(told.map(t=>t.chat+'| '+t.text).join('\n---\n'))
  const told2 = await stage.say(who, '确认')
  console.log(told2.map(t=>t.chat+'| '+t.text).join('\n---\n'))
}
console.log(performance.now() - t0)
