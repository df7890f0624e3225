import type { AppealEvent, Chain } from '../model/event.ts'

/** A hash of a text, as 64 hexadecimal digits. */
export type Digest = (text: string) => string

/**
 * Ties an event to the head of its appeal: the hash covers the head before, all that is kept in the clear, and a
 * commitment to what is personal. The commitment is made with a salt that is sealed and destroyed with it: so the chain
 * still verifies once the person was erased, and tells nothing of him.
 */
export function chained<E extends AppealEvent>(event: E, before: Head | undefined, digest: Digest, salt: string): E {
  const { personal, chain: _, salt: __, ...open } = event
  const n = (before?.n ?? 0) + 1
  const commitment = personal === undefined ? undefined : digest(canonical([salt, personal]))
  const link = { n, ...(commitment && { commitment }) }
  const hash = digest(canonical([before?.hash ?? '', link, open]))
  return { ...event, chain: { ...link, hash }, ...(commitment && { salt }) }
}

/** What the next event is tied to. */
export type Head = Pick<Chain, 'n' | 'hash'>

export interface ChainFault {
  /** The place of the event in the history, from 1. */
  readonly event: number
  readonly what: 'missing' | 'edited' | 'personal-edited' | 'unchained'
}

/** The first thing wrong with a history, or its head. Events from before there was a chain are passed over at its beginning. */
export function verifyChain(
  events: readonly AppealEvent[],
  digest: Digest,
): { readonly head: Head | undefined; readonly older: number } | ChainFault {
  let head: Head | undefined
  let older = 0
  for (const [i, event] of events.entries()) {
    const { personal, chain, salt, ...open } = event
    if (!chain) {
      if (head) return { event: i + 1, what: 'unchained' }
      older++
      continue
    }
    const { hash, ...link } = chain
    if (link.n !== (head?.n ?? 0) + 1) return { event: i + 1, what: 'missing' }
    if (digest(canonical([head?.hash ?? '', link, open])) !== hash) return { event: i + 1, what: 'edited' }
    if (personal !== undefined && digest(canonical([salt ?? '', personal])) !== link.commitment) {
      return { event: i + 1, what: 'personal-edited' }
    }
    head = { n: link.n, hash }
  }
  return { head, older }
}

/** JSON with the keys in order, so that the same is always written the same. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`
  const parts = Object.entries(value).filter(([, part]) => part !== undefined)
  const sorted = parts.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${sorted.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join()}}`
}

/** The head as a receipt shows it: sixteen digits in fours. */
export function showHead(hash: string): string {
  return (hash.slice(0, 16).toUpperCase().match(/.{4}/g) ?? []).join('-')
}
