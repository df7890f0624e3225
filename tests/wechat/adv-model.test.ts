import fc from 'fast-check'
import { test } from 'vitest'
import { openWorld } from './privacy-world.ts'
import { showNumber } from '../../bot/appeal/reference.ts'

const line = (i: number) => `我要求助，我是云州顺达${'甲乙丙丁戊己庚辛壬癸'[i % 10]}${'甲乙丙丁戊己庚辛壬癸'[Math.floor(i / 10)]}物流有限公司的唐宁，电话1380000${1000 + i}，在西河区，我们办道路运输经营许可证，窗口退件第${700 + i}号，一直批不下来，希望尽快办好，不用保密`
const IDS = ['a', 'b', 'c']
const op = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('login' as const), same: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lodge' as const), who: fc.constantFrom(...IDS) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('claim' as const), who: fc.constantFrom(...IDS), nr: fc.nat(9), room: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('says' as const), who: fc.constantFrom(...IDS), text: fc.constantFrom('查看我的信息', '进度', '更多', '1', '2', '导出我的信息', '社保补贴怎么申请', '催办'), room: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('staff' as const), nr: fc.nat(9), what: fc.constantFrom('受理', '回复', '补正') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fault' as const), what: fc.constantFrom('none', 'out', 'boom', 'lost', 'slow', 'hang'), times: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 30_000, 700_000) }) },
)
let texts = 0, proven = 0
test('model', async () => {
  await fc.assert(fc.asyncProperty(fc.array(op, { minLength: 15, maxLength: 30 }), async (ops) => {
    const world = await openWorld()
    const { puppet } = world
    puppet.room('@@r', [...IDS, 'bot'])
    let epoch = 0, count = 0, checked = 0
    const allowed = new Set<string>() // `${epoch} ${contact} ${home}` or case
    const cases: { number: string, code: string, home: string, i: number, liveOf: string }[] = []
    const check = () => {
      for (; checked < puppet.sent.length; checked++) {
        const { to, text = '' } = puppet.sent[checked]!
        texts++
        for (const one of cases) {
          const phone = `1380000${1000 + one.i}`
          const mine = allowed.has(`${epoch} ${to} ${one.home}`)
          if (text.includes(phone) && !mine) throw new Error(`PHONE of ${one.home} to ${to} at ${epoch}: ${text}`)
          if (text.includes(`第${700 + one.i}号`) && !mine && !allowed.has(`${epoch} ${to} ${one.number}`)) throw new Error(`CASE ${one.number} of ${one.home} to ${to} at ${epoch}: ${text}`)
          if (to === '@@r' && text.includes(one.number)) throw new Error('room')
        }
      }
    }
    // Who is who is taken from the ledger's own homes.
    for (const o of ops) {
      if (o.do === 'login') { check(); epoch++; await world.logsIn(o.same ? 'bot' : `bot${epoch}`); }
      else if (o.do === 'lodge') {
        const i = count++
        const before = new Set((await world.appeals()).map(({ number }) => number))
        // what he tells now is shown to him in the review
        const pending = { number: '?', code: '?', home: `pending ${i}`, i, liveOf: o.who }
        cases.push(pending); allowed.add(`${epoch} ${o.who} pending ${i}`)
        for (const text of [line(i), '同意', '确认', '1']) await world.says(o.who, text)
        const made = (await world.appeals()).find(({ number }) => !before.has(number))
        if (made?.personal) { check(); Object.assign(pending, { number: showNumber(made.number), code: made.personal.code, home: made.personal.home.chat }); allowed.add(`${epoch} ${o.who} ${pending.home}`) }
      } else if (o.do === 'claim') {
        const known = cases.filter(({ number }) => number !== '?')
        const one = known[o.nr % Math.max(1, known.length)]
        if (!one) continue
        allowed.add(`${epoch} ${o.who} ${one.number}`)
        const login = world.puppet
        // Of somebody else who is here, his identity is not to be had.
        const liveHere = cases.some((c) => c.home === one.home && [...allowed].some((a) => a === `${epoch} ${c.liveOf} ${c.home}`) && c.home.endsWith(`:${c.liveOf}`) && c.liveOf !== o.who && born.get(c.home) === epoch)
        if (!liveHere) { allowed.add(`${epoch} ${o.who} ${one.home}`); proven++ }
        await world.says(o.who, `${one.number} ${one.code}`, o.room ? '@@r' : undefined)
      } else if (o.do === 'says') await world.says(o.who, o.text, o.room ? '@@r' : undefined)
      else if (o.do === 'staff') {
        const known = cases.filter(({ number }) => number !== '?')
        const one = known[o.nr % Math.max(1, known.length)]
        if (one) await world.staff(o.what === '受理' ? `受理 ${one.number}` : `${o.what} ${one.number} 关于窗口退件第${700 + one.i}号，请再等等`)
      } else if (o.do === 'fault') {
        let left = o.times
        puppet.mishap = () => {
          if (left-- <= 0) return undefined
          return o.what === 'none' ? undefined : o.what === 'out' ? { error: new Error('not logged in') } : o.what === 'boom' ? { error: new Error('boom') } : o.what === 'lost' ? { error: new Error('boom'), executed: true as const } : o.what === 'slow' ? { error: new Error('操作过快') } : { hangs: true as const }
        }
      } else await world.passes(o.ms)
      for (const c of cases) if (c.home.includes(':') && !born.has(c.home)) born.set(c.home, epoch)
      check()
    }
    puppet.mishap = () => undefined
    await world.passes(3_700_000)
    check()
    born.clear()
    await world.close()
  }), { numRuns: Number(process.env['RUNS'] ?? 12), verbose: 1, ...(process.env['SEED'] && { seed: Number(process.env['SEED']) }) })
  console.log({ texts, proven })
}, 300_000)
const born = new Map<string, number>()
