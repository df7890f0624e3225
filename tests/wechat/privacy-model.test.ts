import fc from 'fast-check'
import { expect, test } from 'vitest'
import { showNumber } from '../../bot/appeal/reference.ts'
import type { Mishap } from '../fakes/wechat-puppet/index.ts'
import { openWorld } from './privacy-world.ts'

/** Ids that are somebody else's after each login. */
const IDS = ['a', 'b', 'c']
const ROOM = '@@room'
const phoneOf = (i: number) => `1380000${1000 + i}`
const wordsOf = (i: number) => `退件第${700 + i}号`
const told = (i: number) =>
  `我要求助，我是云州顺达物流有限公司的唐宁，电话${phoneOf(i)}，在西河区，我们办道路运输经营许可证，窗口${wordsOf(i)}，一直批不下来，希望尽快办好，不用保密`

const MISHAPS: readonly (Mishap | undefined)[] = [
  undefined,
  { error: new Error('not logged in') },
  { error: new Error('boom') },
  { error: new Error('boom'), executed: true },
  { error: new Error('操作过快') },
  { hangs: true },
]
const who = fc.constantFrom(...IDS)
const nr = fc.nat(9)
const aloud = fc.boolean()
const line = fc.constantFrom('查看我的信息', '进度', '更多', '1', '2', '导出我的信息', '人才公寓怎么申请', '催办')
const act = fc.oneof(
  { weight: 2, arbitrary: fc.record({ act: fc.constant('login' as const), same: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant('lodges' as const), who }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('proves' as const), who, nr, aloud }) },
  { weight: 6, arbitrary: fc.record({ act: fc.constant('says' as const), who, line, aloud }) },
  {
    weight: 4,
    arbitrary: fc.record({ act: fc.constant('staff' as const), nr, verb: fc.constantFrom('受理', '回复') }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('fault' as const), of: fc.constantFrom(...MISHAPS), times: nr }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ act: fc.constant('waits' as const), ms: fc.constantFrom(1_000, 30_000, 700_000) }),
  },
)

/** What was told of himself by one who is known at `home`; `of` is whose id that is at the login `at`. */
interface Case {
  readonly i: number
  readonly of: string
  readonly at: number
  number: string
  code: string
  home: string
}

/** It takes a minute; what it found has tests of its own. */
test.runIf(process.env['QINQING_LONG'])(
  'where ids pass, nobody is told what is of one whom he has not proved to be at this login, whatever happens',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 15, maxLength: 30 }), async (acts) => {
        const world = await openWorld()
        const { puppet } = world
        puppet.room(ROOM, [...IDS, 'bot'])
        let login = 0
        let seen = 0
        const cases: Case[] = []
        /** Homes and numbers that somebody may hear of at a login. */
        const may = new Set<string>()
        const allow = (who: string, what: string) => may.add(`${login} ${who} ${what}`)
        const isAllowed = (who: string, what: string) => may.has(`${login} ${who} ${what}`)
        const look = () => {
          for (const { to, text = '' } of puppet.sent.slice(seen)) {
            for (const { i, home, number } of cases) {
              if (isAllowed(to, home)) continue
              expect(text).not.toContain(phoneOf(i))
              if (!isAllowed(to, number)) expect(text).not.toContain(wordsOf(i))
              if (to === ROOM) expect(text).not.toContain(number)
            }
          }
          seen = puppet.sent.length
        }
        for (const one of acts) {
          const known = cases.filter(({ code }) => code !== '')
          const meant = 'nr' in one ? known[one.nr % Math.max(1, known.length)] : undefined
          const room = 'aloud' in one && one.aloud ? ROOM : undefined
          if (one.act === 'login') {
            look()
            login++
            await world.logsIn(one.same ? 'bot' : `bot${login}`)
          } else if (one.act === 'lodges') {
            const i = cases.length
            const mine: Case = { i, of: one.who, at: login, number: `none ${i}`, code: '', home: `untold ${i}` }
            cases.push(mine)
            allow(one.who, mine.home)
            const before = new Set((await world.appeals()).map(({ number }) => number))
            for (const text of [told(i), '同意', '确认', '1']) await world.says(one.who, text)
            look()
            const made = (await world.appeals()).find(({ number }) => !before.has(number))
            if (!made?.personal) continue
            const { code, home } = made.personal
            Object.assign(mine, { number: showNumber(made.number), code, home: home.chat })
            allow(one.who, home.chat)
          } else if (one.act === 'proves' && meant) {
            const isHere = meant.at === login && meant.home.endsWith(`:${meant.of}`) && meant.of !== one.who
            allow(one.who, meant.number)
            if (!isHere) allow(one.who, meant.home)
            await world.says(one.who, `${meant.number} ${meant.code}`, room)
          } else if (one.act === 'says') await world.says(one.who, one.line, room)
          else if (one.act === 'staff' && meant)
            await world.staff(`${one.verb} ${meant.number} ${wordsOf(meant.i)}请再等等`)
          else if (one.act === 'fault') {
            let left = one.times
            puppet.mishap = () => (left-- > 0 ? one.of : undefined)
          } else if (one.act === 'waits') await world.passes(one.ms)
          look()
        }
        puppet.mishap = () => undefined
        await world.passes(3_700_000)
        look()
        await world.close()
      }),
      { numRuns: 60 },
    )
  },
  300_000,
)
