import { isOver, owed } from '../../appeal/owed.ts'
import type { Appeal, Deadline } from '../../model/appeal.ts'
import type { Instant } from '../../model/instant.ts'
import type { staffText } from '../../texts/zh-cn.ts'

/** What the city owes, as far as it still does, the earliest first; times the entrepreneur has are not among them. */
export function duties(appeal: Appeal): readonly Deadline[] {
  return owed(appeal)
    .filter(({ name }) => name !== 'silence' && name !== 'reopen' && name !== 'info')
    .toSorted((a, b) => (a.due < b.due ? -1 : 1))
}

/** 黄牌 from the moment the unit is told, 红牌 from the moment the leaders are. */
export function colourOf(appeal: Appeal, now: Instant): staffText.Colour | undefined {
  const all = duties(appeal)
  const rung = (level: string) => all.some(({ alarms }) => alarms?.some((one) => one.level === level && one.at <= now))
  if (rung('red') || all.some((deadline) => deadline.alarms === undefined && isOver(deadline, now))) return 'red'
  return rung('yellow') ? 'yellow' : undefined
}

const RANK = { red: 0, yellow: 1, none: 2 } as const

/** In danger first, then red, yellow, and whatever is due first. */
export function mostUrgentFirst(appeals: readonly Appeal[], now: Instant): Appeal[] {
  const key = (appeal: Appeal) =>
    [
      appeal.urgent ? 0 : 1,
      RANK[colourOf(appeal, now) ?? 'none'],
      duties(appeal)[0]?.due ?? '9999-12-31',
      appeal.registeredAt,
    ].join(' ')
  const keyed = appeals.map((appeal) => ({ appeal, key: key(appeal) }))
  return keyed.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ appeal }) => appeal)
}
