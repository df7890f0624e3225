import { findNumbers, showNumber } from '../../appeal/reference.ts'
import type { AppealNumber } from '../../model/appeal.ts'
import { Fault } from '../../model/fault.ts'

/** A number as it was typed. @throws Fault `usage` for what is none. */
export function numberIn(given: string): AppealNumber {
  const [number] = findNumbers(given).good
  if (number) return number
  throw new Fault('usage', `${given} is no appeal number: one reads QQ-7K3M-9XPF; appeals list shows them`)
}

export function notThere(number: AppealNumber): Fault {
  return new Fault(
    'not-found',
    `there is no appeal ${showNumber(number)} in this ledger; appeals list shows those there are`,
  )
}
