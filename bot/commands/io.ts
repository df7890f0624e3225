import { fstatSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { Fault } from '../model/fault.ts'

/** The world of a command, handed in so that a test can be one. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly env: Readonly<Record<string, string | undefined>>
  /** Ends the process at once, for Ctrl-C. */
  readonly exit: (code: number) => void
}

/**
 * Prints lines and waits until they are out. Rejects with EPIPE when whoever read them has gone away, and with a
 * `storage` fault when they cannot be written.
 */
export async function print(to: Writable, ...lines: readonly string[]): Promise<void> {
  if (lines.length > 0) await write(to, `${lines.join('\n')}\n`)
}

/** The same for text as it is. */
export async function write(to: Writable, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) =>
    to.write(text, (error) => (error ? reject(outputFault(error)) : resolve())),
  )
}

/** What to say of an output that failed; that its reader has gone away is no fault. */
function outputFault(error: Error): Error {
  return isBrokenPipe(error)
    ? error
    : new Fault('storage', `cannot write the output: ${error.message}`, { cause: error })
}

export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
}

/** Node reads a folder on stdin (`< .`) as an empty file. */
export function refuseFolder(stdin: Io['stdin'] & { readonly fd?: number }): void {
  if (stdin.fd !== undefined && stdin.fd >= 0 && fstatSync(stdin.fd).isDirectory())
    throw new Fault('not-found', 'cannot read stdin: it is a folder; give a file')
}
