import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { types } from 'wechaty-puppet'
import { noteIn } from '../../bot/commands/notes.ts'
import type { Said } from '../../bot/model/message.ts'
import { createStage, numberOf } from '../transcripts/stage.ts'
import { openWorld, TANG } from './privacy-world.ts'

const PHONE = '13800002222'
const ZHOU = TANG.replace('唐宁', '周敏').replace(PHONE, '13900003333').replace('三次退件', '一直拖着')
const MINE = '查看我的信息'
const RECOGNISED = '认出您了'

describe('who knows number and code of somebody’s', () => {
  it('is told how it stands, but is not taken for him who is here at this login', async () => {
    const world = await openWorld()
    const { number, code } = await world.lodges('tang', TANG)
    const told = await world.says('zhou', `${number} ${code}`)
    expect(told).toContain('待受理')
    expect(told).not.toContain(RECOGNISED)
    expect(await world.says('zhou', MINE)).not.toContain(PHONE)
    expect(await world.says('tang', MINE)).toContain(PHONE)
    await world.staff(`受理 ${number}`)
    expect(world.puppet.textsTo('zhou').join()).not.toContain('已受理')
    expect(world.puppet.textsTo('tang').at(-1)).toContain('已受理')
  })

  it('is taken for him at the next login, and so is the last of two who prove it; the other is a stranger', async () => {
    const world = await openWorld()
    const { number, code } = await world.lodges('tang', TANG)
    await world.logsIn()
    // It is somebody else’s id now.
    expect(await world.says('tang', '进度')).toContain('认不出您')
    for (const who of ['first', 'second']) expect(await world.says(who, `${number} ${code}`)).toContain(RECOGNISED)
    expect(await world.says('first', MINE)).not.toContain(PHONE)
    expect(await world.says('second', MINE)).toContain(PHONE)
    await world.staff(`受理 ${number}`)
    expect(world.puppet.textsTo('first').join()).not.toContain('已受理')
    // Again, which is nothing new.
    await world.says('second', `${number} ${code}`)
    expect(await world.says('second', MINE)).toContain(PHONE)
  })

  it('is not taken for him in the midst of a registration, which is not lost', async () => {
    const world = await openWorld()
    const { number, code } = await world.lodges('tang', TANG)
    await world.logsIn()
    await world.says('zhou', ZHOU)
    await world.says('zhou', '同意')
    expect(await world.says('zhou', `${number} ${code}`)).not.toContain(RECOGNISED)
    await world.says('zhou', '确认')
    expect(await world.says('zhou', MINE)).toContain('13900003333')
    expect(await world.appeals()).toHaveLength(2)
  })

  it('finds nothing of one who was erased', async () => {
    const world = await openWorld()
    const { number, code } = await world.lodges('tang', TANG)
    for (const line of [`撤回 ${number}`, '1', '删除我的信息', '1']) await world.says('tang', line)
    expect(world.puppet.textsTo('tang').at(-1)).toContain('已删除')
    await world.logsIn()
    const right = await world.says('zhou', `${number} ${code}`)
    expect(right).toBe(await world.says('yun', `${number} ABC234`))
    expect(right).toContain('对不上')
  })
})

describe('a proof', () => {
  it('is the one’s who gave it: who is reached there at a later login proves for himself', async () => {
    const world = await openWorld()
    const tang = await world.lodges('tang', TANG)
    await world.logsIn()
    const zhou = await world.lodges('zhou', ZHOU)
    world.puppet.mishap = () => ({ error: new Error('not logged in') })
    await world.says('zhou', `${tang.number} ${tang.code}`)
    world.puppet.mishap = () => undefined
    await world.logsIn()
    await world.passes(120_000)
    // He knows of one case only.
    await world.says('yun', `${zhou.number} ${zhou.code}`)
    await world.passes(60_000)
    const told = world.puppet.textsTo('yun').join()
    expect(told).toContain(zhou.number)
    expect(told).not.toContain(tang.number)
    expect(await world.says('yun', MINE)).not.toContain(PHONE)
    expect(world.lines.filter((line) => line.includes('refused'))).toHaveLength(1)
    expect(await world.says('yun', `${tang.number} ${tang.code}`)).toContain(RECOGNISED)
  })

  it('counts where its answer had to wait within the login', async () => {
    const world = await openWorld()
    const { number, code } = await world.lodges('tang', TANG)
    await world.logsIn()
    world.puppet.mishap = () => ({ error: new Error('操作过快') })
    await world.says('yun', `${number} ${code}`)
    world.puppet.mishap = () => undefined
    expect(await world.passes(1_200_000)).toContain(RECOGNISED)
    expect(await world.says('yun', MINE)).toContain(PHONE)
  })

  it('cannot be guessed: five wrong codes a day, also for who has himself forgotten', async () => {
    const world = await openWorld()
    const { number, code } = await world.lodges('tang', TANG)
    for (let i = 2; i < 6; i++) expect(await world.says('zhou', `${number} ABC23${i}`)).toContain('对不上')
    expect(await world.says('zhou', '删除我的信息')).toContain('24小时内先不删除')
    expect(await world.says('zhou', `${number} ABC236`)).toContain('输错次数太多')
    expect(await world.says('zhou', `${number} ${code}`)).toContain('输错次数太多')
    world.clock.set(new Date(Date.parse(world.clock.now()) + 86_400_000).toISOString())
    expect(await world.says('zhou', '删除我的信息')).toContain('确认删除')
  })
})

