import type { Catalog } from '../../model/catalog.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { Slots } from '../../model/slots.ts'
import { areaIn } from './area.ts'
import { arrearsIn } from './arrears.ts'
import { owedIn } from './money.ts'
import { contactIn } from './names.ts'
import { enterpriseIn, respondentIn } from './parties.ts'
import { phoneIn } from './phone.ts'
import { sinceIn } from './since.ts'
import { usccIn } from './uscc.ts'
import { confidentialIn, kindIn, wishIn } from './wish.ts'

/**
 * Everything a paragraph tells without having been asked. Conservative: what could be read in two ways is left out, for a
 * question costs less than a false reading. `matter` is not read here: it is the paragraph.
 */
export function readAll(text: string, catalog: Catalog, today: CalendarDate): Partial<Slots> {
  const arrears = arrearsIn(text, today)
  const read: Partial<Slots> = {
    kind: kindIn(text),
    respondent: respondentIn(text),
    amountYuan: owedIn(text),
    since: sinceOf(arrears) ?? sinceIn(text, today),
    enterprise: enterpriseIn(text),
    area: areaIn(text, catalog),
    contact: personIn(text, catalog),
    phone: phoneIn(text),
    uscc: usccIn(text),
    wish: wishIn(text),
    confidential: confidentialIn(text),
    arrears,
  }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** Once it is known when it was settled, accepted or delivered, that is when it began. */
function sinceOf(arrears: Slots['arrears']): string | undefined {
  return arrears?.settledOn ?? arrears?.acceptedOn ?? arrears?.deliveredOn
}

/** 江北 behind a phone is a district, though 江 is a surname too. */
function personIn(text: string, { areas }: Catalog): string | undefined {
  const name = contactIn(text)
  return areas.some((area) => area.name === name || area.also.some((form) => form === name)) ? undefined : name
}
