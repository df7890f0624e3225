import type { Appeal, AppealKind, Deadline } from '../../bot/model/appeal.ts'
import type { AppealEvent, EntryEvent, GapEvent, PlaceEvent, PushEvent, StaffEvent } from '../../bot/model/event.ts'
import type { Address } from '../../bot/model/message.ts'
import type { Party } from '../../bot/model/person.ts'
import type { Reply } from '../../bot/model/reply.ts'
import type { AppealStore, Change, NewDelivery } from '../../bot/ports/appeal-store.ts'

/** Invented people and matters, and the shortest way to say what happens to them. */
export const CHEN: Party = { id: 'p-chen', roles: [], units: [] }
export const LUO: Party = { id: 'p-luo', roles: [], units: [] }
export const WANG: Party = { id: 's-wang', roles: ['clerk', 'handler'], units: ['*'], name: '王小样' }
export const AT = '2026-11-20T02:00:00.000Z'
export const TALK = 'terminal/陈样例'

/** Texts that must never stand readable on the disk. */
export const CANARIES = ['陈样例', '19900000001', '金丝雀贸易行', '样例路八号', '货款迟迟不结', '请说说进展如何']

export function at(minute: number): string {
  return new Date(Date.parse(AT) + minute * 60_000).toISOString()
}

export function change(message: string, parts: Partial<Change> = {}): Change {
  return { message, at: AT, expects: [], events: [], deliveries: [], ...parts }
}

export function deadline(name: Deadline['name'], due: string): Deadline {
  return { name, due, basis: '本平台承诺', provisional: false }
}

export function registered(
  number: string,
  how: {
    subject?: string
    unit?: string
    at?: string
    deadlines?: Deadline[]
    kind?: AppealKind
    category?: string
    area?: string
    against?: string[]
  } = {},
): AppealEvent {
  const { subject = CHEN.id, at: when = AT, ...data } = how
  const usual = {
    kind: 'complaint',
    category: 'arrears',
    unit: 'industry',
    confidential: false,
    urgent: false,
  } as const
  return {
    stream: 'appeal',
    type: 'registered',
    of: number,
    subject,
    at: when,
    by: { role: 'entrepreneur', id: subject },
    data: { number, ...usual, deadlines: [deadline('result', '2026-12-20')], ...data },
    personal: {
      code: '7731',
      home: { channel: 'terminal', chat: '陈样例' },
      particulars: {
        matter: '货款迟迟不结',
        enterprise: '金丝雀贸易行',
        contact: '陈样例',
        phone: '19900000001',
        respondent: '样例路八号',
        attachments: [],
      },
    },
  }
}

type Told = 'noted' | 'replied' | 'supplemented' | 'declined' | 'withdrawn' | 'asked-back'
type Silent = 'accepted' | 'resolved'

export function told(type: Told, number: string, text: string, when = AT): AppealEvent {
  const by = { role: 'staff', id: WANG.id, name: '王小样' } as const
  const event = { stream: 'appeal', of: number, subject: CHEN.id, at: when, by } as const
  const personal = { text, attachments: [] }
  return type === 'declined'
    ? { ...event, type, data: { ground: 'court' }, personal }
    : { ...event, type, data: {}, personal }
}

/** Whatever else staff do to an appeal of CHEN's. */
export function happened<T extends AppealEvent['type']>(
  number: string,
  type: T,
  data: (AppealEvent & { type: T })['data'] | object,
): AppealEvent {
  const by = { role: 'handler', id: WANG.id, name: '王小样' } as const
  return { stream: 'appeal', of: number, subject: CHEN.id, at: AT, by, type, data } as AppealEvent
}

export function pushed(id: string, type: PushEvent['type'], when = AT): PushEvent {
  const event = { stream: 'push', of: id, subject: 'system', at: when, by: { role: 'clerk', id: WANG.id } } as const
  const document = { path: '补贴.md', title: '样例补贴办法', topics: ['补贴'], change: 'new' } as const
  switch (type) {
    case 'push-proposed':
      return { ...event, type, data: { document: { ...document, topics: [...document.topics] } } }
    case 'push-sent':
    case 'push-reminded':
      return { ...event, type, data: { to: CHEN.id } }
    default:
      return { ...event, type, data: {} }
  }
}

export function done(type: Silent, number: string, when = AT): AppealEvent {
  return {
    stream: 'appeal',
    of: number,
    subject: CHEN.id,
    at: when,
    by: { role: 'staff', id: WANG.id },
    type,
    data: {},
  }
}

