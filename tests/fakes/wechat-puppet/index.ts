import { FileBox, type FileBoxInterface } from 'file-box'
import { type payloads, types } from 'wechaty-puppet'
import { PuppetMock } from 'wechaty-puppet-mock'

/** What was to leave the account, as WeChat would show it. */
export interface Outgoing {
  readonly id: string
  readonly to: string
  readonly text?: string
  readonly mentions?: readonly string[]
  readonly file?: { readonly name: string; readonly type: string; readonly bytes: Uint8Array }
}

/** What goes wrong with a request. Without `executed` it never happened. Milliseconds are of the test's clock. */
export interface Mishap {
  /** It fails so, in the end. */
  readonly error?: Error
  /** WeChat did it all the same: only the answer is lost. */
  readonly executed?: true
  readonly ms?: number
  /** No answer ever comes. */
  readonly hangs?: true
}

/** A file somebody sends. */
export interface Enclosed {
  readonly name: string
  readonly bytes: Uint8Array
  /** How long it takes until the puppet hands it out. */
  readonly ms?: number
  readonly error?: Error
  readonly hangs?: true
}

/** What somebody sends: a text where nothing else is said. `to` is a room; without it the account itself. */
export interface Incoming {
  readonly id?: string
  readonly to?: string
  readonly text?: string
  readonly type?: types.Message
  readonly at?: number
  readonly mentions?: readonly string[]
  readonly filename?: string
  readonly file?: Enclosed
  readonly link?: payloads.UrlLink
  readonly place?: payloads.Location
  readonly card?: string
  /** Put over the payload, for what no proper puppet would say. */
  readonly raw?: Readonly<Record<string, unknown>>
}

const forever = () => new Promise<never>(() => {})

/**
 * WeChat as one account sees it, in memory: people write to it, and what it sends is recorded, fails, takes its time, or
 * fails although it was executed. It is a puppet like any other, and may stand behind a real `PuppetServer`.
 */
export class RecordingPuppet extends PuppetMock {
  /** What came out, in order. */
  readonly sent: Outgoing[] = []
  /** What was asked for, whatever became of it. */
  readonly asked: Outgoing[] = []
  /** Friend requests that were accepted. */
  readonly accepted: string[] = []
  /** What goes wrong with a request to send; nothing without it. */
  mishap: (what: Outgoing) => Mishap | undefined = () => undefined
  /** How often the payload of a message cannot be had yet. */
  readonly withheld = new Map<string, number>()
  /** Own messages come back, as WeChat has it. */
  echoes = true
  /** Answers a ding: after so many milliseconds, or never. */
  dongs: number | 'never' = 0
  /** How long requests take: `setTimeout` unless a test has a clock of its own. */
  sleep: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

  readonly #enclosed = new Map<string, Incoming>()
  readonly #requests = new Map<string, payloads.Friendship>()
  #count = 0

  /** Logs in as this account; who was logged in before is logged out. */
  async as(id: string, name = '亲清'): Promise<void> {
    if (this.isLoggedIn) await this.logout('another login')
    this.contact({ id, name })
    this.login(id)
  }

  /** Makes somebody known, or changes what is known of him. */
  contact(payload: Partial<payloads.Contact> & { readonly id: string }): void {
    const before = this.mocker.cacheContactPayload.get(payload.id)
    const plain = { name: payload.id, avatar: '', phone: [], friend: true, gender: 0, type: types.Contact.Individual }
    this.mocker.contactPayload(payload.id, { ...plain, ...before, ...payload })
    this.cache.contact.delete(payload.id)
  }

  /** Makes a group known. */
  room(id: string, memberIdList: string[], topic = '企业服务群'): void {
    this.mocker.roomPayload(id, { id, topic, memberIdList, adminIdList: [] })
    this.cache.room.delete(id)
  }

  /** Somebody says something. The same `id` twice is the same message twice. */
  says(talkerId: string, what: string | Incoming): string {
    const incoming: Incoming = typeof what === 'string' ? { text: what } : what
    const id = incoming.id ?? `in-${++this.#count}`
    if (!this.mocker.cacheContactPayload.has(talkerId)) this.contact({ id: talkerId })
    const payload = {
      id,
      talkerId,
      timestamp: incoming.at ?? Date.now(),
      type: incoming.type ?? types.Message.Text,
      ...(incoming.text !== undefined && { text: incoming.text }),
      ...(incoming.filename !== undefined && { filename: incoming.filename }),
      ...(incoming.to === undefined
        ? { listenerId: this.currentUserId }
        : { roomId: incoming.to, mentionIdList: [...(incoming.mentions ?? [])] }),
      ...incoming.raw,
    }
    this.mocker.cacheMessagePayload.set(id, payload)
    this.#enclosed.set(id, incoming)
    this.emit('message', { messageId: id })
    return id
  }

  /** WeChat brings a message once more. */
  again(id: string): void {
    this.emit('message', { messageId: id })
  }

