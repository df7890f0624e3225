import type { Disk } from '../../knowledge/shelf/disk.ts'
import { plansFor } from '../faults/harness.ts'
import { AFTERMATHS, createSimDisk, type Image, type Mishap } from '../faults/sim-disk.ts'

const home: Image = new Map([['/sim', null]])

/**
 * Plays a session with this mishap at each of its file calls, and opens what is left after each kind of end. Says what is
 * wrong: what answers is neither what was acknowledged last nor what was begun after it, or it cannot be opened.
 */
export async function survivors(
  mishap: Mishap,
  session: (disk: Disk, acknowledged: (text: string) => void) => Promise<void>,
  reopen: (disk: Disk) => Promise<string | null>,
): Promise<readonly string[]> {
  const all: string[] = []
  const quiet = createSimDisk(home)
  await session(quiet, (text) => all.push(text))
  const wrong: string[] = []
  for (const plan of plansFor(mishap, quiet.calls)) {
    const disk = createSimDisk(home, plan)
    const acknowledged: string[] = []
    await Promise.race([session(disk, (text) => acknowledged.push(text)).catch(() => {}), disk.died])
    for (const aftermath of AFTERMATHS) {
      const where = `${mishap} at ${quiet.calls[plan.call]}, ${aftermath}`
      const last = acknowledged.at(-1) ?? null
      const found = await reopen(createSimDisk(disk.image(aftermath))).catch((error: Error) => error)
      // A step that was not acknowledged may have come through, or not.
      const fine = acknowledged.length === all.length ? [last] : [last, ...all]
      if (found instanceof Error || !fine.includes(found)) wrong.push(`${where}: ${found} instead of ${last}`)
      if (last !== null && found === null) wrong.push(`${where}: nothing answers`)
    }
  }
  return wrong
}
