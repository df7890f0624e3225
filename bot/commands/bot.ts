import { publishedHolidays } from '../../adapters/calendar/index.ts'
import { openLedger } from '../../adapters/store/index.ts'
import { cut, simplify } from '../../knowledge/index.ts'
import { type App, type AppOptions, createApp } from '../app.ts'
import { folds } from '../appeal/history.ts'
import { catalog } from '../catalog/index.ts'
import type { Config } from '../config.ts'
import type { IdentityDirectory } from '../ports/identity-directory.ts'
import { openControl } from './control.ts'
import { type Io, print } from './io.ts'
import { openKnowledge } from './knowledge.ts'

interface BotOptions extends Pick<AppOptions, 'clock' | 'channels' | 'staffRoom' | 'random'> {
  readonly directory: (of: { readonly pseudonym: (text: string) => string }) => IdentityDirectory
  readonly stderr: Io['stderr']
}

/** Reads the documents, opens the data folder, which this process owns from then on, and puts the bot together. */
export async function openBot(config: Config, options: BotOptions): Promise<{ app: App; close(): Promise<void> }> {
  const { stderr, clock, channels, staffRoom, random } = options
  const tell = (line: string) => void print(stderr, `qinqing: ${line}`).catch(() => {})
  // First, so that a wrong folder of documents does not leave a new ledger behind.
  const knowledge = await openKnowledge(config.docs, stderr)
  const ledger = await openLedger({
    folder: config.data,
    folds,
    onNotice: tell,
    ...(config.masterKey && { masterKey: config.masterKey }),
  })
  try {
    const app = createApp({
      store: ledger.appeals,
      outbox: ledger.outbox,
      directory: options.directory(ledger),
      knowledge,
      cut,
      simplify,
      catalog,
      holidays: publishedHolidays(),
      clock,
      channels,
      staffRoom,
      random,
      onTrouble: once(tell),
    })
    const control = await openControl(config.data, async () => {
      const { ok, lines } = await app.reload({ by: 'command line' })
      return { ok, lines: [...lines] }
    })
    return {
      app,
      async close() {
        await control.close()
        await ledger.close()
      },
    }
  } catch (error) {
    await ledger.close()
    throw error
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
