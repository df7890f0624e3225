export type Encoding = 'utf-8' | 'utf-16' | 'gb18030' | 'big5'

export interface Decoded {
  readonly text: string
  readonly encoding: Encoding
}

/** The text of a file: UTF-8, UTF-16 with its mark, or GB18030 as older offices write it; undefined where it is not text. */
export function decode(bytes: Uint8Array): Decoded | undefined {
  const marked = utf16(bytes)
  if (marked) return marked
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    const text = attempt(bytes, encoding)
    if (text !== undefined) return { text, encoding }
  }
  return undefined
}

/** Chinese text in UTF-8 to the end, but for a last character of which only the first bytes are there. */
export function isCutShort(bytes: Uint8Array): boolean {
  if (attempt(bytes, 'utf-8') !== undefined) return false
  return [1, 2, 3].some((missing) => {
    const [lead = 0, ...rest] = bytes.subarray(-missing)
    const begins = lead >= ([0xc2, 0xe0, 0xf0][missing - 1] ?? 0xff) && lead <= 0xf4
    if (!begins || rest.some((byte) => byte < 0x80 || byte > 0xbf)) return false
    return /[^\x00-\x7f]/.test(attempt(bytes.subarray(0, -missing), 'utf-8') ?? '')
  })
}

/**
 * The text of a web page. What decodes as UTF-8 is UTF-8, whatever the page says of itself (browsers save pages anew);
 * then what it says, then GB18030. A page with a few broken characters is still read.
 */
export function decodePage(bytes: Uint8Array): Decoded | undefined {
  const marked = utf16(bytes)
  if (marked) return marked
  const named = named8(bytes)
  const order = [...new Set(['utf-8', named ?? 'gb18030', 'gb18030'] as const)]
  for (const encoding of order) {
    const text = attempt(bytes, encoding)
    if (text !== undefined) return { text, encoding }
  }
  const encoding = named ?? 'utf-8'
  const text = new TextDecoder(encoding).decode(bytes)
  const broken = text.match(/\ufffd/g)?.length ?? 0
  return broken <= text.length / 500 && !text.includes('\0') ? { text, encoding } : undefined
}

/** What a page says it is encoded in. GB2312 and GBK are parts of GB18030. */
function named8(bytes: Uint8Array): Encoding | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096))
  const name = /(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1]?.toLowerCase() ?? ''
  if (/^(gb2312|gbk|gb18030|gb_2312-80|x-gbk)$/.test(name)) return 'gb18030'
  if (/^(big5|big5-hkscs|x-x-big5)$/.test(name)) return 'big5'
  return name === 'utf-8' || name === 'utf8' ? 'utf-8' : undefined
}

function utf16(bytes: Uint8Array): Decoded | undefined {
  const label =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : undefined
  const text = label && attempt(bytes, label)
  return text === undefined ? undefined : { text, encoding: 'utf-16' }
}

function attempt(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    return binary(text) ? undefined : text
  } catch {
    return undefined
  }
}

/** GB18030 has a character for almost any two bytes; but text has no zeros, and hardly a control or private character. */
function binary(text: string): boolean {
  if (text.includes('\0')) return true
  const odd = text.match(/[\u0001-\u0008\u000e-\u001f\u007f-\u009f\ue000-\uf8ff\ufffd]/g)?.length ?? 0
  return odd > text.length / 50
}