  /** Somebody asks to be a friend; the id of the request. */
  knocks(contactId: string, hello = '', more: Partial<payloads.FriendshipReceive> = {}): string {
    const id = more.id ?? `request-${++this.#count}`
    if (!this.mocker.cacheContactPayload.has(contactId)) this.contact({ id: contactId, friend: false })
    const { Receive } = types.Friendship
    const request = { contactId, hello, ticket: 'ticket', timestamp: Date.now(), type: Receive as typeof Receive }
    this.#requests.set(id, { ...request, ...more, id })
    this.emit('friendship', { friendshipId: id })
    return id
  }

  /** He has become a friend, after a request or by himself. */
  confirms(contactId: string, more: Partial<payloads.FriendshipConfirm> = {}): string {
    const id = more.id ?? `confirmed-${++this.#count}`
    this.contact({ id: contactId, friend: true })
    const { Confirm } = types.Friendship
    this.#requests.set(id, { contactId, timestamp: Date.now(), type: Confirm as typeof Confirm, ...more, id })
    this.emit('friendship', { friendshipId: id })
    return id
  }

  /** The texts that came out at one chat, in order. */
  textsTo(chat: string): readonly string[] {
    return this.sent.flatMap(({ to, text }) => (to === chat && text !== undefined ? [text] : []))
  }

  override ding(data = ''): void {
    if (this.dongs === 'never') return
    void this.sleep(this.dongs).then(() => this.emit('dong', { data }))
  }

  override async messageRawPayload(id: string): Promise<payloads.Message> {
    const left = this.withheld.get(id) ?? 0
    if (left > 0) {
      this.withheld.set(id, left - 1)
      throw new Error('no payload yet')
    }
    return await super.messageRawPayload(id)
  }

  // The mock says these give nothing; the interface, and every real puppet, gives the id.
  override messageSendText(to: string, text: string, mentions?: string[]): Promise<never> {
    return this.#send({ id: this.#next(), to, text, ...(mentions && { mentions }) })
  }

  override async messageSendFile(to: string, box: FileBoxInterface): Promise<never> {
    const file = { name: box.name, type: box.mediaType, bytes: new Uint8Array(await box.toBuffer()) }
    return await this.#send({ id: this.#next(), to, file })
  }

  override messageImage(id: string): Promise<FileBoxInterface> {
    return this.messageFile(id)
  }

  override async messageFile(id: string): Promise<FileBoxInterface> {
    const file = this.#enclosed.get(id)?.file
    if (!file) throw new Error('no file')
    if (file.hangs) return await forever()
    if (file.ms) await this.sleep(file.ms)
    if (file.error) throw file.error
    return FileBox.fromBase64(Buffer.from(file.bytes).toString('base64'), file.name)
  }

  override async messageUrl(id: string): Promise<payloads.UrlLink> {
    return this.#enclosed.get(id)?.link ?? Promise.reject(new Error('no link'))
  }

  override async messageLocation(id: string): Promise<payloads.Location> {
    return this.#enclosed.get(id)?.place ?? Promise.reject(new Error('no location'))
  }

  override async messageContact(id: string): Promise<string> {
    return this.#enclosed.get(id)?.card ?? ''
  }

  override async friendshipRawPayload(id: string): Promise<payloads.Friendship> {
    return this.#requests.get(id) ?? Promise.reject(new Error('no such request'))
  }

  override async friendshipAccept(id: string): Promise<void> {
    this.accepted.push(id)
    const request = this.#requests.get(id)
    if (request) this.contact({ id: request.contactId, friend: true })
  }

  #next(): string {
    return `out-${++this.#count}`
  }

  async #send(what: Outgoing): Promise<never> {
    this.asked.push(what)
    const mishap = this.mishap(what)
    if (mishap?.ms) await this.sleep(mishap.ms)
    if (!this.isLoggedIn) throw new Error('not logged in')
    if (!mishap?.error || mishap.executed) this.#comesOut(what)
    if (mishap?.hangs) return await forever()
    if (mishap?.error) throw mishap.error
    return what.id as never
  }

  #comesOut(what: Outgoing): void {
    this.sent.push(what)
    if (!this.echoes) return
    const payload = {
      id: what.id,
      talkerId: this.currentUserId,
      timestamp: Date.now(),
      ...(what.text === undefined ? { type: types.Message.Attachment } : { type: types.Message.Text, text: what.text }),
      ...(/^R:|^@@|@(?:im\.)?chatroom/.test(what.to) ? { roomId: what.to } : { listenerId: what.to }),
    }
    this.mocker.cacheMessagePayload.set(what.id, payload as payloads.Message)
    this.emit('message', { messageId: what.id })
  }
}

/** An error as the gateway's wire gives it, such as 14 UNAVAILABLE. */
export function wireError(code: number, details: string): Error {
  return Object.assign(new Error(`${code}: ${details}`), { code, details })
}
