import { createHash } from 'node:crypto'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { chained } from '../../bot/appeal/chain.ts'
import { fold } from '../../bot/appeal/history.ts'
import type { Timing } from '../../bot/appeal/time/deadlines.ts'
import { registrationDeadlines } from '../../bot/appeal/time/deadlines.ts'
import { createWorkCalendar } from '../../bot/appeal/time/work-calendar.ts'
import { catalog as shipped } from '../../bot/catalog/index.ts'
import type { Appeal } from '../../bot/model/appeal.ts'
import { Catalog, type Limit } from '../../bot/model/catalog.ts'
import { AppealEvent } from '../../bot/model/event.ts'

export const calendar = createWorkCalendar(publishedHolidays())

/** Ten in the morning in Shanghai, unless another time is said. */
export const at = (date: string, time = '10:00'): string => new Date(`${date}T${time}:00.000+08:00`).toISOString()

export const timing = (date: string, time?: string, catalog: Catalog = shipped): Timing => ({
  now: at(date, time),
  catalog,
  calendar,
})

/** The catalogue whose catch-all has these limits. */
export function withLimits(...limits: readonly (Partial<Limit> & Pick<Limit, 'name' | 'length' | 'unit'>)[]): Catalog {
  const own = limits.map((limit) => ({ basis: '试行', ...limit }))
  return Catalog.parse({
    ...shipped,
    categories: [{ id: 'other', name: '其他', unit: 'general', words: {}, limits: 'tried' }],
    limits: [{ id: 'tried', name: '试', limits: own }],
  })
}

type Happening = { type: AppealEvent['type']; data?: object; personal?: object }

/** An appeal to which one thing after another happens, each at its moment. */
export function appealOf(category: string, from: Timing, kind = 'complaint') {
  let appeal: Appeal | undefined
  const happen = (now: Timing, { type, data = {}, personal }: Happening): Appeal => {
    const raw = {
      stream: 'appeal',
      of: 'QQ7K3M9XPF',
      subject: 'p1',
      type,
      at: now.now,
      by: { role: 'system', id: 'system' },
    }
    const event = AppealEvent.parse({ ...raw, data, ...(personal && { personal }) })
    appeal = fold(appeal, chained(event, appeal?.head, digest, 'salt'))
    return appeal
  }
  const data = { number: 'QQ7K3M9XPF', kind, category, unit: 'general', confidential: false, urgent: false }
  const registered = happen(from, {
    type: 'registered',
    data: { ...data, deadlines: registrationDeadlines(category, from) },
  })
  return { registered, happen }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

export const dueOf = (appeal: Appeal, name: string): string | undefined =>
  appeal.deadlines.find((deadline) => deadline.name === name)?.due
