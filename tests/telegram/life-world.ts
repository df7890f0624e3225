import { createHash, randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createHttp } from '../../adapters/http/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { createTelegram } from '../../adapters/telegram/index.ts'
import { createApp } from '../../bot/app.ts'
import { folds } from '../../bot/appeal/history.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Address } from '../../bot/model/message.ts'
import { plain, type Reply } from '../../bot/model/reply.ts'
import type { StaffRole } from '../../bot/model/role.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import type { Clock } from '../../bot/ports/clock.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import { createKnowledgeBase, cut, simplify } from '../../knowledge/index.ts'
import {
  createFakeTelegram,
  type FakeOptions,
  type Group,
  type Person,
  type Seen,
  type View,
} from '../fakes/telegram/index.ts'
import { FIXTURES } from '../knowledge/folder.ts'

/** A Monday, ten in the morning in Shanghai: nobody's quiet hours. */
export const START: number = Date.parse('2026-11-23T02:00:00.000Z')

export interface Post {
  readonly roles: readonly StaffRole[]
  readonly units?: readonly string[]
}

/** Time as it passes, only not today's. */
function runningClock(): Clock {
  const begun = Date.now()
  return {
    now: () => new Date(START + Date.now() - begun).toISOString(),
    sleep: (ms, stop) => pause(ms, undefined, { signal: stop }).catch(() => undefined),
  }
}

/** What an entrepreneur is told on his telephone: a channel without buttons, edits or receipts. */
function createTelephone() {
  const heard: Reply[] = []
  const channel: Channel = {
    name: 'wechat',
    listen: (_, stop) => new Promise((resolve) => stop.addEventListener('abort', () => resolve())),
    send(reply) {
      heard.push(reply)
      return Promise.resolve({ kind: 'sent', receipts: [] })
    },
  }
  return { channel, heard }
}

/** A few policies, read once: these tests are about something else. */
const documents = createKnowledgeBase({ folder: FIXTURES })

