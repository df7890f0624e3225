import { createServer } from 'node:net'
import { resolve } from 'node:path'
import { askOwnerIfAny } from '../control.ts'
import { type Check, NOTHING, ok, unknown, type World, wrong } from './finding.ts'

const isRunning = async ({ config }: World): Promise<boolean> =>
  (await askOwnerIfAny(resolve(config.data), { do: 'status' }).catch(() => null)) !== null

/** Whether the bot runs; that it does not is no fault by itself. */
export const running: Check = {
  name: 'running',
  async look(world) {
    if (world.spoilt.has('QINQING_DATA')) return NOTHING
    return (await isRunning(world)) ? ok('yes, on this data folder') : unknown('no process runs on this data folder')
  },
}

const LOOPBACK = /^(?:127\.|::1$|localhost$)/

/** Its port is free, or the bot has it; nobody comes to it but through a proxy. */
export const server: Check = {
  name: 'HTTP',
  async look(world) {
    const { http, telegram, official, wecom } = world.config
    if (!http.asked && !telegram?.webhook && !official && !wecom) return NOTHING
    const at = `${http.host}:${http.port}`
    const found = LOOPBACK.test(http.host)
      ? ok(`${at}, reached from this machine alone`)
      : unknown(
          `${at} is reached from the network, without TLS`,
          'let it listen on 127.0.0.1 behind a proxy, unless a container shields it',
        )
    if (await isRunning(world)) return found
    const why = await cannotListen(http)
    return why ? wrong(`${at} cannot be listened on (${why})`, 'stop what has it, or give another QINQING_HTTP') : found
  },
}

function cannotListen({ host, port }: { readonly host: string; readonly port: number }): Promise<string | undefined> {
  return new Promise((done) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.name))
    probe.listen(port, host, () => probe.close(() => done(undefined)))
  })
}

/** Where events are told can be reached; nothing is told there. */
export const hook: Check = {
  name: 'hook',
  async look({ config, offline, ask }) {
    const { hook: to } = config.operators
    if (!to) return NOTHING
    if (offline) return unknown('not asked (--offline)')
    const answer = await ask({ url: to.url, method: 'HEAD' })
    const { host, protocol } = new URL(to.url)
    if (answer.is === 'away')
      return wrong(`${host} cannot be reached (${answer.why})`, 'open the way to it, or mend QINQING_HOOK_URL')
    return protocol === 'https:'
      ? ok(`${host} can be reached`)
      : unknown(`${host} can be reached, without TLS`, 'give an https address')
  },
}
