import { createHash } from 'node:crypto'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { createApp } from '../../bot/app.ts'
import { folds } from '../../bot/appeal/history.ts'
import { showNumber } from '../../bot/appeal/reference.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Appeal } from '../../bot/model/appeal.ts'
import { type Instant, plusMs } from '../../bot/model/instant.ts'
import type { Attachment } from '../../bot/model/message.ts'
import type { Party } from '../../bot/model/person.ts'
import { plain, type Reply } from '../../bot/model/reply.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import { createKnowledgeBase, cut, simplify } from '../../knowledge/index.ts'

const DOCUMENTS = new URL('../../knowledge/documents', import.meta.url).pathname
const START = '2026-11-23T02:00:00.000Z' // a Monday, ten in the morning in Shanghai

/** The documents the bot ships, loaded once for all transcripts. */
export const shipped = createKnowledgeBase({ folder: DOCUMENTS })

export interface Heard {
  readonly chat: string
  readonly text: string
  readonly reply: Reply
}

/** 工作人员 does it all, as in a small place; the others are what they are called. A handler is `承办@industry·陈刚`. */
const ROLES: Readonly<Record<string, Party['roles']>> = {
  工作人员: ['clerk', 'handler'],
  受理员: ['clerk'],
  承办: ['handler'],
  督办: ['supervisor'],
  领导: ['leader'],
  管理员: ['administrator'],
}

function partyOf(id: string, sender: string): Party {
  const [post = '', name = ''] = sender.split('·')
  const [role = '', unit] = post.split('@')
  const roles = ROLES[role] ?? []
  if (roles.length === 0) return { id, roles: [], units: [] }
  return { id, roles, units: unit ? [unit] : role === '工作人员' ? ['*'] : [], name }
}

const ROOMS = { intake: '受理组', supervision: '督办组', leaders: '领导组', administrators: '管理员组' } as const

const AGREES = 'consent:yes'

/** A bot with nothing around it: a simulated clock, a memory store, known dice, and a channel that only remembers. */
export async function createStage(
  options: {
    knowledge?: Awaited<typeof shipped>
    documents?: string
    store?: ReturnType<typeof createMemoryStore>
    /** Whoever is shown the notice on personal data is taken to agree at once, and the notice is left out; else he has to. */
    agreeing?: boolean
  } = {},
) {
  const { agreeing = true } = options
  let now: Instant = START
  let dice = 7
  let said = 0
  const heard: Heard[] = []
  const store = options.store ?? createMemoryStore({ folds })
  const channel: Channel = {
    name: 'terminal',
    listen: () => Promise.resolve(),
    send: (reply) => {
      heard.push({ chat: reply.to.chat, text: shown(reply), reply })
      return Promise.resolve({ kind: 'sent', receipts: [] })
    },
  }
  const { documents } = options
  const own =
    documents === undefined
      ? shipped
      : createKnowledgeBase({
          folder: documents,
          now: () => now,
          onChanges: (changes) => app.documentsChanged(changes),
        })
  const knowledge = options.knowledge ?? (await own)
  const app = createApp({
    store: store.appeals,
    outbox: store.outbox,
    files: store.files,
    // Pictures are looked at in tests/office.
    office: { ...createOffice(), png: async () => new Uint8Array([0x89, 0x50, 0x4e, 0x47]) },
    directory: {
      identify: (_, sender) => Promise.resolve(partyOf(store.pseudonym(sender), sender)),
    },
    knowledge,
    questions: createRecordIndex({ cut }),
    cut,
    simplify,
    catalog,
    holidays: publishedHolidays(),
    clock: { now: () => now, sleep: () => new Promise(() => {}) },
    channels: [channel],
    reach: (whom) => [{ channel: 'terminal', chat: 'unit' in whom ? `承办组@${whom.unit}` : ROOMS[whom.room] }],
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    random: (below) => {
      dice = (dice * 1_103_515_245 + 12_345) % 2_147_483_648
      return dice % below
    },
    onTrouble: (error) => {
      throw error
    },
  })

  return {
    app,
    now: (): Instant => now,
    store,
    heard,
    /** One line said by somebody; what everybody was told because of it. */
    async say(
      who: string,
      text: string,
      extra: { attachments?: Attachment[]; pressed?: string; id?: string; room?: string | undefined } = {},
    ): Promise<Heard[]> {
      const before = heard.length
      said += 1
      const { id = `m${said}`, room, ...rest } = extra
      const own = { channel: 'terminal' as const, chat: who }
      const where = room === undefined ? { from: own } : { from: { ...own, chat: room }, privately: own }
      now = plusMs(now, 500)
      await app.receive({ kind: 'said', id, ...where, sender: who, text, attachments: [], ...rest, at: now })
      await app.settle()
      const told = heard.slice(before)
      const notice = told.find(({ reply }) => reply.choices?.some(({ id }) => id === AGREES))
      if (!agreeing || !notice) return told
      return [...told.filter((one) => one !== notice), ...(await this.say(who, '', { pressed: AGREES }))]
    },
    /** Lets days go by, or parts of one, as if nothing ran meanwhile; what was said because of it. */
    async wait(days: number): Promise<Heard[]> {
      const before = heard.length
      now = plusMs(now, days * 86_400_000)
      await app.settle()
      return heard.slice(before)
    },
    /** Every appeal in the order of registration. */
    async ledger(): Promise<Appeal[]> {
      const found = await store.appeals.read({ kind: 'appeals', where: {} })
      const appeals = found.kind === 'appeals' ? found.appeals.map(({ value }) => value) : []
      return appeals.sort((a, b) => (a.registeredAt < b.registeredAt ? -1 : 1))
    },
  }
}

function shown({ text, choices = [], files = [] }: Reply): string {
  const offered = choices.map(({ label }, i) => `${i + 1}. ${label}`)
  return [plain(text), ...files.map(({ name }) => `[文件] ${name}`), ...offered].join('\n')
}

export const numberOf = (appeal: Appeal): string => showNumber(appeal.number)
