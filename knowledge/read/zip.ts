import { crc32 } from 'node:zlib'
import { fromBufferPromise } from 'yauzl'
import { type Trouble, trouble } from './faults.ts'

/** What the XML of a document may come to, in bytes; a law of 300 pages has 5 MB of it. */
const INFLATED_BYTES = 32_000_000
const MOST_PARTS = 10_000

export type Parts = ReadonlyMap<string, Uint8Array>

/**
 * The parts of a zip that are wanted, by name. Nothing else in it is inflated, and neither what it says of its sizes
 * nor what really comes out of it may pass the limit: a few hundred kilobytes can hold a gigabyte. `kind` names the
 * format for an administrator.
 */
export async function openZip(
  bytes: Uint8Array,
  kind: string,
  wanted: (name: string) => boolean,
): Promise<Parts | Trouble> {
  const parts = new Map<string, Uint8Array>()
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), {
      lazyEntries: true,
      autoClose: false,
    })
    if (zip.entryCount > MOST_PARTS) return trouble.manyParts(zip.entryCount)
    let total = 0
    for await (const entry of zip.eachEntry()) {
      if (!wanted(entry.fileName)) continue
      if (entry.isEncrypted()) return trouble.encrypted()
      if (total + entry.uncompressedSize > INFLATED_BYTES)
        return trouble.inflates(total + entry.uncompressedSize, INFLATED_BYTES)
      const chunks: Buffer[] = []
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        total += chunk.length
        if (total > INFLATED_BYTES) return trouble.inflates(total, INFLATED_BYTES)
        chunks.push(chunk)
      }
      const part = Buffer.concat(chunks)
      if (crc32(part) !== entry.crc32) return trouble.damaged(kind)
      parts.set(entry.fileName, part)
    }
    return parts
  } catch {
    return trouble.damaged(kind)
  }
}

/** A zip of these parts, not compressed: for libraries that want to open one themselves. */
export function storedZip(parts: Parts): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, bytes] of parts) {
    const title = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800, 2) // the name is UTF-8
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(bytes.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(title.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    local.push(Buffer.from('PK\x03\x04'), common, title, Buffer.from(bytes))
    central.push(Buffer.from('PK\x01\x02\x14\x00'), common, place, title)
    offset += 30 + title.length + bytes.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.size, 4)
  end.writeUInt16LE(parts.size, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end])
}
