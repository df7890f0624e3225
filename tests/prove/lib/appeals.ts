import { composeNumber } from '../../../bot/appeal/reference.ts'
import type { AppealKind, AppealNumber, Deadline } from '../../../bot/model/appeal.ts'
import type { AppealEvent } from '../../../bot/model/event.ts'
import { dateOf, endOf, type Instant, plusMs } from '../../../bot/model/instant.ts'
import type { Change } from '../../../bot/ports/appeal-store.ts'
import { chance, type Draw, pick } from '../lib/draws.ts'

const HOUR = 3_600_000
const CATEGORIES = ['arrears', 'approval', 'inspection', 'penalty', 'fees', 'misconduct', 'service-attitude'] as const
const AREAS = ['江北区', '东湖区', '西河区'] as const
const MATTERS = [
  '送货单上的公章不对',
  '验收之后一直没有付款',
  '窗口三次退件',
  '检查人员反复上门',
  '路口封了一个月',
] as const

/** An appeal as it may stand: against whom, whether it is for few eyes, with which unit, and how far it has come. */
export interface Shape {
  readonly kind: AppealKind
  readonly confidential: boolean
  readonly against: readonly string[]
  readonly unit: string
  readonly co: readonly string[]
  readonly steps: number
}

/** One that the accused unit must not learn of: a tip-off against it, or one told in confidence. */
export function sealedShape(draw: Draw, accused: string): Shape {
  const kind = pick(draw, ['tip-off', 'tip-off', 'complaint', 'help', 'suggestion', 'consultation'] as const)
  return {
    kind,
    confidential: kind !== 'tip-off' || chance(draw, 2),
    against: chance(draw, 3) ? [accused, 'tax'] : [accused],
    // It may even be with the unit itself, or with one that shares its people.
    unit: pick(draw, ['discipline', 'industry', accused, 'petitions'] as const),
    co: chance(draw, 3) ? [pick(draw, [accused, 'industry'] as const)] : [],
    steps: draw(8),
  }
}

export function openShape(draw: Draw, units: readonly string[]): Shape {
  const kind = pick(draw, ['complaint', 'help', 'suggestion'] as const)
  return { kind, confidential: false, against: [], unit: pick(draw, units), co: [], steps: draw(8) }
}

export interface Made {
  readonly number: AppealNumber
  readonly changes: readonly Change[]
  readonly unit: string
  readonly steps: number
  /** What stands in no text but what was told of this one. */
  readonly word: string
}

/** All that happened to one appeal, as the ledger keeps it. `nth` makes its number. */
export function made(draw: Draw, shape: Shape, nth: number, until: Instant): Made {
  const number = composeNumber([...String(nth).padStart(7, '0')].map(Number))
  const subject = `p-${nth}`
  const registered = plusMs(until, -(12 + draw(30 * 24)) * HOUR)
  const word = `记号${nth}`
  const matter = `${pick(draw, MATTERS)}，${word}`
  const category = shape.kind === 'tip-off' ? 'misconduct' : pick(draw, CATEGORIES)
  const owner = { role: 'entrepreneur', id: subject } as const
  const unit = { role: 'handler', id: 's-other', name: '别人', unit: shape.unit } as const
  const clerk = { role: 'clerk', id: 's-desk', name: '王芳' } as const
  const due = (days: number): Deadline['due'] => dateOf(plusMs(registered, days * 24 * HOUR))
  const happened: readonly Partial<AppealEvent>[] = [
    {
      type: 'registered',
      by: owner,
      data: {
        number,
        kind: shape.kind,
        category,
        area: pick(draw, AREAS),
        unit: shape.unit,
        amountYuan: 1_000 * draw(900),
        confidential: shape.confidential,
        urgent: chance(draw, 5),
        against: [...shape.against],
        deadlines: [deadline('accept', due(1)), deadline('result', due(10 + draw(30)))],
      },
      personal: {
        code: 'K7M3P9',
        home: { channel: 'terminal', chat: `企业·${nth}` },
        particulars: {
          matter,
          respondent: `${word}公司`,
          enterprise: `云州市${word}有限公司`,
          contact: `欧阳${word}`,
          phone: `139${String(nth).padStart(8, '0')}`,
          attachments: [],
        },
      },
    },
    { type: 'accepted', by: clerk, data: {} },
    {
      type: 'dispatched',
      by: clerk,
      data: {
        unit: shape.unit,
        co: [...shape.co],
        why: [],
        deadlines: [deadline('acknowledge', due(2)), deadline('object', due(5))],
      },
    },
    { type: 'acknowledged', by: unit, data: {} },
    { type: 'replied', by: unit, data: {}, personal: { text: `正在核实${word}`, attachments: [] } },
    {
      type: 'concluded',
      by: unit,
      data: { outcome: 'solved', silence: deadline('silence', due(40)) },
      personal: { text: `${word}已经解决`, attachments: [] },
    },
    { type: 'rated', by: owner, data: { satisfaction: 'satisfied' }, personal: { text: '满意', attachments: [] } },
    { type: 'resolved', by: owner, data: { reopen: deadline('reopen', due(70)) } },
  ] as readonly Partial<AppealEvent>[]
  const changes = happened.slice(0, shape.steps + 1).map((event, i): Change => {
    const at = plusMs(registered, Math.min(i, 11) * HOUR)
    const whole = { stream: 'appeal', of: number, subject, at, ...event } as AppealEvent
    return { message: `made:${nth}:${i}`, at, expects: [], events: [whole], deliveries: [] }
  })
  return { number, changes, unit: shape.unit, steps: shape.steps, word }
}

function deadline(name: Deadline['name'], due: string): Deadline {
  const lapses = name === 'silence' || name === 'reopen'
  const alarms = lapses ? [{ level: 'lapse', at: endOf(due) } as const] : [{ level: 'yellow', at: endOf(due) } as const]
  return { name, due, basis: '本平台承诺', provisional: false, counted: 'working-day', alarms: [...alarms] }
}
