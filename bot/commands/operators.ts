import { createOffice } from '../../adapters/office/index.ts'
import { cut } from '../../knowledge/index.ts'
import type { Config } from '../config.ts'
import type { Desk } from '../dialogue/desk.ts'
import type { Channel } from '../ports/channel.ts'
import type { Bot } from './bot.ts'
import type { City } from './city/load.ts'
import { systemClock } from './clock.ts'
import { consoleAddress, entranceLink, openConsole } from './console-routes.ts'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Routes } from './roads.ts'
import { operatorRoutes } from './routes-of-operators.ts'

/** What those who run a bot that serves, and those who lead, have of it over HTTP. */
export interface Operated {
  /** The link into the console; none where nobody could reach one. */
  readonly console?: Desk['console']
  /** The console's. */
  routes(bot: Bot): Routes
  status(bot: Bot, stop: AbortSignal): Routes
}

export function operated(
  config: Config,
  world: {
    readonly city: City
    readonly channels: readonly Channel[]
    readonly metrics: Metrics
    readonly log: Log
  },
): Operated {
  const { city, channels, metrics, log } = world
  const base = consoleAddress(config)
  const hasConsole = config.operators.console !== undefined || config.http.asked
  return {
    ...(hasConsole && { console: (code: string) => entranceLink(base, code) }),
    routes(bot) {
      if (!hasConsole) return {}
      return openConsole({
        base,
        ledger: bot.ledger,
        receive: bot.app.receive,
        city,
        office: createOffice(),
        cut,
        clock: systemClock,
        knowledge: () => bot.knowledge.status(),
        health: bot.health,
        log: log.info,
      })
    },
    status: (bot, stop) =>
      operatorRoutes(config, {
        ledger: bot.ledger,
        writable: bot.ledger.writable,
        knowledge: bot.knowledge,
        app: bot.app,
        serves: channels.map(({ name }) => name),
        inTurn: config.database ? channels.flatMap(({ name, alone }) => (alone ? name : [])) : [],
        metrics,
        catalog: city.catalog,
        clock: systemClock,
        stop,
      }),
  }
}
