import type { Message } from './model/message.ts'
import type { AnsweredJob } from './model/reply.ts'
import type { Clock } from './ports/clock.ts'

/** A line that changes more often is hard to read, and channels do not like it; what is done sooner needs none. */
const EVERY_MS = 3_000

export interface Teller {
  readonly tell: (line: string) => void
  /** From now on nothing is told; resolves when what was being told is. */
  end(): Promise<void>
}

/** Lets how far a job has come take turns: every so often the latest line, where there is a new one. */
export function createProgress(options: {
  readonly clock: Clock
  readonly receive: (message: Message) => Promise<unknown>
  readonly trouble: (error: unknown) => void
}): (job: AnsweredJob, key: string) => Teller {
  const { clock, receive, trouble } = options
  return ({ answerTo }, key) => {
    const over = new AbortController()
    let latest: string | undefined
    let telling = false
    let told: Promise<unknown> = Promise.resolve()

    async function tellOn(): Promise<void> {
      telling = true
      while (latest !== undefined) {
        await clock.sleep(EVERY_MS, over.signal)
        if (over.signal.aborted) return
        const line = latest
        latest = undefined
        const at = clock.now()
        const id = `progress:${key}:${at}`
        told = receive({ kind: 'progress', id, job: key, to: answerTo, line, at }).catch(trouble)
        await told
      }
      telling = false
    }

    return {
      tell(line) {
        latest = line
        if (!telling) void tellOn()
      },
      async end() {
        over.abort()
        await told
      },
    }
  }
}
