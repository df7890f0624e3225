import { spawnSync } from 'node:child_process'
import { closeSync, constants, fchmodSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../../bot/model/fault.ts'

export interface Lock {
  release(): void
}

/**
 * Makes this process the one owner of the folder, by flock(2) on the file `lock`. Node has no call for it, but such a
 * lock belongs to the open file, not to the process that asked: flock(1), handed our descriptor, takes it and ends, and
 * the lock stays as long as our descriptor is open. The kernel frees it however we die; other children of ours do not
 * inherit the descriptor. There is no second way where flock(1) is missing: a socket name holds in one container only,
 * a lock file outlives its owner, and a lock that merely looks like one is worse than none.
 *
 * @throws Fault `locked`, naming the holder; `config` where flock(1) is missing, or the file is a link.
 */
export function lockFolder(folder: string): Lock {
  const path = join(folder, 'lock')
  const descriptor = openLock(path)
  try {
    take(folder, descriptor)
    fchmodSync(descriptor, 0o600)
    ftruncateSync(descriptor, 0)
    writeSync(descriptor, `${process.pid}\n`, 0)
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
  return { release: () => closeSync(descriptor) }
}

function openLock(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ELOOP')) throw cause
    throw new Fault('config', `${path} is a symbolic link: remove it; the lock is a file that is made anew`, { cause })
  }
}

function take(folder: string, descriptor: number): void {
  const { status, error } = spawnSync('flock', ['-n', '3'], {
    stdio: ['ignore', 'ignore', 'ignore', descriptor],
  })
  if (error)
    throw new Fault('config', 'cannot lock the data folder: flock is missing; install util-linux', { cause: error })
  if (status === 0) return
  if (status !== 1) throw new Fault('storage', `cannot lock ${folder}: flock failed with status ${status}`)
  const holder = readFileSync(descriptor, 'utf8').trim() || 'unknown'
  throw new Fault('locked', `${folder} is in use by process ${holder}: stop it, or give another data folder`)
}
