/** The text of a file: UTF-8, or GB18030 as older offices write it; undefined where it is not text. */
export function decode(bytes: Uint8Array): { text: string; encoding: 'utf-8' | 'gb18030' } | undefined {
  for (const encoding of ['utf-8', 'gb18030'] as const) {
    const text = attempt(bytes, encoding)
    if (text !== undefined) return { text, encoding }
  }
  return undefined
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
