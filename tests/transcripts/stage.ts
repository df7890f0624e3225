import { createHash } from 'node:crypto'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { type AppOptions, createApp } from '../../bot/app.ts'
import { folds } from '../../bot/appeal/history.ts'
import { showNumber } from '../../bot/appeal/reference.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Appeal } from '../../bot/model/appeal.ts'
import type { Event } from '../../bot/model/event.ts'
import { type Instant, plusMs } from '../../bot/model/instant.ts'
import type { Address, Said } from '../../bot/model/message.ts'
import type { Party } from '../../bot/model/person.ts'
import { plain, type Reply } from '../../bot/model/reply.ts'
import type { StaffRole } from '../../bot/model/role.ts'
import type { PlaceId } from '../../bot/model/staff.ts'
import type { Channel } from '../../bot/ports/channel.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import { createKnowledgeBase, cut, simplify } from '../../knowledge/index.ts'
import { createRememberingTelegram, receiptOf, type Standing } from './telegram.ts'
import { createRememberingWeChat, type OnWeChat } from './wechat.ts'

const DOCUMENTS = new URL('../../knowledge/documents', import.meta.url).pathname
const START = '2026-11-23T02:00:00.000Z' // a Monday, ten in the morning in Shanghai

/** The documents the bot ships, loaded once for all transcripts. */
export const shipped = createKnowledgeBase({ folder: DOCUMENTS })

export interface Heard {
  readonly chat: string
  readonly text: string
  readonly reply: Reply
  /** A message that stood there was changed: nobody's telephone rings. */
  readonly edited?: true
}

/** Somebody of the staff on Telegram: his name is his account there, and what his own chat is called. */
export interface OnTelegram {
  readonly name: string
  readonly roles: readonly StaffRole[]
  readonly units?: readonly string[]
  readonly sealed?: boolean
}

