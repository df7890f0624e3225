import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Row } from '../row.ts'

const run = promisify(execFile)
const CHILD = fileURLToPath(new URL('../lib/calendar-child.ts', import.meta.url))
const ZONES = ['Asia/Shanghai', 'UTC', 'America/New_York'] as const
const FIRST = '2007-01-01'
const LAST = '2026-12-31'
/** `holidays/` in here holds the arrangements of the State Council, a file a year: `{ days: [{ date, isOffDay }] }`. */
const CORPORA = process.env['QINQING_CORPORA'] ?? fileURLToPath(new URL('../../../../shared/corpora', import.meta.url))

interface Seen {
  readonly zone: string
  readonly lines: readonly string[]
}

/** Counted with `Date.UTC` alone, apart from the product's own reckoning. */
function createPublished() {
  const folder = join(CORPORA, 'holidays')
  const official = new Map<string, boolean>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const { days } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      days: { date: string; isOffDay: boolean }[]
    }
    for (const { date, isOffDay } of days) official.set(date, isOffDay)
  }
  const DAY = 86_400_000
  const textOf = (at: number) => new Date(at).toISOString().slice(0, 10)
  const works = (at: number) => !(official.get(textOf(at)) ?? [0, 6].includes(new Date(at).getUTCDay()))
  const after = (from: number, days: number, step: number): number => {
    let at = from
    for (let left = days; left > 0; ) {
      at += step * DAY
      if (works(at)) left -= 1
    }
    return at
  }
  return {
    line(date: string): string {
      const at = Date.parse(`${date}T00:00:00Z`)
      const next = works(at) ? at : after(at, 1, 1)
      const counted = [1, 5, 10, 20, 60].map((days) => textOf(after(at, days, 1)))
      return JSON.stringify([date, [date], works(at), textOf(next), textOf(after(at, 1, -1)), ...counted])
    },
  }
}

async function seenIn(zone: string, first: string, last: string, how: string): Promise<Seen> {
  const env = { ...process.env, TZ: zone }
  const args = ['--import', 'tsx', CHILD, first, last, how]
  const { stdout } = await run(process.execPath, args, { env, maxBuffer: 2 ** 26 })
  return JSON.parse(stdout) as Seen
}

/** The days of which a process in some time zone says anything else than was published; a count that leads out of these years is not judged. */
async function compare(
  first: string,
  last: string,
  how = '',
): Promise<{ days: number; counts: number; wrong: string[] }> {
  const published = createPublished()
  const wrong: string[] = []
  let days = 0
  let counts = 0
  for (const zone of ZONES) {
    const seen = await seenIn(zone, first, last, how)
    if (seen.zone !== zone) throw new Error(`a process asked to live in ${zone} lives in ${seen.zone}`)
    for (const line of seen.lines) {
      const said = JSON.parse(line) as unknown[]
      const right = JSON.parse(published.line(String(said[0]))) as unknown[]
      days += 1
      for (const [i, value] of right.entries()) {
        if (typeof value === 'string' && (value < FIRST || value > LAST)) continue
        counts += 1
        if (JSON.stringify(value) !== JSON.stringify(said[i]))
          wrong.push(`${zone} ${said[0]}: ${said[i]}, not ${value}`)
      }
    }
  }
  return { days, counts, wrong }
}

const NONE = 'no published arrangements here: QINQING_CORPORA names the folder that has holidays/ in it'

export const row: Row = {
  minutes: 2,
  async run({ share }) {
    if (!existsSync(join(CORPORA, 'holidays'))) return { skipped: NONE }
    const { days, counts, wrong } = await compare(share < 1 ? '2025-07-01' : FIRST, LAST)
    const saw = `${days} days in ${ZONES.length} time zones, ${counts} dates compared, ${wrong.length} wrong`
    return { saw: wrong.length > 0 ? `${saw}: ${wrong.slice(0, 3).join('; ')}` : saw, ok: wrong.length === 0 }
  },
  bites: [
    {
      name: 'a moment is read as a day of the process’s own time zone',
      async run() {
        if (!existsSync(join(CORPORA, 'holidays'))) return { skipped: NONE }
        const { wrong } = await compare('2026-09-25', '2026-10-12', 'in-zone')
        return { caught: wrong.length > 0, saw: `${wrong.length} wrong, such as ${wrong[0]}` }
      },
    },
  ],
}
