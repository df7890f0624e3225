import { hkdfSync } from 'node:crypto'
import { identityToRecipient } from 'age-encryption'
import { bech32 } from './bech32.ts'

/** The pair of keys that archives are sealed to and opened with, as age writes them. */
export interface ArchiveKeys {
  /** `age1…`: seals. */
  readonly recipient: string
  /** `AGE-SECRET-KEY-1…`: opens, here and in `age -d -i`. */
  readonly identity: string
}

/** The pair that belongs to a master key of 32 bytes: whoever has kept that can open every archive, and nothing more need be kept. */
export async function archiveKeys(master: Uint8Array): Promise<ArchiveKeys> {
  const scalar = new Uint8Array(hkdfSync('sha256', master, '', 'qinqing/1/archive', 32))
  const identity = bech32('age-secret-key-', scalar).toUpperCase()
  return { identity, recipient: await identityToRecipient(identity) }
}
