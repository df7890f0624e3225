import type { Message } from './model/message.ts'
import type { AppealStore } from './ports/appeal-store.ts'
import type { Clock } from './ports/clock.ts'

const EVERY_MS = 60_000

export interface Reminders {
  /** Lets every deadline that has passed take its turn. */
  check(): Promise<void>
  run(stop: AbortSignal): Promise<void>
}

/** What is due becomes a message and takes the same road as any other; its id makes it happen once. */
export function createReminders(options: {
  readonly store: AppealStore
  readonly clock: Clock
  readonly receive: (message: Message) => Promise<unknown>
  /** Told when a round failed; the loop goes on with the next. */
  readonly trouble: (error: unknown) => void
}): Reminders {
  const { store, clock, receive, trouble } = options

  async function check(): Promise<void> {
    const at = clock.now()
    for (const { appeal, deadline, level, on } of await store.due(at)) {
      // One that fails does not hold up the others.
      const alarms = [{ appeal, deadline, level, on }]
      await receive({ kind: 'due', id: `due:${appeal}:${deadline}:${level}:${on}`, alarms, at }).catch(trouble)
    }
  }

  return {
    check,
    async run(stop) {
      while (!stop.aborted) {
        await check().catch(trouble)
        await clock.sleep(EVERY_MS, stop)
      }
    },
  }
}
