import { Counter, Histogram, type Registry } from 'prom-client'
import type { AppealStore } from '../../bot/ports/appeal-store.ts'
import type { Received, Sent } from '../../bot/ports/channel.ts'
import type { KnowledgeBase } from '../../bot/ports/knowledge-base.ts'

type Committed = Awaited<ReturnType<AppealStore['commit']>>

export interface Counts {
  heard(channel: string, outcome: NonNullable<Received['outcome']> | 'failed', seconds: number): void
  committed(outcome: Committed | 'failed', seconds: number): void
  answered(kind: ReturnType<KnowledgeBase['ask']>['kind'], confidence: number): void
  sent(channel: string, outcome: Sent['kind'] | 'failed', seconds: number): void
  reloaded(outcome: 'done' | 'refused' | 'failed'): void
}

/** From a millisecond to a minute. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]
const TENTHS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

/** What is counted as it happens. */
export function createCounts(registry: Registry): Counts {
  const registers = [registry]
  const messages = new Counter({
    name: 'qinqing_messages_total',
    help: 'Messages that channels handed over, by what became of them',
    labelNames: ['channel', 'outcome'],
    registers,
  })
  const messageSeconds = new Histogram({
    name: 'qinqing_message_seconds',
    help: 'From when a channel handed a message over until what it brought about was durable',
    labelNames: ['channel'],
    buckets: SECONDS,
    registers,
  })
  const commits = new Counter({
    name: 'qinqing_commits_total',
    help: 'Changes put to the ledger, by what became of them',
    labelNames: ['outcome'],
    registers,
  })
  const commitSeconds = new Histogram({
    name: 'qinqing_commit_seconds',
    help: 'How long a change took to become durable, or to be refused',
    buckets: SECONDS,
    registers,
  })
  const answers = new Counter({
    name: 'qinqing_answers_total',
    help: 'Questions put to the documents, by the kind of the answer',
    labelNames: ['kind'],
    registers,
  })
  const confidence = new Histogram({
    name: 'qinqing_answer_confidence',
    help: 'How sure the answers were, from 0 to 1',
    buckets: TENTHS,
    registers,
  })
  const deliveries = new Counter({
    name: 'qinqing_deliveries_total',
    help: 'Tries to send a reply, by what became of them',
    labelNames: ['channel', 'outcome'],
    registers,
  })
  const deliverySeconds = new Histogram({
    name: 'qinqing_delivery_seconds',
    help: 'How long a channel took to send a reply, or to fail',
    labelNames: ['channel'],
    buckets: SECONDS,
    registers,
  })
  const reloads = new Counter({
    name: 'qinqing_reloads_total',
    help: 'Reloads of the documents and steps back to an earlier generation, by what became of them',
    labelNames: ['outcome'],
    registers,
  })

  return {
    heard(channel, outcome, seconds) {
      messages.inc({ channel, outcome })
      messageSeconds.observe({ channel }, seconds)
    },
    committed(outcome, seconds) {
      commits.inc({ outcome })
      commitSeconds.observe(seconds)
    },
    answered(kind, sure) {
      answers.inc({ kind })
      confidence.observe(sure)
    },
    sent(channel, outcome, seconds) {
      deliveries.inc({ channel, outcome })
      deliverySeconds.observe({ channel }, seconds)
    },
    reloaded: (outcome) => reloads.inc({ outcome }),
  }
}
