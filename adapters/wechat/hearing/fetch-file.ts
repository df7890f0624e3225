import type { FileBoxInterface } from 'file-box'
import type { Clock } from '../../../bot/ports/clock.ts'
import { atMost } from '../at-most.ts'

/** Longer files are no evidence one could look at. In bytes. */
const LARGEST = 20 * 2 ** 20
/** A gateway that has lost a file does not say so, but says nothing. */
const OPEN_MS = 15_000
const READ_MS = 60_000

export interface FetchedFile {
  readonly bytes: Uint8Array
  readonly name: string
  readonly type: string
}

export interface Fetching {
  readonly clock: Clock
  readonly stop: AbortSignal
  /** Lets few read at once, so that what they hold has room in memory. */
  readonly inTurn: <T>(run: () => Promise<T>) => Promise<T>
}

/** The first of these files that can be had, of at most `LARGEST` bytes, in a while. Never rejects. */
export async function fetchFile(
  ways: readonly (() => Promise<FileBoxInterface>)[],
  { clock, stop, inTurn }: Fetching,
): Promise<FetchedFile | 'too-large' | 'failed'> {
  for (const open of ways) {
    const opening = Promise.resolve().then(open)
    const box = await atMost(clock, OPEN_MS, opening, undefined, stop).catch(() => undefined)
    if (box) return await inTurn(() => readInTime(box, { clock, stop }))
  }
  return 'failed'
}

async function readInTime(box: FileBoxInterface, { clock, stop }: Pick<Fetching, 'clock' | 'stop'>) {
  const over = new AbortController()
  const reading = read(box, over.signal).catch(() => 'failed' as const)
  return await atMost(clock, READ_MS, reading, 'failed' as const, stop).finally(() => over.abort())
}

async function read(box: FileBoxInterface, over: AbortSignal): Promise<FetchedFile | 'too-large'> {
  if (box.size > LARGEST) return 'too-large'
  const stream = await box.toStream()
  // Torn down before its end it may still tell of that, when nobody listens any more.
  stream.on('error', () => {})
  over.addEventListener('abort', () => stream.destroy())
  if (over.aborted) stream.destroy()
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > LARGEST) return 'too-large'
    chunks.push(chunk)
  }
  return { bytes: new Uint8Array(Buffer.concat(chunks)), name: box.name, type: box.mediaType }
}
