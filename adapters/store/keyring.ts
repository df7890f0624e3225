import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { PersonId } from '../../bot/model/appeal.ts'
import { Fault } from '../../bot/model/fault.ts'
import type { Instant } from '../../bot/model/instant.ts'

/** A person's key, wrapped by the master key; or, once he has been erased, what is left of it: its id and the date. */
export type KeyRecord =
  | { readonly person: PersonId; readonly id: string; readonly wrapped: string }
  | { readonly person: PersonId; readonly id: string; readonly erased: Instant }

/** Where key records are kept. Both calls resolve when the records are durable, and reject with a `storage` fault. */
export interface KeyFile {
  /** What to call it in an error. */
  readonly name: string
  add(records: readonly KeyRecord[]): Promise<void>
  /** Rewrites the file without a trace of what is not in `records`. */
  replace(records: readonly KeyRecord[]): Promise<void>
}

export interface Keyring {
  /** Makes and stores the keys that are missing; to be awaited before anything is sealed for these persons. */
  ensure(persons: Iterable<PersonId>): Promise<void>
  /** `record` names what is sealed: the text opens under the same name only. */
  seal(person: PersonId, record: string, value: unknown): string
  /** Undefined when the key was destroyed. Rejects a text that was changed, moved, or whose key is lost. */
  unseal(record: string, sealed: string): unknown
  /** The same for bytes, without the third that base64 adds. */
  sealBytes(person: PersonId, record: string, bytes: Uint8Array): Buffer
  unsealBytes(record: string, sealed: Buffer): Buffer | undefined
  /** False when the key that bytes were sealed with was destroyed. Rejects those whose key is lost. */
  opens(record: string, sealed: Buffer): boolean
  /** Takes in what is known of more keys, or of the same ones now. */
  learn(records: readonly KeyRecord[]): void
  /** Forgets the person's key at once; durable when it resolves. */
  erase(person: PersonId, at: Instant): Promise<void>
  /** The same text gives the same 26 letters and digits; without the master key nobody can tell which text it was. */
  pseudonym(text: string): string
}

const NONCE = 12
const TAG = 16
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567' // RFC 4648, lower case

/**
 * Seals personal values with a key per person (AES-256-GCM), so that an append-only ledger can forget somebody:
 * destroying his key makes all that was written of him unreadable, and the hash chain over it still verifies.
 */
