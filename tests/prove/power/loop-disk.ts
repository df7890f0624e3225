import { spawnSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own, whose power can be cut. */
export interface LoopDisk {
  readonly folder: string
  /** From now on nothing reaches the disk any more, not even what the kernel holds in its buffers. */
  cut(): void
  /** What a start after that finds; whoever has files open there must be gone. */
  remount(): void
  /** Takes it down, in whatever state it is. */
  remove(): void
}

const MEGABYTES = 64
/** ext4's shutdown (EXT4_IOC_SHUTDOWN) without flushing its log: the nearest thing to a pulled plug. */
const SHUTDOWN = `
import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587D, struct.pack('I', 2))`

/** Why this machine cannot cut the power of a disk of its own; undefined where it can. */
export function whyNoLoopDisk(): string | undefined {
  if (process.platform !== 'linux') return `needs Linux, this is ${process.platform}`
  if (process.getuid?.() !== 0) return 'needs root, to mount a file system and cut it off'
  for (const [tool, ...args] of [
    ['mkfs.ext4', '-V'],
    ['mount', '--version'],
    ['python3', '--version'],
  ])
    if (tool === undefined || spawnSync(tool, args).status !== 0) return `needs ${tool}`
  try {
    const disk = makeLoopDisk()
    try {
      disk.cut()
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
  const mount = (): void => run('mount', '-o', 'loop', image, folder)
  let mounted = false

  function remove(): void {
    process.off('SIGTERM', stop)
    // `mount -o loop` gave it a loop device that goes when the last mount of it does.
    if (mounted && spawnSync('umount', [folder]).status !== 0) run('umount', '--lazy', folder)
    mounted = false
    rmSync(home, { recursive: true, force: true })
  }
  function stop(): void {
    remove()
    process.exit(1)
  }

  try {
    run('mkfs.ext4', '-q', '-F', image)
    mount()
    mounted = true
  } catch (error) {
    rmSync(home, { recursive: true, force: true })
    throw error
  }
  process.on('SIGTERM', stop)
  return {
    folder,
    cut: () => run('python3', '-c', SHUTDOWN, folder),
    remount() {
      run('umount', folder)
      mounted = false
      mount()
      mounted = true
    },
    remove,
  }
}

function run(tool: string, ...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(tool, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${tool} failed: ${(error?.message ?? stderr ?? '').trim()}`)
}
