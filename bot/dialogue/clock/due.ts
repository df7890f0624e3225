import { type Alarm, alarms } from '../../appeal/owed.ts'
import { reopenDeadline, resumedDeadlines } from '../../appeal/time/deadlines.ts'
import { type AlarmLevel, type Appeal, AppealNumber } from '../../model/appeal.ts'
import type { Due } from '../../model/message.ts'
import { reminderText } from '../../texts/zh-cn.ts'
import { noticeChoices } from '../choices.ts'
import { caseName } from '../own/case-name.ts'
import { tellNews } from '../staff/announce.ts'
import { type Turn, words } from '../turn.ts'
import { type Reminder, remind, roomOf } from './reminding.ts'

/**
 * Alarms whose time has come, all those of one round. Each is recorded, so that it never comes again; one that no longer
 * stands, since the deadline was met or moved, is passed over. What a time that has lapsed brings about happens at once;
 * staff are told of the rest, of several levels at once only the highest.
 */
export function dueTurn(turn: Turn, message: Due): 'ignore' | undefined {
  const named = new Set(message.alarms.map(({ appeal, deadline, level, on }) => key(appeal, deadline, level, on)))
  const numbers = [...new Set(message.alarms.map(({ appeal }) => AppealNumber.parse(appeal)))]
  const appeals = numbers.map((number) => turn.appeal(number))
  if (appeals.includes(undefined)) return
  const standing = appeals
    .filter((appeal) => !!appeal)
    .map((appeal) => {
      const stands = ({ deadline, level, at }: Alarm) =>
        at <= turn.desk.now && named.has(key(appeal.number, deadline.name, level, deadline.due))
      return { appeal, due: alarms(appeal).filter(stands) }
    })
  if (standing.every(({ due }) => due.length === 0)) return 'ignore'
  const reminders = standing.flatMap(({ appeal, due }) =>
    [...perDeadline(due)].flatMap((alarms) => give(turn, appeal, alarms)),
  )
  remind(turn, reminders)
}

const key = (...parts: readonly string[]): string => parts.join(' ')

function perDeadline(due: readonly Alarm[]): Iterable<readonly [Alarm, ...Alarm[]]> {
  const groups = new Map<string, [Alarm, ...Alarm[]]>()
  for (const alarm of due) {
    const group = groups.get(alarm.deadline.name)
    if (group) group.push(alarm)
    else groups.set(alarm.deadline.name, [alarm])
  }
  return groups.values()
}

const HEIGHT: Readonly<Record<AlarmLevel, number>> = { warning: 0, yellow: 1, red: 2, lapse: 3 }

/** Lets the alarms of one deadline happen; what staff are still to be told of it comes back. */
function give(turn: Turn, appeal: Appeal, given: readonly [Alarm, ...Alarm[]]): Reminder[] {
  const { deadline, level } = given.reduce((a, b) => (HEIGHT[b.level] > HEIGHT[a.level] ? b : a))
  if (level === 'lapse') {
    lapse(turn, appeal, given)
    return []
  }
  const after = warned(turn, appeal, given)
  if (deadline.name !== 'info') return [{ appeal: after, deadline, level }]
  const text = reminderText.supplySoon(caseName(turn, after), deadline, turn.today)
  turn.tellOwner(after, text, noticeChoices(after))
  return []
}

function warned(turn: Turn, appeal: Appeal, given: readonly Alarm[]): Appeal {
  return given.reduce(
    (_, { deadline: { name, due }, level }) =>
      turn.record(appeal.number, { type: 'warned', data: { deadline: name, level, on: due } }),
    appeal,
  )
}

/** A time somebody had is over: to supply what was asked, to judge a result, to have it done again. */
function lapse(turn: Turn, appeal: Appeal, given: readonly [Alarm, ...Alarm[]]): void {
  const { number } = appeal
  switch (given[0].deadline.name) {
    case 'info':
      return goOn(turn, appeal)
    case 'silence':
      return closeSilently(turn, appeal, given)
    case 'reopen':
      return void turn.record(number, { type: 'archived', data: {} })
    default:
      return void warned(turn, appeal, given)
  }
}

/** Nothing came: the time runs on, and who works on it decides what can be done without. */
function goOn(turn: Turn, appeal: Appeal): void {
  const info = appeal.deadlines.find(({ name }) => name === 'info')
  const deadlines = resumedDeadlines(appeal, turn.desk)
  const after = turn.record(appeal.number, { type: 'resumed', data: { deadlines } })
  const result = after.deadlines.find(({ name }) => name === 'result')
  turn.tellOwner(after, reminderText.goesOn(caseName(turn, after), result, turn.today))
  if (!info) return
  tellNews(turn, roomOf(turn, after, 'result'), after, reminderText.nothingCame(info, result, turn.today))
}

/** Nothing is closed in silence that its owner never heard of. */
function closeSilently(turn: Turn, appeal: Appeal, given: readonly Alarm[]): void {
  const outbox = turn.read({ kind: 'outbox', about: appeal.number })
  if (!outbox) return
  const home = appeal.personal?.home
  const unheard = outbox.summary.undelivered?.some((to) => to.channel === home?.channel && to.chat === home.chat)
  if (unheard) {
    const after = warned(turn, appeal, given)
    return tellNews(turn, roomOf(turn, after, 'result'), after, reminderText.notDelivered)
  }
  const reopen = reopenDeadline(turn.desk)
  turn.record(appeal.number, { type: 'rated', data: { satisfaction: 'no-answer' }, personal: words('') })
  const after = turn.record(appeal.number, { type: 'resolved', data: { reopen } })
  turn.tellOwner(after, reminderText.closedSilently(caseName(turn, after), reopen, turn.today))
}
