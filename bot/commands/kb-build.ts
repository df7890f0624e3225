import { Fault } from '../model/fault.ts'
import { dateOf } from '../model/instant.ts'
import { systemClock } from './clock.ts'
import { type Io, print, write } from './io.ts'
import { configFor } from './options.ts'
import { version } from './paths.ts'

export interface BuildFlags {
  readonly docs?: string
  readonly out: string
  readonly previous?: string
  readonly force?: true
  readonly json?: true
}

const EVERY_MS = 1000
/** What it is at before anything is known of it. */
export const BUILDING = 'building'

/** Makes one generation's file. What it prints with --json is what `createBuilder` in builder.ts reads. */
export async function buildFile(flags: BuildFlags, io: Io): Promise<void> {
  const { makeFile } = await import('../../knowledge/index.ts')
  const begun = performance.now()
  let at = BUILDING
  const telling = setInterval(() => {
    const seconds = Math.round((performance.now() - begun) / 1000)
    // Whoever asked for it and cannot be told has gone away: then nobody wants it any more.
    write(io.stderr, `${at} … ${seconds} s\n`).catch(() => io.exit(1))
  }, EVERY_MS)
  try {
    const making = { folder: configFor(io, flags).docs, release: version(), on: dateOf(systemClock.now()) }
    const built = await makeFile(making, {
      ...flags,
      progress: (line) => {
        at = line
      },
    })
    const ms = Math.round(performance.now() - begun)
    const peakBytes = process.resourceUsage().maxRSS * 1024
    if (flags.json) await print(io.stdout, JSON.stringify({ ...built, ms, peakBytes }))
    if (built.kind !== 'built') throw new Fault('document', `cannot build:\n  ${built.lines.join('\n  ')}`)
    if (!flags.json)
      await print(io.stdout, ...built.lines, `${flags.out}: ${ms} ms, at most ${Math.round(peakBytes / 1e6)} MB`)
  } finally {
    clearInterval(telling)
  }
}
