import type { Readable, Writable } from 'node:stream'

/** The world of a command, handed in so that a test can be one. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean }
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable & { readonly isTTY?: boolean }
  readonly env: Readonly<Record<string, string | undefined>>
  /** Ends the process at once, for Ctrl-C. */
  readonly exit: (code: number) => void
}

/** Prints lines and waits until they are out; rejects with EPIPE when whoever read them has gone away. */
export async function print(to: Writable, ...lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  await new Promise<void>((resolve, reject) =>
    to.write(`${lines.join('\n')}\n`, (error) => (error ? reject(error) : resolve())),
  )
}

export function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')
}
