import { createReadiness } from '../../adapters/http/ready.ts'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import type { Catalog } from '../model/catalog.ts'
import type { AppealStore } from '../ports/appeal-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { KnowledgeBase } from '../ports/knowledge-base.ts'
import { lookAround, type Metrics } from './metrics.ts'
import { open311Routes } from './open311.ts'
import { probeOf } from './probe.ts'
import type { Routes } from './roads.ts'

export interface OperatorWorld {
  readonly ledger: { readonly appeals: Pick<AppealStore, 'read'>; readonly pseudonym: (text: string) => string }
  /** Rejects where the ledger takes no write now; without it, the data folder is tried. */
  readonly writable?: (() => Promise<void>) | undefined
  /** Absent where this process answers nothing: then it need not have any documents. */
  readonly knowledge?: Pick<KnowledgeBase, 'status'> | undefined
  /** How the channels are that this process serves. */
  readonly app?: Pick<App, 'channels'> | undefined
  /** These are, and these it serves only while no other process does. */
  readonly serves?: readonly string[]
  readonly inTurn?: readonly string[]
  readonly metrics?: Metrics | undefined
  readonly catalog: Pick<Catalog, 'city' | 'categories' | 'units' | 'areas'>
  readonly clock: Pick<Clock, 'now'>
  /** Fires when the process is told to stop. */
  readonly stop: AbortSignal
}

/** What those who run the bot, and what other systems, may ask of it: `/readyz`, `/metrics`, and the public register. */
export function operatorRoutes(config: Pick<Config, 'data' | 'operators'>, world: OperatorWorld): Routes {
  const { ledger, knowledge, app, metrics, clock, catalog, stop } = world
  const channels = () => app?.channels() ?? []
  const ready = createReadiness({
    writable: world.writable ?? probeOf(config.data),
    generation: knowledge && (() => knowledge.status().generation),
    expected: world.serves ?? [],
    inTurn: world.inTurn ?? [],
    channels,
    stop,
  })

  async function figures(page: Metrics['page']): Promise<Response> {
    const seen = await lookAround({ store: ledger.appeals, knowledge, channels: channels(), now: clock.now() })
    const { type, text } = await page(seen)
    return new Response(text, { headers: { 'content-type': type, 'cache-control': 'no-store' } })
  }

  return {
    '/readyz': readOnly(ready),
    ...(metrics && { '/metrics': readOnly(() => figures(metrics.page)) }),
    ...open311Routes(config, { store: ledger.appeals, pseudonym: ledger.pseudonym, catalog, clock }),
  }
}

const readOnly =
  (answer: () => Promise<Response>): Routes[string] =>
  async ({ method }) =>
    method === 'GET' || method === 'HEAD'
      ? answer()
      : new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
