import { folds } from '../../../bot/appeal/history.ts'
import type { Appeal } from '../../../bot/model/appeal.ts'
import type { AppealStore, Found, Query } from '../../../bot/ports/appeal-store.ts'
import { count, drawsFrom } from '../draws.ts'
import type { Flaw } from '../lives/city.ts'
import { type Lived, live } from '../lives/lives.ts'
import type { Bite, Row } from '../row.ts'

const LIVES = 50_000
/** So many live in one city, on one ledger. */
const TOGETHER = 16
/** What must have happened in so many lives; else little was tried. */
const ENOUGH = 200
const MUST_BE_SEEN = [
  'dispatched',
  'awaiting-info',
  'follow-up',
  'resolved',
  'archived',
  'withdrawn',
  'merged',
  'warned',
]

const bite = (name: string, flaw: Flaw): Bite => ({
  name,
  async run(seed) {
    for (let city = 1; city <= 40; city++) {
      const { wrong } = await live(TOGETHER, drawsFrom(seed + city), flaw)
      if (wrong[0] !== undefined) return { caught: true, saw: `within ${city * TOGETHER} lives: ${wrong[0]}` }
    }
    return { caught: false, saw: `nothing, in ${40 * TOGETHER} lives` }
  },
})

/** A store that shows a case otherwise than it stands, to whoever decides. */
function showing(store: AppealStore, shown: (appeal: Appeal) => Appeal): AppealStore {
  const read = async (query: Query): Promise<Found> => {
    const found: Found = await store.read(query)
    if (found.kind !== 'appeal' || !found.appeal) return found
    return { ...found, appeal: { ...found.appeal, value: shown(found.appeal.value) } }
  }
  return { ...store, read: read as AppealStore['read'] }
}

/**
 * A run is the life of one case from its registration to a year after: a few random acts of its owner and of staff, and of
 * those who should not, with sixteen cases at once on one ledger. The first of each kind is told in the chat, the others are
 * entered like it.
 */
export const row: Row = {
  minutes: 30,
  async run({ of, seed, tell }) {
    const lives = of(LIVES)
    const wrong: string[] = []
    const seen = new Set<string>()
    const sums = { lives: 0, messages: 0, events: 0, crashes: 0, races: 0, doubled: 0 }
    const add = (lived: Lived): void => {
      for (const key of Object.keys(sums) as (keyof typeof sums)[]) sums[key] += lived[key]
      for (const one of lived.seen) seen.add(one)
    }
    for (let city = 0; sums.lives < lives && wrong.length === 0; city++) {
      const lived = await live(Math.min(TOGETHER, lives - sums.lives), drawsFrom(seed + city))
      add(lived)
      wrong.push(...lived.wrong.map((fault) => `city ${city}: ${fault}`))
      if (city % 100 === 99) tell(`${count(sums.lives)} of ${count(lives)}`)
    }
    const missing = sums.lives < ENOUGH ? [] : MUST_BE_SEEN.filter((one) => !seen.has(one))
    if (missing.length > 0) wrong.push(`never seen: ${missing}`)
    const saw = [
      `${count(sums.lives)} runs, each the life of one case, ${TOGETHER} on a ledger: ${count(sums.messages)} messages, ${count(sums.events)} events`,
      `${count(sums.crashes)} crashes at a file call, ${count(sums.races)} races of two people, ${count(sums.doubled)} messages late or twice`,
      `${wrong.length} against the model${wrong.length > 0 ? `: ${wrong[0]}` : ''}`,
    ]
    return { saw: saw.join('; '), ok: wrong.length === 0 && sums.lives === lives }
  },
  bites: [
    bite('a transition that the table forbids: what was accepted is taken for new', {
      store: (store) =>
        showing(store, (appeal) => (appeal.state === 'accepted' ? { ...appeal, state: 'registered' } : appeal)),
    }),
    bite('an alarm that was given is not known to have been', {
      folds: { ...folds, alarms: (appeal) => folds.alarms({ ...appeal, warned: [] }) },
      store: (store) => showing(store, (appeal) => ({ ...appeal, warned: [] })),
    }),
    bite('what a change expects is not checked', {
      store: (store) => ({ ...store, commit: (change) => store.commit({ ...change, expects: [] }) }),
    }),
    bite('a message that comes again is not known again', {
      store: (store) => {
        let n = 0
        return { ...store, commit: (change) => store.commit({ ...change, message: `${change.message} ${n++}` }) }
      },
    }),
  ],
}
