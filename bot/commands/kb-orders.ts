import { lockFolder } from '../../adapters/store/lowdb/lock.ts'
import type { KnowledgeBase, KnowledgeOptions, KnowledgeStatus } from '../../knowledge/index.ts'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import { dateOf, timeOf } from '../model/instant.ts'
import { systemClock } from './clock.ts'
import { askOwnerIfAny, BY, type Request, type Response } from './control.ts'
import { type Io, print } from './io.ts'
import { builderFor } from './knowledge.ts'
import { configWithData } from './options.ts'
import { sharedIn, shelfIn, version } from './paths.ts'
import { showWhile } from './progress.ts'
import { table } from './table.ts'

export interface OrderFlags {
  readonly data?: string
  readonly docs?: string
  readonly force?: true
  readonly json?: true
}

const FORCE = 'kb reload --force puts it in place all the same'

/** Has it done by the process that owns the data folder; where none runs, by this one, which owns it so long. */
export async function order(request: Request, flags: OrderFlags, io: Io): Promise<void> {
  const { data } = configWithData(io, flags)
  const done = askOwnerIfAny(data, request).then((answer) => answer ?? alone(data, request, flags, io))
  const { ok, refused, lines: told } = await showWhile(io.stderr, request.do, done)
  const lines = refused ? [...told, FORCE] : told
  if (flags.json) await print(io.stdout, JSON.stringify({ ok, ...(refused && { refused }), lines: told }))
  if (!ok)
    throw new Fault('document', `cannot ${request.do === 'reload' ? 'reload' : 'roll back'}:\n  ${lines.join('\n  ')}`)
  if (!flags.json) await print(io.stdout, ...lines)
}

async function alone(data: string, request: Request, flags: OrderFlags, io: Io): Promise<Response> {
  const config = configWithData(io, flags)
  if (config.database) return inDatabase(config, request)
  const { openKeeper, shelfFolder } = await import('../../knowledge/index.ts')
  const shelf = shelfIn(data)
  // What is on the shelf says of which documents it is made, unless the order does.
  const given = flags.docs ?? io.env['QINQING_DOCS']
  const documents = await shelfFolder(shelf)
  if (documents === null) throw nothingThere(data)
  const { docs } = configWithData(io, { ...flags, ...(!given && documents && { docs: documents }) })
  const lock = locked(data)
  try {
    return await carriedOut(request, docs, (more) => openKeeper({ ...more, shelf }))
  } finally {
    lock.release()
  }
}

/** Whatever runs on the same database answers from it within seconds. */
async function inDatabase(config: Config, request: Request): Promise<Response> {
  const [{ openKeeper }, { openLedgerOf }] = await Promise.all([
    import('../../knowledge/index.ts'),
    import('./open-ledger.ts'),
  ])
  const { exchange, close } = await openLedgerOf(config, () => {})
  try {
    return await carriedOut(request, config.docs, (more) =>
      openKeeper({ ...more, shelf: sharedIn(config.data), exchange }),
    )
  } finally {
    await close()
  }
}

async function carriedOut(
  request: Request,
  docs: string,
  open: (more: Omit<KnowledgeOptions, 'shelf'>) => Promise<KnowledgeBase>,
): Promise<Response> {
  const notices: string[] = []
  const knowledge = await open({
    folder: docs,
    build: builderFor(docs),
    release: version(),
    now: () => systemClock.now(),
    onNotice: (line) => notices.push(line),
  })
  const by = { by: BY }
  const { ok, refused, lines } = await (request.do === 'reload'
    ? knowledge.reload({ ...by, force: request.force })
    : knowledge.rollback(by))
  return { ok, ...(refused && { refused }), lines: [...new Set([...notices, ...lines])] }
}

function locked(data: string): ReturnType<typeof lockFolder> {
  try {
    return lockFolder(data)
  } catch (error) {
    if (error instanceof Fault && error.code === 'locked')
      throw new Fault('locked', `${error.message}; if it is only starting, or another kb command is at work, try again`)
    if (error instanceof Fault || !(error instanceof Error)) throw error
    throw new Fault('storage', `cannot write in ${data}: ${error.message}: make it writable`, { cause: error })
  }
}

function nothingThere(data: string): Fault {
  return new Fault(
    'not-running',
    `no process runs on ${data}, and there is no generation of documents in it: start one with npm start, which reads them`,
  )
}

export async function status(flags: OrderFlags, io: Io): Promise<void> {
  const config = configWithData(io, flags)
  const { data } = config
  const answer = await askOwnerIfAny(data, { do: 'status' })
  const found = answer ? (answer.found as KnowledgeStatus) : await (config.database ? shared(config) : shelved(data))
  if (flags.json) return print(io.stdout, JSON.stringify({ running: answer !== null, ...found }))
  await print(io.stdout, ...table(facts(found)), ...details(found), '', ...table(generations(found)))
}

async function shared(config: Config): Promise<KnowledgeStatus> {
  const [{ statusOf }, { openLedgerOf }] = await Promise.all([
    import('../../knowledge/shelf/status.ts'),
    import('./open-ledger.ts'),
  ])
  const { exchange, close } = await openLedgerOf(config, () => {})
  const found = await exchange?.newest().finally(close)
  if (!found) throw nothingThere(config.data)
  const current = found.kept.find(({ number }) => number === found.current)
  return statusOf({ ...found, current }, systemClock.now())
}

async function shelved(data: string): Promise<KnowledgeStatus> {
  const { shelfStatus } = await import('../../knowledge/index.ts')
  const found = await shelfStatus(shelfIn(data), systemClock.now())
  if (!found) throw nothingThere(data)
  return found
}

function facts(found: KnowledgeStatus): string[][] {
  const { generation, pinned, refused, documents, passages, golden, faulty, overdue } = found
  return [
    ['generation', `${generation}${pinned ? ', rolled back to: it stays until the next reload' : ''}`],
    ['built', builtBy(found)],
    ...(passages > 0
      ? [
          ['documents', `${documents}`],
          ['passages', `${passages}`],
        ]
      : []),
    ...(golden ? [['golden questions', `${golden.right} of ${golden.asked} answered`]] : []),
    ['quarantined', `${faulty}`],
    ['overdue for review', `${overdue}`],
    ...(refused ? [['last reload', `refused; ${FORCE}`]] : []),
  ]
}

function builtBy({ at, by, forced }: Pick<KnowledgeStatus, 'at' | 'by' | 'forced'>): string {
  return `${at ? `${dateOf(at)} ${timeOf(at)}` : '-'} ${by === undefined ? 'at start' : `by ${by}`}${forced ? ', forced' : ''}`
}

function details({ quarantined, reviews }: KnowledgeStatus): string[] {
  return [
    ...quarantined.map(({ path, line, reason, advice }) => `${path}${line ? `:${line}` : ''}: ${reason}。${advice}。`),
    ...reviews.map(({ path, on, owner }) => `${path}: to be looked at since ${on}${owner ? ` by ${owner}` : ''}`),
  ]
}

function generations({ kept, generation }: KnowledgeStatus): string[][] {
  const rows = kept.toReversed().map(({ number, documents, passages, ...built }) => [
    `${number}${number === generation ? ' *' : ''}`,
    builtBy(built),
    // What a shelf without its description holds is not known before it is opened.
    ...[documents, passages].map((count) => (built.at ? `${count}` : '-')),
  ])
  return [['generation', 'built', 'documents', 'passages'], ...rows]
}
