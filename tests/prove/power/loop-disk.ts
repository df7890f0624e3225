import { spawn, spawnSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own, whose power can be cut. */
export interface LoopDisk {
  readonly folder: string
  /**
   * Whoever is stopped by `stop` speaks no more, and at once nothing reaches the disk any more, not even what the kernel holds
   * in its buffers: so that what was said was said before.
   */
  cut(stop: () => void): Promise<void>
  /** What a start after that finds; whoever has files open there must be gone. */
  remount(): void
  /** Takes it down, in whatever state it is. */
  remove(): void
}

const MEGABYTES = 64
const PATIENCE_MS = 10_000
/** ext4's shutdown (EXT4_IOC_SHUTDOWN) without flushing its log: the nearest thing to a pulled plug. */
const SHUTDOWN = `
import fcntl, os, struct, sys
sys.stdout.write('.'); sys.stdout.flush(); sys.stdin.readline()
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))`

/** Why this machine cannot cut the power of a disk of its own; undefined where it can. */
export async function whyNoLoopDisk(): Promise<string | undefined> {
  if (process.platform !== 'linux') return `needs Linux, this is ${process.platform}`
  if (process.getuid?.() !== 0) return 'needs root, to mount a file system and cut it off'
  for (const [tool, ...args] of [
    ['mkfs.ext4', '-V'],
    ['mount', '--version'],
    ['losetup', '--version'],
    ['python3', '--version'],
  ])
    if (tool === undefined || !succeeds(tool, ...args)) return `needs ${tool}`
  try {
    const disk = makeLoopDisk()
    try {
      await disk.cut(() => {})
      disk.remount()
    } finally {
      disk.remove()
    }
  } catch (error) {
    return `no loop-mounted ext4 can be had here: ${error instanceof Error ? error.message : String(error)}`
  }
  return undefined
}

/** An ext4 in a file, mounted; it is taken down when the process gets SIGTERM, too. @throws where that cannot be done. */
export function makeLoopDisk(): LoopDisk {
  const home = mkdtempSync(join(tmpdir(), 'qinqing-power-'))
  const image = join(home, 'image')
  const folder = join(home, 'disk')
  mkdirSync(folder)
  const file = openSync(image, 'w')
  ftruncateSync(file, MEGABYTES * 1024 * 1024)
  closeSync(file)
  let device = ''
  let mounted = false
  /** Ready to cut: it takes longer to start than a commit takes. */
  let cutter: Cutter | undefined

  /** A loop device of its own each time: what is still busy with the old one must not lend it to the new mount. */
  function mount(): void {
    device = run('losetup', '--find', '--show', image)
    run('mount', device, folder)
    mounted = true
    cutter = startCutter(folder)
  }
  /** Until the old device is gone, what it still holds could be written over what is new. */
  function unmount(): void {
    cutter?.end()
    cutter = undefined
    const until = performance.now() + PATIENCE_MS
    const isLate = (): boolean => performance.now() > until
    while (mounted && !succeeds('umount', folder)) {
      console.error('BUSY umount')
      if (isLate()) throw new Error(`${folder} is busy and cannot be unmounted`)
      pause()
    }
    mounted = false
    if (device) run('losetup', '--detach', device)
    device = ''
    while (run('losetup', '--associated', image) !== '') {
      if (isLate()) throw new Error(`${image} is held by somebody else`)
      pause()
    }
  }
  function remove(): void {
    process.off('SIGTERM', stop)
    try {
      unmount()
    } finally {
      rmSync(home, { recursive: true, force: true })
    }
  }
  function stop(): void {
    remove()
    process.exit(1)
  }

  process.on('SIGTERM', stop)
  try {
    run('mkfs.ext4', '-q', '-F', image)
    mount()
  } catch (error) {
    remove()
    throw error
  }
  return {
    folder,
    async cut(stop) {
      await cutter?.ready
      stop()
      await cutter?.cut()
    },
    remount() {
      unmount()
      mount()
    },
    remove,
  }
}

interface Cutter {
  readonly ready: Promise<unknown>
  cut(): Promise<void>
  end(): void
}

function startCutter(folder: string): Cutter {
  const child = spawn('python3', ['-c', SHUTDOWN, folder], { stdio: ['pipe', 'pipe', 'inherit'] })
  const gone = new Promise<number | null>((resolve) => child.on('close', resolve))
  child.stdin.on('error', () => {})
  return {
    ready: new Promise((resolve) => child.stdout.once('data', resolve)),
    async cut() {
      child.stdin.end('\n')
      if ((await gone) !== 0) throw new Error('the power could not be cut')
    },
    end: () => void child.kill('SIGKILL'),
  }
}

const pause = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
const succeeds = (tool: string, ...args: readonly string[]): boolean => spawnSync(tool, args).status === 0

/** What it printed. */
function run(tool: string, ...args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(tool, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${tool} failed: ${(error?.message ?? stderr ?? '').trim()}`)
  return stdout.trim()
}
