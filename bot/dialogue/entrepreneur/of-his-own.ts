import { findNumbers } from '../../appeal/reference.ts'
import { dangerIn } from '../../appeal/triage/danger.ts'
import type { SlotName } from '../../model/slots.ts'
import type { Heard } from '../hear.ts'
import { isRating } from '../own/follow-up.ts'
import { isDataCommand } from '../own/my-data.ts'
import { isProfileCommand } from '../own/profile.ts'
import { saysUnsolved } from '../own/reopen.ts'
import { isAboutOwn } from '../own/status.ts'
import { isAboutSteward } from '../own/steward.ts'
import { isCancel, readAll, wantsHuman } from '../reading/index.ts'
import type { Turn } from '../turn.ts'
import { asksToLodge } from './afresh.ts'
import { asksForBot } from './in-talk.ts'

/** Whoever tells these tells of himself. */
const TELLING: readonly SlotName[] = ['contact', 'phone', 'uscc', 'enterprise', 'respondent', 'amountYuan']
/** A number or code that stands for somebody, however it is written. */
const DIGITS = /(?:\d[\s-]?){6,}|\b(?=[a-z]*\d)(?=\d*[a-z])[0-9a-z]{6}\b/iu

const ITS_WORDS: readonly ((line: string) => boolean)[] = [
  wantsHuman,
  asksForBot,
  isCancel,
  asksToLodge,
  isAboutOwn,
  isRating,
  saysUnsolved,
  isDataCommand,
  isProfileCommand,
  isAboutSteward,
]

/**
 * Whether a line said before others is about the speaker himself: who he is, what he lodged, what he wants of a person or
 * kept of him. Rather once too often: then it is answered where nobody reads along.
 */
export function isOfHisOwn({ desk, today }: Turn, { line, attachments }: Heard): boolean {
  const { good, mistyped } = findNumbers(line)
  if (attachments.length > 0 || good.length + mistyped.length > 0 || DIGITS.test(line)) return true
  const read = readAll(line, desk.catalog, today)
  if (TELLING.some((slot) => read[slot] !== undefined)) return true
  return dangerIn(line, desk.catalog) !== null || ITS_WORDS.some((is) => is(line))
}