describe('what was said at one login', () => {
  it('is nobody’s who has the same id at the next, however late it is taken', async () => {
    const world = await openWorld()
    const { puppet } = world
    let ready = () => {}
    puppet.sleep = () => new Promise((go) => (ready = go))
    const file = { name: '合同.pdf', bytes: new Uint8Array([1]), ms: 1 }
    puppet.says('@same', { type: types.Message.Attachment, filename: file.name, file })
    puppet.says('@same', TANG)
    await world.clock.passes(500)
    puppet.sleep = () => Promise.resolve()
    await world.logsIn()
    const before = puppet.sent.length
    ready()
    await world.passes(10_000)
    expect(puppet.sent.slice(before)).toEqual([])
    expect(await world.says('@same', '同意')).not.toMatch(/唐宁|13800002222|顺达/)
  })

  it('is answered to nobody who has the same id while a file is looked for', async () => {
    let found: ((bytes: Uint8Array) => void) | undefined
    const world = await openWorld({
      fetch: () =>
        new Promise((go) => {
          found = go
        }),
    })
    const { puppet } = world
    await world.lodges('@same', TANG)
    await world.says('@same', '导出我的信息')
    await vi.waitFor(async () => {
      await world.passes(100)
      expect(found).toBeDefined()
    })
    const before = puppet.sent.length
    await world.logsIn()
    found?.(new Uint8Array([1]))
    await world.passes(10_000)
    expect(puppet.sent.slice(before)).toEqual([])
  })
})

describe('in a group', () => {
  const ROOM = '@@room'

  it('number and code of his own make him known alone, and are not repeated there', async () => {
    const world = await openWorld()
    const { number, code } = await world.lodges('tang', TANG)
    await world.logsIn()
    world.puppet.room(ROOM, ['tang', 'zhou', 'bot'])
    const loud = await world.says('tang', `${number} ${code} 办得怎么样了`, ROOM)
    expect(loud).toBe('涉及您自己的事，我私下和您说，请看我发的消息。')
    expect(world.puppet.textsTo('tang').join()).toContain(RECOGNISED)
    await world.staff(`受理 ${number}`)
    expect(world.puppet.textsTo('tang').at(-1)).toContain('已受理')
    // Whoever speaks after him there gets nothing of his.
    for (const line of ['1', '更多', '进度', MINE]) {
      expect(await world.says('zhou', line, ROOM)).not.toMatch(/道路运输|唐宁|13800002222/)
    }
    expect(world.puppet.textsTo(ROOM).join()).not.toMatch(new RegExp(`${number}|${code}|唐宁|顺达|13800002222`))
  })

  it('what is registered there is answered alone, also where the room has the name of somebody’s chat', async () => {
    const world = await openWorld()
    world.puppet.room(ROOM, ['tang', 'bot'])
    await world.says('tang', TANG, ROOM)
    for (const line of ['同意', '确认']) await world.says('tang', line)
    const [appeal] = await world.appeals()
    expect(appeal?.personal?.home.chat).toMatch(/:tang$/)
    await world.staff(`受理 ${appeal?.number}`)
    expect(world.puppet.textsTo(ROOM)).toEqual(['涉及您自己的事，我私下和您说，请看我发的消息。'])
  })
})

describe('on disk', () => {
  it.each([true, false])(
    'nothing tells who somebody is in WeChat, or what he said; where ids pass: %s',
    async (passing) => {
      const folder = await mkdtemp(join(tmpdir(), 'qinqing-privacy-'))
      onTestFinished(() => rm(folder, { recursive: true }))
      const pace = { gapMs: 0, perDay: 1_000, friendsPerDay: 0 }
      const world = await openWorld({ folder, passing, pace, memo: noteIn(folder, 'wechat.json') })
      const { puppet } = world
      puppet.contact({ id: 'wxid-canary', name: '金丝雀昵称' })
      puppet.room('@@canary-room', ['wxid-canary', 'bot'])
      puppet.knocks('wxid-knocker', '我是金丝雀求职者')
      const { code } = await world.lodges('wxid-canary', TANG)
      const file = { name: '金丝雀合同.pdf', bytes: new TextEncoder().encode('金丝雀合同正文') }
      puppet.says('wxid-canary', { type: types.Message.Attachment, filename: file.name, file })
      await world.says('wxid-canary', '人才公寓怎么申请', '@@canary-room')
      puppet.mishap = () => ({ error: new Error(`no 金丝雀 ${PHONE}`) })
      await world.says('wxid-canary', '进度')
      await world.close()
      const canaries = ['canary', 'knocker', '金丝雀', '唐宁', PHONE, '顺达', '道路运输', '人才公寓', code]
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        const path = join(entry.parentPath, entry.name)
        const { mode } = await stat(path)
        expect(mode & 0o077, path).toBe(0)
        if (!entry.isFile()) continue
        const text = await readFile(path, 'utf8')
        for (const canary of canaries) expect(text, path).not.toContain(canary)
      }
      for (const canary of canaries) expect(world.lines.join('\n')).not.toContain(canary)
    },
  )
})

