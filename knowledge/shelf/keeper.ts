import type { BuiltFacts, Progress } from '../generation/build-order.ts'
import { whyNot } from './disk.ts'
import type { GenerationFacts, Kept } from './pointer.ts'

/** Where generations come from and are kept: on a shelf, or in memory alone. */
export interface Generations<G> {
  readonly current: Kept | undefined
  readonly pinned: boolean
  readonly kept: readonly Kept[]
  /** The current one, or the next best; null where there is none. */
  open(): Promise<G | null>
  /** Builds the next beside the current one, which it is compared with, where one is `kept`. */
  build(order: {
    readonly force: boolean
    readonly compare: boolean
    readonly progress?: Progress | undefined
  }): Promise<Next<G>>
  /** The one before, pinned; null where there is none. */
  back(): Promise<G | null>
  /** Shared with other processes: whether the current one, whoever made it, is right for a folder with this key. */
  fits?(key: string): Promise<boolean>
  /** What others have put in place since, which is the current one then; null where nothing was, or it cannot be used here. */
  newer?(): Promise<G | null>
}

export type Next<G> =
  | {
      readonly kind: 'built'
      readonly facts: BuiltFacts
      readonly lines: readonly string[]
      readonly generation: G
      /** It is the current one over again: nothing has changed. */
      readonly same?: true | undefined
      /** When this resolves, it is the current one; null where others have put another in place since it was begun. */
      put(facts: GenerationFacts): Promise<Kept | null>
      discard(): Promise<void>
    }
  | { readonly kind: 'refused' | 'failed'; readonly lines: readonly string[] }

export interface KeeperOptions<G> {
  /** The documents' folder, resolved. */
  readonly folder: string
  readonly generations: Generations<G>
  /** The key that a generation of the folder as it is now would have. */
  readonly keyNow: () => Promise<string>
  /** An instant. */
  readonly now: () => string
  readonly onNotice: (line: string) => void
  /** Told when the folder's documents have been read anew and answer from now on. It must not fail. */
  readonly onRenewed: (before: G, after: G) => void
}

export interface Outcome {
  readonly ok: boolean
  /** It could be built, and was not put in place, since it would answer worse: it may be forced. */
  readonly refused?: true
  readonly lines: readonly string[]
}

export interface Order {
  readonly by?: string | undefined
  readonly force?: boolean | undefined
  readonly progress?: Progress | undefined
}

/** Sees to it that there is always one whole generation to answer from. */
export interface Keeper<G> {
  /** What answers now; never half of one. */
  readonly generation: G
  /** The last reload was refused, and nothing has changed since. */
  readonly refused: { readonly at: string; readonly by?: string | undefined } | undefined
  /** Opens what was kept, whether or not it fits the folder; false where there is nothing to answer from. */
  resume(): Promise<boolean>
  /** Opens what was kept, and builds anew what does not fit the folder any more. Rejects where there is nothing to answer from. */
  begin(): Promise<void>
  /** Of two reloads at once the later one wins; a rollback meanwhile wins over both. */
  reload(order: Order): Promise<Outcome>
  rollback(order: Order): Promise<Outcome>
  /** Answers from what other processes have put in place meanwhile. Never rejects. */
  catchUp(): Promise<void>
  /** When this resolves, nothing is being built or kept any more, and nothing will be. */
  close(): Promise<void>
}

