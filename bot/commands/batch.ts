import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { Fault } from '../model/fault.ts'
import { type Io, print, refuseFolder } from './io.ts'
import { createProgress } from './progress.ts'

/** A number or a text; it comes back as it was. */
export const LineId = z
  .union([z.string(), z.number()], 'is missing, or neither text nor number')
  .refine(
    (id) => !Number.isInteger(id) || Number.isSafeInteger(id),
    'is too large a number to come back as it was: quote it',
  )

/**
 * Reads a .jsonl file (`-` is stdin) line by line and prints what `answer` makes of each, as JSON, in order. A line that
 * cannot be read is told on stderr by file and line, the rest is answered, and in the end a `Fault` says how many there were.
 */
export async function runBatch<T>(
  io: Io,
  options: {
    readonly file: string
    readonly line: z.ZodType<T>
    /** A line as it should be, for the error. */
    readonly example: string
    readonly what: string
    readonly answer: (line: T) => unknown
  },
): Promise<void> {
  const name = nameOf(options.file)
  const progress = createProgress(io.stderr, options.what)
  let bad = 0
  for await (const { number, bytes } of linesOf(options.file, io)) {
    const line = read(options.line, bytes)
    if (!line) continue
    if (line.ok) {
      await print(io.stdout, JSON.stringify(options.answer(line.value)))
    } else {
      bad += 1
      await print(io.stderr, `${name}:${number}: ${line.problem}; a line is ${options.example}`)
    }
    progress.step()
  }
  progress.end()
  if (bad > 0)
    throw new Fault(
      'document',
      `cannot answer ${bad} of the lines of ${name}: mend them as told above and run it again`,
    )
}

async function* linesOf(file: string, io: Io): AsyncIterable<{ number: number; bytes: Buffer }> {
  let number = 0
  let rest = Buffer.alloc(0)
  try {
    if (file === '-') refuseFolder(io.stdin)
    const input: AsyncIterable<Buffer> = file === '-' ? io.stdin : createReadStream(file)
    for await (const chunk of input) {
      rest = Buffer.concat([rest, chunk])
      for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
        number += 1
        yield { number, bytes: rest.subarray(0, end) }
        rest = rest.subarray(end + 1)
      }
    }
  } catch (error) {
    if (error instanceof Fault || !(error instanceof Error)) throw error
    throw new Fault('not-found', `cannot read ${nameOf(file)}: ${reason(error)}`, { cause: error })
  }
  yield { number: number + 1, bytes: rest }
}

const nameOf = (file: string): string => (file === '-' ? 'stdin' : file)

function reason(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'there is no such file; give the path of a .jsonl file, or - for stdin'
  if (error.code === 'EISDIR') return 'it is a folder; give the path of a .jsonl file, or - for stdin'
  return error.message
}

type Line<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string }

/** Undefined for a blank line. */
function read<T>(schema: z.ZodType<T>, bytes: Buffer): Line<T> | undefined {
  let json: unknown
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim()
    if (text === '') return undefined
    json = JSON.parse(text)
  } catch (error) {
    return { ok: false, problem: error instanceof SyntaxError ? 'not JSON' : 'not UTF-8: save the file as UTF-8' }
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data }
  const told = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the line'} ${message}`)
  return { ok: false, problem: told.join(' and ') }
}
