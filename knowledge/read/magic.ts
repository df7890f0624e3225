import { type Trouble, trouble } from './faults.ts'

/** What the bytes are, whatever the file is called. */
interface Kind {
  readonly name: string
  /** The extension it should have. */
  readonly extension: string
}

const TEXT = new Set(['.md', '.txt', '.jsonl', '.csv'])

/** That the file is not what its extension says; undefined where nothing speaks against it. */
export function mismatch(extension: string, bytes: Uint8Array): Trouble | undefined {
  const kind = kindOf(bytes)
  if (!kind) {
    if (extension === '.pdf') return trouble.damaged('PDF')
    return extension === '.docx' || extension === '.xlsx'
      ? trouble.damaged(extension === '.docx' ? 'Word' : 'Excel')
      : undefined
  }
  if (kind === 'encrypted') return trouble.encrypted()
  if (kind.extension === extension || (kind.extension === '.html' && extension === '.htm')) return undefined
  if (kind.extension === '.html' && extension === '.md') return undefined // Markdown may begin with tags
  const known = TEXT.has(extension) || /^\.(html?|docx|xlsx|pdf)$/.test(extension)
  return known ? trouble.wrongKind(extension, kind.name, kind.extension) : undefined
}

function kindOf(bytes: Uint8Array): Kind | 'encrypted' | undefined {
  const head = latin1(bytes.subarray(0, 1024))
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return zipKind(bytes)
  if (head.startsWith('\xd0\xcf\x11\xe0')) return oleKind(bytes)
  if (head.includes('%PDF-')) return { name: 'PDF', extension: '.pdf' }
  if (head.startsWith('{\\rtf')) return { name: 'RTF', extension: '.rtf' }
  if (/^(Rar!|7z\xbc\xaf|\x1f\x8b)/.test(head)) return { name: '压缩包', extension: '.zip' }
  if (/^(\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*)/.test(head)) return { name: '图片', extension: '.png' }
  if (/^(?:MIME-Version|From: <Saved by)/i.test(head)) return { name: 'MHTML 网页', extension: '.mhtml' }
  if (/^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)*<(!doctype html|html)[\s>]/i.test(head))
    return { name: '网页', extension: '.html' }
  return undefined
}

/** The names of a zip's parts stand uncompressed at its end. */
function zipKind(bytes: Uint8Array): Kind | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  if (all.includes('word/document')) return { name: 'Word 文档', extension: '.docx' }
  if (all.includes('xl/workbook')) return { name: 'Excel 表格', extension: '.xlsx' }
  if (all.includes('ppt/presentation')) return { name: '幻灯片', extension: '.pptx' }
  if (all.includes('OFD.xml')) return { name: 'OFD', extension: '.ofd' }
  return all.includes('PK\x05\x06', 0, 'latin1') ? { name: '压缩包', extension: '.zip' } : undefined
}

/** The container of Word and Excel before 2007, and of newer files with a password. */
function oleKind(bytes: Uint8Array): Kind | 'encrypted' {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const has = (name: string) => all.includes(name, 0, 'utf16le')
  if (has('EncryptedPackage') || has('EncryptionInfo')) return 'encrypted'
  if (has('WordDocument')) return { name: '旧版 Word 文档（.doc）', extension: '.doc' }
  if (has('Workbook') || has('Book')) return { name: '旧版 Excel 表格（.xls）', extension: '.xls' }
  return { name: '旧版 Office 文档', extension: '.doc' }
}

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
