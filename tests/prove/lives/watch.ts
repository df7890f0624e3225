import { createHash } from 'node:crypto'
import { verifyChain } from '../../../bot/appeal/chain.ts'
import { fold } from '../../../bot/appeal/history.ts'
import { alarms } from '../../../bot/appeal/owed.ts'
import type { Appeal } from '../../../bot/model/appeal.ts'
import type { AppealEvent } from '../../../bot/model/event.ts'
import type { Instant } from '../../../bot/model/instant.ts'
import type { AppealStore } from '../../../bot/ports/appeal-store.ts'
import { breach } from '../../simulation/model.ts'

/** What is known of a case from its events so far, each held against the model. */
interface Known {
  readonly appeal: Appeal
  readonly events: number
  readonly hash: string | undefined
}

export interface Watch {
  /** States that cases were in, and events that befell them. */
  readonly seen: ReadonlySet<string>
  readonly events: number
  /** Looks at every event since the last look: of all cases that the ledger holds. Says what is wrong. */
  follow(store: AppealStore): Promise<readonly string[]>
  /** At the end: no alarm is owed any more, and every chain verifies. */
  over(store: AppealStore, now: Instant): Promise<readonly string[]>
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

export function createWatch(): Watch {
  const known = new Map<string, Known>()
  const warned = new Set<string>()
  const seen = new Set<string>()
  let count = 0

  async function follow(store: AppealStore): Promise<string[]> {
    const { appeals } = await store.read({ kind: 'appeals', where: {} })
    const wrong: string[] = []
    const there = new Set<string>(appeals.map(({ value }) => value.number))
    for (const number of known.keys()) if (!there.has(number)) wrong.push(`${number} is lost`)
    for (const { value } of appeals) {
      const { events } = await store.read({ kind: 'history', number: value.number })
      wrong.push(...look(value, events).map((fault) => `${value.number}: ${fault}`))
    }
    return wrong
  }

  function look(kept: Appeal, events: readonly AppealEvent[]): string[] {
    const before = known.get(kept.number)
    const wrong: string[] = []
    if (before && events[before.events - 1]?.chain?.hash !== before.hash)
      wrong.push(`of ${before.events} events that were there ${events.length} are left, or others`)
    let appeal = before?.appeal
    for (const event of events.slice(before?.events ?? 0)) {
      const after = fold(appeal, event)
      wrong.push(...faultsOf(event, appeal, after))
      seen.add(after.state)
      seen.add(event.type)
      count += 1
      appeal = after
    }
    if (!appeal) return ['without any event']
    if (appeal.state !== kept.state || appeal.events !== kept.events)
      wrong.push(
        `kept as ${kept.state} after ${kept.events} events, its events say ${appeal.state} after ${appeal.events}`,
      )
    known.set(kept.number, { appeal, events: events.length, hash: events.at(-1)?.chain?.hash })
    return wrong
  }

  function faultsOf(event: AppealEvent, before: Appeal | undefined, after: Appeal): string[] {
    if (!before) return event.type === 'registered' ? [] : [`begins with ${event.type}`]
    const wrong: string[] = []
    const forbidden = breach(event, before.state, after.state)
    if (forbidden !== undefined) wrong.push(`against the model: ${forbidden}`)
    if (event.type === 'warned') {
      const due = before.deadlines.find(({ name }) => name === event.data.deadline)?.due
      const alarm = `${after.number} ${event.data.deadline} ${event.data.level} ${due} ${before.reworks}`
      if (warned.has(alarm)) wrong.push(`an alarm given twice: ${alarm}`)
      warned.add(alarm)
    }
    if (event.type === 'resolved' && !after.outcome) wrong.push('resolved without an outcome')
    if (event.type === 'resolved' && !after.personal?.thread.some(({ kind }) => kind === 'replied'))
      wrong.push('resolved without an answer')
    const decides = event.type === 'extended' || event.type === 'declined' || event.type === 'terminated'
    if (decides && event.data.proposer?.id === event.by.id) wrong.push(`${event.type} by the one who proposed it`)
    return wrong
  }

  return {
    seen,
    get events() {
      return count
    },
    follow,
    async over(store, now) {
      const wrong = await follow(store)
      for (const { appeal } of known.values()) {
        const owed = alarms(appeal).filter(({ at }) => at < now)
        if (owed.length > 0) wrong.push(`${appeal.number}: ${owed.length} alarms were never given`)
        const { events } = await store.read({ kind: 'history', number: appeal.number })
        const verified = verifyChain(events, digest)
        if (!('head' in verified) || verified.head?.hash !== appeal.head?.hash)
          wrong.push(`${appeal.number}: its chain does not verify`)
      }
      return wrong
    },
  }
}
