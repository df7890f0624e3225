import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { z } from 'zod'

/** A column of a snapshot. */
export type Part = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array
export type Parts = Readonly<Record<string, Part>>

/** One file: what it is about, and named columns that are used as they lie in memory. */
export interface Snapshot {
  /** Whatever the writer said of it; JSON. */
  readonly about: unknown
  readonly parts: Parts
}

const KINDS = {
  u8: Uint8Array,
  u16: Uint16Array,
  u32: Uint32Array,
  i32: Int32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const
type Kind = keyof typeof KINDS

const MAGIC = Buffer.from('QINQING\n')
/** Magic, length of the header, its checksum. */
const PREFIX = 16
const ALIGNMENT = 8
/** So much is read or checked at once: a few milliseconds of the thread. */
const STEP = 1 << 21
const LONGEST_HEADER = 64 << 20

const Header = z.strictObject({
  about: z.unknown(),
  bytes: z.number().int().nonnegative(),
  crc: z.number().int(),
  parts: z.array(
    z.strictObject({
      name: z.string(),
      kind: z.enum(Object.keys(KINDS) as [Kind, ...Kind[]]),
      at: z.number().int().nonnegative().multipleOf(ALIGNMENT),
      length: z.number().int().nonnegative(),
    }),
  ),
})
type Header = z.infer<typeof Header>

/** The bytes of a snapshot's file. Byte order is the machine's: it is read where it was written. */
export function pack({ about, parts }: Snapshot): Uint8Array<ArrayBuffer> {
  let size = 0
  const places = Object.entries(parts).map(([name, part]) => {
    const at = size
    size = aligned(at + part.byteLength)
    return { name, kind: kindOf(part), at, length: part.length }
  })
  const columns = new Uint8Array(size)
  for (const [i, part] of Object.values(parts).entries()) columns.set(bytesOf(part), places[i]?.at ?? 0)

  const header = { about, bytes: size, crc: crc32(columns), parts: places } satisfies Header
  const json = Buffer.from(JSON.stringify(header))
  const begin = aligned(PREFIX + json.length)
  const file = new Uint8Array(begin + size)
  const prefix = Buffer.from(file.buffer)
  prefix.set(MAGIC)
  prefix.writeUInt32LE(json.length, 8)
  prefix.writeUInt32LE(crc32(json), 12)
  prefix.set(json, PREFIX)
  file.set(columns, begin)
  return file
}

/**
 * Reads a snapshot in small steps between which other work goes on, and checks every byte of it. Rejects, naming the
 * reason, where it is not whole.
 */
export async function loadSnapshot(file: string): Promise<Snapshot> {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const bytes = new Uint8Array(size)
    for (let at = 0; at < size; ) {
      const { bytesRead } = await handle.read(bytes, at, Math.min(STEP, size - at), at)
      if (bytesRead === 0) throw new Error('it is shorter than it says')
      at += bytesRead
    }
    const { header, begin } = headerOf(bytes)
    let crc = 0
    for (let at = begin; at < begin + header.bytes; at += STEP) {
      crc = crc32(bytes.subarray(at, Math.min(at + STEP, begin + header.bytes)), crc)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return opened(bytes, header, begin, crc)
  } finally {
    await handle.close()
  }
}

/** The same from bytes at hand, at once. */
export function openSnapshot(bytes: Uint8Array<ArrayBuffer>): Snapshot {
  const { header, begin } = headerOf(bytes)
  return opened(bytes, header, begin, crc32(bytes.subarray(begin, begin + header.bytes)))
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.length < PREFIX || !MAGIC.equals(bytes.subarray(0, MAGIC.length))) throw new Error('it is no snapshot')
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(8, true)
  if (length > LONGEST_HEADER) throw new Error('its header is damaged')
  return length
}

function headerOf(bytes: Uint8Array): { header: Header; begin: number } {
  const length = headerLength(bytes)
  const json = bytes.subarray(PREFIX, PREFIX + length)
  if (json.length < length || crc32(json) !== new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true))
    throw new Error('its header is damaged')
  return { header: Header.parse(JSON.parse(Buffer.from(json).toString('utf8'))), begin: aligned(PREFIX + length) }
}

function opened(bytes: Uint8Array<ArrayBuffer>, header: Header, begin: number, crc: number): Snapshot {
  if (bytes.length < begin + header.bytes) throw new Error('it is shorter than it says')
  if (crc !== header.crc) throw new Error('its checksum does not fit')
  const parts = Object.fromEntries(
    header.parts.map(({ name, kind, at, length }) => [
      name,
      new KINDS[kind](bytes.buffer, bytes.byteOffset + begin + at, length),
    ]),
  )
  return { about: header.about, parts }
}

function kindOf(part: Part): Kind {
  const found = (Object.keys(KINDS) as Kind[]).find((kind) => part instanceof KINDS[kind])
  if (!found) throw new TypeError('not a column that a snapshot can keep')
  return found
}

function bytesOf(part: Part): Uint8Array {
  return new Uint8Array(part.buffer, part.byteOffset, part.byteLength)
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNMENT) * ALIGNMENT
}
