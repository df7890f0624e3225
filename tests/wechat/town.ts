import { createHash, randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createHttp } from '../../adapters/http/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { openLedger, verifyJournal } from '../../adapters/store/index.ts'
import { createTelegram } from '../../adapters/telegram/index.ts'
import { type App, createApp } from '../../bot/app.ts'
import { folds } from '../../bot/appeal/history.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Appeal } from '../../bot/model/appeal.ts'
import type { ChannelName } from '../../bot/model/message.ts'
import type { StaffRole } from '../../bot/model/role.ts'
import type { AccountNews, Channel, Health, Keep, Memo } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { homesOf, membersOf } from '../../bot/roster/reach.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import { createKnowledgeBase, cut, simplify } from '../../knowledge/index.ts'
import { createFakeTelegram, type Group, type Person, type Seen } from '../fakes/telegram/index.ts'
import { FIXTURES } from '../knowledge/folder.ts'

/** A Monday, ten in the morning in Shanghai: nobody's quiet hours. */
const START = Date.parse('2026-11-23T02:00:00.000Z')
/** The bot's time goes by so much faster; whoever polls Telegram is not to be hurried more. */
const HURRY = 5

/** What a road of entrepreneurs is given, as `serve` gives it. */
export interface World {
  readonly keep: Keep
  readonly fetch: (ref: string) => Promise<Uint8Array | null>
  readonly clock: Clock
  /** The same time, in which whoever sleeps is woken so many times as soon as by the real clock. */
  readonly waking: (hurry: number) => Clock
  readonly onHealth: (health: Health) => void
  readonly onAccount: (news: AccountNews) => void
  readonly memo: Memo
  readonly log: (line: string) => void
}

export interface Road {
  readonly channel: Channel
  /** What takes callbacks. */
  readonly handler?: (request: Request) => Promise<Response>
}

/** A few policies, read once: these tests are about something else. */
const documents = createKnowledgeBase({ folder: FIXTURES })
const digest = (text: string) => createHash('sha256').update(text).digest('hex')

/**
 * The whole bot, as `serve` puts it together, with its ledger on disk: entrepreneurs come by this road, staff work in
 * Telegram, which is the fake, over HTTP. It has a desk, a unit with a handler, and an administrator.
 */
