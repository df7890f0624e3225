import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'
import type { Done } from './proof.ts'

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/\s*\n\s*/gu, ' ')

/** The table, as Markdown. */
export function tableOf(done: readonly Done[], bite: boolean): string {
  const head = bite ? ['figure', 'broken variant', 'caught by', 'caught'] : ['figure', 'target', 'seen', 'ok']
  const rows = done.map(({ figure, bite: name, outcome, seconds }) => {
    const skipped = 'skipped' in outcome
    const saw = skipped ? `SKIPPED: ${outcome.skipped}` : `${outcome.saw} (${seconds} s)`
    const ok = skipped ? '–' : outcome.ok ? 'yes' : '**NO**'
    return [figure.figure, bite ? (name ?? '') : figure.target, saw, ok]
  })
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n')
}

/** Where and of what it was seen: `of` is the commit. */
export function placeOf(of: string, seconds: number, seed: number): string {
  const [cpu] = cpus()
  const gigabytes = Math.round(totalmem() / 1024 ** 3)
  const minutes = `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
  return [
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${gigabytes} GB, ${process.platform} ${release()}, Node ${process.version}`,
    `commit ${of}, ${new Date().toISOString().slice(0, 10)}, ${minutes}, seed ${seed}`,
  ].join('; ')
}

/** What stands here now; ask before anything is measured. */
export function commit(): string {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim()
  try {
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') === '' ? '' : ' with changes'}`
  } catch {
    return 'unknown'
  }
}

/** Nothing that failed, or was not caught; what was skipped is neither. */
export const allWell = (done: readonly Done[]): boolean =>
  done.every(({ outcome }) => 'skipped' in outcome || outcome.ok)
