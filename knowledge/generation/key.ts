import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { builtInLexicon } from '../words/lexicon.ts'

/** So many files are looked at together. */
const TOGETHER = 32

/**
 * What a generation was built from and how: the same key, the same generation. Files count by their path, size and time
 * of change, so that nothing has to be read to know whether a snapshot still fits its folder. Rejects where the folder
 * cannot be opened.
 */
export async function keyOf(folder: string, how: Readonly<Record<string, unknown>>): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([how, builtInLexicon]))
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((name) => name.startsWith('.')))
    .sort()
  for (let i = 0; i < paths.length; i += TOGETHER) {
    const files = paths.slice(i, i + TOGETHER)
    for (const line of await Promise.all(files.map((path) => lineOf(folder, path)))) hash.update(line)
  }
  return hash.digest('hex')
}

async function lineOf(folder: string, path: string): Promise<string> {
  const found = await stat(join(folder, path)).catch(() => undefined) // a link that leads nowhere
  return `${path}\0${found?.size}\0${found?.mtimeMs}\n`
}