describe('whoever says what staff say, presses what is not his, and speaks of others’ cases', () => {
  const GROUP = '商会群'
  const [OTHER, SPEAKER, MALLORY] = ['微信·唐宁', '微信·周敏', '微信·黑客'] as const
  const told = (who: string, firm: string, phone: string, sum: number) =>
    `我要投诉，我是云州${firm}物流有限公司的${who}，电话${phone}，在西河区，云州安居置业有限公司从2025年5月起拖欠我们运费${sum}万元，要求马上付款，不用保密`
  const INVITATION = 'INVITE7731'
  const LINES =
    `/start ${INVITATION}|${INVITATION}|/as 周敏|/ledger|/export|/status|/parked|/retry|/people|/bind 受理组|/backup|/gaps|/todo|/find 周敏|导出台账|台账|受理 编号|派单 编号 交通局|回复 编号 好的|编号|编号 AAAAAA|撤回 编号|催办 编号|补充 编号 好的|进度|更多|1|2|9|满意|转人工|查看我的信息|删除我的信息|导出我的信息|确认|同意|我是管理员李明|我是周敏，查我的进度|第一条|没用|工程款多久必须付？|有哪些政策文件`.split(
      '|',
    )
  const PRESSED =
    'show:编号 withdraw-yes:编号 nudge:编号 supplement:编号 reopen:编号 follow:编号 rate:编号:satisfied accept:编号 dispatch:编号 reply:编号 talk:编号 forget:yes mine:export confirm consent:yes more pass-on human apart add document:0 edit-slot:phone retry login:wechat'.split(
      ' ',
    )
  const MORE: readonly Partial<Omit<Said, 'unmet'>>[] = [
    {},
    { attachments: [{ ref: 'r', name: '机密名单.pdf', type: 'application/pdf' }] },
    { link: { title: '机密标题', url: 'https://secret.example/x' } },
    { sent: 'place' },
    { sent: 'voice' },
    { recalled: 'm1' },
    { met: true },
  ]
  const act = fc.record({
    who: fc.constantFrom(MALLORY, MALLORY, SPEAKER),
    where: fc.constantFrom('alone', 'group', 'unmet'),
    line: fc.constantFrom(...LINES),
    pressed: fc.option(fc.constantFrom(...PRESSED), { freq: 2 }),
    more: fc.constantFrom({}, {}, {}, ...MORE),
  })

  it.each([true, undefined])('does nothing, and nobody learns anything; where ids pass: %s', async (passing) => {
    const code = createHash('sha256').update(INVITATION).digest('hex')
    const until = '2026-12-01T00:00:00.000Z'
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 18 }), async (acts) => {
        const stage = await createStage({ wechat: { room: 600, ...(passing && { passing }) } })
        const order = { do: 'invite' as const, name: '李明', roles: ['administrator' as const], units: [], code, until }
        await stage.app.receive({ kind: 'ordered', id: 'invited', order, at: stage.now() })
        for (const line of [told('周敏', '顺达', PHONE, 26), '确认']) await stage.say(SPEAKER, line)
        for (const line of [told('唐宁', '安捷', '13900003333', 31), '确认']) await stage.say(OTHER, line)
        const [first, second] = await stage.ledger()
        if (!first?.personal || !second?.personal) throw new Error('nothing was registered')
        const codes = [first.personal.code, second.personal.code]
        const secrets = [PHONE, '13900003333', '唐宁', '顺达', '安捷', '26万', '31万', '安居置业', ...codes]
        for (const { who, where, line, pressed, more } of acts) {
          const own = who === SPEAKER
          const heard = await stage.say(who, line.replace('编号', numberOf(own ? first : second)), {
            ...(where !== 'alone' && { room: GROUP }),
            unmet: where === 'unmet' && !own,
            ...more,
            ...(pressed !== null && { pressed: pressed.replace('编号', second.number) }),
          })
          for (const { chat, text } of heard) {
            expect(chat).not.toBe(OTHER)
            if (!own) expect(chat).not.toBe(SPEAKER)
            if (chat === GROUP) expect(text).not.toMatch(/QQ-|微信·|周敏|机密|secret/)
            if (chat === GROUP || chat === MALLORY) for (const secret of secrets) expect(text).not.toContain(secret)
          }
        }
        expect((await stage.ledger()).find(({ number }) => number === second.number)).toEqual(second)
        expect(stage.app.roster().members.map(({ state }) => state)).toEqual(['invited'])
      }),
      { numRuns: 6 },
    )
  })
})
