import { badRequest, Refusal } from './refusal.ts'
import type { Upload } from './types.ts'

/** Of the public server: 50 MB up, 10 MB for a picture, 20 MB down. */
const LARGEST_UPLOAD = 50 * 1024 * 1024
const LARGEST_PHOTO = 10 * 1024 * 1024
export const LARGEST_DOWNLOAD = 20 * 1024 * 1024

export function checkUpload({ bytes }: Upload): void {
  if (bytes.length === 0) throw badRequest('file must be non-empty')
  if (bytes.length > LARGEST_UPLOAD) throw new Refusal(413, 'Request Entity Too Large')
}

/** A picture's sides must add up to 10,000 at most, and be no more than 20 to 1. */
export function checkPhoto({ bytes }: Upload): { width: number; height: number } {
  if (bytes.length > LARGEST_PHOTO) {
    throw badRequest(
      `file of size ${bytes.length} bytes is too big for a photo; the maximum size is ${LARGEST_PHOTO} bytes`,
    )
  }
  const size = sizeOf(Buffer.from(bytes))
  if (!size) throw badRequest('IMAGE_PROCESS_FAILED')
  const { width, height } = size
  if (width + height > 10_000 || width > height * 20 || height > width * 20) {
    throw badRequest('PHOTO_INVALID_DIMENSIONS')
  }
  return size
}

/** Width and height of a PNG, JPEG or GIF. */
function sizeOf(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length >= 24 && bytes.readUInt32BE(0) === 0x89504e47) {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  }
  if (bytes.length >= 10 && bytes.toString('latin1', 0, 3) === 'GIF') {
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) }
  }
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  let at = 2
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0
    // Start-of-frame segments hold the size; C4, C8 and CC are other things.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) }
    }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}
