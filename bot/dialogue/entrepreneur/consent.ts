import type { Conversation } from '../../model/conversation.ts'
import { CONSENT, notice } from '../../texts/zh-cn/privacy.ts'
import { choice } from '../choices.ts'
import type { Turn } from '../turn.ts'

/** What he was about to have registered when he was asked. */
export type Held = NonNullable<Conversation['held']>

/**
 * Whether he has agreed to the notice on personal data as it now reads. If not, it is shown, and what he told waits for
 * his word: nothing is registered and nobody told of it before (个人信息保护法第十三条、第十四条、第十七条). Danger to life
 * is not held up by it (第十八条), nor is whoever asks for a person.
 */
export function consented(turn: Turn, held: Held): boolean {
  if (hasConsented(turn)) return true
  turn.conversation = { ...turn.conversation, held }
  turn.say(notice(turn.desk.catalog, turn.person.consent !== undefined), consentChoices)
  return false
}

export function hasConsented({ person, desk }: Turn): boolean {
  return person.consent?.version === desk.catalog.privacy.version
}

export const consentChoices: ReturnType<typeof choice>[] = [
  choice(CONSENT.yes, 'consent', 'yes'),
  choice(CONSENT.no, 'consent', 'no'),
]