export async function openTown(name: ChannelName, open: (world: World) => Promise<Road>) {
  const folder = await mkdtemp(join(tmpdir(), 'qinqing-town-'))
  const fake = await createFakeTelegram({ patienceMs: 20_000 })
  const ledger = await openLedger({ folder, folds })
  const clock = clockOf(HURRY)
  const log: string[] = []
  const keep: Keep = (...file) => app.keep(...file)
  const common = {
    keep,
    fetch: (ref: string) => ledger.files.get(ref),
    clock,
    log: (line: string) => void log.push(line),
  }
  const telegram = createTelegram({
    ...common,
    token: fake.token,
    apiRoot: fake.apiRoot,
    lookUp: (...question) => app.lookUp(...question),
    onHealth: (health) => app.health('telegram', health),
    pollSeconds: 1,
  })
  const road = await open({
    ...common,
    waking: (hurry) => ({ now: clock.now, sleep: clockOf(hurry).sleep }),
    onHealth: (health) => app.health(name, health),
    onAccount: (news) => void app.account(name, news),
    memo: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
  })
  const app: App = createApp({
    store: ledger.appeals,
    outbox: ledger.outbox,
    files: ledger.files,
    office: createOffice(),
    directory: {
      identify: async (at, sender) => ({ id: ledger.pseudonym(`${at.channel}:${sender}`), roles: [], units: [] }),
    },
    knowledge: await documents,
    questions: createRecordIndex({ cut }),
    cut,
    simplify,
    catalog,
    holidays: publishedHolidays(),
    clock,
    channels: [road.channel, telegram],
    reach: () => homesOf(membersOf(app.roster(), { room: 'administrators' })),
    digest,
    random: (below) => randomInt(below),
    onTrouble: (error) => log.push(String(error)),
  })
  const { handler } = road
  const http = handler && createHttp({ host: '127.0.0.1', port: 0, routes: { '/wechat': handler } })
  const port = (await http?.listen())?.port
  const stop = new AbortController()
  const running = app.run(stop.signal)
  let closed: Promise<void> | undefined
  onTestFinished(async () => {
    await close()
    await rm(folder, { recursive: true })
  })

  function close(): Promise<void> {
    closed ??= end()
    return closed
  }
  async function end(): Promise<void> {
    stop.abort()
    await running
    await ledger.close()
    await fake.close()
    // A connection that was never used is waited for by the server; not by the tests.
    void http?.close()
  }

  /** Somebody of the staff, by the road of the first administrator: invited on the server, joined by the link. */
  async function joins(who: string, roles: readonly StaffRole[], units: readonly string[] = []): Promise<Person> {
    const code = `CODE${digest(who).slice(0, 12).toUpperCase()}`
    const until = new Date(START + 86_400_000).toISOString()
    const order = { do: 'invite' as const, name: who, roles: [...roles], units: [...units], code: digest(code), until }
    await app.receive({ kind: 'ordered', id: `invite:${who}`, order, at: clock.now() })
    const person = fake.person(who)
    person.starts(code)
    await person.chat.until('已经加入')
    return person
  }

  async function meets(title: string, place: string, by: Person, members: readonly Person[]): Promise<Group> {
    const group = fake.group(title, { members: [by, ...members] })
    by.in(group).says(`/bind ${place}`)
    await group.until('已设为')
    return group
  }

  const [李明, 王芳, 陈刚] = [
    await joins('李明', ['administrator']),
    await joins('王芳', ['clerk']),
    await joins('陈刚', ['handler'], ['transport']),
  ]
  const 受理组 = await meets('受理组', '受理组', 李明, [王芳])
  const 交通组 = await meets('交通组', '交通局', 李明, [陈刚])

  return {
    fake,
    log,
    李明,
    王芳,
    陈刚,
    受理组,
    交通组,
    /** Where callbacks are brought. */
    url: `http://127.0.0.1:${port}/wechat`,
    close,
    async appeal(number: string): Promise<Appeal | undefined> {
      return (await ledger.appeals.read({ kind: 'appeal', number: number.replaceAll('-', '') })).appeal?.value
    },
    /** What of this case was said to whom, and done, in the ledger. */
    async history(number: string): Promise<readonly string[]> {
      const { events } = await ledger.appeals.read({ kind: 'history', number: number.replaceAll('-', '') })
      return events.map(({ type }) => type)
    },
    /** Ends it, and checks the journal it leaves, as `data verify` does; how many lines that has. */
    async verified(): Promise<number> {
      await close()
      return (await verifyJournal(folder)).lines
    },
  }
}
export type Town = Awaited<ReturnType<typeof openTown>>

/** An entrepreneur's phone, whatever the road. */
export interface Phone {
  says(text: string): unknown
  sendsPicture(bytes: Uint8Array): unknown
  /** The newest with these words, now or soon. */
  until(words: string): Promise<string>
  told(words: string): boolean
  /** What came with files. */
  readonly files: () => readonly { readonly digest: string }[]
}

export const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export const APPEAL =
  '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'

/** Asks, complains with a picture, agrees and confirms by numbers; what the receipt says. */
export async function lodges(phone: Phone, picture: Uint8Array): Promise<{ number: string; code: string }> {
  await phone.says('首台套奖励多少钱？')
  await phone.until('首台套')
  await phone.says(APPEAL)
  await phone.until('1 同意')
  await phone.sendsPicture(picture)
  await phone.until('还没有登记')
  await phone.says('1')
  await phone.until('附件：1 个')
  await phone.says('1')
  const receipt = await phone.until('已登记，编号')
  const number = /QQ-\w{4}-\w{4}/.exec(receipt)?.[0] ?? ''
  // Where nobody is known for longer than a login he is given a code as well.
  return { number, code: /查询码 ?(\w{6})/.exec(receipt)?.[1] ?? '' }
}

