import { PassThrough, Writable } from 'node:stream'
import type { Io } from '../../bot/commands/io.ts'

/** Like /dev/full: the error is also an event, which bot/main.ts keeps from ending the process. */
function refuse() {
  const full = Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(full) })
  stream.on('error', () => {})
  return { stream: Object.assign(stream, { isTTY: false }), text: () => '' }
}

/** A world for a command: what it reads, and what it printed. */
export function world(
  given: {
    readonly stdin?: string
    readonly env?: Readonly<Record<string, string>>
    readonly terminal?: boolean
    /** Nothing can be written to stdout, as to /dev/full. */
    readonly full?: boolean
  } = {},
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
  const [stdout, stderr] = [given.full ? refuse() : collect(), collect()]
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
