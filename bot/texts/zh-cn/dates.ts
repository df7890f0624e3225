import { showHead } from '../../appeal/chain.ts'
import type { Appeal, Deadline } from '../../model/appeal.ts'
import { type CalendarDate, dateOf, timeOf } from '../../model/instant.ts'
import { DEADLINE, day } from './words.ts'

/** 11月27日（周五）, and the hour where it is counted in hours. */
export const moment = ({ due, at }: Pick<Deadline, 'due' | 'at'>, today: CalendarDate): string =>
  at ? `${day(dateOf(at), today)}${timeOf(at)}` : day(due, today)

/** What happens by when, the law's own limit beside a stricter promise, and once, below, on what it stands. */
export function promises(deadlines: readonly Deadline[], today: CalendarDate): string[] {
  if (deadlines.length === 0) return []
  const bases = [...new Set(deadlines.map(({ basis }) => basis))].join('、')
  const laws = [...new Set(deadlines.flatMap(({ legal }) => (legal ? [legal.basis] : [])))].join('、')
  const note = deadlines.some(({ provisional }) => provisional) ? '；明年放假安排公布后日期可能调整' : ''
  return [...deadlines.map((one) => promise(one, today)), `（依据：${bases}${laws && `；法定：${laws}`}${note}）`]
}

function promise(deadline: Deadline, today: CalendarDate): string {
  const { name, due, legal } = deadline
  const latest = legal ? `（法定最迟${day(legal.due, today).replace(/（.*/u, '')}）` : ''
  return `${moment(deadline, today)}前${DEADLINE[name]}${due === today ? '，今天到期' : ''}${latest}`
}

/** What its history must come to as it stood then: kept by him, it shows that nothing was changed since. */
export const receipt = ({ head }: Pick<Appeal, 'head'>): string | undefined =>
  head && `回执校验码 ${showHead(head.hash)}（第${head.n}条记录，请留着备查）`
