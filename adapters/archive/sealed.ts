import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { Decrypter, Encrypter } from 'age-encryption'
import { Fault } from '../../bot/model/fault.ts'

/** Seals what is read and writes it, durably, to a file that is not there yet. */
export async function sealTo(path: string, plain: Readable, recipient: string, stop: AbortSignal): Promise<void> {
  const age = new Encrypter()
  age.addRecipient(recipient)
  const sealed = await age.encrypt(webOf(plain))
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  await pipeline(Readable.fromWeb(sealed as ReadableStream), file, { signal: stop })
}

/**
 * Opens a sealed file, piece by piece: what comes out is as it was sealed, and what was changed or cut fails in place of it.
 * @throws Fault `key` where it was sealed to another, `damaged` where it is none.
 */
export async function openSealed(path: string, identity: string): Promise<Readable> {
  const age = new Decrypter()
  age.addIdentity(identity)
  const file = createReadStream(path, { highWaterMark: 64 * 1024 })
  try {
    return Readable.fromWeb((await age.decrypt(webOf(file))) as ReadableStream)
  } catch (cause) {
    file.destroy()
    throw refusal(path, cause)
  }
}

/** The library says in words only what it found. */
function refusal(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error) || 'code' in cause) return cause
  if (/no identity matched/.test(cause.message))
    return new Fault('key', `${path} was sealed with another master key: give the one its ledger was begun with`, {
      cause,
    })
  return new Fault('damaged', `${path} is no backup, or its beginning was changed: take another copy of it`, { cause })
}

/** What fails is told by the web's stream; ours is then told of it once more, and need not end the process for that. */
function webOf(stream: Readable): globalThis.ReadableStream<Uint8Array> {
  stream.on('error', () => {})
  return Readable.toWeb(stream) as globalThis.ReadableStream<Uint8Array>
}
