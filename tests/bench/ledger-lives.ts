import { createHash } from 'node:crypto'
import { chained, type Head } from '../../bot/appeal/chain.ts'
import { composeNumber, composeSalt } from '../../bot/appeal/reference.ts'
import type { AlarmLevel, AppealNumber, Deadline } from '../../bot/model/appeal.ts'
import { newConversation } from '../../bot/model/conversation.ts'
import type { AppealEvent } from '../../bot/model/event.ts'
import { dateOf, endOf, type Instant, plusMs } from '../../bot/model/instant.ts'
import type { Change, NewDelivery } from '../../bot/ports/appeal-store.ts'

/** One turn of an appeal's life, so many days after its registration. */
interface Step {
  readonly day: number
  readonly by: 'owner' | 'unit' | 'clock'
  readonly happens: readonly Happening[]
}
type Happening = { readonly type: AppealEvent['type']; readonly data?: object; readonly text?: string }

export interface Life {
  readonly number: AppealNumber
  readonly subject: string
  readonly unit: string
  readonly registered: Instant
  readonly steps: readonly Step[]
}

export const UNITS = [
  'industry',
  'tax',
  'court',
  'housing',
  'market',
  'labour',
  'transport',
  'finance',
  'water',
  'land',
]
const CATEGORIES = [
  'arrears',
  'licence',
  'tax',
  'subsidy',
  'land',
  'labour',
  'bidding',
  'inspection',
  'finance',
  'power',
]
const DAY = 86_400_000
const WORDS =
  '货款合同验收付款公司项目工程运费材料设备租金保证金政策补贴申请材料窗口办理时限答复进展核实协调结清部门负责同志尽快处理情况说明附件证明'