function fail(why: string): never {
  throw new Error(why)
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

export type HouseOptions = Omit<FakeOptions, 'webhook'> & {
  readonly webhook?: true
  /** Without it time runs as it does. */
  readonly clock?: Clock
}

/**
 * The whole bot, as `serve` puts it together, with its ledger in memory: entrepreneurs on a telephone, staff in Telegram,
 * which is the fake, over HTTP.
 */
async function openHouse({ webhook: brought, clock = runningClock(), ...options }: HouseOptions) {
  const fake = await createFakeTelegram({ patienceMs: 15_000, webhook: { retryMs: 20, timeoutMs: 5_000 }, ...options })
  const store = createMemoryStore({ folds })
  const { channel: telephone, heard } = createTelephone()
  const log: string[] = []
  const http = createHttp({
    host: '127.0.0.1',
    port: 0,
    routes: { '/telegram': (request) => telegram.handler(request) },
  })
  const { port } = await http.listen()
  const telegram = createTelegram({
    token: fake.token,
    apiRoot: fake.apiRoot,
    keep: (...file) => app.keep(...file),
    lookUp: (...question) => app.lookUp(...question),
    fetch: (ref) => store.files.get(ref),
    clock,
    onHealth: (health) => app.health('telegram', health),
    log: (line) => log.push(line),
    pollSeconds: 5,
    ...(brought && { webhook: { url: `http://127.0.0.1:${port}/telegram`, secret: 'house-secret' } }),
  })
  const app = createApp({
    store: store.appeals,
    outbox: store.outbox,
    files: store.files,
    office: createOffice(),
    directory: { identify: (_, sender) => Promise.resolve({ id: store.pseudonym(sender), roles: [], units: [] }) },
    knowledge: await documents,
    questions: createRecordIndex({ cut }),
    cut,
    simplify,
    catalog,
    holidays: publishedHolidays(),
    clock,
    channels: [telephone, telegram],
    reach: () => [],
    digest,
    random: (below) => randomInt(below),
    onTrouble: (error) => log.push(String(error)),
  })
  const stop = new AbortController()
  const running = app.run(stop.signal)
  let said = 0

  async function close(): Promise<void> {
    stop.abort()
    await running
    await http.close()
    await fake.close()
  }
  onTestFinished(close)

  /** Somebody of the staff, by the road of the first administrator: invited on the server, joined by the link. */
  async function joins(name: string, { roles, units = [] }: Post): Promise<Person> {
    const code = `CODE${digest(name).slice(0, 12).toUpperCase()}`
    const until = new Date(START + 86_400_000).toISOString()
    const order = { do: 'invite' as const, name, roles: [...roles], units: [...units], code: digest(code), until }
    await app.receive({ kind: 'ordered', id: `invite:${name}`, order, at: clock.now() })
    const person = fake.person(name)
    person.starts(code)
    await person.chat.until('已经加入')
    return person
  }

  /** A group that an administrator made the place of these. */
  async function meets(
    title: string,
    place: string,
    by: Person,
    members: readonly Person[],
    type?: 'group',
  ): Promise<Group> {
    const group = fake.group(title, { members: [by, ...members], ...(type && { type }) })
    by.in(group).says(`/bind ${place}`)
    await group.until('已设为')
    return group
  }

  /** One entrepreneur and his telephone. */
  function entrepreneur(name: string) {
    const at: Address = { channel: 'wechat', chat: name }
    const mine = () => heard.filter(({ to }) => to.chat === name)
    const find = (wanted: string) => mine().findLast(({ text }) => plain(text).includes(wanted))
    /** The newest that he was told with these words, now or soon. */
    async function until(wanted: string): Promise<Reply> {
      await fake.until(() => find(wanted) !== undefined).catch(() => undefined)
      const told = mine().map(({ text }) => plain(text))
      return find(wanted) ?? fail(`${name} was not told «${wanted}», but:\n${told.slice(-5).join('\n---\n')}`)
    }
    return {
      until,
      told: (words: string) => find(words) !== undefined,
      async says(
        text: string,
        files: readonly { name: string; type: string; bytes: Uint8Array }[] = [],
      ): Promise<void> {
        said += 1
        const attachments = await Promise.all(files.map((file) => app.keep(at, name, file)))
        await app.receive({ kind: 'said', id: `w${said}`, from: at, sender: name, text, attachments, at: clock.now() })
      },
      /** Tells all of it, agrees, and confirms; the number of what was registered. */
      async registers(appeal: string): Promise<string> {
        await this.says(appeal)
        await until('您是否同意')
        await this.says('同意')
        await until('请核对')
        await this.says('确认')
        const { text } = await until('已登记，编号')
        return /QQ-[\w-]+/.exec(plain(text))?.[0] ?? fail('a receipt without a number')
      },
    }
  }

  return { fake, app, store, clock, log, telegram, joins, meets, entrepreneur, close }
}

/** A town hall with a desk, a unit and an administrator, and an entrepreneur of the unit's matters. */
export async function openTown(options: HouseOptions = {}) {
  const house = await openHouse(options)
  const 李明 = await house.joins('李明', { roles: ['administrator'] })
  const 王芳 = await house.joins('王芳', { roles: ['clerk'] })
  const 陈刚 = await house.joins('陈刚', { roles: ['handler'], units: ['transport'] })
  const 受理组 = await house.meets('受理组', '受理组', 李明, [王芳])
  const 交通组 = await house.meets('交通组', '交通局', 李明, [陈刚])
  const 唐宁 = house.entrepreneur('唐宁')
  return { ...house, 李明, 王芳, 陈刚, 受理组, 交通组, 唐宁 }
}

export const APPEAL =
  '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'

/** When a message has come to stand like this, and how it stands then. */
export async function shows(chat: View, { id }: Seen, wanted: (message: Seen) => boolean): Promise<Seen> {
  return await chat.until((message) => message.id === id && wanted(message))
}