export function createKeeper<G>(options: KeeperOptions<G>): Keeper<G> {
  const { folder, generations, keyNow, now, onNotice, onRenewed } = options
  let answering: G | undefined
  let refused: Keeper<G>['refused']
  let rollbacks = 0
  let closed = false
  const inTurn = createQueue()
  const exclusively = createQueue()

  /** `before`: how often it had been rolled back when this was asked for, which may be long before its turn comes. */
  async function renew({ by, force = false, progress }: Order, before: number): Promise<Outcome> {
    if (closed) return { ok: false, lines: ['程序正在停下，不再载入。', ...goesOn()] }
    if (rollbacks !== before) return overtaken()
    const next = await generations.build({ force, compare: answering !== undefined, progress })
    if (next.kind !== 'built') {
      if (next.kind === 'refused') refused = { at: now(), ...(by !== undefined && { by }) }
      return { ok: false, ...(next.kind === 'refused' && { refused: true }), lines: [...next.lines, ...goesOn()] }
    }
    return exclusively(async () => {
      if (closed || rollbacks !== before) {
        await next.discard()
        return overtaken()
      }
      if (next.same && !generations.pinned) {
        await next.discard()
        refused = undefined
        return { ok: true, lines: [`文件没有变化，仍由第 ${generations.current?.number ?? 1} 版回答。`, ...next.lines] }
      }
      const facts = {
        ...next.facts,
        at: now(),
        ...(by !== undefined && { by }),
        ...(force && { forced: true }),
        folder,
      }
      try {
        if ((await next.put(facts as GenerationFacts)) === null) {
          await next.discard()
          await takeNewer()
          return { ok: false, lines: ['载入期间别处换了一版，这次的没有启用；要启用，请再载入一次。', ...goesOn()] }
        }
      } catch (error) {
        await next.discard().catch(() => {})
        return { ok: false, lines: [`新的一版没有存下来：${whyNot(error)}`, ...goesOn()] }
      }
      if (answering !== undefined) onRenewed(answering, next.generation)
      answering = next.generation
      refused = undefined
      return { ok: true, lines: next.lines }
    })
  }

  function overtaken(): Outcome {
    const why = closed
      ? '程序正在停下，这次读到的没有启用。'
      : '载入期间有人退回了上一版，这次的没有启用；要启用，请再载入一次。'
    return { ok: false, lines: [why, ...goesOn()] }
  }

  async function takeNewer(): Promise<void> {
    try {
      const newer = await generations.newer?.()
      if (!newer) return
      answering = newer
      refused = undefined
    } catch (error) {
      onNotice(`看不到别处有没有换一版政策文件：${whyNot(error)}`)
    }
  }

  async function resume(): Promise<boolean> {
    answering = (isOthers(generations.current) ? null : await generations.open()) ?? undefined
    return answering !== undefined
  }

  /** Made of another folder's documents. One that was found without any word of it is taken for ours. */
  const isOthers = (kept: Kept | undefined) =>
    kept !== undefined && !generations.fits && !['', folder].includes(kept.facts.folder)
  const fits = async (key: string) => generations.fits?.(key) ?? key === generations.current?.facts.key
  const goesOn = () => (answering === undefined ? [] : [`仍由第 ${generations.current?.number ?? 1} 版回答。`])

  return {
    get generation() {
      if (answering === undefined) throw new Error('nothing to answer from yet: begin first')
      return answering
    },
    get refused() {
      return refused
    },
    resume,
    async begin() {
      const resumed = await resume()
      if (resumed && (generations.pinned || (await fits(await keyNow().catch(() => ''))))) return
      const { ok, lines } = await renew({}, rollbacks)
      // Another process may have been quicker.
      if (ok || (!resumed && answering !== undefined)) return
      if (!resumed) throw new Error(lines.join('\n'))
      onNotice(['政策文件变了，但新的一版没有启用：', ...lines].join('\n  '))
    },
    reload(order) {
      const before = rollbacks
      return inTurn(() => renew(order, before))
    },
    catchUp: () => exclusively(async () => (closed ? undefined : takeNewer())),
    async close() {
      closed = true
      await inTurn(async () => {})
      await exclusively(async () => {})
    },
    rollback: () =>
      exclusively(async () => {
        const found = await generations.back().catch((error: unknown) => whyNot(error))
        if (typeof found === 'string') return { ok: false, lines: [`退不回去：${found}`, ...goesOn()] }
        if (found === null) return { ok: false, lines: ['没有可以退回的上一版。', ...goesOn()] }
        rollbacks += 1
        answering = found
        refused = undefined
        return { ok: true, lines: [`已退回${described(generations.current)}，在下一次重新载入之前一直由它回答。`] }
      }),
  }
}

/** `第 11 版（2026-11-20 10:00 由周主任载入，32 份文件，510 段）` */
function described(kept: Kept | undefined): string {
  if (!kept) return '上一版'
  const { at, by, forced, documents, passages } = kept.facts
  const when = at ? `${shanghai(at)} ${by ? `由${by}` : '启动时'}${forced ? '强制' : ''}载入，` : ''
  return `第 ${kept.number} 版（${when}${documents} 份文件，${passages} 段）`
}

/** YYYY-MM-DD HH:MM as the city's clocks show it. */
export function shanghai(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}

/** One after another, in the order they were asked for, whether or not the one before went well. */
export function createQueue(): <T>(act: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (act) => {
    const turn = last.then(act, act)
    last = turn
    return turn
  }
}
