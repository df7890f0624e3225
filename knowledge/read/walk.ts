import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { DocumentFault } from '../document.ts'
import { type Trouble, trouble } from './faults.ts'
import { codeOf } from './file.ts'

/** A file as it lies in the folder. */
export interface FoundFile {
  /** Below the folder, with `/`. */
  readonly path: string
  readonly size: number
  readonly mtimeMs: number
}

/** What programs leave behind, and what is no document; nobody needs to be told. */
const IGNORED = /^(\..*|~\$.*|thumbs\.db|ehthumbs\.db|desktop\.ini|__MACOSX|\$RECYCLE\.BIN)$/i
/** The folder of words and golden questions, which are no documents. */
const RESERVED = '_kb'

/**
 * The files below a folder, in the order of their paths, and what is not a file that can be read: pipes, links out of
 * the folder or in circles, folders that may not be opened. Links to folders are not followed. Rejects where the folder
 * itself cannot be opened.
 */
export async function walk(root: string): Promise<{ files: FoundFile[]; faults: DocumentFault[] }> {
  const files: FoundFile[] = []
  const faults: DocumentFault[] = []
  const fault = (path: string, found: Trouble) => faults.push({ path: shown(path), ...found })

  const enter = async (folder: string): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    const pages = new Set(
      entries.flatMap(({ name }) => (/\.html?$/i.test(name) ? [name.replace(/\.html?$/i, '')] : [])),
    )
    for (const entry of entries) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      // A browser saves the pictures and styles of `page.html` in `page_files`.
      const [, page] = /^(.+)[_.]files$/i.exec(entry.name) ?? []
      const belongings = entry.isDirectory() && page !== undefined && pages.has(page)
      if (belongings || IGNORED.test(entry.name) || (folder === '' && entry.name === RESERVED)) continue
      if (/[\u0000-\u001f\u007f\ufffd]/.test(entry.name)) {
        fault(path, trouble.oddName())
        continue
      }
      try {
        if (entry.isDirectory()) await enter(path)
        else {
          const found = await look(root, path, entry.isSymbolicLink())
          if ('reason' in found) fault(path, found)
          else files.push(found)
        }
      } catch (error) {
        fault(path, trouble.unreadable(codeOf(error)))
      }
    }
  }
  await enter('')
  const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)
  return { files: files.sort(byPath), faults: faults.sort(byPath) }
}

async function look(root: string, path: string, isLink: boolean): Promise<FoundFile | Trouble> {
  const file = join(root, path)
  if (isLink) {
    const target = await realpath(file).catch((error: unknown) => {
      return codeOf(error) === 'ELOOP' ? trouble.linkLoop() : trouble.linkLost()
    })
    if (typeof target !== 'string') return target
    if (!target.startsWith(root + sep)) return trouble.linkOutside()
  }
  const found = isLink ? await stat(file) : await lstat(file)
  if (found.isDirectory()) return trouble.linkFolder()
  if (!found.isFile()) return trouble.notFile()
  return { path, size: found.size, mtimeMs: found.mtimeMs }
}

/** For a report, which is lines. */
function shown(path: string): string {
  return path.replace(/[\u0000-\u001f\u007f]/g, (sign) => `\\x${sign.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
