import { z } from 'zod'
import { type Appeal, AppealKind, AppealNumber, AppealState, isSealed, PersonId } from './appeal.ts'
import { CalendarDate, dateOf } from './instant.ts'

/** Which appeals: what is not named does not matter. */
export const AppealWhere = z.strictObject({
  states: z.array(AppealState).readonly().optional(),
  kinds: z.array(AppealKind).readonly().optional(),
  categories: z.array(z.string()).readonly().optional(),
  area: z.string().optional(),
  /** Led by this unit. */
  unit: z.string().optional(),
  /** Led by one of these, or one of them works along; a sealed one against one of them is not theirs to see. */
  seenBy: z.array(z.string()).readonly().optional(),
  /** None that is sealed and against one of these. */
  notAgainst: z.array(z.string()).readonly().optional(),
  /** Who lodged it; who works on it. */
  person: PersonId.optional(),
  handler: PersonId.optional(),
  /** Registered, or come to an end, from one day to another, both included. */
  registered: z.strictObject({ from: CalendarDate.optional(), to: CalendarDate.optional() }).optional(),
  closed: z.strictObject({ from: CalendarDate.optional(), to: CalendarDate.optional() }).optional(),
  /** Something is put forward and waits for a second person. */
  pending: z.boolean().optional(),
  numbers: z.array(AppealNumber).readonly().optional(),
})
export type AppealWhere = z.infer<typeof AppealWhere>

/** Whether an appeal is one of those; the one definition, which every store keeps to. */
export function fits(appeal: Appeal, where: AppealWhere): boolean {
  const {
    states,
    kinds,
    categories,
    area,
    unit,
    seenBy,
    notAgainst,
    person,
    handler,
    registered,
    closed,
    pending,
    numbers,
  } = where
  return (
    (states?.includes(appeal.state) ?? true) &&
    (kinds?.includes(appeal.kind) ?? true) &&
    (categories?.includes(appeal.category) ?? true) &&
    (area === undefined || appeal.area === area) &&
    (unit === undefined || appeal.unit === unit) &&
    (seenBy === undefined || isSeenBy(appeal, seenBy)) &&
    (notAgainst === undefined || !isSealedAgainst(appeal, notAgainst)) &&
    (person === undefined || appeal.subject === person) &&
    (handler === undefined || appeal.handler?.id === handler) &&
    isWithin(appeal.registeredAt, registered) &&
    isWithin(appeal.closedAt, closed) &&
    (pending === undefined || (appeal.pending !== undefined) === pending) &&
    (numbers?.includes(appeal.number) ?? true)
  )
}

/** Whether these units work on it, which begins with its dispatch; the unit complained of does not see what is sealed. */
export function isSeenBy(appeal: Appeal, units: readonly string[]): boolean {
  if (appeal.dispatchedAt === undefined) return false
  if (isSealedAgainst(appeal, units)) return false
  return units.includes('*') || units.includes(appeal.unit) || appeal.co.some((unit) => units.includes(unit))
}

function isSealedAgainst(appeal: Appeal, units: readonly string[]): boolean {
  return isSealed(appeal) && appeal.against.some((unit) => units.includes(unit))
}

function isWithin(at: string | undefined, days: { from?: string | undefined; to?: string | undefined } | undefined) {
  if (!days) return true
  if (at === undefined) return false
  const day = dateOf(at)
  return (days.from === undefined || day >= days.from) && (days.to === undefined || day <= days.to)
}
