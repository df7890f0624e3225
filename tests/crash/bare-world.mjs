import { createHash } from 'node:crypto'

/** A module of the compiled bot. */
export const compiled = (path) => import(new URL(`../../dist/${path}`, import.meta.url).href)

const { systemClock } = await compiled('bot/commands/clock.js')

/** What an app wants of the world beside store, channels and clock, where none of it matters: no documents, no dictionary, no office. */
export const bareWorld = (catalog) => ({
  office: {},
  knowledge: {
    ask: () => ({ kind: 'unsure', confidence: 0, passages: [] }),
    status: () => ({ generation: 1, documents: 0, passages: 0, faulty: 0 }),
    reload: () => Promise.resolve({ ok: true, lines: [] }),
    rollback: () => Promise.resolve({ ok: true, lines: [] }),
    learn: () => {},
  },
  questions: { add: () => {}, remove: () => {}, alike: () => undefined },
  cut: (text) => [...text],
  simplify: (text) => text,
  // A few people say in seconds what takes others weeks.
  catalog: { ...catalog, pace: { messages: 1_000_000, seconds: 60 } },
  holidays: {},
  digest: (text) => createHash('sha256').update(text).digest('hex'),
  random: (below) => Math.floor(Math.random() * below),
})

/** A clock that shows `now`, and sleeps `hurry` times as fast. */
export const clockOf = (now, hurry = 1) => ({
  now,
  sleep: (ms, stop) => systemClock.sleep(ms / hurry, stop),
})

/** Who begins with “staff” is of the staff, and does whatever they do. */
export const everyStaff = (ledger) => ({
  identify: async (_, sender) => ({
    id: ledger.pseudonym(sender),
    ...(sender.startsWith('staff')
      ? { roles: ['clerk', 'handler'], units: ['*'], name: sender }
      : { roles: [], units: [] }),
  }),
})
