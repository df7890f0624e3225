import { showNumber } from '../../appeal/reference.ts'
import { lastMoment } from '../../appeal/time/counting.ts'
import { pointOf } from '../../appeal/time/limits.ts'
import { type Appeal, type Deadline, type DeadlineName, isSealed } from '../../model/appeal.ts'
import type { Address } from '../../model/message.ts'
import type { RichText } from '../../model/reply.ts'
import { reminderText } from '../../texts/zh-cn.ts'
import { categoryName, handlerOf, holderOf, reached, tellNews, unitName } from '../staff/announce.ts'
import type { Turn } from '../turn.ts'

/** What staff are to be told of a deadline. */
export interface Reminder {
  readonly appeal: Appeal
  readonly deadline: Deadline
  readonly level: 'warning' | 'yellow' | 'red'
}

/** So many of a digest are named; the most urgent ones. */
const NAMED = 10

/** Tells each recipient once: each reminder with its card, or from the catalogue's `digestFrom` on one digest of all. */
export function remind(turn: Turn, reminders: readonly Reminder[]): void {
  for (const [to, own] of perRecipient(turn, reminders)) {
    if (own.length >= turn.desk.catalog.digestFrom) turn.tellOf(turn.party.id, to, digestOf(turn, own))
    else {
      for (const { appeal, deadline, level } of own) {
        tellNews(turn, [to], appeal, reminderText.reminder(level, deadline, turn.desk.now))
      }
    }
  }
}

function perRecipient(turn: Turn, reminders: readonly Reminder[]): Iterable<readonly [Address, readonly Reminder[]]> {
  const groups = new Map<string, [Address, Reminder[]]>()
  for (const reminder of reminders) {
    const named = new Map(recipients(turn, reminder).map((to) => [`${to.channel} ${to.chat}`, to]))
    for (const [name, to] of named) {
      const group = groups.get(name)
      if (group) group[1].push(reminder)
      else groups.set(name, [to, [reminder]])
    }
  }
  return groups.values()
}

/** A warning is for whoever works on it, a yellow card for his unit and supervision, a red one for the leaders too. */
function recipients(turn: Turn, { appeal, deadline: { name }, level }: Reminder): readonly Address[] {
  const room = roomOf(turn, appeal, name)
  switch (level) {
    case 'warning':
      return [(name === 'result' && atUnit(appeal) && handlerOf(turn, appeal)) || room].flat()
    case 'yellow':
      return [...room, ...reached(turn, appeal, [SUPERVISION])]
    case 'red':
      return [...room, ...reached(turn, appeal, [SUPERVISION, { room: 'leaders' }])]
  }
}

/** Where those are who have it now: the unit, the intake desk, or who reviews. */
export function roomOf(turn: Turn, appeal: Appeal, name: DeadlineName): readonly Address[] {
  if (name === 'review') return reached(turn, appeal, [appeal.listed ? SUPERVISION : { room: 'intake' }])
  const unit = (name === 'result' || name === 'acknowledge') && atUnit(appeal)
  return reached(turn, appeal, [unit ? { unit: appeal.unit } : { room: 'intake' }])
}

const SUPERVISION = { room: 'supervision' } as const

/** The unit complained of in a sealed case is told nothing, though it may still have it. */
function atUnit(appeal: Appeal): boolean {
  return 'unit' in holderOf(appeal) && appeal.state !== 'returned'
}

function digestOf(turn: Turn, own: readonly Reminder[]): RichText {
  const count = (level: Reminder['level']) => own.filter((one) => one.level === level).length
  const counts = { warning: count('warning'), yellow: count('yellow'), red: count('red') }
  const end = ({ deadline }: Reminder) => lastMoment(pointOf(deadline))
  const most = own.toSorted((a, b) => (end(a) < end(b) ? -1 : 1)).slice(0, NAMED)
  return reminderText.digest(
    most.map(({ appeal, deadline, level }) => ({
      level,
      deadline,
      number: showNumber(appeal.number),
      about: isSealed(appeal) ? undefined : `${categoryName(turn, appeal.category)}（${unitName(turn, appeal.unit)}）`,
    })),
    counts,
    new Set(own.map(({ appeal }) => appeal.number)).size,
    turn.desk.now,
  )
}
