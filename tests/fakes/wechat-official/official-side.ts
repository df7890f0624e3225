import type { Fault } from '../telegram/faults.ts'
import type { Json, Methods } from './call.ts'
import type { Pace } from './callback.ts'
import type { Bell } from './ear.ts'
import { createEnvelope } from './envelope.ts'
import { createFollower, type Follower } from './follower.ts'
import { createMedia, type MediaFile } from './media.ts'
import { type Known, type OfficialState, officialMethods } from './official.ts'
import { Refusal } from './refusal.ts'
import { createTokens } from './tokens.ts'
import { type Secrets, signedNow, verify } from './verify.ts'

/** A 公众号 (服务号, with all rights), with those who follow it. */
export interface Official extends Secrets {
  /** The account's own name in messages, `gh_…`. */
  readonly ghId: string
  /** Sets where callbacks go, and asks whether that is the bot's. Rejects where it is not. */
  connect(url: string): Promise<void>
  /** Somebody who follows it; `stranger` where he does not yet. */
  person(name: string, how?: { readonly openid?: string; readonly stranger?: true }): Follower
  readonly menu: Json | undefined
  /** Why the last answer to a callback was none. */
  readonly badAnswer: string | undefined
  expireTokens(): void
  /** Somebody else asked for a token. */
  replaceTokens(): void
  /** The secret is another from now on. */
  changeSecret(secret: string): void
}

export interface SideSetting {
  readonly now: () => number
  readonly bell: Bell
  readonly patienceMs: number
  readonly ended: AbortSignal
  readonly tokenMs: number
  readonly pace: Pace
  readonly root: () => string
  readonly strikeCallback: () => Fault | undefined
}

const MB = 2 ** 20

export function createOfficial(setting: SideSetting): {
  side: Official
  methods: Methods
  file(id: string): MediaFile | undefined
} {
  const { now, root } = setting
  const keys = {
    id: 'wx5823bf96d3fa8e01',
    token: 'QinqingToken2026',
    aesKey: 'QinqingOfficialFakeEncodingAESKey0123456789',
  }
  const ghId = 'gh_7f083739fa8e'
  const envelope = createEnvelope({ ...keys, receiver: keys.id })
  const people = new Map<string, Known>()
  let secret = 'fake-secret-of-the-official-account'
  let url: string | undefined
  // Longer than a double can count: whoever reads it as a number takes two for one.
  let lastId = 23_456_789_012_345_678n
  const state: OfficialState = {
    appId: keys.id,
    secret: () => secret,
    tokens: createTokens(now, {
      livesMs: setting.tokenMs,
      graceMs: Math.min(300_000, setting.tokenMs / 4),
      stale: () => new Refusal(40001, 'invalid credential, access_token is invalid or not latest'),
    }),
    media: createMedia(now, RULES, 1),
    root,
    now,
    person: (openid) => people.get(openid),
    menu: undefined,
    badAnswer: undefined,
  }
  const side: Official = {
    ...keys,
    ghId,
    get secret() {
      return secret
    },
    get apiRoot() {
      return root()
    },
    get menu() {
      return state.menu
    },
    get badAnswer() {
      return state.badAnswer
    },
    async connect(to) {
      const signed = signedNow(now)
      const echostr = String(Math.floor(Math.random() * 2 ** 53))
      const signature = envelope.sign(signed.timestamp, signed.nonce)
      await verify(to, { signature, ...signed, echostr }, echostr)
      url = to
    },
    person(name, { openid = `oFake${String(people.size).padStart(23, '0')}`, stranger } = {}) {
      const follower = createFollower(
        {
          ...setting,
          state,
          ghId,
          envelope,
          strike: setting.strikeCallback,
          nextId: () => String(++lastId),
          url() {
            if (url === undefined) throw new Error('connect() the bot first')
            return url
          },
        },
        name,
        openid,
        !stranger,
      )
      people.set(openid, follower.known)
      return follower
    },
    expireTokens: () => state.tokens.expire(),
    replaceTokens: () => state.tokens.replace(),
    changeSecret(to) {
      secret = to
    },
  }
  return {
    side,
    methods: officialMethods(state),
    file(id) {
      try {
        return state.media.get(id)
      } catch {
        return undefined
      }
    },
  }
}

/** 新增临时素材: sizes and formats. */
const RULES = {
  image: { most: 10 * MB, ends: /\.(?:jpe?g|png|gif)$/i, tooLarge: new Refusal(40009, 'invalid image size') },
  voice: { most: 2 * MB, ends: /\.(?:amr|mp3)$/i, tooLarge: new Refusal(40010, 'invalid voice size') },
  video: { most: 10 * MB, ends: /\.mp4$/i, tooLarge: new Refusal(40011, 'invalid video size') },
  thumb: { most: 64 * 1024, ends: /\.jpe?g$/i, tooLarge: new Refusal(40012, 'invalid thumb size') },
}