/** When a message has come to stand like this, and how it stands then. */
async function shows(chat: Group, { id }: Seen, wanted: (message: Seen) => boolean): Promise<Seen> {
  return await chat.until((message) => message.id === id && wanted(message))
}

export interface Answer {
  readonly name: string
  readonly type: string
  readonly bytes: Uint8Array
}

/** What he is told once his appeal is accepted. */
export const ACCEPTED = (number: string): string => `您的诉求 ${number}（交通物流）已受理`

/** Called between the steps of a life. */
export type Meanwhile = () => Promise<void>

/**
 * The office's side of the life of a case: accepted, given to the unit, claimed, answered in reply to the card with a file,
 * concluded, and rated by a number.
 */
export async function goesThrough(
  { 王芳, 陈刚, 受理组, 交通组 }: Town,
  phone: Phone,
  { number, file, meanwhile = async () => {} }: { number: string; file: Answer; meanwhile?: Meanwhile },
): Promise<void> {
  const card = await 受理组.until(number)
  expect(card.text).toContain('附件：1 个')
  expect(card.text).not.toMatch(/13800002222|顺达物流/)
  await meanwhile()
  expect(await 王芳.in(受理组).presses('受理', card)).toMatchObject({ alert: false })
  await phone.until(ACCEPTED(number))

  await shows(受理组, card, ({ buttons }) => buttons.includes('派单'))
  await 王芳.in(受理组).presses('派单', card)
  const units = await shows(受理组, card, ({ buttons }) => buttons.some((label) => label.includes('交通')))
  await 王芳.in(受理组).presses(units.buttons.find((label) => label.includes('交通')) ?? '', card)
  const unitCard = await 交通组.until(number)
  await 陈刚.in(交通组).presses('签收', unitCard)
  await shows(交通组, unitCard, ({ text }) => text.includes('经办：陈刚'))

  await meanwhile()
  陈刚.in(交通组).sends({ ...file, caption: '材料齐了，周五前办结' }, unitCard)
  const preview = await 交通组.until('材料齐了，周五前办结')
  expect(phone.told('材料齐了')).toBe(false)
  await 陈刚.in(交通组).presses('发给企业', preview)
  await phone.until('材料齐了，周五前办结')

  await meanwhile()
  陈刚.in(交通组).replies(unitCard, '许可证已办出，请凭身份证领取')
  const result = await 交通组.until('许可证已办出')
  await 陈刚.in(交通组).presses('作为办理结果', result)
  await shows(交通组, result, ({ buttons }) => buttons.includes('已解决'))
  await 陈刚.in(交通组).presses('已解决', result)
  expect(await phone.until('办理结果：已解决')).toMatch(/1[ .、]? ?满意/)
  await meanwhile()
  await phone.says('1')
  await phone.until('感谢评价')
  await shows(交通组, unitCard, ({ text }) => text.includes('结果：已解决，满意'))
  await shows(受理组, card, ({ text }) => text.includes('结果：已解决，满意'))
}

/** Nothing but what life brings stands there, and nothing twice. */
export async function isResolved(town: Town, number: string): Promise<void> {
  expect(await town.appeal(number)).toMatchObject({ state: 'resolved' })
  const wanted = ['registered', 'accepted', 'dispatched', 'acknowledged', 'replied', 'concluded', 'rated', 'resolved']
  expect(await town.history(number)).toEqual(wanted)
  expect(await town.verified()).toBeGreaterThan(wanted.length)
}

function clockOf(hurry: number): Clock {
  const begun = Date.now()
  return {
    now: () => new Date(START + (Date.now() - begun) * HURRY).toISOString(),
    sleep: (ms, stop) => pause(Math.max(0, ms) / hurry, undefined, { signal: stop }).catch(() => undefined),
  }
}
