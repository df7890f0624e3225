import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json, whether this runs from the sources or compiled from dist/. */
const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** The documents that come with the program. */
export const shippedDocuments: string = join(root, 'knowledge', 'documents')

export function version(): string {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version
}
