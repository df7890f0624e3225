import type { Event } from '../../bot/model/event.ts'
import { closing, deadline, type Story } from '../report/ledger.ts'

/** A city's month, invented: the stage begins on Monday 2026-11-23 at ten. */
const MATTERS = [
  '工程款拖欠了半年，项目早就验收了，一直不给结算',
  '经开区三号路的路灯坏了两个星期，晚上货车进出很危险',
  '申请稳岗返还提交了材料，系统一直显示审核中',
  '开发区供电经常跳闸，影响车间生产',
  '办理施工许可要求补正三次，每次说的都不一样',
  '贷款到期续贷被银行要求追加担保',
]
const UNITS = ['industry', 'market', 'labour', 'construction', 'utilities', 'finance'] as const
/** Of each of these matters. */
const CATEGORIES = ['arrears', 'utilities', 'labour', 'utilities', 'approval', 'finance']
const AREAS = ['经济技术开发区', '云山区', undefined] as const

const day = (n: number): string => {
  const date = new Date(Date.UTC(2026, 10, 23) - n * 86_400_000)
  return date.toISOString().slice(5, 10)
}

/** So many of every kind and state; what is told differs, so that topics form. */
export function cityStories(): Story[] {
  const stories: Story[] = []
  for (let n = 0; n < 72; n++) {
    const unit = UNITS[n % UNITS.length] ?? 'industry'
    const on = day(n % 40)
    const due = day((n % 40) - ((n * 7) % 12) + 2)
    const area = AREAS[n % AREAS.length]
    const answered = day(Math.max(0, (n % 40) - 4))
    const satisfaction = (['satisfied', 'basically', 'satisfied', 'dissatisfied'] as const)[n % 4] ?? 'satisfied'
    const closed = n % 3 === 0 && n % 40 > 5
    const taken = [`${on} 11:00`, 'accepted', { deadlines: closed ? [] : [deadline('result', due)] }] as const
    const ended = closing(`${on} 12:00`, `${answered} 09:00`, `${answered} 16:00`, satisfaction)
    const dispatched = [`${on} 12:00`, 'dispatched', { unit, deadlines: [deadline('acknowledge', on)] }] as const
    const acknowledged = [`${on} 15:00`, 'acknowledged'] as const
    const since: Story['since'] = closed
      ? [taken, ...ended.map((one) => (one[1] === 'dispatched' ? dispatched : one))]
      : n % 5 === 0
        ? []
        : [taken, dispatched, ...(n % 2 === 0 ? [acknowledged] : [])]
    stories.push({
      n: n + 100,
      on: `${on} 09:${String(n % 60).padStart(2, '0')}`,
      data: {
        kind: (['complaint', 'help', 'consultation', 'suggestion'] as const)[n % 4] ?? 'complaint',
        category: CATEGORIES[n % CATEGORIES.length] ?? 'arrears',
        unit,
        ...(area && { area }),
        deadlines: [deadline('accept', on), deadline('result', due)],
      },
      told: {
        matter: `${MATTERS[n % MATTERS.length]}，请帮忙协调`,
        enterprise: `云州市样例${n}机械有限公司`,
        contact: '张小样',
        phone: `139000${String(10_000 + n)}`,
      },
      since,
    })
  }
  return stories
}

/** Questions without an answer. */
export function gapEvents(at: string): Event[] {
  const asked = ['跨省迁移医保怎么办', '个体工商户转企业补贴多少', '外地施工队要不要备案']
  return asked.flatMap((question, i) =>
    Array.from({ length: 3 - i }, (_, times) => {
      const id = `gap-${i}${times}`
      return {
        stream: 'gap',
        of: id,
        subject: `p${i}${times}`,
        type: 'asked',
        at,
        by: { role: 'entrepreneur', id: `p${i}${times}` },
        data: { group: `gap-${i}0`, confidence: 0.1, why: 'refused', document: '医保/转移.docx' },
        personal: { question },
      } as unknown as Event
    }),
  )
}
