import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Invented policies of a city that does not exist. */
export const FIXTURES: string = join(import.meta.dirname, '../fixtures/documents')

/** Where the public corpora lie, beside the repository; tests that read them skip where they are absent. */
export const CORPORA: string = join(import.meta.dirname, '../../../shared/corpora')

/** A folder with these files in it, gone after the test. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'qinqing-documents-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  put(folder, files)
  return folder
}

export function put(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

/** The invented policies in a folder of their own, to be changed. */
export function fixturesCopied(): string {
  const folder = folderWith({})
  cpSync(FIXTURES, folder, { recursive: true })
  return folder
}
