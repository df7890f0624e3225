import type { OfficialSettings } from '../../settings/official.ts'
import { optionsOf } from '../roads.ts'
import { secretIn } from '../secrets.ts'
import type { Asked, Asking } from './ask.ts'
import { type Check, type Finding, NOTHING, ok, unknown, unlessFault, type World, wrong } from './finding.ts'

/** The puppet is installed, and was told what it needs. */
export const wechat: Check = {
  name: 'WeChat',
  look: async ({ config: { wechat: settings } }) =>
    unlessFault(async () => {
      if (!settings) return NOTHING
      const { loadPuppet } = await import('../../../adapters/wechat/puppet.ts')
      await loadPuppet({ name: settings.puppet, options: optionsOf(settings) })
      return ok(`${settings.puppet} is installed`)
    }),
}

/** The official account's secret is the one of its AppID. */
export const official: Check = {
  name: 'official',
  look: (world) =>
    account(world, world.config.official, 'QINQING_OFFICIAL_SECRET_FILE', ({ id, api }, secret) => ({
      url: `${api ?? 'https://api.weixin.qq.com'}/cgi-bin/stable_token`,
      body: { grant_type: 'client_credential', appid: id, secret },
    })),
}

/** The same for the customer service of WeCom. */
export const wecom: Check = {
  name: 'WeCom',
  look: (world) =>
    account(world, world.config.wecom, 'QINQING_WECOM_SECRET_FILE', ({ id, api }, secret) => ({
      url: `${api ?? 'https://qyapi.weixin.qq.com'}/cgi-bin/gettoken?${new URLSearchParams({ corpid: id, corpsecret: secret })}`,
    })),
}

async function account(
  world: World,
  settings: OfficialSettings | undefined,
  setting: string,
  asking: (settings: OfficialSettings, secret: string) => Asking,
): Promise<readonly Finding[]> {
  if (!settings) return NOTHING
  if (world.offline) return unknown('not asked (--offline)')
  let secret: string
  try {
    secret = secretIn(settings.secret, setting, (text) => text !== '', '')
  } catch {
    return NOTHING // told of the file
  }
  return meaning(await world.ask(asking(settings, secret)), settings.id)
}

/** What Tencent's codes mean, and who can mend it. */
const REMEDIES: Readonly<Record<number, string>> = {
  40001: 'the secret is another account’s, or was reset: give the one that stands in the settings now',
  40125: 'the secret is another account’s, or was reset: give the one that stands in the settings now',
  40013: 'the id is no account’s: give the one that stands in the settings',
  40164: 'put the address of this machine on the list there (IP白名单)',
  60020: 'put the address of this machine on the list there (企业可信IP)',
  89503: 'the account’s administrator has to agree on his phone (IP调用确认)',
}

function meaning(answer: Asked, id: string): readonly Finding[] {
  if (answer.is === 'away') return wrong(`it cannot be reached (${answer.why})`, 'open the way to Tencent’s servers')
  const { errcode = 0, access_token: token } = answer.json
  if (typeof token === 'string') return ok(`${id}: a token is given out`)
  const remedy = REMEDIES[Number(errcode)] ?? 'see what the code means at developers.weixin.qq.com (全局返回码)'
  return wrong(`no token is given out (errcode ${Number(errcode)}, HTTP ${answer.status})`, remedy)
}
