import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { openLedger } from '../../adapters/store/index.ts'
import { createRecordIndex } from '../../knowledge/approved/records.ts'
import { cut, type KnowledgeBase, simplify } from '../../knowledge/index.ts'
import { type App, type AppOptions, createApp } from '../app.ts'
import { folds } from '../appeal/history.ts'
import { catalog } from '../catalog/index.ts'
import type { Config } from '../config.ts'
import { Fault } from '../model/fault.ts'
import type { IdentityDirectory } from '../ports/identity-directory.ts'
import { BY, openControl, type Request, type Response } from './control.ts'
import { type Io, print } from './io.ts'
import { builderFor, openKnowledge, warm, warming } from './knowledge.ts'
import { shelfIn } from './paths.ts'

interface BotOptions extends Pick<AppOptions, 'clock' | 'channels' | 'reach' | 'random'> {
  readonly directory: (of: { readonly pseudonym: (text: string) => string }) => IdentityDirectory
  readonly stderr: Io['stderr']
}

/** Opens the data folder, which this process owns from then on, and the documents, and puts the bot together. */
export async function openBot(config: Config, options: BotOptions): Promise<{ app: App; close(): Promise<void> }> {
  const { stderr, clock, channels, reach, random } = options
  const tell = (line: string) => void print(stderr, `qinqing: ${line}`).catch(() => {})
  const shelf = shelfIn(config.data)
  // First, so that a wrong folder of documents does not leave a new ledger behind.
  if (!existsSync(shelf)) refuseNoFolder(config.docs)
  const ledger = await openLedger({
    folder: config.data,
    folds,
    onNotice: tell,
    ...(config.masterKey && { masterKey: config.masterKey }),
  })
  try {
    const stop = new AbortController()
    const build = builderFor(config.docs, stop.signal)
    const knowledge = await openKnowledge(config.docs, stderr, {
      shelf,
      build: build && warming(build),
      now: () => clock.now(),
    })
    warm()
    const app = createApp({
      store: ledger.appeals,
      outbox: ledger.outbox,
      directory: options.directory(ledger),
      knowledge,
      questions: createRecordIndex({ cut }),
      cut,
      simplify,
      catalog,
      holidays: publishedHolidays(),
      clock,
      channels,
      reach,
      random,
      digest: (text) => createHash('sha256').update(text).digest('hex'),
      onTrouble: once(tell),
    })
    const control = await openControl(config.data, (request) => obey(knowledge, request))
    return {
      app,
      async close() {
        await control.close()
        stop.abort()
        await knowledge.close()
        await ledger.close()
      },
    }
  } catch (error) {
    await ledger.close()
    throw error
  }
}

/** Does what another process asks for. */
async function obey(knowledge: KnowledgeBase, request: Request): Promise<Response> {
  if (request.do === 'status') return { ok: true, lines: [], found: knowledge.status() }
  const order = { by: BY, ...(request.do === 'reload' && { force: request.force }) }
  const { ok, refused, lines } = await (request.do === 'reload' ? knowledge.reload(order) : knowledge.rollback(order))
  return { ok, ...(refused && { refused }), lines: [...lines] }
}

function refuseNoFolder(docs: string): void {
  try {
    readdirSync(docs)
  } catch (error) {
    throw new Fault('document', `cannot read the documents:\n  ${docs}: ${(error as Error).message}`, { cause: error })
  }
}

/** A trouble that lasts comes with every round: it is told when it begins. */
function once(tell: (line: string) => void): (error: unknown) => void {
  let last = ''
  return (error) => {
    const line = error instanceof Error ? error.message : String(error)
    if (line !== last) tell(line)
    last = line
  }
}
