import { callsOf, MISHAPS, plansFor, trial } from '../../faults/harness.ts'
import { callsOfReloads, reloadTrial } from '../../faults/reload.ts'
import { AFTERMATHS, type Plan } from '../../faults/sim-disk.ts'
import { ours, SYSTEMS } from '../../faults/systems.ts'
import { count } from '../draws.ts'
import type { Bite, Row } from '../row.ts'

const plansOf = (calls: readonly string[]): readonly Plan[] => MISHAPS.flatMap((mishap) => plansFor(mishap, calls))

const bite = (variant: string, name: string): Bite => ({
  name,
  async run() {
    const system = SYSTEMS[variant] ?? ours
    // What tells most of them is tried first.
    const calls = await callsOf(system)
    const plans = [...plansFor('EIO', calls), ...plansOf(calls)]
    for (const [i, plan] of plans.entries()) {
      const [wrong] = await trial(system, plan)
      if (wrong !== undefined) return { caught: true, saw: `at the fault ${i + 1} of ${plans.length}: ${wrong}` }
    }
    return { caught: false, saw: `nothing, at ${plans.length} faults` }
  },
})

/**
 * A session of commits, snapshots, a new month, files and an erasure, and one of reloads and a rollback, on a disk in memory
 * that knows what is flushed; played once for every call and every kind of fault that means something there. Each is then
 * opened after four kinds of end: all that was written is there, only what was flushed, half of the rest, or its other half.
 */
export const row: Row = {
  minutes: 8,
  async run({ share, tell }) {
    const every = Math.round(1 / share)
    const wrong: string[] = []
    let faults = 0
    async function sweep(calls: readonly string[], play: (plan: Plan) => Promise<readonly string[]>): Promise<void> {
      for (const [i, plan] of plansOf(calls).entries()) {
        if (i % every > 0) continue
        wrong.push(...(await play(plan)))
        faults += 1
        if (faults % 500 === 0) tell(`${count(faults)} faults`)
      }
    }
    const [commits, reloads] = [await callsOf(ours), await callsOfReloads()]
    await sweep(commits, (plan) => trial(ours, plan))
    await sweep(reloads, reloadTrial)
    const saw = [
      `${count(faults)} faults (${MISHAPS.join(', ')}) at ${count(commits.length)} calls of commits and snapshots and ${count(reloads.length)} of reloads, each looked at after ${AFTERMATHS.length} kinds of end`,
      `${wrong.length} lost or come back${wrong.length > 0 ? `: ${wrong[0]}` : ''}`,
    ]
    return { saw: saw.join('; '), ok: wrong.length === 0 && faults > 0 }
  },
  bites: [
    bite('no-folder-sync', 'folders are not flushed'),
    bite('flush-again', 'a flush that failed is tried again'),
    bite('memory-first', 'in memory before it is on the disk'),
    bite('no-fsync', 'nothing is flushed'),
    bite('no-await', 'writes and flushes are not awaited'),
    bite('stock-lowdb', 'lowdb as it comes'),
    {
      name: 'generations of documents are not flushed',
      async run() {
        const plans = plansOf(await callsOfReloads())
        for (const plan of plans) {
          const [wrong] = await reloadTrial(plan, (disk) => ({ ...disk, syncFolder: async () => {} }))
          if (wrong !== undefined) return { caught: true, saw: wrong }
        }
        return { caught: false, saw: `nothing, at ${plans.length} faults` }
      },
    },
  ],
}
