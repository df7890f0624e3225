import { collectDefaultMetrics, Registry } from 'prom-client'
import type { AppealStore } from '../../bot/ports/appeal-store.ts'
import type { Channel, Received } from '../../bot/ports/channel.ts'
import type { KnowledgeKeeper, KnowledgeOutcome } from '../../bot/ports/knowledge-base.ts'
import { createCounts } from './counts.ts'
import { createGauges, type Seen } from './gauges.ts'

export type { Seen } from './gauges.ts'

/** Wraps what the bot is made of, so that what it does is counted. Whatever is wrapped answers as it did. */
export interface Metering {
  readonly store: <S extends Pick<AppealStore, 'commit'>>(store: S) => S
  readonly channel: (channel: Channel) => Channel
  readonly knowledge: <K extends Keeper>(knowledge: K) => K
}

type Answering = Pick<KnowledgeKeeper, 'ask'>
type Answer = ReturnType<KnowledgeKeeper['ask']>

/** As far as it is counted: who orders a reload is no matter here. */
interface Keeper extends Answering {
  now?(): Answering
  reload(...order: never[]): Promise<KnowledgeOutcome>
  rollback(...order: never[]): Promise<KnowledgeOutcome>
}

export interface Metrics extends Metering {
  /** All of it as Prometheus reads it, with what was found just now. */
  page(seen: Seen): Promise<{ readonly type: string; readonly text: string }>
}

/**
 * The figures of a process, in a registry of its own. No label and no value tells of anybody: labels are names of channels,
 * outcomes and kinds, of which there are few. `ms`: a clock that only goes on, in milliseconds.
 */
export function createMetrics({ ms }: { readonly ms: () => number }): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const counts = createCounts(registry)
  const gauges = createGauges(registry)

  /** Counts how it ended, and how long it took. */
  async function timed<T>(work: () => Promise<T>, done: (outcome: T | 'failed', seconds: number) => void): Promise<T> {
    const begun = ms()
    const end = (outcome: T | 'failed') => done(outcome, (ms() - begun) / 1000)
    try {
      const outcome = await work()
      end(outcome)
      return outcome
    } catch (error) {
      end('failed')
      throw error
    }
  }

  async function reloading(work: () => Promise<KnowledgeOutcome>): Promise<KnowledgeOutcome> {
    return timed(work, (outcome) => counts.reloaded(outcome === 'failed' ? 'failed' : endOf(outcome)))
  }

  function counted(answer: Answer): Answer {
    counts.answered(answer.kind, answer.confidence)
    return answer
  }

  /** What one turn asks: where it is decided again, because it had to read something, it asks the same once more. */
  function ofOneTurn<A extends Answering>(answering: A): A {
    const asked = new Set<string>()
    return {
      ...answering,
      ask(question, on, about) {
        const answer = answering.ask(question, on, about)
        if (asked.has(question)) return answer
        asked.add(question)
        return counted(answer)
      },
    }
  }

  return {
    store: (store) => ({
      ...store,
      commit: (change) => timed(() => store.commit(change), counts.committed),
    }),
    channel(channel) {
      const { name } = channel
      const heard = (outcome: Received | 'failed', seconds: number) =>
        counts.heard(name, outcome === 'failed' ? 'failed' : (outcome.outcome ?? 'ignored'), seconds)
      return {
        ...channel,
        listen: (receive, stop) => channel.listen((message) => timed(() => receive(message), heard), stop),
        send: (reply, key, known) =>
          timed(
            () => channel.send(reply, key, known),
            (sent, seconds) => counts.sent(name, sent === 'failed' ? 'failed' : sent.kind, seconds),
          ),
      }
    },
    knowledge: (knowledge) => ({
      ...knowledge,
      ask: (...question) => counted(knowledge.ask(...question)),
      ...(knowledge.now && { now: () => ofOneTurn(knowledge.now?.() ?? knowledge) }),
      reload: (...order: never[]) => reloading(() => knowledge.reload(...order)),
      rollback: (...order: never[]) => reloading(() => knowledge.rollback(...order)),
    }),
    async page(seen) {
      gauges.set(seen)
      return { type: registry.contentType, text: await registry.metrics() }
    },
  }
}

const endOf = ({ ok, refused }: KnowledgeOutcome) => (ok ? 'done' : refused ? 'refused' : 'failed')
