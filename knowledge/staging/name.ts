import { extname } from 'node:path'

const NAME_BYTES = 200

/** A file's name that leads to no other folder, hides nothing, and is one that the folder's reader looks at. */
export function fileName(name: string): string {
  const last = name.normalize('NFC').split(/[/\\]/u).at(-1) ?? ''
  const plain = last
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd<>:"|?*]/gu, '_')
    .replace(/^(?:[.\s]|~\$)+/u, '')
    .trim()
  const ending = extname(plain).slice(0, 20)
  // No more than that can be left; a name of a hundred thousand characters would take long to shorten one by one.
  let stem = plain.slice(0, plain.length - extname(plain).length).slice(0, NAME_BYTES)
  while (Buffer.byteLength(stem + ending) > NAME_BYTES) stem = [...stem].slice(0, -1).join('')
  return stem === '' ? `文件${ending}` : stem + ending
}
