import { endOf, plusMonths } from '../../model/instant.ts'
import type { Turn } from '../turn.ts'

/** So many in a morning; the rest on the next. */
const AT_ONCE = 100

/**
 * What the notice on personal data promises: once the time has run out that is said there, a person's key is destroyed
 * without his asking (个人信息保护法第四十七条第一款第一项). What was exported goes each morning.
 */
export function forgetExpired(turn: Turn): void {
  const years = turn.desk.catalog.retention.find(({ of }) => of === 'person')?.years
  const before = years === undefined ? undefined : endOf(plusMonths(turn.today, -12 * years))
  const found = before && turn.read({ kind: 'expired', before, limit: AT_ONCE })
  if (before && !found) return
  const subjects = [...(found ? found.persons : [])]
  turn.start({ kind: 'expire', answerTo: turn.here, subjects })
}
