import { fold } from '../../bot/appeal/history.ts'
import { composeNumber } from '../../bot/appeal/reference.ts'
import type { Appeal, Deadline, Particulars, Satisfaction } from '../../bot/model/appeal.ts'
import type { AppealEvent } from '../../bot/model/event.ts'

/** Another for every number up to a thousand million. */
export const numberAt = (n: number): string => composeNumber([0, 1, 2, 3, 4, 5, 6].map((i) => Math.floor(n / 31 ** i)))

/** A moment in Shanghai: `11-16 10:00` of 2026. */
export const at = (text: string): string => {
  const [day = '', time = '10:00'] = text.split(' ')
  return new Date(`2026-${day}T${time}:00.000+08:00`).toISOString()
}

export const deadline = (name: Deadline['name'], due: string, more: Partial<Deadline> = {}): Deadline => ({
  name,
  due: `2026-${due}`,
  basis: '本平台承诺',
  provisional: false,
  ...more,
})

const staff = { role: 'handler', id: 's1', name: '王芳' } as const

/** An appeal told by what happened to it and when. */
export interface Story {
  readonly n: number
  readonly on: string
  readonly data?: Partial<Extract<AppealEvent, { type: 'registered' }>['data']>
  readonly told?: Partial<Particulars>
  readonly since?: readonly (readonly [string, AppealEvent['type'], object?, string?])[]
}

export function eventsOf({ n, on, data, told, since = [] }: Story): AppealEvent[] {
  const number = numberAt(n)
  const common = { stream: 'appeal', of: number, subject: `p${n}` } as const
  const registered = {
    ...common,
    type: 'registered',
    at: at(on),
    by: { role: 'entrepreneur', id: `p${n}` },
    data: {
      number,
      kind: 'complaint',
      category: 'arrears',
      unit: 'industry',
      confidential: false,
      urgent: false,
      deadlines: [],
      ...data,
    },
    personal: {
      code: 'K7M3XP',
      home: { channel: 'terminal', chat: `企业·${n}` },
      particulars: { matter: '货款一直不给', attachments: [], ...told },
    },
  }
  const rest = since.map(([when, type, more = {}, text]) => ({
    ...common,
    type,
    at: at(when),
    by: staff,
    data: more,
    ...(text !== undefined && { personal: { text, attachments: [] } }),
  }))
  return [registered, ...rest] as unknown as AppealEvent[]
}

export function appealOf(story: Story): Appeal {
  const appeal = eventsOf(story).reduce<Appeal | undefined>(fold, undefined)
  if (!appeal) throw new Error('a story begins with its registration')
  return appeal
}

/** Dispatched, acknowledged, answered, rated and closed, each on its day. */
export function closing(
  dispatched: string,
  answered: string,
  rated: string,
  satisfaction: Satisfaction,
  outcome = 'solved',
) {
  return [
    [
      dispatched,
      'dispatched',
      { unit: 'industry', deadlines: [deadline('acknowledge', dispatched.split(' ')[0] ?? '')] },
    ],
    [`${dispatched.split(' ')[0]} 17:00`, 'acknowledged'],
    [answered, 'concluded', { outcome, silence: deadline('silence', '12-30') }, '已办好'],
    [rated, 'rated', { satisfaction }, ''],
    [rated, 'resolved'],
  ] as const
}
