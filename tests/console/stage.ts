import { createHash } from 'node:crypto'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { createOffice } from '../../adapters/office/index.ts'
import { createMemoryStore } from '../../adapters/store/memory.ts'
import { createApp } from '../../bot/app.ts'
import { folds } from '../../bot/appeal/history.ts'
import { catalog } from '../../bot/catalog/index.ts'
import type { Event } from '../../bot/model/event.ts'
import { type Instant, plusMs } from '../../bot/model/instant.ts'
import { plain } from '../../bot/model/reply.ts'
import type { KnowledgeStatus } from '../../bot/ports/knowledge-base.ts'
import { createRememberingTelegram } from '../transcripts/telegram.ts'
import { STAFF } from './staff.ts'

const START = '2026-11-23T02:00:00.000Z' // a Monday, ten in the morning in Shanghai

export const digest = (text: string): string => createHash('sha256').update(text).digest('hex')
/** Pairs of characters: as good as words where only likeness is asked for, and no dictionary is read. */
export const cut = (text: string): string[] => text.match(/../gu) ?? []

/** A bot whose staff are on Telegram, which answers no question: nothing but what the console needs of it. */
export async function createStage(options: {
  readonly status: KnowledgeStatus
  readonly console: (code: string) => string
  readonly events: readonly Event[]
}) {
  const { status, console, events } = options
  let now: Instant = START
  let said = 0
  let dice = 7
  const heard: { readonly chat: string; readonly text: string }[] = []
  const store = createMemoryStore({ folds })
  const telegram = createRememberingTelegram(({ reply }) =>
    heard.push({ chat: reply.to.chat, text: plain(reply.text) }),
  )
  const by = { role: 'system', id: 'system' } as const
  const members = STAFF.flatMap(({ name, roles, units = [] }): Event[] => {
    const record = { at: START, by, stream: 'staff', of: `staff-${name}`, subject: `staff-${name}` } as const
    const account = { sender: name, home: { channel: 'telegram', chat: name } } as const
    return [
      { ...record, type: 'invited', data: { name, roles: [...roles], units: [...units] } },
      { ...record, type: 'joined', data: {}, personal: account },
    ]
  })
  const all = [...members, ...events]
  await store.appeals.commit({ message: 'before', at: START, expects: [], events: all, deliveries: [] })
  const nothing = { ok: true, lines: [] }
  const app = createApp({
    store: store.appeals,
    outbox: store.outbox,
    files: store.files,
    office: createOffice(),
    directory: { identify: async (_, sender) => ({ id: sender, roles: [], units: [] }) },
    knowledge: {
      ask: () => ({ kind: 'unsure', confidence: 0, passages: [] }),
      status: () => status,
      reload: async () => nothing,
      rollback: async () => nothing,
      learn: () => {},
    },
    questions: { add: () => {}, remove: () => {}, alike: () => undefined },
    cut,
    simplify: (text) => text,
    catalog,
    holidays: publishedHolidays(),
    clock: { now: () => now, sleep: () => new Promise(() => {}) },
    channels: [telegram.channel],
    reach: () => [],
    console,
    digest,
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
    store,
    now: () => now,
    /** A line of somebody, in his own chat or a group; what was said to whom because of it. */
    async says(who: string, text: string, room?: string) {
      const before = heard.length
      said += 1
      now = plusMs(now, 500)
      const home = { channel: 'telegram', chat: who } as const
      const from = room === undefined ? home : { ...home, chat: room }
      const where = { from, ...(room !== undefined && { privately: home }) }
      await app.receive({ kind: 'said', id: `t${said}`, sender: who, ...where, text, attachments: [], at: now })
      await app.settle()
      return heard.slice(before)
    },
  }
}
