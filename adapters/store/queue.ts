/** A piece of work for the one writer. `T` is what its caller waits for. */
export interface Task<E, T> {
  /** What it reads or changes. */
  readonly touches: readonly string[]
  /** Looks at the durable state: an answer at once, or an entry to be written and what to do when it is durable. */
  decide(): { readonly answer: T } | { readonly entry: E; apply(place: number): T }
}

export interface WriteQueue<E> {
  write<T>(task: Task<E, T>): Promise<T>
  /** Runs with nothing else under way. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

interface Waiting<E> {
  readonly touches: readonly string[]
  readonly reject: (reason: unknown) => void
  /** Answers and returns undefined, or returns what to write and to call when it is written. */
  readonly decide: () => { readonly entry: E; readonly done: (place: number) => void } | undefined
  readonly alone?: () => Promise<void>
}

const LARGEST_BATCH = 128

/**
 * Group commit: while one batch is on its way to the disk, what arrives waits, and then goes together with one flush.
 * A batch holds only tasks that touch nothing in common; so each is decided on the durable state alone, and a batch
 * that fails leaves nothing to undo. What touches the same record keeps its order.
 */
export function createWriteQueue<E>(
  append: (entries: readonly E[]) => Promise<readonly number[]>,
  afterBatch: (entries: readonly E[]) => void,
): WriteQueue<E> {
  let waiting: Waiting<E>[] = []
  let running = false

  function takeBatch(): Waiting<E>[] {
    const taken = new Set<string>()
    const batch: Waiting<E>[] = []
    const left: Waiting<E>[] = []
    let barrier = false
    for (const task of waiting) {
      barrier ||= task.alone !== undefined
      const free = !barrier && batch.length < LARGEST_BATCH && !task.touches.some((record) => taken.has(record))
      for (const record of task.touches) taken.add(record)
      ;(free ? batch : left).push(task)
    }
    waiting = left
    return batch
  }

  async function writeBatch(batch: readonly Waiting<E>[]): Promise<void> {
    const decided = batch.flatMap((task) => {
      try {
        const writing = task.decide()
        return writing ? [{ ...writing, reject: task.reject }] : []
      } catch (error) {
        task.reject(error)
        return []
      }
    })
    if (decided.length === 0) return
    try {
      const entries = decided.map(({ entry }) => entry)
      const places = await append(entries)
      for (const [i, { done }] of decided.entries()) done(places[i] ?? 0)
      afterBatch(entries)
    } catch (error) {
      for (const { reject } of decided) reject(error)
    }
  }

  async function run(): Promise<void> {
    if (running) return
    running = true
    // Those who call in the same breath go together.
    await null
    while (waiting.length > 0) {
      const [first] = waiting
      if (first?.alone) {
        waiting.shift()
        await first.alone()
      } else await writeBatch(takeBatch())
    }
    running = false
  }

  return {
    write: (task) =>
      new Promise((resolve, reject) => {
        const decide: Waiting<E>['decide'] = () => {
          const decision = task.decide()
          if ('entry' in decision) return { entry: decision.entry, done: (place) => resolve(decision.apply(place)) }
          resolve(decision.answer)
          return undefined
        }
        waiting.push({ touches: task.touches, reject, decide })
        void run()
      }),
    alone: (work) =>
      new Promise((resolve, reject) => {
        const alone = () => work().then(resolve, reject)
        waiting.push({ touches: [], reject, decide: () => undefined, alone })
        void run()
      }),
  }
}
