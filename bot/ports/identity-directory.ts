import type { Address } from '../model/message.ts'
import type { Party } from '../model/person.ts'

/** Says who speaks. Somebody it does not know is an entrepreneur with an id of his own. */
export interface IdentityDirectory {
  identify(at: Address, sender: string): Promise<Party>
}
