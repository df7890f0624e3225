import type { FileBoxInterface } from 'file-box'
import { types } from 'wechaty-puppet'
import type { Attachment, Said } from '../../../bot/model/message.ts'
import { fileName, fileType } from '../../../bot/model/tame.ts'
import type { Keep } from '../../../bot/ports/channel.ts'
import type { Clock } from '../../../bot/ports/clock.ts'
import { shortId } from '../ids.ts'
import type { People } from '../people.ts'
import { texts } from '../texts.ts'
import type { Asking, Puppet } from './asking.ts'
import { fetchFile } from './fetch-file.ts'
import type { About, Me, Need, Payload, Told } from './translate.ts'

export interface FindingOptions {
  readonly asking: Asking
  readonly people: People
  readonly keep: Keep
  readonly clock: Clock
  readonly stop: () => AbortSignal
}

export interface Arrived {
  readonly puppet: Puppet
  readonly id: string
  readonly payload: Payload
  readonly me: Me
  readonly seen: Told
  readonly who: About['who']
  /** At which it came. */
  readonly login: string
}

/** So many files are read at once. */
const AT_ONCE = 4

/** Finds out what has to be known of a message before it can be said what it says; undefined where nobody wrote it. */
export function createFinding(options: FindingOptions): (arrived: Arrived) => Promise<About | undefined> {
  const { asking, people, keep, clock, stop } = options
  const inTurn = createTurns(AT_ONCE)

  return async ({ puppet, id, payload, me, seen, who, login }) => {
    const { talker, room } = seen
    const contact = await asking.maybe(() => puppet.contactPayload(talker))
    if (contact?.type === types.Contact.Official) return undefined
    // Puppets keep what they knew of him for long; who has just written is there.
    const friend = people.heardAt(talker) !== undefined || contact?.friend
    const about: About = {
      id,
      me,
      who,
      now: clock.now(),
      ...(room !== undefined && { room: people.known(room, login).chat, ...(friend !== undefined && { friend }) }),
    }
    return { ...about, ...(seen.kind === 'said' && seen.needs && (await found(seen.needs))) }

    async function found(need: Need): Promise<Partial<About>> {
      if (need === 'link') return given('link', await asking.maybe(() => puppet.messageUrl(id)))
      if (need === 'place') return given('place', await asking.maybe(() => puppet.messageLocation(id)))
      return await keptFile(need)
    }

    async function keptFile(need: 'picture' | 'file'): Promise<Pick<About, 'attachments' | 'lost'>> {
      const { otherwise, type } = naming(payload, id)
      const told = typeof payload.filename === 'string' ? payload.filename : ''
      const file = await fetchFile(waysTo(puppet, id, need), { clock, stop: stop(), inTurn })
      if (typeof file === 'string') return { lost: [{ name: fileName(told, otherwise), why: file }] }
      const name = need === 'picture' ? otherwise : fileName(told || file.name, otherwise)
      const kept = await keepOne({ name, type: fileType(file.type, type), bytes: file.bytes })
      return kept ? { attachments: [kept] } : { lost: [{ name, why: 'failed' }] }
    }

    async function keepOne(file: Parameters<Keep>[2]): Promise<Attachment | undefined> {
      try {
        return await keep({ channel: 'wechat', chat: who.chat }, who.sender, file)
      } catch {
        return undefined
      }
    }
  }
}

/** What he says when he has just become a friend: nothing yet. */
export function greeting(who: About['who'], id: string, now: string): Said {
  const from = { channel: 'wechat' as const, chat: who.chat }
  return { kind: 'said', id: shortId(id), from, sender: who.sender, text: '', attachments: [], met: true, at: now }
}

const given = <K extends 'link' | 'place'>(name: K, value: About[K]): Partial<About> =>
  value === undefined ? {} : { [name]: value }

/** Of a picture what WeChat shows when it is opened; not every puppet has that. */
function waysTo(puppet: Puppet, id: string, need: 'picture' | 'file'): readonly (() => Promise<FileBoxInterface>)[] {
  const whole = () => puppet.messageFile(id)
  return need === 'file' ? [whole] : [() => puppet.messageImage(id, types.Image.HD), whole]
}

/** What a file is called that has no name of its own; pictures never have one that says anything. */
function naming({ type }: Payload, id: string): { readonly otherwise: string; readonly type?: string } {
  const mark = id.replace(/\W/gu, '').slice(-8) || '1'
  if (type === types.Message.Image) return { otherwise: `${texts.picture}-${mark}.jpg`, type: 'image/jpeg' }
  if (type === types.Message.Video) return { otherwise: `${texts.video}-${mark}.mp4`, type: 'video/mp4' }
  return { otherwise: `${texts.file}-${mark}` }
}

/** Lets so many in at once; the others wait for their turn. */
function createTurns(most: number): <T>(run: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let inside = 0
  return async (run) => {
    if (inside >= most) await new Promise<void>((go) => waiting.push(go))
    else inside++
    try {
      return await run()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else inside--
    }
  }
}