/** Numbers that are the same at every run. */
export function draws(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function words(draw: (below: number) => number, length: number): string {
  return Array.from({ length }, () => WORDS.charAt(draw(WORDS.length))).join('')
}

/** So many lives, one after another over three years, about twelve events each; what is not over by `until` is open. */
export function livesOf(count: number, until: Instant): Life[] {
  const draw = draws(42)
  const span = 3 * 365 * DAY
  return Array.from({ length: count }, (_, i) => {
    const registered = plusMs(until, -span + Math.floor((span * i) / count))
    const number = composeNumber([...String(i).padStart(7, '0')].map(Number))
    const unit = UNITS[draw(UNITS.length)] ?? ''
    const steps = stepsOf(draw, registered, unit)
    return { number, subject: `p-${draw(Math.ceil(count * 0.6))}`, unit, registered, steps }
  })
}

function stepsOf(draw: (below: number) => number, registered: Instant, unit: string): Step[] {
  const due = (day: number) => dateOf(plusMs(registered, day * DAY))
  const asked = draw(10) < 4
  const slow = draw(10) < 3
  const end = 6 + draw(20)
  const text = () => words(draw, 40 + draw(60))
  const silence = deadline('silence', due(end + 7))
  return [
    {
      day: 0,
      by: 'owner',
      happens: [
        { type: 'registered', data: { deadlines: [deadline('accept', due(1)), deadline('result', due(30), true)] } },
      ],
    },
    {
      day: 0.2,
      by: 'unit',
      happens: [
        { type: 'accepted' },
        {
          type: 'dispatched',
          data: {
            unit,
            why: ['类别：拖欠账款', '区域：样例区'],
            deadlines: [deadline('acknowledge', due(2)), deadline('object', due(3))],
          },
        },
      ],
    },
    {
      day: 1,
      by: 'unit',
      happens: [{ type: 'acknowledged', data: { at: { channel: 'telegram', chat: '100200300' } } }],
    },
    { day: 1.1, by: 'unit', happens: [{ type: 'contact-opened' }] },
    { day: 3, by: 'unit', happens: [{ type: 'replied', text: text() }] },
    ...(asked
      ? ([
          {
            day: 3.5,
            by: 'unit',
            happens: [{ type: 'asked-back', text: text(), data: { until: deadline('info', due(9)) } }],
          },
          {
            day: 5,
            by: 'owner',
            happens: [{ type: 'supplemented', text: text(), data: { deadlines: [deadline('result', due(32), true)] } }],
          },
        ] as const)
      : []),
    ...(slow
      ? ([
          { day: 5.1, by: 'owner', happens: [{ type: 'nudged' }] },
          {
            day: 5.2,
            by: 'clock',
            happens: [{ type: 'warned', data: { deadline: 'result', level: 'warning', on: due(30) } }],
          },
        ] as const)
      : []),
    { day: end, by: 'unit', happens: [{ type: 'concluded', text: text(), data: { outcome: 'solved', silence } }] },
    {
      day: end + 1,
      by: 'owner',
      happens: [
        { type: 'rated', text: '满意', data: { satisfaction: 'satisfied' } },
        { type: 'resolved', data: { reopen: deadline('reopen', due(end + 31)) } },
      ],
    },
    { day: end + 31, by: 'clock', happens: [{ type: 'archived' }, { type: 'noted', text: '归档' }] },
  ]
}

const BASIS = '《保障中小企业款项支付条例》（2025年修订）第二十五条；本平台承诺'

function deadline(name: Deadline['name'], due: string, pausable = false): Deadline {
  const alarm = (level: AlarmLevel, days: number) => ({ level, at: plusMs(endOf(due), days * DAY) })
  const lapses = name === 'silence' || name === 'info' || name === 'reopen'
  return {
    name,
    due,
    basis: BASIS,
    provisional: false,
    counted: 'working-day',
    pausable,
    ...(name === 'result' && { legal: { due, basis: BASIS } }),
    alarms: lapses ? [alarm('lapse', 0)] : [alarm('warning', -1), alarm('yellow', 0), alarm('red', 1)],
  }
}

/** Turns lives into changes, as the router would commit them. */
export function createTeller(): {
  change(life: Life, step: number): Change
  /** Goes on from where the chain of an appeal ends. */
  follow(number: AppealNumber, head: Head | undefined): void
  /** Another word about an appeal, as a turn of an entrepreneur or of staff. */
  word(life: Life, n: number, at: Instant, id: string): Change
} {
  const draw = draws(7)
  const heads = new Map<AppealNumber, Head>()
  const digest = (text: string) => createHash('sha256').update(text).digest('hex')

  function eventOf(life: Life, by: Step['by'], { type, data = {}, text }: Happening, at: Instant): AppealEvent {
    const { number, subject, unit } = life
    const actor =
      by === 'owner'
        ? { role: 'entrepreneur', id: subject }
        : by === 'unit'
          ? { role: 'handler', id: clerkOf(life), name: '王小样', unit }
          : { role: 'system', id: 'clock' }
    const personal =
      type === 'registered' ? particularsOf(subject) : text === undefined ? undefined : { text, attachments: [] }
    const event = {
      stream: 'appeal',
      type,
      of: number,
      subject,
      at,
      by: actor,
      data: type === 'registered' ? { ...openlyOf(life), ...data } : data,
      ...(personal && { personal }),
    } as AppealEvent
    const salt = composeSalt(Array.from({ length: 4 }, () => draw(2 ** 30)))
    const linked = chained(event, heads.get(number), digest, salt)
    if (linked.chain) heads.set(number, { n: linked.chain.n, hash: linked.chain.hash })
    return linked
  }

  function openlyOf({ number, unit }: Life) {
    const category = CATEGORIES[draw(CATEGORIES.length)] ?? ''
    const area = `样例${draw(8)}区`
    return {
      number,
      kind: 'complaint',
      category,
      area,
      unit,
      amountYuan: 10_000 + draw(900_000),
      confidential: false,
      urgent: false,
    }
  }

  function particularsOf(subject: string) {
    return {
      code: '7731',
      home: { channel: 'wechat', chat: `wxid_${subject}` },
      particulars: {
        matter: words(draw, 120),
        respondent: `${words(draw, 6)}有限公司`,
        enterprise: `${words(draw, 6)}有限公司`,
        contact: '陈样例',
        phone: '19900000001',
        wish: words(draw, 20),
        attachments: [],
      },
    }
  }

  function change(id: string, life: Life, by: Step['by'], happens: readonly Happening[], at: Instant): Change {
    const { subject, number } = life
    const events = happens.map((happening) => eventOf(life, by, happening, at))
    const speaker = by === 'owner' ? subject : clerkOf(life)
    const chat = `${speaker}@wechat:wxid_${speaker}`
    const known = { enterprise: '样例贸易有限公司', contact: '陈样例', phone: '19900000001', area: '样例区' }
    const reply = (i: number, to: string): NewDelivery => ({
      id: `${id}#${i}`,
      subject,
      payload: {
        kind: 'reply',
        reply: { to: { channel: 'wechat', chat: to }, text: [words(draw, 60)], about: number },
      },
    })
    return {
      message: id,
      at,
      expects: [],
      ...(by !== 'clock' && {
        person: { id: speaker, value: { v: 1 as const, known } },
        conversation: { id: chat, subject: speaker, value: { ...newConversation, focus: number } },
      }),
      events,
      deliveries: by === 'owner' ? [reply(0, `wxid_${subject}`)] : [],
    }
  }

  return {
    change(life, i) {
      const step = life.steps[i]
      if (!step) throw new RangeError(`no step ${i}`)
      return change(`wechat:${life.number}-${i}`, life, step.by, step.happens, plusMs(life.registered, step.day * DAY))
    },
    follow: (number, head) => void (head && heads.set(number, head)),
    word: (life, n, at, id) =>
      change(
        `wechat:word-${id}`,
        life,
        n % 2 === 0 ? 'owner' : 'unit',
        [{ type: n % 2 === 0 ? 'supplemented' : 'replied', text: words(draw, 50) }],
        at,
      ),
  }
}

/** Twenty work at each unit. */
function clerkOf({ unit, number }: Life): string {
  return `s-${unit}-${number.charCodeAt(8) % 20}`
}

/** All turns of all lives up to a moment, in the order of time. */
export function turnsOf(
  lives: readonly Life[],
  until: Instant,
): { readonly life: Life; readonly step: number; readonly at: number }[] {
  const end = Date.parse(until)
  return lives
    .flatMap((life) => life.steps.map(({ day }, step) => ({ life, step, at: Date.parse(life.registered) + day * DAY })))
    .filter(({ at }) => at <= end)
    .sort((a, b) => a.at - b.at)
}
