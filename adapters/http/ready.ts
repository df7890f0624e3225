export interface Probes {
  /** Resolves where the store can be written to; rejects where it cannot. */
  readonly writable: () => Promise<void>
  /** The generation of the documents that answers; absent where this process answers nothing. */
  readonly generation?: (() => number) | undefined
  /** The channels that this process is to serve, and how each is, as far as it has said. */
  readonly expected: readonly string[]
  readonly channels: () => readonly { readonly name: string; readonly state: string }[]
  /** Channels that one process at a time serves: it may be another one's turn. */
  readonly inTurn?: readonly string[]
  /** Fires when the process is told to stop: from then on it takes nothing new. */
  readonly stop: AbortSignal
}

/** Whoever asks all the time is told what was found a moment ago; what hangs is not begun once more beside itself. */
const KEPT_MS = 1_000
const PATIENCE_MS = 5_000

/**
 * Answers whether this process can do its work: 200, or 503 with the reasons. It tells names of channels and codes of
 * errors, and nothing of anybody.
 */
export function createReadiness(probes: Probes): () => Promise<Response> {
  const { generation, expected, channels, stop, inTurn = [] } = probes
  let looked: { readonly at: number; readonly found: Promise<string | undefined> } | undefined
  let isLooking = false

  /** Why it cannot be written to. */
  function unwritable(): Promise<string | undefined> {
    const now = performance.now()
    if (looked && (isLooking || now - looked.at < KEPT_MS)) return looked.found
    isLooking = true
    const look = probes.writable().finally(() => {
      isLooking = false
    })
    const found = inTime(look, PATIENCE_MS).then(() => undefined, reasonOf)
    looked = { at: now, found }
    return found
  }

  return async () => {
    const storage = await unwritable()
    const documents = generation?.()
    const state = new Map(channels().map((one) => [one.name, one.state]))
    const stateOf = (name: string) => state.get(name) ?? (inTurn.includes(name) ? 'waiting' : 'connecting')
    const apart = expected.filter((name) => stateOf(name) !== 'up' && stateOf(name) !== 'waiting')
    const reasons = [
      stop.aborted && 'stopping',
      storage !== undefined && `the store cannot be written to (${storage})`,
      documents !== undefined && documents < 1 && 'the documents are not loaded',
      ...apart.map((name) => `${name} is ${stateOf(name)}`),
    ].filter((reason) => typeof reason === 'string')
    const ready = reasons.length === 0
    const body = {
      ready,
      store: storage === undefined ? 'writable' : 'not writable',
      ...(documents !== undefined && { generation: documents }),
      channels: Object.fromEntries(expected.map((name) => [name, stateOf(name)])),
      reasons,
    }
    return Response.json(body, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } })
  }
}

/** The code alone: a message may hold paths, addresses, and whatever a library quotes. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  const { code } = (typeof cause === 'object' && cause !== null ? cause : {}) as { readonly code?: unknown }
  if (typeof code === 'string' && /^[A-Za-z0-9_]{1,40}$/.test(code)) return code
  return error instanceof Error ? error.name : 'unknown'
}

async function inTime(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('it took too long', 'TimeoutError')), ms)
  })
  await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