export function warned(number: string, name: Deadline['name']): AppealEvent {
  const by = { role: 'system', id: 'clock' } as const
  return { stream: 'appeal', of: number, subject: CHEN.id, at: AT, by, type: 'warned', data: { deadline: name } }
}

export function concluded(number: string, silence: Deadline): AppealEvent {
  const by = { role: 'staff', id: WANG.id } as const
  const data = { outcome: 'solved', silence } as const
  const personal = { text: '已结清', attachments: [] }
  return { stream: 'appeal', of: number, subject: CHEN.id, at: AT, by, type: 'concluded', data, personal }
}

export function unanswered(
  id: string,
  question: string,
  how: { subject?: string; group?: string; at?: string; document?: string } = {},
): GapEvent {
  const { subject = CHEN.id, group = id, at: when = AT, document } = how
  return {
    stream: 'gap',
    of: id,
    subject,
    at: when,
    by: { role: 'entrepreneur', id: subject },
    type: 'asked',
    data: { confidence: 0.2, why: 'refused', group, ...(document && { document }) },
    personal: { question, home: { channel: 'terminal', chat: subject } },
  }
}

const BY_STAFF = {
  stream: 'entry',
  subject: WANG.id,
  at: AT,
  by: { role: 'staff', id: WANG.id, name: '王小样' },
} as const

export function proposed(id: string, group: string, answer = '可以停，晚八点以后'): EntryEvent {
  return { ...BY_STAFF, of: id, type: 'proposed', data: { group, answer, until: '2027-11-20' } }
}

export function approved(id: string, question: string, gaps: string[], told: string[] = []): EntryEvent {
  return { ...BY_STAFF, of: id, type: 'approved', data: { question, gaps, told } }
}

export function retired(id: string): EntryEvent {
  return { ...BY_STAFF, of: id, type: 'retired', data: {} }
}

export function reply(
  id: string,
  chat: string,
  parts: { text?: string; subject?: string } & Pick<
    Partial<Reply>,
    'card' | 'anew' | 'choices' | 'notBefore' | 'about' | 'rest'
  > = {},
): NewDelivery {
  const { text = '请说说进展如何', subject = CHEN.id, ...more } = parts
  const to = { channel: 'terminal', chat } as const
  return { id, subject, payload: { kind: 'reply', reply: { to, text: [text], ...more } } }
}

/** What goes to a chat of staff, on a channel that keeps cards. */
export function toStaff(id: string, chat: string, parts: Partial<Reply> & { subject?: string } = {}): NewDelivery {
  const { subject = CHEN.id, ...more } = parts
  return { id, subject, payload: { kind: 'reply', reply: { to: inChat(chat), text: [id], ...more } } }
}

export const inChat = (chat: string): Address => ({ channel: 'telegram', chat })

/** What happens to a member of staff; his subject is himself. */
export function staffed<T extends StaffEvent['type']>(
  member: string,
  type: T,
  data: (StaffEvent & { type: T })['data'] | object = {},
  personal?: object,
): StaffEvent {
  const by = { role: 'administrator', id: 's-admin', name: '周主任' } as const
  const event = { stream: 'staff', of: member, subject: member, at: AT, by, type, data }
  return { ...event, ...(personal && { personal }) } as StaffEvent
}

/** A group becomes, or is no longer, where those meet who have a part in something. */
export function placed(place: string, at?: Address): PlaceEvent {
  const by = { role: 'administrator', id: 's-admin', name: '周主任' } as const
  const event = { stream: 'place', of: place, subject: 'system', at: AT, by } as const
  return at ? { ...event, type: 'place-set', data: { at } } : { ...event, type: 'place-cleared', data: {} }
}

export async function appealOf(store: Pick<AppealStore, 'read'>, number: string): Promise<Appeal | undefined> {
  const found = await store.read({ kind: 'appeal', number })
  return found.kind === 'appeal' ? found.appeal?.value : undefined
}

export async function versionOf(store: Pick<AppealStore, 'read'>, number: string): Promise<number> {
  const found = await store.read({ kind: 'appeal', number })
  return found.kind === 'appeal' ? (found.appeal?.version ?? 0) : 0
}

/** An appeal's events in order. */
export async function historyOf(store: Pick<AppealStore, 'read'>, number: string): Promise<readonly AppealEvent[]> {
  return (await store.read({ kind: 'history', number })).events
}
