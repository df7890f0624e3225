// A gateway as it really is: a puppet behind gRPC, in a process of its own, so that it can be killed and made to hang.
// It is told what happens in WeChat over the channel to its parent, and tells what it was asked to send.
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { FileBox } from 'file-box'
import { log, Puppet, types } from 'wechaty-puppet'
import { PuppetServer } from 'wechaty-puppet-service'

log.level('silent')
const [port, token, account] = process.argv.slice(2)
const contact = { alias: '', avatar: '', friend: true, gender: 0, phone: [], type: types.Contact.Individual }

/** What WeChat holds. The stock mock takes a second to import, another for a dong, and forgets who is logged in. */
class Gateway extends Puppet {
  account = account
  slowMs = 0
  messages = new Map()
  mores = new Map()
  files = new Map()
  requests = new Map()

  async onStart() {
    if (this.account) setImmediate(() => this.isLoggedIn || this.login(this.account))
  }
  async onStop() {}
  ding(data) {
    setTimeout(() => this.emit('dong', { data }), this.slowMs)
  }
  async contactRawPayload(id) {
    return { ...contact, id, name: `名${id}` }
  }
  async roomRawPayload(id) {
    return { adminIdList: [], avatar: '', id, memberIdList: ['qian', this.account], topic: '群' }
  }
  async messageRawPayload(id) {
    await pause(this.mores.get(id)?.afterMs ?? this.slowMs)
    return this.messages.get(id)
  }
  async contactRawPayloadParser(payload) {
    return payload
  }
  async roomRawPayloadParser(payload) {
    return payload
  }
  async messageRawPayloadParser(payload) {
    return payload
  }
  async messageFile(id) {
    return FileBox.fromBuffer(this.files.get(id), this.messages.get(id).filename ?? '材料.pdf')
  }
  async messageImage(id) {
    return this.messageFile(id)
  }
  async messageUrl(id) {
    return this.mores.get(id).link
  }
  async messageLocation(id) {
    return { accuracy: 1, latitude: 30, longitude: 120, ...this.mores.get(id).place }
  }
  async friendshipRawPayload(id) {
    return this.requests.get(id)
  }
  async friendshipRawPayloadParser(payload) {
    return payload
  }
  async friendshipAccept(id) {
    tell({ accepted: id })
  }
  async messageSendText(to, text) {
    await pause(this.slowMs)
    tell({ to, text })
    return `out-${++sent}`
  }
  async messageSendFile(to, file) {
    const bytes = await file.toBuffer()
    tell({ to, file: file.name, bytes: bytes.length, digest: digest(bytes) })
    return `out-${++sent}`
  }
}

let sent = 0
const tell = (what) => process.send?.({ ...what, at: Date.now() })
const digest = (bytes) => createHash('sha256').update(bytes).digest('hex')
const puppet = new Gateway()
puppet.on('error', () => {})

const orders = {
  arrive({ message, bytes, more }) {
    if (bytes) puppet.files.set(message.id, Buffer.alloc(bytes, message.id))
    if (more.base64) puppet.files.set(message.id, Buffer.from(more.base64, 'base64'))
    puppet.messages.set(message.id, message)
    puppet.mores.set(message.id, more)
    tell({ arrived: message.id })
    puppet.emit('message', { messageId: message.id })
    return bytes ? digest(puppet.files.get(message.id)) : undefined
  },
  befriend({ request }) {
    puppet.requests.set(request.id, request)
    puppet.emit('friendship', { friendshipId: request.id })
  },
  scan: ({ code }) => void puppet.emit('scan', { qrcode: code, status: types.ScanStatus.Waiting }),
  slow({ ms }) {
    puppet.slowMs = ms
  },
  async logout({ reason }) {
    puppet.account = undefined
    await puppet.logout(reason)
  },
  login({ as }) {
    puppet.account = as
    puppet.login(as)
  },
}

process.on('message', async ({ nr, order, ...rest }) => tell({ nr, answer: await orders[order](rest) }))
process.on('disconnect', () => process.exit())
await new PuppetServer({ endpoint: `127.0.0.1:${port}`, puppet, token }).start()
tell({ ready: true })
