import { PassThrough, Writable } from 'node:stream'
import type { Io } from '../../bot/commands/io.ts'

/** A world for a command: what it reads, and what it printed. */
export function world(
  given: { readonly stdin?: string; readonly env?: Readonly<Record<string, string>>; readonly terminal?: boolean } = {},
): Io & { out(): string; err(): string } {
  const collect = () => {
    let text = ''
    const stream = new Writable({
      decodeStrings: false,
      write(chunk, _encoding, done) {
        text += chunk
        done()
      },
    })
    return { stream: Object.assign(stream, { isTTY: given.terminal ?? false }), text: () => text }
  }
  const [stdout, stderr] = [collect(), collect()]
  const stdin = new PassThrough()
  stdin.end(given.stdin ?? '')
  return {
    stdin,
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: given.env ?? {},
    exit: () => {},
    out: stdout.text,
    err: stderr.text,
  }
}
