import type { Io } from './io.ts'

const PATIENCE_MS = 1000
const EVERY_MS = 200
/** Takes away what stands on a terminal's line. */
export const CLEAR = '\r\u001b[K'

/** Counts on one line of stderr, for a person, and only once the work has taken longer than a second. */
export function createProgress(stderr: Io['stderr'], what: string): { step(): void; end(): void } {
  const begun = performance.now()
  let done = 0
  let shownAt = 0

  return {
    step() {
      done += 1
      const now = performance.now()
      if (!stderr.isTTY || now - begun < PATIENCE_MS || now - shownAt < EVERY_MS) return
      shownAt = now
      stderr.write(`\r${done} ${what} …`)
    },
    end() {
      if (shownAt > 0) stderr.write(CLEAR)
    },
  }
}

/** The same for work that cannot be counted: says what is being done, and for how many seconds. */
export async function showWhile<T>(stderr: Io['stderr'], what: string, work: Promise<T>): Promise<T> {
  if (!stderr.isTTY) return work
  let seconds = 0
  const timer = setInterval(() => {
    seconds += 1
    stderr.write(`\r${what} … ${seconds} s`)
  }, PATIENCE_MS)
  try {
    return await work
  } finally {
    clearInterval(timer)
    if (seconds > 0) stderr.write(CLEAR)
  }
}
