import type { Config } from '../../config.ts'
import { Fault } from '../../model/fault.ts'
import type { Instant } from '../../model/instant.ts'
import type { Io } from '../io.ts'
import type { Asked, Asking } from './ask.ts'

/** What a look showed: it is right; it is wrong, and what to do; or it could not be seen. */
export interface Finding {
  readonly is: 'ok' | 'wrong' | 'unknown'
  readonly says: string
  readonly remedy?: string
}

/** Looks at one thing, and changes nothing. It finds nothing where a deployment has no such thing. */
export interface Check {
  readonly name: string
  readonly look: (world: World) => Promise<readonly Finding[]>
}

/** What there is to look at. */
export interface World {
  readonly config: Config
  /** Settings that cannot be read: what depends on them is not looked at. */
  readonly spoilt: ReadonlySet<string>
  /** What was wrong with the settings. */
  readonly mistakes: readonly Fault[]
  readonly flags: { readonly data?: string; readonly docs?: string; readonly city?: string; readonly staffOnly?: true }
  readonly io: Io
  /** Nobody outside is to be asked. */
  readonly offline: boolean
  readonly now: () => Instant
  readonly ask: (asking: Asking) => Promise<Asked>
}

export const ok = (says: string): readonly Finding[] => [{ is: 'ok', says }]
export const wrong = (says: string, remedy?: string): readonly Finding[] => [
  { is: 'wrong', says, ...(remedy !== undefined && { remedy }) },
]
export const unknown = (says: string, remedy?: string): readonly Finding[] => [
  { is: 'unknown', says, ...(remedy !== undefined && { remedy }) },
]
export const NOTHING: readonly Finding[] = []

/** What a fault says is what is wrong, and what to do. */
export function wrongBy(error: unknown): readonly Finding[] {
  if (error instanceof Fault) return wrong(error.message)
  return wrong(`something unforeseen: ${error instanceof Error ? error.message : String(error)}`)
}

export async function unlessFault(look: () => Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  return await look().catch(wrongBy)
}
