import type { Upload } from './types.ts'

export interface Parts {
  fields: Record<string, string>
  uploads: Map<string, Upload>
}

/**
 * Reads multipart/form-data. By hand, because grammY writes file names in bare UTF-8 without quotes, which
 * `Response.formData()` refuses; like Telegram's own reader this one takes a bare name up to the next `;`.
 */
export function readMultipart(body: Buffer, boundary: string): Parts {
  const fields: Record<string, string> = {}
  const uploads = new Map<string, Upload>()
  const fence = Buffer.from(`--${boundary}`)
  let start = body.indexOf(fence)
  while (start >= 0) {
    const from = start + fence.length + 2
    const end = body.indexOf(fence, from)
    if (end < 0) break
    const part = body.subarray(from, end - 2)
    const gap = part.indexOf('\r\n\r\n')
    if (gap >= 0) keep(part.subarray(0, gap).toString('utf8'), part.subarray(gap + 4))
    start = end
  }
  return { fields, uploads }

  function keep(head: string, content: Buffer): void {
    const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? ''
    const name = partValue(disposition, 'name')
    if (name === undefined) return
    const file = partValue(disposition, 'filename')
    if (file === undefined) {
      fields[name] = content.toString('utf8')
      return
    }
    const type = /^content-type:\s*(\S+)/im.exec(head)?.[1] ?? 'application/octet-stream'
    uploads.set(name, { name: file, type, bytes: new Uint8Array(content) })
  }
}

function partValue(disposition: string, key: string): string | undefined {
  for (const piece of disposition.split(';')) {
    const [name, ...rest] = piece.split('=')
    if (name?.trim().toLowerCase() === key && rest.length > 0) return rest.join('=').trim().replaceAll('"', '')
  }
  return undefined
}
