import { CANARIES } from '../store/samples.ts'
import { AFTERMATHS, createSimDisk, type Image, type Mishap, type Plan } from './sim-disk.ts'
import type { System } from './systems.ts'

export const MISHAPS: readonly Mishap[] = [
  'kill-before',
  'kill-after',
  'torn',
  'short',
  'EIO',
  'EIO-after',
  'ENOSPC',
  'full',
]

interface Account {
  readonly begun: Set<string>
  readonly acknowledged: Set<string>
  readonly refused: Set<string>
}

function newAccount(): Account {
  return { begun: new Set(), acknowledged: new Set(), refused: new Set() }
}

/** The file calls of a session in which nothing goes wrong. */
export async function callsOf(system: System): Promise<readonly string[]> {
  const disk = createSimDisk()
  await play(system, disk, newAccount())
  return disk.calls
}

/** Every call at which this mishap makes a difference: only a write can be torn, only what changes something be done. */
export function plansFor(mishap: Mishap, calls: readonly string[]): readonly Plan[] {
  const writes = /^write/
  const makes = { torn: writes, short: writes, full: writes, ENOSPC: writes, 'EIO-after': /^(?!read|list|size)/ }
  const where = mishap in makes ? makes[mishap as keyof typeof makes] : /^/
  return [...calls.keys()].filter((call) => where.test(calls[call] ?? '')).map((call) => ({ call, mishap }))
}

/** Plays the session with one mishap, and says what is wrong with what is found after each kind of end. */
export async function trial(system: System, plan: Plan): Promise<readonly string[]> {
  const disk = createSimDisk(new Map(), plan)
  const account = newAccount()
  await Promise.race([play(system, disk, account), disk.died])
  const wrong: string[] = []
  const seen: Image[] = []
  for (const aftermath of AFTERMATHS) {
    const image = disk.image(aftermath)
    if (seen.some((other) => same(other, image))) continue
    seen.push(image)
    const faults = await inspect(system, image, account)
    wrong.push(...faults.map((fault) => `${plan.mishap} at ${disk.calls[plan.call]}, ${aftermath}: ${fault}`))
  }
  return wrong
}

function same(a: Image, b: Image): boolean {
  if (a.size !== b.size) return false
  return [...a].every(([path, bytes]) => {
    const other = b.get(path)
    return bytes && other ? bytes.equals(other) : bytes === other
  })
}

async function play(system: System, disk: ReturnType<typeof createSimDisk>, account: Account): Promise<void> {
  const running = await system.open(disk).catch(() => null)
  if (!running) return
  for (const group of system.session)
    await Promise.all(
      group.map((name) => {
        account.begun.add(name)
        return running.act(name).then(
          () => account.acknowledged.add(name),
          () => account.refused.add(name),
        )
      }),
    )
  await running.close().catch(() => {})
}

async function inspect(system: System, image: Image, account: Account): Promise<readonly string[]> {
  const disk = createSimDisk(image)
  const wrong = readable(image)
  try {
    const running = await system.open(disk)
    wrong.push(...compare(await running.effects(), account))
    // It must be usable, too, and stay right over one more restart.
    await running.act('afterwards')
    await running.close()
    const again = await system.open(disk)
    wrong.push(...compare(await again.effects(), account).map((fault) => `after one more restart ${fault}`))
    await again.close()
  } catch (error) {
    wrong.push(String(error))
  }
  return wrong
}

function compare(effects: readonly string[], { begun, acknowledged, refused }: Account): string[] {
  const wrong: string[] = []
  const times = (name: string): number => effects.filter((effect) => effect === name).length
  for (const name of acknowledged) {
    if (name === 'erase-luo' ? times('luo') === 0 : times(name) === 1) continue
    // An erasure that was begun and not acknowledged may have come through.
    if (name === 'luo' && begun.has('erase-luo')) continue
    wrong.push(`${name} was acknowledged, and is there ${times(name)} times`)
  }
  for (const name of refused) if (times(name) > 0) wrong.push(`${name} was refused, and is there`)
  return wrong
}

function readable(image: Image): string[] {
  return [...image].flatMap(([path, bytes]) => {
    const text = bytes?.toString() ?? ''
    return CANARIES.filter((canary) => text.includes(canary)).map((canary) => `${path} shows ${canary}`)
  })
}
