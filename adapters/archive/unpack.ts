import { createHash } from 'node:crypto'
import { Fault } from '../../bot/model/fault.ts'
import { ABOUT, type About, aboutIn, isOurs, LARGEST_TEXT, SUMS, sumsText } from './contents.ts'
import { openSealed } from './sealed.ts'
import { type Entry, entriesOf } from './tar.ts'

/** Takes a file of an archive, piece by piece, in the order it was packed. */
export type Take = (path: string, body: AsyncIterable<Buffer>) => Promise<void>

/** Reads an archive to its end and says what it is; what it throws is what `readArchive` throws. */
export async function checkArchive(path: string, identity: string, stop?: AbortSignal): Promise<About> {
  return readArchive(path, identity, async (_, body) => {
    for await (const _ of body) stop?.throwIfAborted()
  })
}

/** Reads the beginning of an archive alone: whether this key opens it, and what it says it is. Throws what `readArchive` throws. */
export async function peekArchive(path: string, identity: string): Promise<About> {
  try {
    for await (const entry of entriesOf(await openSealed(path, identity)))
      return aboutIn(entry.path === ABOUT ? await textOf(entry) : '{}', path)
  } catch (error) {
    throw asDamage(error, path)
  }
  throw new Fault('damaged', `${path} holds nothing: ${REMEDY}`)
}

/**
 * Hands out every file of an archive, and checks that all of it is there as it was packed. Until it has resolved nothing
 * of what was handed out is to be relied on: a piece that was cut is found out at the end.
 *
 * @throws Fault `key` (sealed to another), `damaged` (changed or cut, or no backup), `newer-format`
 */
export async function readArchive(path: string, identity: string, take: Take): Promise<About> {
  const hashes = new Map<string, string>()
  let about: About | undefined
  let sums: string | undefined
  try {
    for await (const entry of entriesOf(await openSealed(path, identity))) {
      if (!about) about = aboutIn(entry.path === ABOUT ? await textOf(entry) : '{}', path)
      else if (entry.path === SUMS) sums = await textOf(entry)
      else hashes.set(entry.path, await handOut(entry, path, take))
    }
  } catch (error) {
    throw asDamage(error, path)
  }
  if (about && sums !== undefined && sums === sumsText(hashes) && hashes.size === about.files) return about
  throw new Fault('damaged', `${path} does not hold what it lists: ${REMEDY}`)
}

async function handOut(entry: Entry, archive: string, take: Take): Promise<string> {
  if (!entry.isFile || !isOurs(entry.path))
    throw new Fault('damaged', `${archive} holds what no backup holds (${JSON.stringify(entry.path)}): give another`)
  const hash = createHash('sha256')
  async function* passing(): AsyncGenerator<Buffer> {
    for await (const piece of entry.body) {
      hash.update(piece)
      yield piece
    }
  }
  await take(entry.path, passing())
  return hash.digest('hex')
}

async function textOf({ body, bytes }: Entry): Promise<string> {
  if (bytes > LARGEST_TEXT) throw new Error(`a list of ${bytes} bytes`)
  const pieces: Buffer[] = []
  for await (const piece of body) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

const REMEDY = 'it was changed or cut short on its way; take another copy of it, or the backup before'

/** What the libraries throw at bytes that are not right has no code; what the file system throws has one. */
function asDamage(error: unknown, path: string): unknown {
  if (error instanceof Fault || !(error instanceof Error)) return error
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined && /^E[A-Z0-9]+$/.test(code)) return error
  if (error.name === 'AbortError') return error
  return new Fault('damaged', `${path} cannot be read to its end (${error.message}): ${REMEDY}`, { cause: error })
}
