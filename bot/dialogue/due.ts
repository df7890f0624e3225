import { showNumber } from '../appeal/reference.ts'
import { alarmName, owed } from '../appeal/rules.ts'
import { AlarmLevel, AppealNumber, DeadlineName } from '../model/appeal.ts'
import type { Due } from '../model/message.ts'
import { appealText } from '../texts/zh-cn.ts'
import { announce } from './lodge.ts'
import { type Turn, words } from './turn.ts'

/** A deadline has passed: silence after a result resolves the appeal, anything else is told to staff once. */
export function dueTurn(turn: Turn, message: Due): 'ignore' | undefined {
  const [alarm] = message.alarms
  if (!alarm) return 'ignore'
  const number = AppealNumber.parse(alarm.appeal)
  const name = DeadlineName.parse(alarm.deadline)
  const level = AlarmLevel.parse(alarm.level)
  const appeal = turn.appeal(number)
  if (appeal === undefined) return
  const passed = appeal && owed(appeal).find((one) => one.name === name && one.due === alarm.on)
  if (!appeal || !passed || appeal.warned.includes(alarmName(name, level))) return 'ignore'
  if (name !== 'silence')
    return void announce(turn, turn.record(number, { type: 'warned', data: { deadline: name, level } }), 'overdue')
  turn.record(number, { type: 'rated', data: { satisfaction: 'no-answer' }, personal: words('') })
  const after = turn.record(number, { type: 'resolved', data: {} })
  turn.tellOwner(after, [appealText.closedSilently(showNumber(number))])
}
