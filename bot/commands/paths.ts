import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json, whether this runs from the sources or compiled from dist/. */
const root = (() => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** The documents that come with the program. */
export const shippedDocuments: string = join(root, 'knowledge', 'documents')

/** How the schema of a PostgreSQL is made, step by step. */
export const migrationsFolder: string = join(root, 'adapters', 'store', 'postgres', 'migrations')

/** The compiled program, for a process of its own; undefined where this runs from the sources, as in tests. */
export const compiledProgram: string | undefined = import.meta.url.endsWith('.js')
  ? join(root, 'dist', 'bot', 'main.js')
  : undefined

/** Where the generations of the documents lie in the data folder. */
export const shelfIn = (data: string): string => join(data, 'knowledge')

/** Where those lie that come from a database, or go there. */
export const sharedIn = (data: string): string => join(data, 'knowledge-shared')

/** Where the terminal puts the files that the bot sends. */
export const receivedIn = (data: string): string => join(resolve(data), 'received')

export function version(): string {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version
}
