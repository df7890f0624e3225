import type { Fault } from '../telegram/faults.ts'
import { bytesOf } from './call.ts'
import { bring, type Delivered, type Pace } from './callback.ts'
import { type Bell, createEar, type Ear } from './ear.ts'
import type { Envelope } from './envelope.ts'
import { createGrants } from './grants.ts'
import { buttonsOf } from './menu.ts'
import type { Known, OfficialState } from './official.ts'
import { Refusal } from './refusal.ts'
import { type Fields, readXml, writeXml } from './xml.ts'

/** What became of something he did. */
export interface Brought {
  /** The MsgId of a message; an event has none. */
  readonly id: string | undefined
  readonly tries: readonly Delivered[]
  /**
   * `passive`: it was answered at once; `silent`: taken, with nothing said; `fault`: WeChat showed him that the service
   * is out of order.
   */
  readonly answer: 'passive' | 'silent' | 'fault'
  /** The same once more, as WeChat does where it has not seen the answer. */
  again(): Promise<Brought>
}

export interface FileGiven {
  readonly as: 'image' | 'voice' | 'video' | 'shortvideo'
  readonly bytes: Uint8Array
  readonly name?: string
  readonly type?: string
  /** What WeChat understood of a voice, where the account has that on. */
  readonly understood?: string
}

/** Somebody in WeChat who follows the account, with his phone. */
export interface Follower extends Ear {
  readonly openid: string
  says(text: string): Promise<Brought>
  sends(file: FileGiven): Promise<Brought>
  sharesPlace(label: string): Promise<Brought>
  forwards(link: { readonly title: string; readonly about: string; readonly url: string }): Promise<Brought>
  /** Presses a button of the account's menu, by its name. Throws where he sees none. */
  clicks(name: string): Promise<Brought>
  /** Taps a line of a menu message, by what it says. Throws where he sees none. */
  chooses(content: string): Promise<Brought>
  follows(scene?: string): Promise<Brought>
  unfollows(): Promise<Brought>
  scans(scene: string): Promise<Brought>
  /** Anything else, by the fields WeChat would send. */
  brings(fields: Fields): Promise<Brought>
}

export interface FollowerSetting {
  readonly state: OfficialState
  readonly ghId: string
  readonly envelope: Envelope
  readonly pace: Pace
  readonly bell: Bell
  readonly patienceMs: number
  readonly ended: AbortSignal
  readonly url: () => string
  readonly strike: () => Fault | undefined
  readonly nextId: () => string
}

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

