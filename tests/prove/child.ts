import { scaleOf } from './row.ts'
import { load, type Outcome, type Work } from './work.ts'

/** One row, or one broken variant, in a process of its own: `child.ts WORK` as JSON, the outcome as a message to the parent. */
const work = JSON.parse(process.argv[2] ?? '{}') as Work

async function perform(): Promise<Outcome> {
  const row = await load(work.home, work.id)
  if (work.bite === undefined) {
    const tell = (line: string): void => void process.send?.({ tell: line })
    const seen = await row.run(scaleOf(work.share, work.seed, tell))
    return 'skipped' in seen ? seen : { saw: seen.saw, ok: seen.ok }
  }
  const bite = row.bites.find(({ name }) => name === work.bite)
  if (!bite) throw new Error(`no broken variant ${work.bite}`)
  const bitten = await bite.run(work.seed)
  return 'skipped' in bitten ? bitten : { saw: bitten.saw, ok: bitten.caught }
}

const outcome = await perform().catch((error: unknown) => ({
  ok: false,
  saw: error instanceof Error ? `${error.message} (${error.stack?.split('\n')[1]?.trim()})` : String(error),
}))
process.send?.({ outcome }, () => process.exit(0))
