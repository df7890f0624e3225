import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { openLedger } from '../../adapters/store/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { createWeChat, type WeChatOptions } from '../../adapters/wechat/index.ts'
import { createApp } from '../../bot/app.ts'
import { folds } from '../../bot/appeal/history.ts'
import { showNumber } from '../../bot/appeal/reference.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Appeal } from '../../bot/model/appeal.ts'
import type { Said } from '../../bot/model/message.ts'
import { plain } from '../../bot/model/reply.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import { createKnowledgeBase, cut, simplify } from '../../knowledge/index.ts'
import { RecordingPuppet } from '../fakes/wechat-puppet/index.ts'
import { FIXTURES } from '../knowledge/folder.ts'
import { createVirtualClock } from './virtual-clock.ts'

const documents = createKnowledgeBase({ folder: FIXTURES })

export interface WorldOptions extends Partial<WeChatOptions> {
  readonly accounts?: readonly string[]
  /** The ledger is kept here; in memory without it. */
  readonly folder?: string
}

/** The bot with the real channel of WeChat and a puppet that records, everything in memory and in a time of its own. */
export async function openWorld(options: WorldOptions = {}) {
  const { accounts = ['bot'], folder, ...own } = options
  const clock = createVirtualClock()
  const ledger = folder === undefined ? undefined : await openLedger({ folder, folds })
  const store = ledger ?? createMemoryStore({ folds })
  const puppets: RecordingPuppet[] = []
  const lines: string[] = []
  const office: string[] = []
  let dice = 7
  let note: string | null = null
  const roll = (below: number) => {
    dice = (dice * 1_103_515_245 + 12_345) % 2_147_483_648
    return dice % below
  }
  const make = () => {
    const puppet = new RecordingPuppet()
    puppet.sleep = () => Promise.resolve()
    const account = accounts[Math.min(puppets.length, accounts.length - 1)]
    if (account !== undefined) puppet.on('start', () => void puppet.as(account))
    puppets.push(puppet)
    return puppet
  }
  const wechat = createWeChat({
    puppet: make,
    passing: true,
    keep: (...file) => app.keep(...file),
    fetch: (ref) => store.files.get(ref),
    clock,
    random: () => roll(1_000_003) / 1_000_003,
    pace: { gapMs: 0, perDay: 10_000, friendsPerDay: 100 },
    memo: {
      read: () => Promise.resolve(note),
      write: async (text) => {
        note = text
      },
    },
    onHealth: (health) => {
      lines.push(JSON.stringify(health))
      app.health('wechat', health)
    },
    onAccount: (news) => {
      lines.push(JSON.stringify({ ...news, code: undefined }))
      void app.account('wechat', news)
    },
    show: () => {},
    log: (line) => lines.push(line),
    ...own,
  })
  const terminal: Channel = {
    name: 'terminal',
    listen: (_, stop) => new Promise((end) => stop.addEventListener('abort', () => end())),
    send: async (reply) => {
      office.push(`${reply.to.chat}| ${plain(reply.text)}`)
      return { kind: 'sent', receipts: [] }
    },
  }
  const app = createApp({
    store: store.appeals,
    outbox: store.outbox,
    files: store.files,
    office: createOffice(),
    directory: {
      identify: async ({ channel }, sender) => ({
        id: store.pseudonym(`${channel}:${sender}`),
        roles: channel === 'terminal' ? ['clerk', 'handler', 'administrator'] : [],
        units: channel === 'terminal' ? ['*'] : [],
        ...(channel === 'terminal' && { name: '王芳' }),
      }),
    },
    knowledge: await documents,
    questions: createRecordIndex({ cut }),
    cut,
    simplify,
    catalog,
    holidays: publishedHolidays(),
    clock,
    channels: [wechat, terminal],
    reach: () => [{ channel: 'terminal', chat: '受理组' }],
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    random: roll,
    onTrouble: (error) => lines.push(`trouble: ${String(error)}`),
  })
  const ending = new AbortController()
  const running = app.run(ending.signal)
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= end()
    return closed
  }
  async function end(): Promise<void> {
    ending.abort()
    await Promise.race([running, clock.passes(30_000)])
    await ledger?.close()
  }
  onTestFinished(close)
  let said = 0
  /** A disk takes its own time. */
  async function passes(ms: number): Promise<void> {
    if (!ledger) return clock.passes(ms)
    for (let i = 0; i < 5; i++) {
      await clock.passes(ms / 5)
      await pause(25)
    }
  }
  await passes(2_000)

  const world = {
    app,
    clock,
    store,
    puppets,
    lines,
    office,
    get note() {
      return note
    },
    get puppet() {
      const last = puppets.at(-1)
      if (!last) throw new Error('there is no puppet')
      return last
    },
    /** What was answered to this contact, or in this room, since. */
    async says(who: string, text: string, room?: string): Promise<string> {
      const { puppet } = world
      const before = puppet.sent.length
      puppet.says(
        who,
        room === undefined ? { text } : { text: `@亲清\u2005${text}`, to: room, mentions: [puppet.currentUserId] },
      )
      await passes(5_000)
      return texts(puppet, before, (to) => to === (room ?? who))
    },
    /** All that leaves meanwhile, whoever it is for. */
    async passes(ms: number): Promise<string> {
      const { puppet } = world
      const before = puppet.sent.length
      await passes(ms)
      return texts(puppet, before, () => true)
    },
    async staff(text: string, extra: Partial<Said> = {}): Promise<void> {
      said += 1
      const at = { channel: 'terminal', chat: '受理组' } as const
      await app.receive({
        kind: 'said',
        id: `s${said}`,
        from: at,
        sender: '工作人员',
        text,
        attachments: [],
        at: clock.now(),
        ...extra,
      })
      await passes(2_000)
    },
    async logsIn(account = 'bot'): Promise<void> {
      await world.puppet.as(account)
      await passes(2_000)
    },
    /** Lodges with this telephone; the number and code. */
    async lodges(who: string, line: string): Promise<{ appeal: Appeal; number: string; code: string }> {
      const before = new Set((await appeals()).map(({ number }) => number))
      for (const text of [line, '同意', '确认']) await world.says(who, text)
      const appeal = (await appeals()).find(({ number }) => !before.has(number))
      if (!appeal) throw new Error(`nothing was registered: ${world.puppet.textsTo(who).at(-1)}`)
      return { appeal, number: showNumber(appeal.number), code: appeal.personal?.code ?? '' }
    },
    appeals,
    close,
  }
  async function appeals(): Promise<readonly Appeal[]> {
    const found = await store.appeals.read({ kind: 'appeals', where: {} })
    return found.appeals.map(({ value }) => value)
  }
  return world
}

const texts = ({ sent }: RecordingPuppet, from: number, of: (to: string) => boolean): string =>
  sent
    .slice(from)
    .flatMap(({ to, text = '' }) => (of(to) ? [text] : []))
    .join('\n')

export const TANG =
  '我要求助，我是云州顺达物流有限公司的唐宁，电话13800002222，在西河区，我们办道路运输经营许可证，窗口三次退件，一直批不下来，希望尽快办好，不用保密'
