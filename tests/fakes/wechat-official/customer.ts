import { type Bell, createEar, type Ear } from './ear.ts'
import { createGrants } from './grants.ts'
import type { Media } from './media.ts'
import type { Entry, SyncLog } from './sync.ts'
import type { Client, Welcome } from './wecom.ts'

export interface ClientFile {
  readonly as: 'image' | 'voice' | 'video' | 'file'
  readonly bytes: Uint8Array
  readonly name?: string
  readonly type?: string
}

/** Somebody in WeChat who has opened the customer service, with his phone. Everything he does rings at the bot. */
export interface Customer extends Ear {
  readonly id: string
  /** `sentAt` in milliseconds: it comes late, behind what was sent after it. Each returns the id of its message. */
  says(text: string, how?: { readonly sentAt?: number }): string
  sends(file: ClientFile): string
  sharesPlace(name: string): string
  forwards(link: { readonly title: string; readonly about: string; readonly url: string }): string
  sharesCard(userid: string): string
  forwardsTalk(title: string, lines: readonly { readonly who: string; readonly text: string }[]): string
  sharesApp(title: string): string
  /** Any other kind of message. */
  brings(msgtype: string, body: object): string
  /** Taps a line of a menu message, by what it says. Throws where he sees none. */
  chooses(content: string): string
  /** Opens the chat. With a welcome code where he was not welcomed in 48 hours, and has said nothing yet. */
  enters(): string
  recalls(msgid: string): string
  /** What is sent to him is taken by the API, and fails afterwards: he refuses it. */
  refuses(): void
  /** Somebody of the staff takes him over, or the conversation is ended, or it is the bot's again. */
  goesTo(state: 'staff' | 'end' | 'bot'): void
}

export interface CustomerSetting {
  readonly account: string
  readonly log: SyncLog
  readonly media: Media
  readonly now: () => number
  readonly bell: Bell
  readonly patienceMs: number
  readonly welcomes: Map<string, Welcome>
  readonly nextMsgId: () => string
  readonly ring: () => void
}

const TWO_DAYS_MS = 2 * 86_400_000
const WELCOME_MS = 20_000

export function createCustomer(setting: CustomerSetting, name: string, id: string): Customer & { client: Client } {
  const { account, log, now, media } = setting
  const ear = createEar(name, setting.bell, setting.patienceMs)
  const grants = createGrants(now)
  let refuses = false
  let state: Client['state'] = 0
  let spoke = false
  let welcomedAt = Number.NEGATIVE_INFINITY

  const client: Client = {
    get state() {
      return state
    },
    take: () => grants.take(),
    hear(shown, msgid, road) {
      if (road === 'welcome') welcomedAt = now()
      if (!refuses) return ear.hear({ ...shown, msgid, road, at: now() })
      event({ event_type: 'msg_send_fail', fail_msgid: msgid, fail_type: 10 })
    },
  }

  function add(
    more: Omit<Entry, 'msgid' | 'send_time'> & { msgtype: string; origin: 3 | 4 | 5 },
    sentAt = now(),
  ): string {
    const msgid = setting.nextMsgId()
    log.add(account, { msgid, send_time: Math.floor(sentAt / 1000), ...more })
    setting.ring()
    return msgid
  }

  function message(msgtype: string, body: object, sentAt?: number): string {
    grants.give('message', 5, TWO_DAYS_MS)
    spoke = true
    if (state === 4) state = 0
    return add({ open_kfid: account, external_userid: id, origin: 3, msgtype, [msgtype]: body }, sentAt)
  }

  const event = (body: object): string =>
    add({ origin: 4, msgtype: 'event', event: { open_kfid: account, external_userid: id, ...body } })

  return {
    id,
    client,
    heard: ear.heard,
    get last() {
      return ear.last
    },
    until: ear.until,
    says: (content, { sentAt } = {}) => message('text', { content }, sentAt),
    sends({ as, bytes, name: given, type }) {
      const way = WAYS[as]
      const media_id = media.keep({ kind: as, name: given ?? way.name, type: type ?? way.type, bytes })
      return message(as, { media_id })
    },
    sharesPlace: (place) =>
      message('location', { latitude: 30.25, longitude: 120.16, name: place, address: `${place}附近` }),
    forwards: ({ title, about, url }) => message('link', { title, desc: about, url, pic_url: '' }),
    sharesCard: (userid) => message('business_card', { userid }),
    forwardsTalk: (title, lines) =>
      message('merged_msg', {
        title,
        item: lines.map(({ who, text }) => ({
          send_time: Math.floor(now() / 1000),
          msgtype: 'text',
          sender_name: who,
          msg_content: JSON.stringify({ msgtype: 'text', text: { content: text } }),
        })),
      }),
    sharesApp: (title) =>
      message('miniprogram', { title, appid: 'wxfake', pagepath: 'pages/index', thumb_media_id: 'x' }),
    brings: (msgtype, body) => message(msgtype, body),
    chooses(content) {
      const choice = ear.heard.flatMap(({ choices }) => choices).findLast((one) => one.content.includes(content))
      if (!choice) throw new Error(`${name} sees no line «${content}»`)
      return message('text', { content: choice.content, menu_id: choice.id })
    },
    enters() {
      const isNew = !spoke && welcomedAt <= now() - TWO_DAYS_MS
      const welcome_code = `WC${setting.nextMsgId()}`
      if (isNew) setting.welcomes.set(welcome_code, { client, account, until: now() + WELCOME_MS, used: false })
      return event({ event_type: 'enter_session', scene: '', scene_param: '', ...(isNew && { welcome_code }) })
    },
    recalls: (recall_msgid) => event({ event_type: 'user_recall_msg', recall_msgid }),
    refuses() {
      refuses = true
    },
    goesTo(to) {
      const [change_type, next] = { staff: [1, 3] as const, end: [3, 4] as const, bot: [0, 1] as const }[to]
      state = next
      if (change_type > 0) event({ event_type: 'session_status_change', change_type })
      if (to === 'staff') {
        const hello = { origin: 5 as const, msgtype: 'text', text: { content: '您好，我是人工客服。' } }
        add({ open_kfid: account, external_userid: id, servicer_userid: 'staff', ...hello })
      }
    },
  }
}

const WAYS = {
  image: { name: 'image.jpg', type: 'image/jpeg' },
  voice: { name: 'voice.amr', type: 'audio/amr' },
  video: { name: 'video.mp4', type: 'video/mp4' },
  file: { name: '材料.pdf', type: 'application/octet-stream' },
}
