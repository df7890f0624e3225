import { createHash } from 'node:crypto'
import { type Disk, writeWhole } from '../../knowledge/shelf/disk.ts'
import { openShelf, type Shelf } from '../../knowledge/shelf/shelf.ts'
import { AFTERMATHS, createSimDisk, type Image, type Plan } from './sim-disk.ts'

/**
 * Reloads of documents, as far as they touch the disk: generations are built and put on their shelf, more than it keeps,
 * one is rolled back to, and the process starts anew.
 */
const HOME: Image = new Map([['/sim', null]])
const FOLDER = '/sim/knowledge'
/** What a generation holds; it stands for itself, so that half of one cannot be taken for another. */
const made = (name: string): Buffer => Buffer.from(`${createHash('sha256').update(name).digest('hex')} ${name}`)

async function load(disk: Disk, file: string): Promise<string> {
  const text = String((await disk.read(file)) ?? '')
  if (!made(text.slice(65)).equals(Buffer.from(text))) throw new Error('its checksum does not fit')
  return text.slice(65)
}

async function put(disk: Disk, shelf: Shelf, name: string): Promise<void> {
  const built = shelf.fresh()
  await writeWhole(disk, built, made(name))
  const counts = { documents: 1, passages: 1, faulty: 0, quarantined: [], reviews: [] }
  await shelf.put(built, { at: name, folder: '/documents', key: name, ...counts })
}

/** What answers, by the step that was acknowledged last; and what steps were begun. */
interface Account {
  acknowledged: string
  readonly begun: Set<string>
}

async function play(disk: Disk, account: Account): Promise<void> {
  let shelf = await openShelf({ folder: FOLDER, disk })
  async function step(name: string, act: () => Promise<unknown>): Promise<void> {
    account.begun.add(name)
    await act().then(
      (done) => {
        if (done === null) return // there was nothing to go back to
        account.acknowledged = name
        account.begun.clear()
      },
      () => {},
    )
  }
  for (const name of ['一', '二', '三']) await step(name, () => put(disk, shelf, name))
  await step('二', () => shelf.back((file) => load(disk, file)))
  shelf = await openShelf({ folder: FOLDER, disk })
  for (const name of ['四', '五', '六', '七']) await step(name, () => put(disk, shelf, name))
}

export async function callsOfReloads(): Promise<readonly string[]> {
  const disk = createSimDisk(HOME)
  await play(disk, { acknowledged: '', begun: new Set() })
  return disk.calls
}

/** Reloads with one mishap: what answers after each kind of end is what was acknowledged last, or a whole one begun after it. */
export async function reloadTrial(
  plan: Plan,
  broken: (disk: Disk) => Disk = (disk) => disk,
): Promise<readonly string[]> {
  const disk = createSimDisk(HOME, plan)
  const account: Account = { acknowledged: '', begun: new Set() }
  await Promise.race([play(broken(disk), account).catch(() => {}), disk.died])
  const wrong: string[] = []
  for (const aftermath of AFTERMATHS) {
    const fault = await answers(createSimDisk(disk.image(aftermath)), account).catch(String)
    if (fault) wrong.push(`${plan.mishap} at ${disk.calls[plan.call]}, ${aftermath}: ${fault}`)
  }
  return wrong
}

async function answers(disk: Disk, { acknowledged, begun }: Account): Promise<string | undefined> {
  const shelf = await openShelf({ folder: FOLDER, disk })
  const found = (await shelf.open((file) => load(disk, file))) ?? ''
  if (found !== acknowledged && !begun.has(found)) return `“${found}” answers instead of “${acknowledged}”`
  await put(disk, shelf, '后来')
  const again = await openShelf({ folder: FOLDER, disk })
  const later = await again.open((file) => load(disk, file))
  return later === '后来' ? undefined : `“${later}” answers instead of what was put afterwards`
}
