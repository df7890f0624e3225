import { setTimeout as after } from 'node:timers/promises'
import type { Db, Session } from './db.ts'
import { tryLockFor } from './locks.ts'

/** How often it is asked whether it is one's turn, and how soon one begins again after the database was away. */
const ASK_MS = 500
/**
 * Who has a turn says so to the database as often; unheard for so long he has lost it. The database gives it to another no
 * sooner than SILENT_MS after it heard of him last: where his machine or the way to it is gone, and where he hangs.
 */
const BEAT_MS = 1_500
const UNHEARD_MS = 5_000
const SILENT_MS = 10_000

/**
 * Work that one process at a time does: `Peers.alone`. A turn is a lock of PostgreSQL that belongs to a connection of its
 * own, so it is free as soon as its holder ends, however he ends.
 */
export function createTurns(db: Pick<Db, 'session'>) {
  return async function alone(
    name: string,
    work: (turn: AbortSignal) => Promise<void>,
    stop: AbortSignal,
  ): Promise<void> {
    let isDone = false
    while (!stop.aborted && !isDone) {
      // What the work itself throws is for whoever asked for it; what the database does is waited out.
      let failure: { readonly error: unknown } | undefined
      await db
        .session(async (session) => {
          const turn = new AbortController()
          const over = new AbortController()
          const off = onAny([stop, session.lost], () => turn.abort())
          try {
            if (!(await waitForTurn(session, name, turn.signal))) return
            // Until the work is over, though it was told to stop long before: so long it is nobody else's.
            const beating = beat(session, over.signal).finally(() => turn.abort())
            await work(turn.signal).catch((error: unknown) => {
              // Cut off in its midst, it may well say so.
              if (!turn.signal.aborted) failure = { error }
            })
            isDone = !turn.signal.aborted
            over.abort()
            await beating
          } finally {
            off()
          }
        })
        .catch(() => {})
      if (failure) throw failure.error
      if (!isDone) await rest(ASK_MS, stop)
    }
  }
}

async function waitForTurn(session: Session, name: string, until: AbortSignal): Promise<boolean> {
  await session.query(`select set_config('idle_session_timeout', '${SILENT_MS}', false)`)
  while (!until.aborted) {
    if (await inTime(tryLockFor(session, `qinqing/${name}`))) return !until.aborted
    await rest(ASK_MS, until)
  }
  return false
}

/** Ends when it has not been heard, or need not be any more. */
async function beat(session: Session, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    const heard = inTime(session.query('select 1')).then(
      () => true,
      () => false,
    )
    if (!(await heard)) return
    await rest(BEAT_MS, until)
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = new AbortController()
  answer.catch(() => {})
  try {
    return await Promise.race([
      answer,
      after(UNHEARD_MS, undefined, { signal: late.signal }).then(() => {
        throw new Error('the database does not answer')
      }),
    ])
  } finally {
    late.abort()
  }
}

/** So long, or until there is nothing to wait for. */
export async function rest(ms: number, ...until: readonly AbortSignal[]): Promise<void> {
  const over = new AbortController()
  const off = onAny(until, () => over.abort())
  await after(ms, undefined, { signal: over.signal }).catch(() => {})
  off()
}

/** What AbortSignal.any does; but in Node 20 a signal that lives long remembers each of these for good. */
function onAny(signals: readonly AbortSignal[], then: () => void): () => void {
  for (const signal of signals) {
    if (signal.aborted) then()
    else signal.addEventListener('abort', then, { once: true })
  }
  return () => {
    for (const signal of signals) signal.removeEventListener('abort', then)
  }
}
