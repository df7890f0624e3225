import type { Puppet } from 'wechaty-puppet'
import { Fault } from '../../bot/model/fault.ts'
import { mended } from './alive/mended.ts'

export interface PuppetSettings {
  /** The npm package of a puppet of wechaty's, such as `wechaty-puppet-service`. */
  readonly name: string
  /** What that puppet takes: a token, an endpoint … A secret may be among it. */
  readonly options: Readonly<Record<string, unknown>>
}

const PACKAGE = /^(?:@[a-z0-9-]+\/)?wechaty-puppet-([a-z0-9-]+)$/
/** Those whose contacts keep their ids from one login to the next. */
const LASTING = new Set(['service', 'padlocal', 'official-account'])
/** The puppets' own watchdog starts them anew behind our back: we look after them. In seconds. */
const NEVER = 20 * 86_400

/** Whether contacts keep their ids at the next login. Of a puppet that is not known it is not believed. */
export function idsLast(name: string): boolean {
  return LASTING.has(PACKAGE.exec(name)?.[1] ?? '')
}

/**
 * Imports a puppet's package, and makes a fresh puppet at each call. Rejects with a `Fault` of code `config` where the
 * package is not installed, or what it needs to be told was not told. Nothing is printed unless WECHATY_LOG says so: the
 * library's lines hold names and texts.
 */
export async function loadPuppet({ name, options }: PuppetSettings): Promise<() => Puppet> {
  const kind = PACKAGE.exec(name)?.[1]
  if (kind === undefined)
    throw amiss(name, 'is no puppet: give the name of its package, such as wechaty-puppet-service')
  if (kind === 'mock') throw amiss(name, 'is for tests: nobody is reached with it')
  if (kind === 'service') checkToken(name, options)
  const before = new Set(process.listeners('uncaughtException'))
  const loaded = await imported(name)
  // wechat4u takes every error of the whole process to itself, and only prints it.
  for (const swallow of process.listeners('uncaughtException')) {
    if (!before.has(swallow)) process.off('uncaughtException', swallow)
  }
  const Kind = constructorIn(loaded)
  if (!Kind) throw amiss(name, 'has no puppet in it: is its version the one for wechaty 1?')
  await hush(loaded)
  return () => {
    const puppet = new Kind({ timeoutSeconds: NEVER, ...options })
    return kind === 'service' ? mended(puppet) : puppet
  }
}

async function imported(name: string): Promise<unknown> {
  try {
    return await import(name)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    if (isMissing && text.includes(`'${name}'`)) throw amiss(name, `is not installed: npm i ${name}`)
    throw amiss(name, `cannot be loaded (${text.split('\n')[0]}): npm i ${name} again, or take another version`)
  }
}

type Constructor = new (options: object) => Puppet

/** The default export, which is wrapped once more where the package is CommonJS. */
function constructorIn(loaded: unknown): Constructor | undefined {
  const outer = defaultOf(loaded)
  const found = typeof outer === 'function' ? outer : defaultOf(outer)
  return typeof found === 'function' ? (found as Constructor) : undefined
}

function defaultOf(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined
}

/** The library would print a page on how to get one. The name of the server in it is what its certificate is checked by. */
function checkToken(
  name: string,
  { token = process.env['WECHATY_PUPPET_SERVICE_TOKEN'], tls }: PuppetSettings['options'],
) {
  if (typeof token !== 'string' || token === '') throw amiss(name, 'needs a token: set {"token":"…"} among its options')
  if (/^insecure_.*_/.test(token)) throw amiss(name, 'needs a token with no other underscore than that of insecure_')
  const server = typeof tls === 'object' && tls !== null && 'serverName' in tls && tls.serverName
  if (server || process.env['WECHATY_PUPPET_SERVICE_TLS_SERVER_NAME'] || /^.+_/.test(token)) return
  throw amiss(name, 'needs a token that begins with the name of its server, as insecure_… does, or tls.serverName')
}

/** Several loggers, each with its own level: those of the puppets, and those their tools share. */
async function hush(loaded: unknown): Promise<void> {
  if (process.env['WECHATY_LOG']) return
  for (const module of [loaded, await import('wechaty-puppet')]) {
    const log: unknown = Object(module).log
    for (const logger of [log, Object(log).constructor]) {
      if (typeof Object(logger).level === 'function') Object(logger).level('silent')
    }
  }
}

const amiss = (name: string, what: string): Fault => new Fault('config', `cannot use WECHATY_PUPPET: ${name} ${what}`)
