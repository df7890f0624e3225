import { createHash } from 'node:crypto'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import type { Ledger } from '../../adapters/store/index.ts'
import { type AppOptions, createApp } from '../../bot/app.ts'
import { catalog } from '../../bot/catalog/index.ts'
import { plusMs } from '../../bot/model/instant.ts'
import { plain } from '../../bot/model/reply.ts'

const AGREES = 'consent:yes'
const UNCHANGED = { ok: true, lines: [] }
/** Knows no document and cuts by character: what is asked here is of appeals. */
const ignorant = {
  knowledge: {
    ask: () => ({ kind: 'unsure', confidence: 0, passages: [] }),
    status: () => ({ generation: 1, documents: 0, passages: 0, faulty: 0, overdue: 0 }),
    reload: () => Promise.resolve(UNCHANGED),
    rollback: () => Promise.resolve(UNCHANGED),
    learn: () => {},
  } satisfies AppOptions['knowledge'],
  questions: { add: () => {}, remove: () => {}, alike: () => undefined },
  cut: (text: string) => [...text],
  simplify: (text: string) => text,
} as const

/**
 * A bot that works on this ledger, for entrepreneurs who type. `session` tells its messages from those of another one.
 */
export function settle(ledger: Ledger, session: string) {
  let now = '2026-11-23T02:00:00.000Z'
  let count = 0
  let dice = 7
  const heard: { readonly chat: string; readonly text: string; readonly offered: readonly string[] }[] = []
  const app = createApp({
    ...ignorant,
    store: ledger.appeals,
    outbox: ledger.outbox,
    files: ledger.files,
    office: {} as AppOptions['office'],
    directory: { identify: async (_, sender) => ({ id: ledger.pseudonym(sender), roles: [], units: [] }) },
    catalog: { ...catalog, pace: { messages: 1_000_000, seconds: 60 } },
    holidays: publishedHolidays(),
    clock: { now: () => now, sleep: () => new Promise(() => {}) },
    channels: [
      {
        name: 'terminal',
        listen: () => Promise.resolve(),
        async send({ to, text, choices = [] }) {
          heard.push({ chat: to.chat, text: plain(text), offered: choices.map(({ id }) => id) })
          return { kind: 'sent', receipts: [] }
        },
      },
    ],
    reach: () => [],
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    random(below) {
      dice = (dice * 1_103_515_245 + 12_345) % 2_147_483_648
      return dice % below
    },
    onTrouble(error) {
      throw error
    },
  })

  async function said(who: string, text: string, pressed?: string): Promise<typeof heard> {
    const before = heard.length
    count += 1
    now = plusMs(now, 500)
    const from = { channel: 'terminal', chat: who } as const
    const press = pressed === undefined ? {} : { pressed }
    await app.receive({
      kind: 'said',
      id: `${session}-${count}`,
      from,
      sender: who,
      text,
      attachments: [],
      at: now,
      ...press,
    })
    await app.settle()
    return heard.slice(before).filter(({ chat }) => chat === who)
  }

  return {
    now: () => now,
    /** What he is told because he said this; he agrees to the notice on personal data. */
    async says(who: string, text: string): Promise<readonly string[]> {
      const told = await said(who, text)
      const isAsked = told.some(({ offered }) => offered.includes(AGREES))
      return (isAsked ? await said(who, '', AGREES) : told).map((one) => one.text)
    },
    async appeals() {
      const { appeals } = await ledger.appeals.read({ kind: 'appeals', where: {} })
      return appeals.map(({ value }) => value).sort((a, b) => (a.registeredAt < b.registeredAt ? -1 : 1))
    },
  }
}
