import type { Methods } from './call.ts'
import { bring, type Delivered } from './callback.ts'
import { type Customer, createCustomer } from './customer.ts'
import { createEnvelope } from './envelope.ts'
import { createMedia } from './media.ts'
import type { SideSetting } from './official-side.ts'
import { Refusal } from './refusal.ts'
import { createSyncLog, type Entry, type SyncWays } from './sync.ts'
import { createTokens } from './tokens.ts'
import { type Secrets, sealedQuery, signedNow, verify } from './verify.ts'
import { type Client, type Welcome, wecomMethods } from './wecom.ts'
import { writeXml } from './xml.ts'

/** A WeCom with customer service accounts (微信客服), and those who talk to them. */
export interface Wecom extends Secrets {
  /** The first account's `open_kfid`. */
  readonly account: string
  /** Another one; returns its `open_kfid`. */
  addAccount(name: string): string
  /** It is there no more, or is not handed to the API. */
  removeAccount(account: string): void
  /** Sets where callbacks go, and asks whether that is the bot's. Rejects where it is not. */
  connect(url: string): Promise<void>
  person(name: string, how?: { readonly id?: string; readonly account?: string }): Customer
  /** Callbacks get lost from now on, or are brought again. What happens can still be asked for. */
  silent: boolean
  /** Rings at the bot as if something had happened. Resolves with how that went. */
  ring(account?: string): Promise<readonly Delivered[]>
  /** Everything brought to the bot's URL so far. */
  readonly rings: readonly (readonly Delivered[])[]
  /** What can be asked for, as it happened. */
  readonly entries: readonly Entry[]
  /** This one stands there once more, as it is seen with events. */
  repeats(msgid: string): void
  expireTokens(): void
  replaceTokens(): void
  changeSecret(secret: string): void
}

const MB = 2 ** 20

export function createWecom(setting: SideSetting & { readonly sync: SyncWays }): { side: Wecom; methods: Methods } {
  const { now, root } = setting
  const keys = {
    id: 'ww1436e0e65afa8e01',
    token: 'QinqingWecomToken2026',
    aesKey: 'QinqingWecomFakeEncodingAESKey0123456789abc',
  }
  const envelope = createEnvelope({ ...keys, receiver: keys.id })
  const accounts = new Map([['wkFakeAAAAfirst', '企业服务']])
  const people = new Map<string, Client>()
  const welcomes = new Map<string, Welcome>()
  const log = createSyncLog(now, setting.sync)
  const media = createMedia(now, RULES, 6)
  const rings: (readonly Delivered[])[] = []
  let secret = 'fake-secret-of-the-customer-service'
  let url: string | undefined
  let ids = 0
  const nextMsgId = () => `4XFake${String(++ids).padStart(20, '0')}`
  const tokens = createTokens(now, {
    livesMs: setting.tokenMs,
    graceMs: 0,
    stale: () => new Refusal(40014, 'invalid access_token'),
  })

  function sealed(account: string) {
    const xml = writeXml({
      ToUserName: keys.id,
      CreateTime: Math.floor(now() / 1000),
      MsgType: 'event',
      Event: 'kf_msg_or_event',
      Token: log.token(),
      OpenKfId: account,
    })
    const hidden = envelope.seal(xml)
    const body = `<xml><ToUserName><![CDATA[${keys.id}]]></ToUserName><Encrypt><![CDATA[${hidden}]]></Encrypt><AgentID><![CDATA[]]></AgentID></xml>`
    return { query: { ...sealedQuery(envelope, hidden, signedNow(now)) }, body }
  }

  async function ring(account: string): Promise<readonly Delivered[]> {
    const to = url
    if (to === undefined) return []
    const callback = sealed(account)
    const tries = await bring(() => ({ url: to, ...callback }), setting.pace, setting.strikeCallback, setting.ended)
    rings.push(tries)
    setting.bell.ring()
    return tries
  }

  const side: Wecom = {
    ...keys,
    silent: false,
    rings,
    account: 'wkFakeAAAAfirst',
    get secret() {
      return secret
    },
    get apiRoot() {
      return root()
    },
    get entries() {
      return log.entries.map(({ entry }) => entry)
    },
    addAccount(name) {
      const id = `wkFakeAAAA${accounts.size}`
      accounts.set(id, name)
      return id
    },
    removeAccount: (account) => void accounts.delete(account),
    async connect(to) {
      const signed = signedNow(now)
      const echo = String(Math.floor(Math.random() * 2 ** 53))
      const echostr = envelope.seal(echo)
      await verify(to, { ...sealedQuery(envelope, echostr, signed), echostr }, echo)
      url = to
    },
    person(name, { id = `wmFake${String(people.size).padStart(26, '0')}`, account = side.account } = {}) {
      const customer = createCustomer(
        {
          ...setting,
          account,
          log,
          media,
          welcomes,
          nextMsgId,
          ring: () => void (side.silent || ring(account).catch(() => undefined)),
        },
        name,
        id,
      )
      people.set(`${account} ${id}`, customer.client)
      return customer
    },
    ring: (account = side.account) => ring(account),
    repeats(msgid) {
      const found = log.entries.find(({ entry }) => entry.msgid === msgid)
      if (!found) throw new Error(`there is no message ${msgid}`)
      log.add(found.account, found.entry)
      if (!side.silent) void ring(found.account).catch(() => undefined)
    },
    expireTokens: () => tokens.expire(),
    replaceTokens: () => tokens.replace(),
    changeSecret(to) {
      secret = to
    },
  }
  const methods = wecomMethods({
    corpId: keys.id,
    secret: () => secret,
    tokens,
    media,
    now,
    log,
    accounts,
    welcomes,
    client: (account, id) => people.get(`${account} ${id}`),
    nextMsgId,
    sent: new Set(),
  })
  return { side, methods }
}

/** 上传临时素材: sizes and formats; everything has more than five bytes. */
const RULES = {
  image: { most: 10 * MB, ends: /\.(?:jpe?g|png)$/i, tooLarge: new Refusal(40009, 'invalid image size') },
  voice: { most: 2 * MB, ends: /\.amr$/i, tooLarge: new Refusal(40006, 'invalid meida size') },
  video: { most: 10 * MB, ends: /\.mp4$/i, tooLarge: new Refusal(40011, 'invalid video size') },
  file: { most: 20 * MB, ends: /^.{1,}$/, tooLarge: new Refusal(40006, 'invalid meida size') },
}
