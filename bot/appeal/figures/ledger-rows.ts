import { type Appeal, type Deadline, isSealed } from '../../model/appeal.ts'
import type { Catalog } from '../../model/catalog.ts'
import { dateOf, type Instant } from '../../model/instant.ts'
import type { Sheet } from '../../ports/office.ts'
import { COLUMNS, ERASED, PROVISIONAL, SEALED, SHEET } from '../../texts/zh-cn/ledger.ts'
import { KIND, matterText, OUTCOME, SATISFACTION, STAFF_STATE } from '../../texts/zh-cn/words.ts'
import { maskEnterprise, maskName, maskPhone, maskTold } from '../redact.ts'
import { showNumber } from '../reference.ts'
import type { WorkCalendar } from '../time/work-calendar.ts'
import { daysLate, resultDeadline } from './timeliness.ts'

export interface LedgerWorld {
  readonly catalog: Catalog
  readonly calendar: WorkCalendar
  readonly now: Instant
  /** Names and phones as they were told; what is sealed stays so. */
  readonly reveal: boolean
}

/** The ledger 台账 as a table, the latest first. */
export function ledgerSheet(appeals: readonly Appeal[], world: LedgerWorld): Sheet {
  const latest = appeals.toSorted((a, b) => (a.registeredAt < b.registeredAt ? 1 : -1))
  const rows = {
    *[Symbol.iterator]() {
      for (const appeal of latest) yield rowOf(appeal, world)
    },
  }
  return { name: SHEET, columns: COLUMNS, rows }
}

function rowOf(appeal: Appeal, { catalog, calendar, now, reveal }: LedgerWorld): readonly (string | number | null)[] {
  const unitName = (id: string) => catalog.units.find((unit) => unit.id === id)?.name ?? id
  const deadline = resultDeadline(appeal)
  const registered = dateOf(appeal.registeredAt)
  const end = dateOf(appeal.concludedAt ?? appeal.closedAt ?? now)
  const late = daysLate(appeal, now)
  const { enterprise, contact, phone, matter } = told(appeal, reveal)
  return [
    showNumber(appeal.number),
    registered,
    enterprise,
    contact,
    phone,
    appeal.area ?? null,
    matter,
    KIND[appeal.kind],
    catalog.categories.find(({ id }) => id === appeal.category)?.name ?? appeal.category,
    unitName(appeal.unit),
    appeal.co.map(unitName).join('、') || null,
    deadline ? dueOf(deadline) : null,
    deadline?.legal?.due ?? null,
    STAFF_STATE[appeal.state],
    appeal.outcome ? OUTCOME[appeal.outcome] : null,
    appeal.satisfaction ? SATISFACTION[appeal.satisfaction] : null,
    calendar.workingDaysBetween(registered, end),
    late > 0 ? late : null,
  ]
}

function dueOf({ due, provisional }: Deadline): string {
  return provisional ? `${due}${PROVISIONAL}` : due
}

type Told = Record<'enterprise' | 'contact' | 'phone' | 'matter', string | null>

/** What a person told, masked unless it may be seen; nothing at all of what is sealed, or was erased. */
function told(appeal: Appeal, reveal: boolean): Told {
  if (!appeal.personal) return { enterprise: ERASED, contact: null, phone: null, matter: ERASED }
  if (isSealed(appeal)) return { enterprise: SEALED, contact: SEALED, phone: SEALED, matter: SEALED }
  const { enterprise = null, contact = null, phone = null, ...rest } = appeal.personal.particulars
  const matter = matterText(rest.matter)
  if (reveal) return { enterprise, contact, phone, matter }
  return {
    enterprise: enterprise && maskEnterprise(enterprise),
    contact: contact && maskName(contact),
    phone: phone && maskPhone(phone),
    matter: maskTold(matter, appeal.personal.particulars),
  }
}
