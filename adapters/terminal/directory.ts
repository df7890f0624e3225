import type { IdentityDirectory } from '../../bot/ports/identity-directory.ts'
import { parsePersona } from './persona.ts'

/**
 * Believes what the terminal says of itself: its senders read `staff:王芳`. Only for a channel whose user owns the data
 * folder anyway. `pseudonym` gives the id a sender is kept under: the same text, the same id, and nobody can tell it back.
 */
export function createTerminalDirectory(options: { readonly pseudonym: (text: string) => string }): IdentityDirectory {
  return {
    async identify(at, sender) {
      const id = options.pseudonym(`${at.channel}:${sender}`)
      const persona = parsePersona(sender)
      if (!persona || persona.role === 'entrepreneur') return { id, roles: [], units: [] }
      const { role, name } = persona
      if (role === 'administrator') return { id, roles: ['administrator'], units: [], name }
      return { id, roles: ['clerk', 'handler', 'supervisor'], units: ['*'], name }
    },
  }
}