export function createFollower(
  setting: FollowerSetting,
  name: string,
  openid: string,
  follows: boolean,
): Follower & { known: Known } {
  const { state, envelope } = setting
  const { media, now } = state
  const ear = createEar(name, setting.bell, setting.patienceMs)
  const grants = createGrants(now)
  let isFollower = follows
  let spokeAt = Number.NEGATIVE_INFINITY

  const known: Known = {
    get follows() {
      return isFollower
    },
    take: () => grants.take(),
    hear: (heard) => ear.hear({ ...heard, road: 'active', msgid: undefined, at: now() }),
    typing() {
      if (now() - spokeAt > 30_000) throw new Refusal(45080, 'can only send typing 30s within user sending message')
    },
  }

  async function brings(fields: Fields, id?: string): Promise<Brought> {
    const message = { ToUserName: setting.ghId, FromUserName: openid, CreateTime: Math.floor(now() / 1000), ...fields }
    const xml = writeXml(id === undefined ? message : { ...message, MsgId: BigInt(id) })
    const again = async (): Promise<Brought> => {
      // What is tried again has the signature, the time and the nonce of the first try.
      const callback = sealed(xml)
      const tries = await bring(() => callback, setting.pace, setting.strike, setting.ended)
      const answer = taken(tries.at(-1))
      setting.bell.ring()
      if (answer === 'fault') notice('该公众号提供的服务出现故障，请稍后再试')
      return { id, tries, answer, again }
    }
    return again()
  }

  function sealed(xml: string) {
    const timestamp = String(Math.floor(now() / 1000))
    const nonce = String(Math.floor(Math.random() * 2 ** 31))
    const hidden = envelope.seal(xml)
    return {
      url: setting.url(),
      query: {
        signature: envelope.sign(timestamp, nonce),
        timestamp,
        nonce,
        openid,
        encrypt_type: 'aes',
        msg_signature: envelope.sign(timestamp, nonce, hidden),
      },
      body: `<xml>\n    <ToUserName><![CDATA[${setting.ghId}]]></ToUserName>\n    <Encrypt><![CDATA[${hidden}]]></Encrypt>\n</xml>`,
    }
  }

  /** Looks at the answer as WeChat does: nothing and `success` are fine, all else has to be a sealed message. */
  function taken(last: Delivered | undefined): Brought['answer'] {
    if (last?.status !== 200) return 'fault'
    if (last.text === '' || last.text === 'success') return 'silent'
    try {
      const outer = readXml(last.text)
      const hidden = String(outer['Encrypt'])
      if (envelope.sign(String(outer['TimeStamp']), String(outer['Nonce']), hidden) !== outer['MsgSignature']) {
        throw new Error('wrong signature')
      }
      hearPassive(readXml(envelope.open(hidden)))
      return 'passive'
    } catch (error) {
      state.badAnswer = error instanceof Error ? error.message : 'no answer'
      return 'fault'
    }
  }

  function hearPassive(answer: Fields): void {
    if (answer['ToUserName'] !== openid) throw new Error('the answer is for somebody else')
    if (answer['FromUserName'] !== setting.ghId) throw new Error('the answer is from another account')
    if (!/^\d{10}$/.test(String(answer['CreateTime']))) throw new Error('no CreateTime')
    const type = String(answer['MsgType'])
    const base = { road: 'passive' as const, type, choices: [], msgid: undefined, at: now() }
    if (type === 'text') {
      const text = String(answer['Content'] ?? '')
      if (text.trim() === '') throw new Error('no Content')
      if (bytesOf(text) > 2048) throw new Error('Content is longer than 2048 bytes')
      return ear.hear({ ...base, text, file: undefined })
    }
    if (type === 'image') {
      const inner = answer['Image']
      const file = media.get(typeof inner === 'object' ? inner['MediaId'] : undefined)
      return ear.hear({ ...base, text: '', file })
    }
    if (type !== 'news') throw new Error(`no MsgType ${type}`)
    ear.hear({ ...base, text: JSON.stringify(answer), file: undefined })
  }

  const notice = (text: string) =>
    ear.hear({ road: 'notice', type: 'text', text, choices: [], file: undefined, msgid: undefined, at: now() })

  const message = (fields: Fields) => {
    spokeAt = now()
    grants.give('message', 5, 2 * DAY_MS)
    return brings(fields, setting.nextId())
  }
  const event = (Event: string, fields: Fields = {}) => brings({ MsgType: 'event', Event, ...fields })

  const follower = {
    openid,
    known,
    heard: ear.heard,
    get last() {
      return ear.last
    },
    until: ear.until,
    says: (Content: string) => message({ MsgType: 'text', Content }),
    sends({ as, bytes, name: given, type, understood }: FileGiven) {
      const way = WAYS[as]
      const MediaId = media.keep({ kind: way.kind, name: given ?? way.name, type: type ?? way.type, bytes })
      return message({
        MsgType: as,
        MediaId,
        ...(as === 'image' && { PicUrl: `${state.root()}/pic/${MediaId}` }),
        ...(as === 'voice' && { Format: 'amr', ...(understood !== undefined && { Recognition: understood }) }),
        ...(way.kind === 'video' && { ThumbMediaId: MediaId }),
      })
    },
    sharesPlace: (Label: string) =>
      message({ MsgType: 'location', Location_X: '30.25', Location_Y: '120.16', Scale: '15', Label }),
    forwards: ({ title, about, url }: { title: string; about: string; url: string }) =>
      message({ MsgType: 'link', Title: title, Description: about, Url: url }),
    clicks(name: string) {
      const buttons = state.menu ? buttonsOf(state.menu) : []
      const button = buttons.find((one) => one.name === name)
      if (!button)
        throw new Error(`no button «${name}»; there are: ${buttons.map((one) => one.name).join('|') || 'none'}`)
      if (button.type === 'view') return event('VIEW', { EventKey: button.url })
      grants.give('click', 3, MINUTE_MS)
      return event('CLICK', { EventKey: button.key })
    },
    chooses(content: string) {
      const choice = ear.heard.flatMap(({ choices }) => choices).findLast((one) => one.content.includes(content))
      if (!choice) throw new Error(`no line «${content}»`)
      // 特别说明: tapping a menu message gives no more than a click does.
      grants.give('click', 3, MINUTE_MS)
      spokeAt = now()
      return brings({ MsgType: 'text', Content: choice.content, bizmsgmenuid: choice.id }, setting.nextId())
    },
    follows(scene = '') {
      isFollower = true
      grants.give('follow', 3, MINUTE_MS)
      return event('subscribe', { EventKey: scene === '' ? '' : `qrscene_${scene}` })
    },
    unfollows() {
      isFollower = false
      grants.clear()
      return event('unsubscribe', { EventKey: '' })
    },
    scans(scene: string) {
      grants.give('scan', 3, MINUTE_MS)
      return event('SCAN', { EventKey: scene, Ticket: 'gQFake' })
    },
    brings: (fields: Fields) => brings(fields),
  }
  return follower
}

const WAYS = {
  image: { kind: 'image', name: 'image.jpg', type: 'image/jpeg' },
  voice: { kind: 'voice', name: 'voice.amr', type: 'audio/amr' },
  video: { kind: 'video', name: 'video.mp4', type: 'video/mp4' },
  shortvideo: { kind: 'video', name: 'video.mp4', type: 'video/mp4' },
}
