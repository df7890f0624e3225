import type { AppealNumber } from '../../model/appeal.ts'
import type { Waiting } from '../../model/conversation.ts'
import { plusMs } from '../../model/instant.ts'
import type { Turn } from '../turn.ts'

/** How long what is told next is taken as more of the same. */
const MORE_MS = 30 * 60_000

export type Supplement = Extract<Waiting, { for: 'supplement' }>

/** What he tells next belongs to this appeal; `guessed` is what was just added to it without his saying so. */
export function awaitMore(turn: Turn, number: AppealNumber, guessed: Pick<Supplement, 'other' | 'files'> = {}): void {
  turn.wait({ for: 'supplement', number, until: plusMs(turn.desk.now, MORE_MS), ...guessed })
}
