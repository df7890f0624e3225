import type { IdentityDirectory } from '../../bot/ports/identity-directory.ts'
import { type Book, readPersona } from './persona.ts'

/**
 * Believes what the terminal says of itself: its senders read `handler@industry:陈刚`. Only for a channel whose user owns
 * the data folder anyway. `pseudonym` gives the id a sender is kept under: the same text, the same id, and nobody can tell
 * it back. One name among staff is one person, whatever he does: who proposed as a handler does not approve as a leader.
 */
export function createTerminalDirectory(options: {
  readonly pseudonym: (text: string) => string
  readonly book: Book
}): IdentityDirectory {
  const { pseudonym, book } = options
  return {
    async identify(at, sender) {
      const persona = readPersona(sender, book)
      if ('wrong' in persona || persona.posts.includes('entrepreneur')) {
        return { id: pseudonym(`${at.channel}:${sender}`), roles: [], units: [] }
      }
      const { posts, units, name } = persona
      const id = pseudonym(`${at.channel}:staff:${name}`)
      const roles = posts.flatMap((post) =>
        post === 'staff' ? (['clerk', 'handler'] as const) : post === 'entrepreneur' ? [] : [post],
      )
      return { id, roles: [...new Set(roles)], units: posts.includes('staff') ? ['*'] : units, name }
    },
  }
}