export function createKeyring(options: {
  readonly master: Buffer
  readonly file: KeyFile
  readonly records?: readonly KeyRecord[]
}): Keyring {
  const { master, file } = options
  const wrapping = derive(master, 'wrap')
  const naming = derive(master, 'pseudonym')
  const records = new Map<string, KeyRecord>()
  /** Those unwrapped so far: at a start, a hundred thousand are not. */
  const keys = new Map<string, Buffer>()
  const current = new Map<PersonId, string>()
  /** An erasure that did not reach the disk: the whole file is written before the next key is added to it. */
  let stale = false

  function adopt(record: KeyRecord): void {
    records.set(record.id, record)
    if ('wrapped' in record) current.set(record.person, record.id)
    else {
      keys.delete(record.id)
      if (current.get(record.person) === record.id) current.delete(record.person)
    }
  }
  const learn = (known: readonly KeyRecord[]): void => known.forEach(adopt)
  learn(options.records ?? [])

  function currentOf(person: PersonId, record: string): { id: string; key: Buffer } {
    const id = current.get(person)
    const key = id === undefined ? undefined : keyOf(id, record)
    if (id === undefined || !key) throw new Error(`no key to seal ${record}`)
    return { id, key }
  }

  function recordOf(id: string, needed: string): KeyRecord {
    const record = records.get(id)
    if (record) return record
    throw new Fault(
      'damaged',
      `the key ${id} that ${needed} is sealed with is missing from ${file.name}: ` +
        'stop here, copy the folder, and restore that file from the newest backup that has it',
    )
  }

  /** Undefined when it was destroyed. */
  function keyOf(id: string, needed: string): Buffer | undefined {
    const known = keys.get(id)
    if (known) return known
    const record = recordOf(id, needed)
    if (!('wrapped' in record)) return undefined
    const key = decrypt(wrapping, wrapName(record), Buffer.from(record.wrapped, 'base64'))
    keys.set(id, key)
    return key
  }

  return {
    async ensure(persons) {
      const made = [...new Set(persons)]
        .filter((person) => !current.has(person))
        .map((person) => {
          const id = randomBytes(9).toString('base64url')
          return {
            person,
            id,
            wrapped: encrypt(wrapping, wrapName({ person, id }), randomBytes(32)).toString('base64'),
          }
        })
      if (made.length === 0) return
      if (stale) await file.replace([...records.values(), ...made])
      else await file.add(made)
      stale = false
      for (const record of made) adopt(record)
    },

    seal(person, record, value) {
      const { id, key } = currentOf(person, record)
      return `${id}.${encrypt(key, record, Buffer.from(JSON.stringify(value))).toString('base64')}`
    },

    unseal(record, sealed) {
      const dot = sealed.indexOf('.')
      const key = keyOf(sealed.slice(0, dot), record)
      return (
        key && (JSON.parse(decrypt(key, record, Buffer.from(sealed.slice(dot + 1), 'base64')).toString()) as unknown)
      )
    },

    sealBytes(person, record, bytes) {
      const { id, key } = currentOf(person, record)
      return Buffer.concat([Buffer.from(`${id}.`), encrypt(key, record, bytes)])
    },

    unsealBytes(record, sealed) {
      const id = keyIdIn(sealed)
      const key = keyOf(id, record)
      return key && decrypt(key, record, sealed.subarray(id.length + 1))
    },

    opens: (record, sealed) => 'wrapped' in recordOf(keyIdIn(sealed), record),

    learn,

    async erase(person, at) {
      const id = current.get(person)
      if (id !== undefined) {
        records.set(id, { person, id, erased: at })
        keys.get(id)?.fill(0)
        keys.delete(id)
        current.delete(person)
        stale = true
      }
      if (!stale) return
      await file.replace([...records.values()])
      stale = false
    },

    pseudonym(text) {
      return base32(createHmac('sha256', naming).update(text).digest().subarray(0, 16))
    },
  }
}

/** Tells a wrong master key from a right one, and tells nothing of the key. */
export function keyCheck(master: Buffer): string {
  return derive(master, 'check').toString('base64url')
}

export function keyIdIn(sealed: Buffer): string {
  return sealed.toString('latin1', 0, sealed.indexOf('.'))
}

function derive(master: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `qinqing/1/${purpose}`, 32))
}

function wrapName(record: { readonly person: PersonId; readonly id: string }): string {
  return `key/${record.person}/${record.id}`
}

/** A nonce for each text that is sealed; they are drawn many at once, which costs as much as one. */
const nonces: { drawn: Buffer; next: number } = { drawn: Buffer.alloc(0), next: 0 }
const DRAWN = 4096

function newNonce(): Buffer {
  if (nonces.next >= nonces.drawn.length) Object.assign(nonces, { drawn: randomBytes(DRAWN * NONCE), next: 0 })
  const nonce = nonces.drawn.subarray(nonces.next, nonces.next + NONCE)
  nonces.next += NONCE
  return nonce
}

function encrypt(key: Buffer, name: string, plain: Uint8Array): Buffer {
  const nonce = newNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Buffer, name: string, bytes: Buffer): Buffer {
  const body = bytes.subarray(NONCE, bytes.length - TAG)
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG })
    decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(bytes.length - TAG))
    return Buffer.concat([decipher.update(body), decipher.final()])
  } catch (cause) {
    throw new Fault('damaged', `${name} does not open with its key: it was changed; restore it from the backup`, {
      cause,
    })
  }
}

function base32(bytes: Buffer): string {
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET.charAt((held >> (bits - 5)) & 31)
  }
  return bits > 0 ? text + ALPHABET.charAt((held << (5 - bits)) & 31) : text
}
