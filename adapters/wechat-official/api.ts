import type { Clock } from '../../bot/ports/clock.ts'
import { AWAY, type Pulse } from './health.ts'
import type { Tokens } from './token.ts'
import { ApiError, type Trouble } from './trouble.ts'
import { type Answer, type Ask, type Json, jsonOf, type Wire } from './wire.ts'

export interface ApiOptions {
  readonly wire: Wire
  readonly tokens: Tokens
  readonly pulse: Pulse
  readonly clock: Clock
}

/** An API of Tencent's, with the access token. Each method rejects with an `ApiError` and nothing else. */
export interface Api {
  /** `good` says whether what came is what was asked for; without it `errcode` has to be there, and 0. */
  call(method: string, body?: Json | FormData, more?: Omit<Ask, 'body'>, good?: (json: Json) => boolean): Promise<Json>
  /** A file that was uploaded, or sent by somebody. */
  download(mediaId: string): Promise<Answer | 'too-large'>
  /** Uploads a file for some days, and resolves to what it is sent by. */
  upload(
    kind: string,
    file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
  ): Promise<string>
  /** Sees that it is there, and tells by the pulse, until told to stop. `whenUp` whenever that is so. */
  tend(stop: AbortSignal, whenUp?: () => Promise<void>): Promise<void>
}

/** The token is none, is another's, or has run out. */
const STALE: ReadonlySet<number> = new Set([40001, 40014, 41001, 42001])
/** Longer than any file that somebody may send. */
const LARGEST = 20 * 2 ** 20
const FILE = { ms: 15_000, most: LARGEST } as const
const CHECK_MS = 120_000
/** What fails in between is noticed by whoever sends, and seen after here. */
const LOOK_MS = 3_000
const LONGEST_WAIT_MS = 60_000

/** Every request has the token; one that is refused for it is asked once more with another. */
export function createApi({ wire, tokens, pulse, clock }: ApiOptions): Api {
  let probing: Promise<boolean> | undefined

  async function withToken<T>(run: (token: string) => Promise<T>): Promise<T> {
    try {
      const token = await tokens.get()
      const done = await run(token).catch(async (error: unknown) => {
        if (!isStale(error)) throw error
        return run(await tokens.renew(token))
      })
      pulse.up()
      return done
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      await felt(error.trouble, isOfToken(error) || isStale(error))
      throw error
    }
  }

  /** What a failure says of the road as a whole. */
  async function felt(trouble: Trouble, ofToken: boolean): Promise<void> {
    if (ofToken || trouble.kind === 'unreached') pulse.down(reasonOf(trouble))
    else if (trouble.kind === 'said') pulse.up()
    else await probe()
  }

  /** Whether it answers at all; many who wonder at the same time ask once. */
  function probe(): Promise<boolean> {
    probing ??= tokens
      .check()
      .then(
        () => {
          pulse.up()
          return true
        },
        (error: unknown) => {
          if (!(error instanceof ApiError)) throw error
          pulse.down(reasonOf(error.trouble))
          return false
        },
      )
      .finally(() => {
        probing = undefined
      })
    return probing
  }

  const call: Api['call'] = (method, body, more = {}, good = ({ errcode }) => errcode === 0) =>
    withToken(async (access_token) => {
      const query = { ...more.query, access_token }
      return jsonOf(method, await wire.ask(method, { ...more, ...(body && { body }), query }), good)
    })

  return {
    call,

    download: (media_id) =>
      withToken(async (access_token) => {
        const answer = await wire.ask('media/get', { query: { media_id, access_token }, ...FILE })
        if (!isText(answer)) return whole(answer)
        // A video is not handed out, but where it is to be had. An errcode may stand here as well.
        const { video_url } = jsonOf('media/get', answer, ({ video_url }) => typeof video_url === 'string')
        return whole(await wire.read(String(video_url), FILE))
      }),

    async upload(type, { name, type: mime, bytes }) {
      const form = new FormData()
      form.set('media', new Blob([new Uint8Array(bytes)], { type: mime }), name)
      const isThere = ({ media_id }: Json) => typeof media_id === 'string'
      const { media_id } = await call('media/upload', form, { query: { type }, ms: FILE.ms }, isThere)
      return String(media_id)
    },

    async tend(stop, whenUp = async () => {}) {
      let checkedAt = Number.NEGATIVE_INFINITY
      for (let failures = 0; !stop.aborted; ) {
        // Either way: a clock may be set back.
        const isDue = Math.abs(Date.parse(clock.now()) - checkedAt) >= CHECK_MS
        if (!pulse.isUp || isDue) {
          failures = (await probe()) ? 0 : failures + 1
          checkedAt = Date.parse(clock.now())
        }
        if (failures === 0) await whenUp()
        await clock.sleep(failures === 0 ? LOOK_MS : Math.min(1_000 * 2 ** (failures - 1), LONGEST_WAIT_MS), stop)
      }
    },
  }
}

const isStale = (error: unknown): boolean =>
  error instanceof ApiError && error.trouble.kind === 'said' && STALE.has(error.trouble.code)

/** What asks for a token has its name: what it is refused for concerns everything. */
export const isOfToken = ({ method }: Pick<ApiError, 'method'>): boolean => /token$/.test(method)

/** A file of nothing is one that was lost on the way. */
function whole(answer: Answer | 'too-large'): Answer | 'too-large' {
  if (answer === 'too-large' || answer.bytes.length > 0) return answer
  throw new ApiError('media/get', { kind: 'unclear', code: 'garbage' })
}

/** What is sent as a file may be of any type. */
const isText = (answer: Answer | 'too-large'): answer is Answer =>
  answer !== 'too-large' && answer.name === undefined && /^(?:application\/json|text\/)/.test(answer.type)

/** Why nothing goes at all, for an administrator: what can be done about it is said where only he can do it. */
export function reasonOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'unreached':
    case 'unclear':
      return AWAY[trouble.kind]
    case 'said':
      return REASONS[trouble.code] ?? `refused (${trouble.code})`
  }
}

const SECRET = 'the secret is refused'
const ID = 'the account is not known'
const ADDRESS = 'the address of this machine is not on the list of the account'
const FROZEN = 'the account is frozen'

/** 全局返回码, of those that concern the account as a whole. */
const REASONS: Readonly<Record<number, string>> = {
  [-1]: 'busy',
  40001: SECRET,
  40013: ID,
  40014: SECRET,
  40125: SECRET,
  40164: ADDRESS,
  40243: FROZEN,
  41002: ID,
  41004: SECRET,
  42001: SECRET,
  45009: 'the limit of the day is reached',
  45011: 'asked too often',
  45035: ADDRESS,
  48004: FROZEN,
  50002: FROZEN,
  60020: ADDRESS,
  61004: ADDRESS,
  89501: ADDRESS,
  89503: ADDRESS,
  89506: ADDRESS,
  89507: ADDRESS,
}
