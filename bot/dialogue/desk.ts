import type { WorkCalendar } from '../appeal/work-calendar.ts'
import type { AppealNumber } from '../model/appeal.ts'
import type { Catalog } from '../model/catalog.ts'
import type { GapId } from '../model/gap.ts'
import type { Instant } from '../model/instant.ts'
import type { Address } from '../model/message.ts'
import type { KnowledgeBase } from '../ports/knowledge-base.ts'

/** All that deciding may use of the world. With the same desk the same dossier and message decide the same. */
export interface Desk {
  readonly now: Instant
  readonly catalog: Catalog
  readonly calendar: WorkCalendar
  readonly knowledge: KnowledgeBase
  readonly cut: (text: string) => string[]
  /** Traditional characters to simplified ones. */
  readonly simplify: (text: string) => string
  /** The group of questions without an answer that ask the same in other words, if there is one. */
  readonly likeGap: (question: string) => GapId | undefined
  readonly mint: { readonly number: () => AppealNumber; readonly code: () => string }
  /** Where new appeals and alarms are announced to staff. */
  readonly staffRoom: Address
}