/** 工作人员 does it all, as in a small place; the others are what they are called. A handler is `承办@industry·陈刚`. */
export const ROLES: Readonly<Record<string, Party['roles']>> = {
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
    /** Who of the staff is on Telegram, and which places have a group there: the place by the name of the group. */
    staff?: readonly OnTelegram[]
    groups?: Readonly<Record<string, PlaceId>>
    /** What of the machine the bot may use besides. */
    world?: Pick<AppOptions, 'documents' | 'backup' | 'machine' | 'notify' | 'console'>
    /** Where those are told whom the roster does not know; without it, in rooms of the terminal. */
    reach?: AppOptions['reach']
    /** Told what could not be done; without it, it is a failure of the test. */
    onTrouble?: (error: unknown) => void
    /** Whoever is shown the notice on personal data is taken to agree at once, and the notice is left out; else he has to. */
    agreeing?: boolean
    /** The entrepreneurs' other channel is there, on which those are whose names begin with 微信·. */
    wechat?: OnWeChat
  } = {},
) {
  const { agreeing = true, staff = [], groups = {} } = options
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
  const telegram = createRememberingTelegram(({ reply, edited }) => {
    heard.push({ chat: reply.to.chat, text: shown(reply), reply, ...(edited && { edited }) })
  })
  const wechat = createRememberingWeChat(options.wechat ?? {}, (chat, reply) => {
    heard.push({ chat, text: shown(reply), reply })
  })
  await enrol(store, staff, groups)
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
    channels: [channel, telegram.channel, ...(options.wechat ? [wechat.channel] : [])],
    ...options.world,
    // Whom the roster knows is reached through it; everybody else in a room of the terminal.
    reach:
      options.reach ??
      ((whom) => [{ channel: 'terminal', chat: 'unit' in whom ? `承办组@${whom.unit}` : ROOMS[whom.room] }]),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    random: (below) => {
      dice = (dice * 1_103_515_245 + 12_345) % 2_147_483_648
      return dice % below
    },
    onTrouble:
      options.onTrouble ??
      ((error) => {
        throw error
      }),
  })

  async function hear(message: Omit<Said, 'kind' | 'at'>): Promise<Heard[]> {
    const before = heard.length
    now = plusMs(now, 500)
    const { notice } = await app.receive({ kind: 'said', ...message, at: now })
    if (notice) telegram.flashed.push({ who: message.sender, ...notice })
    await app.settle()
    return heard.slice(before)
  }

  /** Somebody on Telegram, in his own chat or a group. */
  const onTelegram = (who: string, room?: string) => {
    said += 1
    const home: Address = { channel: 'telegram', chat: who }
    const from = room === undefined ? home : { ...home, chat: room }
    const where = { from, ...(room !== undefined && { privately: home }) }
    return { id: `t${said}`, sender: who, ...where }
  }

  /** The last message in a chat that holds these words, or has this button; the last of all where there are none. */
  function standingIn(chat: string, words?: string, label?: string): Standing | undefined {
    return telegram.standing.findLast(
      ({ chat: there, reply }) =>
        there === chat &&
        (words === undefined || plain(reply.text).includes(words)) &&
        (label === undefined || reply.choices?.some((one) => one.label === label)),
    )
  }

  return {
    app,
    /** What stands in the chats of Telegram now, what was flashed, what commands are offered, and faults to come. */
    telegram: {
      ...telegram,
      in: standingIn,
      /** How a card stands in a chat: of the appeal with this number, or the newest one. */
      card: (chat: string, number?: string): Standing | undefined =>
        telegram.standing.findLast(
          ({ chat: there, reply }) =>
            there === chat && (number === undefined ? reply.card !== undefined : reply.card === number),
        ),
      shown: (standing: Standing): string => shown(standing.reply),
      /** A line, in a group where `room` names one; `to` are words of the message it replies to. */
      says(
        who: string,
        text: string,
        extra: { room?: string | undefined; to?: string | undefined } & Partial<Said> = {},
      ): Promise<Heard[]> {
        const { room, to, ...rest } = extra
        const about = onTelegram(who, room)
        const receipt = receiptOf(about.from, telegram.nextId())
        const answered = to === undefined ? undefined : standingIn(about.from.chat, to)
        if (to !== undefined && !answered) throw new Error(`no message with “${to}” stands in ${about.from.chat}`)
        const replyTo = answered && receiptOf(about.from, answered.id)
        return hear({ ...about, text, receipt, attachments: [], ...(replyTo && { replyTo }), ...rest })
      },
      /**
       * Presses the last button of this label in the chat; `of` are words of the message it stands under. Several who press
       * at once (`王芳、李娜`) press what they all still see.
       */
      async presses(
        who: string,
        label: string,
        extra: { room?: string | undefined; of?: string | undefined } & Partial<Said> = {},
      ): Promise<Heard[]> {
        const { room, of, ...rest } = extra
        const chat = room ?? who
        const message = standingIn(chat, of, label)
        const pressed = message?.reply.choices?.find((one) => one.label === label)?.id
        if (!message || pressed === undefined) throw new Error(`no button “${label}” stands in ${chat}`)
        const told: Heard[] = []
        for (const one of who.split('、')) {
          const about = onTelegram(one, room)
          const replyTo = receiptOf(about.from, message.id)
          told.push(...(await hear({ ...about, text: '', pressed, replyTo, attachments: [], ...rest })))
        }
        return told
      },
    },
    now: (): Instant => now,
    store,
    heard,
    /** The account of WeChat is logged in anew: where contacts last for a login only, everybody there is somebody else. */
    relogin: wechat.relogin,
    /**
     * One line said by somebody, in a group where `room` names one (`unmet`: he has not added the account); what everybody
     * was told because of it. 微信·… are on WeChat, everybody else at the terminal.
     */
    async say(
      who: string,
      text: string,
      extra: Partial<Omit<Said, 'unmet'>> & { room?: string | undefined; unmet?: boolean } = {},
    ): Promise<Heard[]> {
      said += 1
      const { id = `m${said}`, room, unmet, ...rest } = extra
      const own = { channel: 'terminal' as const, chat: who }
      const there = room === undefined ? { from: own } : { from: { ...own, chat: room }, privately: own }
      const where = who.startsWith('微信·') ? wechat.placed(who, room, unmet) : { ...there, sender: who }
      const told = await hear({ id, ...where, text, attachments: [], ...rest })
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

const memberId = (name: string): string => `staff-${name}`

/** Writes the roster into the ledger, as an administrator would have done by hand. */
async function enrol(
  store: ReturnType<typeof createMemoryStore>,
  staff: readonly OnTelegram[],
  groups: Readonly<Record<string, PlaceId>>,
): Promise<void> {
  if (staff.length === 0 && Object.keys(groups).length === 0) return
  const by = { role: 'system', id: 'system' } as const
  const common = { at: START, by }
  const members = staff.flatMap(({ name, roles, units = [], sealed }): Event[] => {
    const record = { ...common, stream: 'staff', of: memberId(name), subject: memberId(name) } as const
    const account = { sender: name, home: { channel: 'telegram', chat: name } } as const
    return [
      { ...record, type: 'invited', data: { name, roles: [...roles], units: [...units] } },
      { ...record, type: 'joined', data: {}, personal: account },
      ...(sealed === undefined ? [] : [{ ...record, type: 'posted', data: { sealed } } as const]),
    ]
  })
  const places = Object.entries(groups).map(([chat, of]): Event => {
    const data = { at: { channel: 'telegram', chat } } as const
    return { ...common, stream: 'place', of, subject: 'system', type: 'place-set', data }
  })
  await store.appeals.commit({
    message: 'enrolled',
    at: START,
    expects: [],
    events: [...members, ...places],
    deliveries: [],
  })
}

function shown({ text, choices = [], files = [] }: Reply): string {
  const offered = choices.map(({ label }, i) => `${i + 1}. ${label}`)
  return [plain(text), ...files.map(({ name }) => `[文件] ${name}`), ...offered].join('\n')
}

export const numberOf = (appeal: Appeal): string => showNumber(appeal.number)
