import { Gauge, type Registry } from 'prom-client'

/** How things stand at the moment somebody asks. What could not be found out is absent, and so is its figure. */
export interface Seen {
  readonly outbox?: {
    readonly rows: readonly {
      readonly channel: string
      readonly state: 'waiting' | 'sending' | 'parked'
      readonly count: number
    }[]
    /** How long the oldest of what waits has waited. */
    readonly oldestSeconds: number
  }
  readonly appeals?: { readonly open: number; readonly overdue: number }
  readonly knowledge?: {
    readonly generation: number
    readonly documents: number
    readonly passages: number
    readonly quarantined: number
  }
  readonly channels: readonly { readonly name: string; readonly up: boolean }[]
  /** What could not be read now. */
  readonly failed: readonly ('outbox' | 'appeals')[]
}

/** What stands at one value until it is looked at again. */
export function createGauges(registry: Registry): { set(seen: Seen): void } {
  const gauge = <L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name, help, labelNames: [...labelNames], registers: [registry] })
  const depth = gauge('qinqing_outbox_depth', 'Deliveries that have not left, by channel and state', [
    'channel',
    'state',
  ])
  const oldest = gauge('qinqing_outbox_oldest_seconds', 'How long the oldest delivery that waits has waited')
  const open = gauge('qinqing_appeals_open', 'Appeals that have not come to an end')
  const overdue = gauge('qinqing_appeals_overdue', 'Open appeals of which something promised is late')
  const generation = gauge('qinqing_knowledge_generation', 'The generation of the documents that answers')
  const documents = gauge('qinqing_knowledge_documents', 'Documents that answer')
  const passages = gauge('qinqing_knowledge_passages', 'Passages that answer')
  const quarantined = gauge('qinqing_knowledge_quarantined', 'Files that could not be used')
  const channelUp = gauge('qinqing_channel_up', 'Whether a channel can be reached: 1, or 0', ['channel'])
  const readable = gauge('qinqing_ledger_readable', 'Whether a figure of the ledger could be read: 1, or 0', ['figure'])

  return {
    set({ outbox, appeals, knowledge, channels, failed }) {
      depth.reset()
      channelUp.reset()
      for (const { channel, state, count } of outbox?.rows ?? []) depth.set({ channel, state }, count)
      for (const { name, up } of channels) channelUp.set({ channel: name }, up ? 1 : 0)
      for (const figure of ['outbox', 'appeals'] as const) readable.set({ figure }, failed.includes(figure) ? 0 : 1)
      put(oldest, outbox?.oldestSeconds)
      put(open, appeals?.open)
      put(overdue, appeals?.overdue)
      put(generation, knowledge?.generation)
      put(documents, knowledge?.documents)
      put(passages, knowledge?.passages)
      put(quarantined, knowledge?.quarantined)
    },
  }
}

/** A figure that is not known is not shown as 0, which would be good news. */
function put(gauge: Gauge, value: number | undefined): void {
  if (value === undefined) gauge.remove()
  else gauge.set(value)
}
