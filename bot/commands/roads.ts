import { randomInt } from 'node:crypto'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import type { ChannelName } from '../model/message.ts'
import type { Channel } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { FileStore } from '../ports/file-store.ts'
import type { OfficialSettings } from '../settings/official.ts'
import { optionsIn, type WeChatSettings } from '../settings/wechat.ts'
import { noteIn } from './notes.ts'
import { secretIn, textIn } from './secrets.ts'

/** A channel on which entrepreneurs are served. */
export interface Road {
  readonly channel: Channel
  /** How it is called in a line. */
  readonly label: string
  /** What is received over HTTP, by path. */
  readonly routes: Routes
}

export type Routes = Readonly<Record<string, (request: Request) => Promise<Response>>>

interface World {
  readonly app: () => App
  readonly files: () => Pick<FileStore, 'get'>
  readonly clock: Clock
  readonly log: (line: string) => void
  /** Shows a code to be scanned where whoever started the program looks. */
  readonly show: (code: string) => void
}

/** The roads that are configured, for an app that may be made later. Nothing is sent or asked before they listen. */
export async function openRoads(config: Config, world: World): Promise<readonly Road[]> {
  const { wechat, official, wecom } = config
  return Promise.all([
    ...(wechat ? [openWeChat(wechat, config, world)] : []),
    ...(official ? [openOfficial('official', official, config, world)] : []),
    ...(wecom ? [openOfficial('wecom', wecom, config, world)] : []),
  ])
}

async function openWeChat(settings: WeChatSettings, { data }: Config, world: World): Promise<Road> {
  const [{ createWeChat }, { idsLast, loadPuppet }] = await Promise.all([
    import('../../adapters/wechat/index.ts'),
    import('../../adapters/wechat/puppet.ts'),
  ])
  const { puppet: name, pace } = settings
  const channel = createWeChat({
    puppet: await loadPuppet({ name, options: optionsOf(settings) }),
    passing: !(settings.idsLast ?? idsLast(name)),
    ...common('wechat', world),
    random: () => randomInt(0x1_0000_0000) / 0x1_0000_0000,
    pace,
    memo: noteIn(data, 'wechat.json'),
    onAccount: (news) => void world.app().account('wechat', news),
    show: world.show,
  })
  return { channel, label: `WeChat (${name})`, routes: {} }
}

export function optionsOf({ options }: WeChatSettings): Readonly<Record<string, unknown>> {
  if ('given' in options) return options.given
  const read = optionsIn(textIn(options.file, 'QINQING_WECHAT_OPTIONS'))
  if (read) return read.given
  throw new Fault(
    'config',
    `cannot read QINQING_WECHAT_OPTIONS (${options.file}): there is no object in JSON in it, such as {"token":"…"}`,
  )
}

const ROADS = {
  official: { label: 'the official account', path: '/wechat/official', setting: 'QINQING_OFFICIAL_SECRET_FILE' },
  wecom: { label: 'WeCom customer service', path: '/wechat/wecom', setting: 'QINQING_WECOM_SECRET_FILE' },
} as const

async function openOfficial(
  name: keyof typeof ROADS,
  settings: OfficialSettings,
  { data }: Config,
  world: World,
): Promise<Road> {
  const { createOfficialAccount, createCustomerService } = await import('../../adapters/wechat-official/index.ts')
  const { label, path, setting } = ROADS[name]
  const { id, token, aesKey, api, account } = settings
  const remedy = 'it is empty: put the secret there, and nothing else'
  const options = {
    id,
    secret: secretIn(settings.secret, setting, (text) => text !== '', remedy),
    token,
    aesKey,
    ...(api && { apiRoot: api }),
    ...common(name, world),
  }
  const channel =
    name === 'official'
      ? createOfficialAccount(options)
      : createCustomerService({ ...options, memo: noteIn(data, 'wecom.json'), ...(account && { account }) })
  return { channel, label: `${label} at ${path}`, routes: { [path]: (request) => channel.handler(request) } }
}

/** What every channel is given. */
function common(name: ChannelName, { app, files, clock, log }: World) {
  return {
    keep: (...file: Parameters<App['keep']>) => app().keep(...file),
    fetch: (ref: string) => files().get(ref),
    onHealth: (health: Parameters<App['health']>[1]) => app().health(name, health),
    clock,
    log,
  }
}
