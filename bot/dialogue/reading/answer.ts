import type { Catalog } from '../../model/catalog.ts'
import type { CalendarDate } from '../../model/instant.ts'
import type { SlotName, Slots } from '../../model/slots.ts'
import { readArea } from './area.ts'
import { readArrears } from './arrears.ts'
import { type AmountProblem, readAmount } from './money.ts'
import { readContact } from './names.ts'
import { readEnterprise, readRespondent } from './parties.ts'
import { type PhoneProblem, readPhone } from './phone.ts'
import { readSince, type SinceProblem } from './since.ts'
import { MAX_TEXT } from './text.ts'
import { readUscc, type UsccProblem } from './uscc.ts'
import { readConfidential, readKind, readWish } from './wish.ts'

/** Why an answer does not fit the question; each has a sentence with an example in the texts. */
export type ReadingProblem =
  | 'too-short'
  | 'too-long'
  | 'kind-unclear'
  | PhoneProblem
  | UsccProblem
  | AmountProblem
  | SinceProblem
  | 'name-unclear'
  | 'enterprise-unclear'
  | 'area-unknown'
  | 'yes-no-unclear'
  | 'arrears-unclear'

export type Reading<S extends SlotName = SlotName> =
  | { readonly value: Exclude<Slots[S], undefined> }
  | { readonly problem: ReadingProblem }

interface World {
  readonly catalog: Catalog
  readonly today: CalendarDate
}

const readers: { readonly [S in SlotName]: (text: string, world: World) => Reading<S> } = {
  kind: readKind,
  matter: readMatter,
  respondent: readRespondent,
  amountYuan: readAmount,
  since: (text, { today }) => readSince(text, today),
  enterprise: readEnterprise,
  area: (text, { catalog }) => readArea(text, catalog),
  contact: readContact,
  phone: readPhone,
  uscc: readUscc,
  wish: readWish,
  confidential: readConfidential,
  arrears: (text, { today }) => readArrears(text, today),
}

/**
 * Reads the answer to a question about one slot: looser than `readAll`, since it is known what is being talked about. What does not
 * fit comes back as a problem, never as a guess.
 */
export function readAnswer<S extends SlotName>(
  slot: S,
  text: string,
  catalog: Catalog,
  today: CalendarDate,
): Reading<S> {
  return readers[slot](text, { catalog, today })
}

/** What happened, in free words; counted in letters and digits, since dots and signs say nothing. */
function readMatter(text: string): { value: string } | { problem: 'too-short' | 'too-long' } {
  const said = text.trim()
  if (said.length > MAX_TEXT) return { problem: 'too-long' }
  return said.replace(/[^\p{L}\p{N}]/gu, '').length < 4 ? { problem: 'too-short' } : { value: said }
}
